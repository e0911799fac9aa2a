"""API keys of the caller's organisation: made, listed, rotated, revoked; keys with the scope `admin` may."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.moments import plain_moment
from skyvern.api.present.administration import present_key
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.administration import KeyAnswer, KeyList, KeyRequest, NewKeyAnswer
from skyvern.domain.audit import Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.organization import ApiKey, Scope

router = room("administration", prefix="/v1/keys", route_class=CompatRoute)


@router.get("", response_model=KeyList)
async def list_keys(caller: Authorized, deps: Deps) -> Json:
    """List keys, revoked ones too."""
    found = await deps.store.organizations.keys(caller.organization_id)
    return Json({"keys": [present_key(key) for key in found]})


@router.post("", response_model=NewKeyAnswer)
async def create_key(body: KeyRequest, caller: Authorized, deps: Deps) -> Json:
    """Make a key; its text is shown this once."""
    expires = plain_moment(body.expires_at)
    if expires is not None and expires <= utc_now():
        raise HTTPException(422, f"expires_at: {expires} UTC has passed; give a moment to come.")
    row, text = deps.issue(caller.organization_id, name=body.name, scope=body.scope, expires_at=expires)
    return await _added(deps, caller, row, text)


@router.post("/{api_key_id}/rotate", response_model=NewKeyAnswer)
async def rotate_key(api_key_id: str, caller: Authorized, deps: Deps) -> Json:
    """Make a key like this one; this one opens doors until it is revoked, so that nothing stands still meanwhile."""
    old = await _one(deps, caller, api_key_id)
    row, text = deps.issue(caller.organization_id, name=old.name, scope=old.scope, expires_at=old.expires_at)
    return await _added(deps, caller, row, text, instead_of=api_key_id)


@router.delete("/{api_key_id}", response_model=KeyAnswer)
async def revoke_key(api_key_id: str, caller: Authorized, deps: Deps) -> Json:
    """Make a key useless, within seconds. The last one with the scope `admin` stays."""
    await _one(deps, caller, api_key_id)
    now = utc_now()
    live = [key for key in await deps.store.organizations.keys(caller.organization_id) if key.live(now)]
    if [key.api_key_id for key in live if key.scope is Scope.ADMIN] == [api_key_id]:
        raise HTTPException(409, "That is the last key with the scope 'admin'; make another one first.")
    if await deps.store.organizations.revoke_key(api_key_id):
        await deps.store.audit.note(
            caller.organization_id, Deed.KEY_REVOKED, actor=caller.api_key_id, subject=api_key_id
        )
    return Json(present_key(await _one(deps, caller, api_key_id)))


async def _added(deps: ApiDeps, caller: Caller, row: ApiKey, text: str, **details: str) -> Json:
    await deps.store.organizations.add_key(row)
    await deps.store.audit.note(
        caller.organization_id,
        Deed.KEY_CREATED,
        actor=caller.api_key_id,
        subject=row.api_key_id,
        scope=row.scope.value,
        **details,
    )
    return Json({**present_key(row), "api_key": text})


async def _one(deps: ApiDeps, caller: Caller, api_key_id: str) -> ApiKey:
    found = await deps.store.organizations.key(api_key_id)
    if found is None or found.organization_id != caller.organization_id:
        raise HTTPException(404, f"There is no key {api_key_id!r}.")
    return found
