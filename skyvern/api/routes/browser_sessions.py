"""Browser sessions: open, tell, extend, change, close (contract 2.5, 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Body
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.browsers import kept_proxy, known_profile, known_session
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import Page, PageSize
from skyvern.api.present.browser_session import SESSION_ARTIFACTS, present_session
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.start import refuse_address
from skyvern.browser.errors import BrowserError
from skyvern.browser.host.errors import HostError
from skyvern.contract.browser_session import (
    BrowserType,
    SessionAnswer,
    SessionChange,
    SessionClosed,
    SessionExtension,
    SessionRequest,
)
from skyvern.domain.browser_session import LONGEST_EXTENDED_MINUTES, LONGEST_MINUTES, BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id

router = room("browser sessions", route_class=CompatRoute)


@router.get("/v1/browser_types", response_model=list[BrowserType])
async def browser_types(caller: Authorized) -> Json:
    """List the kinds of browser that a session may name."""
    del caller
    return Json([kind.value for kind in BrowserType])


@router.post("/v1/browser_sessions", response_model=SessionAnswer)
async def create_browser_session(
    caller: Authorized, deps: Deps, *, body: Annotated[SessionRequest | None, Body()] = None
) -> Json:
    """Open a browser that stays for several runs, and for programs that connect to its `browser_address`."""
    wanted = body or SessionRequest()
    refuse_address(deps, wanted.url, field="url")
    if wanted.browser_profile_id:
        await known_profile(deps, caller.organization_id, wanted.browser_profile_id)
    now = utc_now()
    session = BrowserSession(
        browser_session_id=new_id("pbs"),
        organization_id=caller.organization_id,
        status=SessionStatus.CREATED,
        timeout=min(wanted.timeout, LONGEST_MINUTES),
        created_at=now,
        modified_at=now,
        url=wanted.url,
        proxy_location=kept_proxy(wanted.proxy_location, wanted.proxy_session_id),
        proxy_session_id=wanted.proxy_session_id,
        extensions=None if wanted.extensions is None else tuple(item.value for item in wanted.extensions),
        browser_type=wanted.browser_type.value if wanted.browser_type else None,
        browser_profile_id=wanted.browser_profile_id,
        generate_browser_profile=wanted.generate_browser_profile,
        browser_settings=wanted.browser_settings,
    )
    deps.sessions.upstream(session.proxy_location)
    await deps.store.browser_sessions.add(session)
    try:
        session = await deps.sessions.open(session)
    except (HostError, BrowserError) as error:
        raise HTTPException(503, f"The browser of the session could not be started: {error}") from None
    shown = present_session(
        session, utc_now(), public_url=deps.public_url, link=deps.signer.sign, warning=_warning(wanted)
    )
    return Json(shown)


@router.get("/v1/browser_sessions", response_model=list[SessionAnswer])
async def list_browser_sessions(caller: Authorized, deps: Deps) -> Json:
    """List the sessions that live, newest first."""
    found = await deps.store.browser_sessions.open(caller.organization_id)
    return Json(await _shown(deps, found))


@router.get("/v1/browser_sessions/history", response_model=list[SessionAnswer])
async def browser_session_history(caller: Authorized, deps: Deps, *, page: Page = 1, page_size: PageSize = 10) -> Json:
    """List all sessions, ended ones too, newest first."""
    found = await deps.store.browser_sessions.list(caller.organization_id, page=page, page_size=page_size)
    return Json(await _shown(deps, found))


@router.get("/v1/browser_sessions/{browser_session_id}", response_model=SessionAnswer)
async def get_browser_session(browser_session_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell how a session stands."""
    session = await known_session(deps, caller.organization_id, browser_session_id)
    return Json((await _shown(deps, [session]))[0])


@router.post("/v1/browser_sessions/{browser_session_id}/close", response_model=SessionClosed)
async def close_browser_session(browser_session_id: str, caller: Authorized, deps: Deps) -> Json:
    """Close a session; one that has ended stays as it ended."""
    session = await known_session(deps, caller.organization_id, browser_session_id)
    if not session.status.final:
        await deps.sessions.close(session)
    return Json({"message": f"Browser session {browser_session_id} is closed."})


@router.post("/v1/browser_sessions/{browser_session_id}/extend", response_model=SessionAnswer)
async def extend_browser_session(
    browser_session_id: str, body: SessionExtension, caller: Authorized, deps: Deps
) -> Json:
    """Let a session last longer, six hours in all at most."""
    session = await _living(deps, caller, browser_session_id)
    minutes = min(session.timeout + body.additional_minutes, LONGEST_EXTENDED_MINUTES)
    return await _changed(deps, caller, session, {"timeout": minutes})


@router.patch("/v1/browser_sessions/{browser_session_id}", response_model=SessionAnswer)
async def update_browser_session(browser_session_id: str, body: SessionChange, caller: Authorized, deps: Deps) -> Json:
    """Say whether a profile is to be saved when the session ends."""
    session = await _living(deps, caller, browser_session_id)
    return await _changed(deps, caller, session, {"generate_browser_profile": body.generate_browser_profile})


async def _living(deps: ApiDeps, caller: Caller, session_id: str) -> BrowserSession:
    session = await known_session(deps, caller.organization_id, session_id)
    if session.status.final:
        raise HTTPException(409, f"Browser session {session_id} has ended.")
    return session


async def _changed(deps: ApiDeps, caller: Caller, session: BrowserSession, changes: dict[str, object]) -> Json:
    if not await deps.store.browser_sessions.change(caller.organization_id, session.browser_session_id, changes):
        raise HTTPException(409, f"Browser session {session.browser_session_id} has ended.")
    now = await known_session(deps, caller.organization_id, session.browser_session_id)
    return Json((await _shown(deps, [now]))[0])


def _warning(wanted: SessionRequest) -> str | None:
    """Say what the session is not that was asked for."""
    said: list[str] = []
    if wanted.timeout > LONGEST_MINUTES:
        said.append(f"A session lasts {LONGEST_MINUTES} minutes at most; extend it while it lives.")
    if wanted.extensions:
        named = ", ".join(item.value for item in wanted.extensions)
        said.append(f"extensions: {named} cannot be had here, the browser has no extension.")
    if wanted.browser_type not in (None, BrowserType.CHROME):
        said.append(f"browser_type: {wanted.browser_type} is not installed here, the browser is Chromium.")
    return " ".join(said) or None


async def _shown(deps: ApiDeps, sessions: Sequence[BrowserSession]) -> list[dict[str, object]]:
    """Return sessions with the files and recordings of the runs in them."""
    ids = [session.browser_session_id for session in sessions]
    files = await deps.store.artifacts.of_sessions(ids, SESSION_ARTIFACTS)
    return [
        present_session(
            session,
            utc_now(),
            public_url=deps.public_url,
            link=deps.signer.sign,
            artifacts=files.get(session.browser_session_id, ()),
        )
        for session in sessions
    ]
