"""Browser profiles: make, tell, change, delete (contract 2.5, 8)."""

from __future__ import annotations

import secrets
from typing import Annotated, NoReturn

from fastapi import Query, Response
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.browsers import kept_proxy, known_profile, known_session
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import Page, PageSize
from skyvern.api.present.browser_profile import present_profile, present_version
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.browser_profile import ProfileAnswer, ProfileChange, ProfileRequest, ProfileVersionAnswer
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run

router = room("browser profiles", prefix="/v1/browser_profiles", route_class=CompatRoute)


@router.post("", response_model=ProfileAnswer)
async def create_browser_profile(body: ProfileRequest, caller: Authorized, deps: Deps) -> Json:
    """Make a profile of what a session or a workflow's last good run left, or an empty one."""
    session = await _saving(deps, caller, body.browser_session_id) if body.browser_session_id else None
    run = await _remembered(deps, caller, body.workflow_run_id) if body.workflow_run_id else None
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
    profile = await deps.store.browser_profiles.add(row)
    if session is not None and not await deps.profiles.copy_of_session(session.browser_session_id, profile):
        await _undone(deps, profile, f"Browser session {session.browser_session_id} has left no state.")
    if run is not None and not await deps.profiles.copy_of_run(run, profile):
        await _undone(deps, profile, f"Run {run.run_id} has left no state: none of its workflow's runs has completed.")
    return Json(present_profile(profile))


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
    """Delete a profile and the states that are saved in it."""
    profile = await known_profile(deps, caller.organization_id, profile_id)
    if not await deps.profiles.forget(profile):
        raise HTTPException(404, f"There is no browser profile {profile_id!r}.")
    return Response(status_code=204)


@router.get("/{profile_id}/versions", response_model=list[ProfileVersionAnswer])
async def list_browser_profile_versions(profile_id: str, caller: Authorized, deps: Deps) -> Json:
    """List the states that are kept of a profile, newest first."""
    profile = await known_profile(deps, caller.organization_id, profile_id)
    kept = await deps.store.browser_profiles.versions(caller.organization_id, profile_id)
    return Json([present_version(version, profile=profile) for version in kept])


@router.post("/{profile_id}/versions/{number}/restore", response_model=list[ProfileVersionAnswer])
async def restore_browser_profile_version(profile_id: str, number: int, caller: Authorized, deps: Deps) -> Json:
    """Make an earlier state of a profile its newest version, and list them."""
    profile = await known_profile(deps, caller.organization_id, profile_id)
    if not await deps.profiles.restore(profile, number):
        kept = await deps.store.browser_profiles.versions(caller.organization_id, profile_id)
        numbers = ", ".join(str(version.number) for version in kept) or "none"
        raise HTTPException(404, f"Browser profile {profile_id} has no version {number}; kept: {numbers}.")
    return await list_browser_profile_versions(profile_id, caller, deps)


async def _saving(deps: ApiDeps, caller: Caller, session_id: str) -> BrowserSession:
    session = await known_session(deps, caller.organization_id, session_id)
    if not session.generate_browser_profile and session.browser_profile_id is None:
        raise HTTPException(
            400, f"Browser session {session_id} saves no state; open it with generate_browser_profile true."
        )
    if not session.status.final:
        raise HTTPException(400, f"Browser session {session_id} is still open; close it first, then try again.")
    return session


async def _remembered(deps: ApiDeps, caller: Caller, run_id: str) -> Run:
    run = await deps.store.runs.find(caller.organization_id, run_id)
    if run is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    if not run.settings.get("persist_browser_session"):
        raise HTTPException(
            400, f"The workflow of run {run_id} saves no state; set persist_browser_session in it and run it again."
        )
    return run


async def _undone(deps: ApiDeps, profile: BrowserProfile, why: str) -> NoReturn:
    """Take a profile back that nothing was found for."""
    await deps.store.browser_profiles.delete(profile.organization_id, profile.browser_profile_id)
    raise HTTPException(400, f"{why} Make an empty profile by naming neither.")
