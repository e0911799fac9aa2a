"""Covers texts wherever a browser's pages show them, before they are painted: for pictures and video alike.

The texts live in a world of their own inside each document, which the page's scripts cannot reach.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from playwright.async_api import Error

from skyvern.browser.veil_script import WORLD, veil_script

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Frame, Page


class Veils:
    """The veils of one browser: over every tab, frame and shadow tree, also over those that come later."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._texts: set[str] = set()
        self._sessions: WeakKeyDictionary[Page | Frame, CDPSession] = WeakKeyDictionary()
        self._scripts: WeakKeyDictionary[Page | Frame, str] = WeakKeyDictionary()

    async def cover(self, texts: Collection[str]) -> None:
        """Cover these texts, too, from now on; returns when they are covered."""
        if self._texts.issuperset(texts):
            return
        if not self._texts:
            self._context.on("page", self._on_page)
            for page in self._context.pages:
                page.on("framenavigated", self._on_frame)
        self._texts.update(texts)
        await self.sweep()

    async def sweep(self) -> None:
        """Look once more, now, for texts that no event told of."""
        if self._texts:
            for page in self._context.pages:
                await self._veil(page)
                for frame in page.frames[1:]:
                    await self._on_frame(frame)

    async def _on_page(self, page: Page) -> None:
        page.on("framenavigated", self._on_frame)
        await self._veil(page)

    async def _on_frame(self, frame: Frame) -> None:
        """Veil a frame that has a process of its own; all others belong to their page's."""
        if frame.parent_frame is not None and _site(frame.url) != _site(frame.parent_frame.url):
            await self._veil(frame)

    async def _veil(self, place: Page | Frame) -> None:
        with suppress(Error):  # a page may be gone meanwhile, and a frame may have no process of its own
            session = self._sessions.get(place)
            if session is None:
                session = self._sessions[place] = await self._context.new_cdp_session(place)
                await _call(session, "Page.enable", {})
            more = {"source": veil_script(self._texts), "worldName": WORLD, "runImmediately": True}
            added = await _call(session, "Page.addScriptToEvaluateOnNewDocument", more)
            former, self._scripts[place] = self._scripts.get(place), str(added["identifier"])
            if former is not None:
                await _call(session, "Page.removeScriptToEvaluateOnNewDocument", {"identifier": former})


async def _call(session: CDPSession, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    # Playwright's stub has bare Dicts
    answer = await session.send(method, parameters)  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
    return cast("dict[str, Any]", answer)


def _site(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])
