"""Credentials: create, read, list, replace, delete; what comes back never holds a secret (contract 2.5)."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, cast

from fastapi import Query, Response
from pydantic import BaseModel, SecretStr
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import LargePageSize, Page
from skyvern.api.present.credential import present_code, present_code_row, present_credential
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.credential import (
    CredentialAnswer,
    CredentialChange,
    CredentialRequest,
    OneTimeCodeAnswer,
    TotpAnswer,
    TotpRequest,
)
from skyvern.credentials import InvalidCredential, read_totp
from skyvern.domain.audit import Deed
from skyvern.domain.credential import CodeKind, Credential, CredentialType

router = room("credentials", prefix="/v1/credentials", route_class=CompatRoute)


@router.post("", response_model=CredentialAnswer, status_code=201)
async def create_credential(body: CredentialRequest, caller: Authorized, deps: Deps) -> Json:
    """Keep a credential in the vault."""
    _refuse_other_vaults(body)
    made = await deps.vault.create(
        caller.organization_id,
        name=body.name,
        type=CredentialType(body.credential_type),
        fields=plain_fields(body.credential),
        tested_url=body.tested_url,
        browser_profile_id=body.browser_profile_id,
        options=_options(body),
    )
    await _noted(deps, caller, Deed.CREDENTIAL_CREATED, made.credential_id)
    return Json(present_credential(made), status_code=201)


@router.post("/totp", response_model=TotpAnswer)
async def send_totp_code(body: TotpRequest, caller: Authorized, deps: Deps) -> Json:
    """Take in a message with a one-time code; the run that waits for its identifier is given it."""
    if body.workflow_run_id and await deps.store.runs.find(caller.organization_id, body.workflow_run_id) is None:
        raise HTTPException(400, f"workflow_run_id: there is no run {body.workflow_run_id!r}.")
    expires = body.expired_at
    if expires is not None:
        expires = expires.astimezone(UTC).replace(tzinfo=None) if expires.tzinfo else expires
    try:
        pushed = await deps.codes.push(
            caller.organization_id,
            body.totp_identifier.strip(),
            body.content,
            kind=CodeKind(body.type) if body.type else None,
            expires_at=expires,
            run_id=body.workflow_run_id,
            task_id=body.task_id,
            workflow_permanent_id=body.workflow_id,
            source=body.source,
        )
    except InvalidCredential as error:
        raise HTTPException(400, str(error)) from None
    return Json(present_code(pushed, content=body.content))


@router.get("", response_model=list[CredentialAnswer])
async def list_credentials(
    caller: Authorized,
    deps: Deps,
    *,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=500)] = 10,
    credential_type: CredentialType | None = None,
    search: str | None = None,
    vault_type: str | None = None,
) -> Json:
    """List credentials, newest first."""
    if vault_type not in (None, "skyvern"):
        return Json([])
    found = await deps.store.credentials.list(
        caller.organization_id, page=page, page_size=page_size, search=search, type=credential_type
    )
    return Json(await _presented(deps, caller, *found))


@router.get("/totp", response_model=list[TotpAnswer])
async def list_totp_codes(
    caller: Authorized, deps: Deps, *, page: Page = 1, page_size: LargePageSize = 50, totp_identifier: str | None = None
) -> Json:
    """List the pushed codes of the last day, newest first; codes and messages are masked."""
    found = await deps.store.codes.list(
        caller.organization_id, page=page, page_size=page_size, totp_identifier=totp_identifier
    )
    return Json([present_code_row(row) for row in found])


@router.get("/{credential_id}", response_model=CredentialAnswer)
async def get_credential(credential_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return one credential."""
    found = await deps.store.credentials.get(caller.organization_id, credential_id)
    if found is None:
        raise HTTPException(404, f"There is no credential {credential_id!r}.")
    return Json((await _presented(deps, caller, found))[0])


