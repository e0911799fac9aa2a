"""Credentials: create, read, list, replace, delete; what comes back never holds a secret (contract 2.5)."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, SecretStr
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import Deps
from skyvern.api.present.credential import present_credential
from skyvern.api.reply import Json
from skyvern.contract.credential import CredentialAnswer, CredentialRequest
from skyvern.domain.credential import CredentialType

router = APIRouter(prefix="/v1/credentials", tags=["credentials"], route_class=CompatRoute)


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
    )
    return Json(present_credential(made), status_code=201)


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
    return Json([present_credential(item) for item in found])


@router.get("/{credential_id}", response_model=CredentialAnswer)
async def get_credential(credential_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return one credential."""
    found = await deps.store.credentials.get(caller.organization_id, credential_id)
    if found is None:
        raise HTTPException(404, f"There is no credential {credential_id!r}.")
    return Json(present_credential(found))


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
    )
    return Json(present_credential(changed))


@router.post("/{credential_id}/delete", status_code=204)
@router.delete("/{credential_id}", status_code=204, include_in_schema=False)
async def delete_credential(credential_id: str, caller: Authorized, deps: Deps) -> Response:
    """Delete a credential and destroy its secrets."""
    await deps.vault.delete(caller.organization_id, credential_id)
    return Response(status_code=204)


def plain_fields(fields: BaseModel) -> dict[str, object]:
    """Return a credential's fields with its secrets readable, for the vault alone."""
    values = cast("dict[str, object]", dict(fields))
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in values.items()
        if value is not None
    }


def _refuse_other_vaults(body: CredentialRequest) -> None:
    if body.vault_type not in (None, "skyvern"):
        raise HTTPException(400, f"No vault of the type {body.vault_type!r} is configured; use 'skyvern'.")
