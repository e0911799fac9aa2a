"""The page of a run through the death of its browser: it is opened again, and whoever acts is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from skyvern.browser.errors import BrowserGone, PageStuck
from skyvern.domain.page import UNSEEN, Action, ActionResult, Arrival, Observation, Trouble
from skyvern.engine.page_layer import PageLayer
from skyvern.engine.ports import Page

Revive = Callable[[], Awaitable[Page]]
"""Returns the run's page of now: the same one while its browser lives, else that of the browser opened again."""


class SteadyPage(PageLayer):
    """A page that outlives its browser.

    What was being done when the browser died has failed, and says so: it may have reached its site. Looking goes on.
    """

    def __init__(self, page: Page, revive: Revive) -> None:
        super().__init__(page)
        self._revive = revive

    async def act(self, action: Action) -> ActionResult:
        """Do one action; when the browser dies of it, tell so."""
        try:
            return await self._page.act(action)
        except (BrowserGone, PageStuck) as lost:
            return await self._told(lost)

    async def goto(self, url: str) -> ActionResult:
        """Open a URL, also in the browser that comes after this one."""
        try:
            return await self._page.goto(url)
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            return await self._page.goto(url)

    async def observe(self) -> Observation:
        """Look at the page, in whichever browser it is."""
        try:
            return await self._page.observe()
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            return await self._page.observe()

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        """Picture the page, in whichever browser it is."""
        try:
            return await self._page.screenshot(for_record=for_record)
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            return await self._page.screenshot(for_record=for_record)

    async def wait_for_change(self, seconds: float) -> bool:
        """Wait for the page; a browser that died has changed it."""
        try:
            return await self._page.wait_for_change(seconds)
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            return True

    async def mark(self, name: str, *, deed: str) -> str:
        """Mark the page before a deed, in whichever browser it is."""
        try:
            return await self._page.mark(name, deed=deed)
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            return await self._page.mark(name, deed=deed)

    async def arrival(self, name: str, *, deed: str, place: str) -> Arrival:
        """Tell what became of a deed; a browser that died takes its marks along."""
        try:
            return await self._page.arrival(name, deed=deed, place=place)
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            return Arrival.LOST

    async def conceal(self, texts: Collection[str]) -> None:
        """Cover these texts, in whichever browser it is."""
        try:
            await self._page.conceal(texts)
        except (BrowserGone, PageStuck) as lost:
            await self._again(lost)
            await self._page.conceal(texts)

    async def _told(self, lost: BrowserGone | PageStuck) -> ActionResult:
        await self._again(lost)
        return ActionResult(
            ok=False,
            trouble=Trouble.CRASHED,
            message="The browser ended meanwhile; it was opened again where its page was.",
            reached=True,
            sent=UNSEEN,
        )

    async def _again(self, lost: BrowserGone | PageStuck) -> None:
        """Go on in the browser that was opened again; what is no end of the browser is raised as it came."""
        before, self._page = self._page, await self._revive()
        if self._page is before:
            raise lost
