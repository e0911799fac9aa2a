"""Watches every page of a browser from its first moment: shuts the machine's own addresses on it, and sets
what it sees of place and headers.

A new page is held by Chromium until these are in place, so no client can win a race against them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from skyvern.browser.host.bars import SCHEMES, Bars, intercept, is_shut, refuse
from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.tasks import TaskKeeper

_PAGES = [{"type": "page"}]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTarget:
    """A page of the browser and our session on it."""

    target_id: str
    session: str


PageListener = Callable[[PageTarget, bool], None]
Before = Callable[[str], Awaitable[None]]
"""Does what must be done in a session before its page may begin."""


class PageTargets:
    """The pages that a browser has now, oldest first. `on_page` hears of each that comes (True) and goes (False)."""

    def __init__(
        self,
        tasks: TaskKeeper,
        *,
        bars: Bars,
        headers: Mapping[str, str],
        geolocation: Mapping[str, float],
        on_page: PageListener,
        before: Before,
    ) -> None:
        self._tasks, self._bars, self._headers, self._on_page = tasks, bars, dict(headers), on_page
        self._geolocation, self._before = dict(geolocation), before
        self._cdp: CdpConnection | None = None
        self._first = asyncio.Event()
        self._suspects: set[str] = set()
        self.pages: dict[str, PageTarget] = {}

    async def watch(self, cdp: CdpConnection) -> None:
        """Begins to watch; returns when the first page is guarded."""
        self._cdp = cdp
        await cdp.call(
            "Target.setAutoAttach",
            {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True, "filter": _PAGES},
        )
        await cdp.call("Target.setDiscoverTargets", {"discover": True, "filter": _PAGES})
        async with asyncio.timeout(10):
            await self._first.wait()
            first = next(iter(self.pages))
            if await self._bars.find_out(cdp, first):
                await asyncio.gather(*(intercept(cdp, session) for session in self.pages))

    def hear(self, method: str, params: Json, session: str | None) -> None:
        """Takes in one event of the connection."""
        if method == "Target.attachedToTarget" and params["targetInfo"]["type"] == "page":
            target = PageTarget(target_id=params["targetInfo"]["targetId"], session=params["sessionId"])
            self._tasks.start(self._guard(target))
        elif method == "Target.detachedFromTarget":
            gone = self.pages.pop(params["sessionId"], None)
            if gone:
                self._on_page(gone, False)
        elif method in ("Target.targetCreated", "Target.targetInfoChanged"):
            self._look_at(str(params["targetInfo"]["targetId"]), str(params["targetInfo"]["url"]))
        elif method == "Target.targetDestroyed":
            self._suspects.discard(str(params["targetId"]))
        elif method == "Fetch.requestPaused" and session:
            self._tasks.start(self._refuse(session, str(params["requestId"])))

    async def _guard(self, target: PageTarget) -> None:
        if not (cdp := self._cdp):
            return
        with suppress(CdpError):  # a page may be gone before we have looked at it
            commands: list[Awaitable[object]] = []
            if self._bars.intercepts:
                commands.append(intercept(cdp, target.session))
            if self._headers:
                commands.append(cdp.call("Network.enable", {"maxTotalBufferSize": 0}, session=target.session))
                extra = {"headers": self._headers}
                commands.append(cdp.call("Network.setExtraHTTPHeaders", extra, session=target.session))
            if self._geolocation:
                place = {**self._geolocation, "accuracy": 1000}
                commands.append(cdp.call("Emulation.setGeolocationOverride", place, session=target.session))
            await self._before(target.session)
            commands.append(cdp.call("Runtime.runIfWaitingForDebugger", session=target.session))
            await asyncio.gather(*commands)
            self.pages[target.session] = target
            self._on_page(target, True)
            self._first.set()
            if target.target_id in self._suspects:
                await self._empty(target)

    def _look_at(self, target_id: str, url: str) -> None:
        if not is_shut(url):
            return
        self._suspects.add(target_id)
        if page := next((page for page in self.pages.values() if page.target_id == target_id), None):
            self._tasks.start(self._empty(page))

    async def _empty(self, page: PageTarget) -> None:
        """Takes away what a DevTools client opened a page with: where pages are intercepted, that began before.

        A refused load has the same address, but its document is an error page of Chromium's (`chrome-error:`).
        """
        self._suspects.discard(page.target_id)
        if cdp := self._cdp:
            with suppress(CdpError):
                shown = await cdp.call("Runtime.evaluate", {"expression": "location.protocol"}, session=page.session)
                if shown["result"].get("value") in SCHEMES:
                    await cdp.call("Page.navigate", {"url": "about:blank"}, session=page.session)

    async def _refuse(self, session: str, request_id: str) -> None:
        if self._cdp:
            await refuse(self._cdp, session, request_id)
