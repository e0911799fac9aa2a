"""The live view of one run or session as one viewer has it: states told, pictures passed on, hands let through.

Told to the viewer, beside what `browser/host/live.py` lists (frames, tabs, dialogs, notes):

    {"type": "state", "state", "why", "control", "mine"}   state: connecting, live, taken_over, unreachable, ended
    {"type": "control", "token"}                           you have the controls; the token keeps them over a break
    {"type": "refused", "why", "control"}                  somebody else has them, or you may only look

Heard from the viewer, beside `seen` and what `browser/host/hands.py` lists: `take {name?, reason?, token?}`, `release`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from skyvern.api.deps import ApiDeps
from skyvern.api.ports import Wire
from skyvern.browser.errors import BrowserError
from skyvern.browser.host.errors import HostError
from skyvern.domain.control import Control
from skyvern.domain.far_browser import FAR_BROWSER

DEEDS = frozenset({"mouse", "key", "text", "navigate", "history", "reload", "tab", "dialog", "upload"})
"""What only the holder of the controls may send."""
_LOOK_SECONDS = 2.0
_AGAIN_SECONDS = 1.0
_LONGEST_WORD = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The run or session that is looked at."""

    kind: str
    """runs or browser_sessions, as in paths."""
    id: str
    organization_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the subject's browser is now."""

    browser_id: str | None = None
    run_id: str | None = None
    ended: bool = False
    why: str = ""


async def where(deps: ApiDeps, subject: Subject) -> Place:
    """Find the subject's browser."""
    if subject.kind == "runs":
        run = await deps.store.runs.find(subject.organization_id, subject.id)
        if run is None or run.status.final:
            told = "gone" if run is None else run.status.value.replace("_", " ")
            return Place(ended=True, why=f"The run is {told}.")
        if run.browser_id is None:
            return Place(run_id=run.run_id, why=f"The run is {run.status.value} and has opened no browser yet.")
        if run.browser_id == FAR_BROWSER:
            return Place(run_id=run.run_id, why="The run works in a browser of your own: look at it there.")
        return Place(browser_id=run.browser_id, run_id=run.run_id)
    session = await deps.store.browser_sessions.get(subject.organization_id, subject.id)
    if session is None or session.status.final:
        return Place(ended=True, why=f"The session is {'gone' if session is None else session.status.value}.")
    return Place(browser_id=session.browser_session_id, run_id=session.run_id)


