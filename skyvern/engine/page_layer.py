"""What stands between the agent and a run's page: a layer changes what it must and passes the rest on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from skyvern.domain.page import Action, ActionResult, Arrival, Download, Observation
from skyvern.engine.ports import Page


class PageLayer:
    """A page over another one: each call goes straight through unless a layer says otherwise."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def act(self, action: Action) -> ActionResult:
        """Do one action."""
        return await self._page.act(action)

    async def goto(self, url: str) -> ActionResult:
        """Open a URL."""
        return await self._page.goto(url)

    async def observe(self) -> Observation:
        """Look at the page."""
        return await self._page.observe()

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        """Picture the page."""
        return await self._page.screenshot(for_record=for_record)

    async def wait_for_change(self, seconds: float) -> bool:
        """Wait for the page."""
        return await self._page.wait_for_change(seconds)

    async def mark(self, name: str, *, deed: str) -> str:
        """Mark the page before a deed."""
        return await self._page.mark(name, deed=deed)

    async def arrival(self, name: str, *, deed: str, place: str) -> Arrival:
        """Tell what became of a deed."""
        return await self._page.arrival(name, deed=deed, place=place)

    async def conceal(self, texts: Collection[str]) -> None:
        """Cover these texts."""
        await self._page.conceal(texts)

    async def selector(self, ref: str) -> str:
        """Return an XPath of an element."""
        return await self._page.selector(ref)

    async def page(self) -> Any:  # noqa: ANN401 - Playwright's page, offered to code blocks behind an allow-list
        """Return the live page itself."""
        return await self._page.page()

    def downloads(self) -> tuple[Download, ...]:
        """Return what the page downloaded."""
        return self._page.downloads()

    def lost_downloads(self) -> tuple[str, ...]:
        """Return what the page failed to download."""
        return self._page.lost_downloads()
