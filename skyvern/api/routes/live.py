"""The live view of runs and sessions: links to it, its websocket, and who has the controls."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Body, WebSocket
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, key_caller
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.live import LiveTalk, Subject, where
from skyvern.api.live_links import Grant, LiveLinks
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.live import ControlAnswer, LiveLinkAnswer, LiveLinkRequest
from skyvern.domain.control import Control

router = room("live view")

Kind = Literal["runs", "browser_sessions"]
_WITH_KEY = Grant(control=True, name="somebody with the API key")


@router.post("/v1/{kind}/{subject_id}/live_link", response_model=LiveLinkAnswer)
async def make_live_link(
    kind: Kind,
    subject_id: str,
    caller: Authorized,
    deps: Deps,
    *,
    body: Annotated[LiveLinkRequest | None, Body()] = None,
) -> Json:
    """Return a link that opens the live view of this run or session, and nothing else, for a short time."""
    wanted = body or LiveLinkRequest()  # pyright: ignore[reportCallIssue] - every field has a default
    subject = await _subject(deps, kind, subject_id, caller.organization_id)
    expires_at = math.ceil(time.time() + wanted.seconds)
    path = live_path(deps, subject, Grant(control=wanted.control, name=wanted.name), expires_at=expires_at)
    return Json(
        {
            "url": f"ws{deps.public_url.rstrip('/').removeprefix('http')}/{path}",
            "path": f"/{path}",
            "expires_at": datetime.fromtimestamp(expires_at, UTC).replace(tzinfo=None).isoformat(),
        }
    )


@router.get("/v1/{kind}/{subject_id}/control", response_model=ControlAnswer | None)
async def get_control(kind: Kind, subject_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell who has the controls of the browser, null when nobody has."""
    held = await _held(deps, await _subject(deps, kind, subject_id, caller.organization_id))
    return Json(None if held is None else held.as_json())


@router.post("/v1/{kind}/{subject_id}/control/release", response_model=ControlAnswer | None)
async def release_control(kind: Kind, subject_id: str, caller: Authorized, deps: Deps) -> Json:
    """Take the controls from whoever has them, so that the agent goes on; tell who had them."""
    held = await _held(deps, await _subject(deps, kind, subject_id, caller.organization_id))
    if held is not None:
        await deps.controls.release(held, note="over the API")
    return Json(None if held is None else held.as_json())


@router.websocket("/v1/{kind}/{subject_id}/live")
async def live(websocket: WebSocket, kind: Kind, subject_id: str) -> None:
    """Show the browser, and let a person take it over; with the key in a header or with a link's signature."""
    deps: ApiDeps = websocket.app.state.deps
    grant = LiveLinks(deps.secret).read(kind, subject_id, websocket.query_params)
    try:
        if grant is not None:
            subject = await _subject(deps, kind, subject_id, None)
        elif "sig" in websocket.query_params:
            raise HTTPException(403, "This live link is over, or not one of ours; ask for a new one.")
        else:
            caller = await key_caller(websocket)
            subject, grant = await _subject(deps, kind, subject_id, caller.organization_id), _WITH_KEY
    except HTTPException as refusal:
        await websocket.send_denial_response(Json({"detail": refusal.detail}, status_code=refusal.status_code))
        return
    await websocket.accept()
    name = grant.name or "somebody with a link"
    await LiveTalk(websocket, deps, subject, name=name, may_control=grant.control).run()


def live_path(deps: ApiDeps, subject: Subject, grant: Grant, *, expires_at: int) -> str:
    """Return a signed path of the live view, relative to the server's root."""
    return LiveLinks(deps.secret).path(subject.kind, subject.id, grant, expires_at=expires_at)


async def _subject(deps: ApiDeps, kind: Kind, subject_id: str, organization_id: str | None) -> Subject:
    """Return what is looked at, or refuse with 404; without an organisation the link's signature has said whose."""
    store = deps.store
    if kind == "runs":
        if organization_id is None:
            found = await store.runs.get(subject_id)
        else:
            found = await store.runs.find(organization_id, subject_id)
    elif organization_id is None:
        found = await store.browser_sessions.find(subject_id)
    else:
        found = await store.browser_sessions.get(organization_id, subject_id)
    if found is None:
        what = "run" if kind == "runs" else "browser session"
        raise HTTPException(404, f"There is no {what} {subject_id!r}.")
    return Subject(kind=kind, id=subject_id, organization_id=found.organization_id)


async def _held(deps: ApiDeps, subject: Subject) -> Control | None:
    place = await where(deps, subject)
    return None if place.browser_id is None else await deps.controls.of(place.browser_id)