class LiveTalk:
    """One viewer's connection, from its acceptance to its end."""

    def __init__(self, websocket: WebSocket, deps: ApiDeps, subject: Subject, *, name: str, may_control: bool) -> None:
        self._websocket, self._deps, self._subject = websocket, deps, subject
        self._name, self._may_control = name, may_control
        self._place = Place()
        self._wire: Wire | None = None
        self._held: Control | None = None
        self._told: dict[str, object] = {}
        self._lost = ""

    async def run(self) -> None:
        """Serve the viewer until they go or what they look at has ended."""
        ways = {asyncio.create_task(self._listen()), asyncio.create_task(self._show())}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for ended in await asyncio.gather(*ways, return_exceptions=True):
                if isinstance(ended, Exception) and not isinstance(ended, (WebSocketDisconnect, RuntimeError)):
                    raise ended  # Starlette has RuntimeError for a socket that is closed already

    async def _show(self) -> None:
        while True:
            self._place = place = await where(self._deps, self._subject)
            if place.ended:
                await self._tell("ended", place.why)
                await self._let_go()
                await self._websocket.close(1000)
                return
            if place.browser_id is None:
                await self._tell("connecting", place.why)
            else:
                await self._look_at(place.browser_id)
                if self._place != await where(self._deps, self._subject):
                    continue  # it has ended, or goes on in another browser
                await self._tell("unreachable", self._lost)
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _look_at(self, browser_id: str) -> None:
        """Show one browser until it or the subject's hold of it ends."""
        try:
            wire = await self._deps.live.live(browser_id)
        except (BrowserError, HostError) as error:
            self._lost = str(error)
            return
        self._lost = "The browser has ended, or its host has; looking for it again."
        self._wire = wire
        if self._held is not None and self._held.browser_id != browser_id:
            await self._let_go()
        ways = {asyncio.create_task(self._pass_on(wire)), asyncio.create_task(self._watch(browser_id))}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._wire = None
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            await wire.close()

    async def _pass_on(self, wire: Wire) -> None:
        seen_any = False
        async for message in wire.messages():
            if not seen_any:
                seen_any = True
                await self._tell_control(await self._deps.controls.of(self._place.browser_id or ""))
                if self._held is not None:
                    await self._send_on({"type": "hold"})
            if isinstance(message, bytes):
                await self._websocket.send_bytes(message)
            else:
                await self._websocket.send_text(message)

    async def _watch(self, browser_id: str) -> None:
        """Look now and then whether the browser is still the subject's, and who has its controls."""
        controls = self._deps.controls
        while True:
            await controls.changed(_LOOK_SECONDS)
            self._place = await where(self._deps, self._subject)
            if self._place.browser_id != browser_id:
                return
            if self._held is not None and not await controls.seen(self._held):
                self._held = None
                await self._send_on({"type": "let_go"})
            if self._told:
                await self._tell_control(await controls.of(browser_id))

    async def _tell_control(self, held: Control | None) -> None:
        await self._tell("live" if held is None else "taken_over", "", held)

    async def _tell(self, state: str, why: str, held: Control | None = None) -> None:
        told: dict[str, object] = {
            "type": "state",
            "state": state,
            "why": why,
            "control": None if held is None else held.as_json(),
            "mine": held is not None and self._held is not None and held.token == self._held.token,
        }
        if told != self._told:
            self._told = told
            await self._say(told)

    async def _say(self, message: Mapping[str, object]) -> None:
        await self._websocket.send_text(json.dumps(message))

    async def _send_on(self, message: Mapping[str, object]) -> None:
        if self._wire is None:
            await self._note("There is no browser to do this in yet.")
            return
        try:
            await self._wire.send(json.dumps(message))
        except HostError as error:
            await self._note(str(error))

    async def _note(self, message: str) -> None:
        await self._say({"type": "note", "message": message})

    async def _listen(self) -> None:
        while True:
            message = _read(await self._websocket.receive_text())
            match message.get("type"):
                case "seen":
                    if self._wire is not None:
                        await self._send_on(message)
                case "take":
                    await self._take(message)
                case "release":
                    await self._let_go()
                case str(deed) if deed in DEEDS:
                    if self._held is None:
                        await self._note(f"{deed}: take the controls first.")
                    else:
                        await self._send_on(message)
                case _:
                    kinds = ", ".join(("take", "release", "seen", *sorted(DEEDS)))
                    await self._note(f"A message is a JSON object whose type is one of {kinds}.")

    async def _take(self, message: Mapping[str, object]) -> None:
        browser_id = self._place.browser_id
        if not self._may_control:
            await self._refuse("This link only shows the browser.", None)
            return
        if browser_id is None or self._wire is None:
            await self._refuse("There is no browser to take over yet.", None)
            return
        held, mine = await self._deps.controls.take(
            browser_id,
            organization_id=self._subject.organization_id,
            holder=_word(message, "name") or self._name,
            reason=_word(message, "reason"),
            run_id=self._place.run_id,
            token=_word(message, "token") or None,
        )
        if not mine:
            known = held if held.holder else None
            why = (
                f"{held.holder} has the controls." if known else "The controls were released meanwhile; take them anew."
            )
            await self._refuse(why, known)
            return
        self._held = held
        await self._say({"type": "control", "token": held.token})
        await self._send_on({"type": "hold"})
        await self._tell_control(held)

    async def _refuse(self, why: str, held: Control | None) -> None:
        await self._say({"type": "refused", "why": why, "control": None if held is None else held.as_json()})

    async def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        if self._wire is not None:
            await self._send_on({"type": "let_go"})
        await self._deps.controls.release(held)
        if self._told.get("state") == "taken_over":
            await self._tell_control(None)


def _read(text: str) -> dict[str, Any]:
    try:
        message: object = json.loads(text)
    except ValueError:
        return {}
    return cast("dict[str, Any]", message) if isinstance(message, dict) else {}


def _word(message: Mapping[str, object], name: str) -> str:
    value = message.get(name)
    return value.strip()[:_LONGEST_WORD] if isinstance(value, str) else ""
