"""What sessions, profiles and runs ask of one another: is it there, does it live, can it be used."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from skyvern.api.deps import ApiDeps
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession
from skyvern.domain.proxy import masked_proxy_url, parse_proxy_location


async def known_session(deps: ApiDeps, organization_id: str, session_id: str) -> BrowserSession:
    """Return a session, ended or not, or refuse with 404."""
    found = await deps.store.browser_sessions.get(organization_id, session_id)
    if found is None:
        raise HTTPException(404, f"There is no browser session {session_id!r}.")
    return found


async def living_session(deps: ApiDeps, organization_id: str, session_id: str) -> BrowserSession:
    """Return a session that has not ended, or refuse with 404 or 410."""
    session = await known_session(deps, organization_id, session_id)
    if session.status.final:
        why = f" ({session.failure_reason})" if session.failure_reason else ""
        raise HTTPException(410, f"Browser session {session_id} has ended{why}; open a new one.")
    return session


async def known_profile(deps: ApiDeps, organization_id: str, profile_id: str) -> BrowserProfile:
    """Return a profile or refuse with 404."""
    found = await deps.store.browser_profiles.get(organization_id, profile_id)
    if found is None:
        raise HTTPException(404, f"There is no browser profile {profile_id!r}.")
    return found


async def demand_usable(deps: ApiDeps, organization_id: str, *, session_id: str | None, profile_id: str | None) -> None:
    """Refuse a run that names a session or profile which is not there or has ended."""
    if session_id:
        await living_session(deps, organization_id, session_id)
    if profile_id:
        await known_profile(deps, organization_id, profile_id)


def kept_proxy(value: object, session_id: str | None) -> object:
    """Return a proxy location as it may be stored. A sticky address needs RESIDENTIAL_ISP; passwords are refused."""
    location = parse_proxy_location(value)
    if session_id and (location is None or "RESIDENTIAL_ISP" not in location.keys):
        raise HTTPException(400, "proxy_session_id keeps an address only with proxy_location RESIDENTIAL_ISP.")
    if location is None:
        return None
    if location.url is not None and masked_proxy_url(location.url) != location.url:
        raise HTTPException(
            400, "proxy_location: a proxy with a password is not kept here; name it in SKYVERN_PROXIES, use its name."
        )
    return location.as_json()