@router.post("/{credential_id}/code", response_model=OneTimeCodeAnswer)
async def make_one_time_code(credential_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return the code that the credential's authenticator shows now; it is written into the audit log."""
    opened = await deps.vault.read(caller.organization_id, credential_id)
    seed = opened.fields.get("totp")
    if seed is None:
        raise HTTPException(409, "This credential holds no authenticator secret; replace it with one that does.")
    await _noted(deps, caller, Deed.CREDENTIAL_USED, credential_id)
    totp = read_totp(seed)
    told = {"code": totp.code(), "seconds_left": totp.seconds_left()}
    return Json(told, headers={"cache-control": "no-store"})


@router.patch("/{credential_id}", response_model=CredentialAnswer)
async def change_credential(credential_id: str, body: CredentialChange, caller: Authorized, deps: Deps) -> Json:
    """Rename a credential or put it into a folder; its secrets stay as they are."""
    given = body.model_dump(exclude_unset=True)
    if body.folder_id and await deps.store.folders.get(caller.organization_id, body.folder_id) is None:
        raise HTTPException(400, f"folder_id: there is no folder {body.folder_id!r}.")
    options = {name: value for name, value in given.items() if name == "folder_id"}
    changed = await deps.vault.amend(caller.organization_id, credential_id, name=body.name, options=options)
    await _noted(deps, caller, Deed.CREDENTIAL_CHANGED, credential_id)
    return Json((await _presented(deps, caller, changed))[0])


@router.post("/{credential_id}/update", response_model=CredentialAnswer)
async def update_credential(credential_id: str, body: CredentialRequest, caller: Authorized, deps: Deps) -> Json:
    """Replace a credential whole."""
    _refuse_other_vaults(body)
    changed = await deps.vault.replace(
        caller.organization_id,
        credential_id,
        name=body.name,
        type=CredentialType(body.credential_type),
        fields=plain_fields(body.credential),
        tested_url=body.tested_url,
        browser_profile_id=body.browser_profile_id,
        options=_options(body),
    )
    await _noted(deps, caller, Deed.CREDENTIAL_CHANGED, credential_id)
    return Json((await _presented(deps, caller, changed))[0])


@router.post("/{credential_id}/delete", status_code=204)
@router.delete("/{credential_id}", status_code=204, include_in_schema=False)
async def delete_credential(credential_id: str, caller: Authorized, deps: Deps) -> Response:
    """Delete a credential and destroy its secrets."""
    await deps.vault.delete(caller.organization_id, credential_id)
    await _noted(deps, caller, Deed.CREDENTIAL_DELETED, credential_id)
    return Response(status_code=204)


async def _presented(deps: ApiDeps, caller: Caller, *items: Credential) -> list[dict[str, object]]:
    """Return credentials without their secrets, each with when it was last used."""
    used = await deps.store.audit.last(
        caller.organization_id, Deed.CREDENTIAL_USED, [item.credential_id for item in items]
    )
    return [present_credential(item, last_used_at=used.get(item.credential_id)) for item in items]


async def _noted(deps: ApiDeps, caller: Caller, deed: Deed, credential_id: str) -> None:
    await deps.store.audit.note(caller.organization_id, deed, actor=caller.api_key_id, subject=credential_id)


def plain_fields(fields: BaseModel) -> dict[str, object]:
    """Return a credential's fields with its secrets readable, for the vault alone."""
    values = cast("dict[str, object]", dict(fields))
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in values.items()
        if value is not None
    }


def _options(body: CredentialRequest) -> dict[str, object]:
    """Return what is said of a credential beside its secrets, as far as it was given."""
    names = {"proxy_location", "proxy_session_id", "auto_profile_disabled", "pin_saved_session_ip"}
    return body.model_dump(mode="json", include=names, exclude_defaults=True)


def _refuse_other_vaults(body: CredentialRequest) -> None:
    if body.vault_type not in (None, "skyvern"):
        raise HTTPException(400, f"No vault of the type {body.vault_type!r} is configured; use 'skyvern'.")
