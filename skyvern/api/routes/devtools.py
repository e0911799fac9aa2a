"""DevTools of a session on our own port: what `browser_address` leads to (contract 1, 8)."""

from __future__ import annotations

import asyncio

from fastapi import WebSocket
from starlette.exceptions import HTTPException
from starlette.websockets import WebSocketDisconnect

from skyvern.api.auth import Authorized, key_caller
from skyvern.api.browsers import living_session
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.ports import Wire
from skyvern.api.present.browser_session import browser_address
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.browser.errors import BrowserError
from skyvern.browser.host.errors import HostError

router = room("browser sessions")

_UNREADABLE = 1003
_OVER = 1000


@router.get("/v1/browser_sessions/{browser_session_id}/cdp/json/version")
async def devtools_version(browser_session_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell DevTools clients that ask over HTTP first where the websocket is."""
    session = await living_session(deps, caller.organization_id, browser_session_id)
    address = browser_address(session.browser_session_id, deps.public_url)
    return Json({"Browser": "Chromium", "Protocol-Version": "1.3", "webSocketDebuggerUrl": address})


@router.websocket("/v1/browser_sessions/{browser_session_id}/cdp")
async def devtools(websocket: WebSocket, browser_session_id: str) -> None:
    """Speak DevTools with the session's browser; the key goes in the header, as with every request."""
    deps: ApiDeps = websocket.app.state.deps
    try:
        caller = await key_caller(websocket)
        session = await living_session(deps, caller.organization_id, browser_session_id)
        wire = await deps.sessions.devtools(session.browser_session_id)
    except HTTPException as refusal:
        await websocket.send_denial_response(Json({"detail": refusal.detail}, status_code=refusal.status_code))
        return
    except (BrowserError, HostError) as error:
        await websocket.send_denial_response(Json({"detail": str(error)}, status_code=410))
        return
    try:
        await websocket.accept()
        await _carry(websocket, wire)
    finally:
        await wire.close()


async def _carry(websocket: WebSocket, wire: Wire) -> None:
    """Carry messages both ways until one side ends."""
    inward = asyncio.create_task(_to_browser(websocket, wire))
    outward = asyncio.create_task(_to_client(websocket, wire))
    try:
        await asyncio.wait({inward, outward}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in (inward, outward):
            way.cancel()
        await asyncio.gather(inward, outward, return_exceptions=True)


async def _to_browser(websocket: WebSocket, wire: Wire) -> None:
    try:
        while True:
            await wire.send(await websocket.receive_text())
    except (WebSocketDisconnect, HostError):
        return
    except KeyError:  # a binary message, which DevTools has none of
        await websocket.close(_UNREADABLE)


async def _to_client(websocket: WebSocket, wire: Wire) -> None:
    try:
        async for message in wire.messages():
            await websocket.send_text(message if isinstance(message, str) else message.decode())
        await websocket.close(_OVER, "the session's browser has ended")
    except (WebSocketDisconnect, RuntimeError):  # Starlette's error for a socket that is closed already
        return
