"""Browser profiles: make, tell, change, delete (contract 2.5, 8). Today empty ones: no browser has left state yet."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.browsers import kept_proxy, known_profile, known_session
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import Page, PageSize
from skyvern.api.present.browser_profile import present_profile
from skyvern.api.reply import Json
from skyvern.contract.browser_profile import ProfileAnswer, ProfileChange, ProfileRequest
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id

router = APIRouter(prefix="/v1/browser_profiles", tags=["browser profiles"], route_class=CompatRoute)


@router.post("", response_model=ProfileAnswer)
async def create_browser_profile(body: ProfileRequest, caller: Authorized, deps: Deps) -> Json:
    """Make a profile: empty, since this release keeps no state of sessions and runs to make one from."""
    if body.browser_session_id:
        await _refuse_session(deps, caller, body.browser_session_id)
    if body.workflow_run_id:
        await _refuse_run(deps, caller, body.workflow_run_id)
    now = utc_now()
    row = BrowserProfile(
        browser_profile_id=new_id("bp"),
        organization_id=caller.organization_id,
        name=body.name,
        created_at=now,
        modified_at=now,
        description=body.description,
        proxy_location=kept_proxy(body.proxy_location, body.proxy_session_id),
        proxy_session_id=body.proxy_session_id,
    )
    return Json(present_profile(await deps.store.browser_profiles.add(row)))


@router.get("", response_model=list[ProfileAnswer])
async def list_browser_profiles(
    caller: Authorized,
    deps: Deps,
    *,
    page: Page = 1,
    page_size: PageSize = 10,
    include_deleted: bool = False,
    search: Annotated[str | None, Query(alias="search_key", max_length=500)] = None,
    managed: bool | None = None,
) -> Json:
    """List profiles, newest first; a search looks in name and description."""
    found = await deps.store.browser_profiles.list(
        caller.organization_id,
        page=page,
        page_size=page_size,
        search=search,
        managed=managed,
        deleted=include_deleted,
    )
    return Json([present_profile(row) for row in found])


@router.get("/{profile_id}", response_model=ProfileAnswer)
async def get_browser_profile(profile_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return a profile."""
    return Json(present_profile(await known_profile(deps, caller.organization_id, profile_id)))


@router.patch("/{profile_id}", response_model=ProfileAnswer)
async def update_browser_profile(profile_id: str, body: ProfileChange, caller: Authorized, deps: Deps) -> Json:
    """Change a profile; what is left out stays."""
    profile = await known_profile(deps, caller.organization_id, profile_id)
    changes = body.model_dump(exclude_unset=True, include={"name", "description", "proxy_session_id"})
    sticky = body.proxy_session_id or profile.proxy_session_id
    if body.rotate_proxy_session_id:
        sticky = secrets.token_hex(8)
        changes["proxy_session_id"] = sticky
    if body.proxy_location is not None or "proxy_session_id" in changes:
        place: object = profile.proxy_location if body.proxy_location is None else body.proxy_location
        changes["proxy_location"] = kept_proxy(place, sticky if changes.get("proxy_session_id") else None)
    changed = await deps.store.browser_profiles.change(caller.organization_id, profile_id, changes)
    if changed is None:
        raise HTTPException(404, f"There is no browser profile {profile_id!r}.")
    return Json(present_profile(changed))


@router.delete("/{profile_id}", status_code=204)
async def delete_browser_profile(profile_id: str, caller: Authorized, deps: Deps) -> Response:
    """Delete a profile."""
    if not await deps.store.browser_profiles.delete(caller.organization_id, profile_id):
        raise HTTPException(404, f"There is no browser profile {profile_id!r}.")
    return Response(status_code=204)


async def _refuse_session(deps: ApiDeps, caller: Caller, session_id: str) -> None:
    session = await known_session(deps, caller.organization_id, session_id)
    if not session.generate_browser_profile and session.browser_profile_id is None:
        raise HTTPException(
            400, f"Browser session {session_id} saves no state; open it with generate_browser_profile true."
        )
    raise HTTPException(400, f"Browser session {session_id} has left no state: this release opens no browser for it.")


async def _refuse_run(deps: ApiDeps, caller: Caller, run_id: str) -> None:
    run = await deps.store.runs.find(caller.organization_id, run_id)
    if run is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    if not run.settings.get("persist_browser_session"):
        raise HTTPException(
            400, f"The workflow of run {run_id} saves no state; set persist_browser_session in it and run it again."
        )
    raise HTTPException(400, f"Run {run_id} has left no state: this release does not keep that of runs.")
