"""Covers texts in every page of a browser for as long as the browser lives, whoever is attached to it.

A new page, and a frame in a process of its own, is held by Chromium until it is covered; the texts are in memory only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.tasks import TaskKeeper
from skyvern.browser.veil_script import WORLD, veil_script

_FRAMES = {
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [{"type": "iframe"}],
}


class HostVeils:
    """The veils of one browser; costs nothing until there is something to cover. `pages` gives our sessions."""

    def __init__(self, cdp: Callable[[], CdpConnection], tasks: TaskKeeper, pages: Callable[[], Iterable[str]]) -> None:
        self._cdp, self._tasks, self._pages = cdp, tasks, pages
        self._texts: set[str] = set()
        self._frames: set[str] = set()
        self._scripts: dict[str, str] = {}

    async def cover(self, texts: Collection[str]) -> None:
        """Cover these texts, too, and look once more for all of them; returns when they are covered."""
        self._texts.update(texts)
        if self._texts:
            await asyncio.gather(*(self.veil(session) for session in (*self._pages(), *self._frames)))

    async def veil(self, session: str) -> None:
        """Cover a page or frame; one that is gone or does not answer in time is passed over."""
        if not self._texts:
            return
        with suppress(CdpError):
            cdp = self._cdp()
            if session not in self._scripts:
                await cdp.call("Page.enable", session=session, seconds=3)
                await cdp.call("Target.setAutoAttach", _FRAMES, session=session, seconds=3)
            more = {"source": veil_script(self._texts), "worldName": WORLD, "runImmediately": True}
            added = await cdp.call("Page.addScriptToEvaluateOnNewDocument", more, session=session, seconds=3)
            former, self._scripts[session] = self._scripts.get(session), str(added["identifier"])
            if former is not None:
                gone = {"identifier": former}
                await cdp.call("Page.removeScriptToEvaluateOnNewDocument", gone, session=session, seconds=3)

    def hear(self, method: str, params: Json) -> None:
        """Take in one event of the connection."""
        if method == "Target.attachedToTarget" and params["targetInfo"]["type"] == "iframe":
            self._tasks.start(self._enter(str(params["sessionId"])))
        elif method == "Target.detachedFromTarget":
            self._frames.discard(str(params["sessionId"]))
            self._scripts.pop(str(params["sessionId"]), None)

    async def _enter(self, session: str) -> None:
        self._frames.add(session)
        await self.veil(session)
        with suppress(CdpError):
            await self._cdp().call("Runtime.runIfWaitingForDebugger", session=session, seconds=3)
