"""What an action may reach: the active tab, the element meant, secrets and files when used, and consequences."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from playwright.async_api import Error

from skyvern.domain.page import Action, ActionResult, Dialog, Download, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Page

    from skyvern.browser.observe.looker import Looker
    from skyvern.browser.pages import Mark, Pages
    from skyvern.browser.ports import DownloadFeed, FetchFile, ResolveSecret, WhyBarred

T = TypeVar("T")
_REACTION_SECONDS = 0.1
_ABORTED_SECONDS = 0.5
_SMALL_FILE_SECONDS = 5.0


class Missing(Exception):
    """The element that an action names is not there; becomes a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened after something was done."""

    navigated: bool
    opened_tab: bool
    url: str
    status: int | None
    downloads: tuple[Download, ...]
    dialogs: tuple[Dialog, ...]

    def result(self, message: str, *, value: str = "") -> ActionResult:
        """Return a good result with these consequences."""
        return ActionResult(
            ok=True,
            message=message,
            value=value,
            navigated=self.navigated,
            url=self.url,
            status=self.status,
            downloads=self.downloads,
            dialogs=self.dialogs,
            opened_tab=self.opened_tab,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything one action works with. `seconds` bounds each wait inside it."""

    page: Page
    pages: Pages
    looker: Looker
    feed: DownloadFeed
    resolve_secret: ResolveSecret
    fetch_file: FetchFile
    why_barred: WhyBarred
    seconds: float

    @property
    def milliseconds(self) -> float:
        """`seconds` for Playwright."""
        return self.seconds * 1000

    async def elsewhere(self) -> Scene:
        """Return this scene with the tab that is active now."""
        return replace(self, page=await self.pages.active())

    async def element(self, action: Action) -> ElementHandle:
        """Return the element an action means, found again when the page was redrawn; raises Missing."""
        if action.ref:
            return await self.by_ref(action.ref)
        if action.selector:
            return await self.by_selector(action.selector)
        raise Missing("No element was named.")

    async def by_ref(self, ref: str) -> ElementHandle:
        """Return the element behind a reference; raises Missing."""
        found = await self.looker.element(self.page, ref)
        if found is None:
            raise Missing(f"The element {ref} is no longer on the page.")
        return found

    async def by_selector(self, selector: str) -> ElementHandle:
        """Return the first visible element (else the first) that a CSS or XPath selector finds in any frame."""
        end = asyncio.get_running_loop().time() + min(self.seconds, 5.0)
        while True:
            for frame in self.page.frames:
                handles = await frame.query_selector_all(selector)
                for handle in handles:
                    if await handle.is_visible():
                        return handle
                if handles:
                    return handles[0]
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                raise Missing(f"Nothing on the page matches the selector {selector!r}.")
            await self.changed(min(left, 0.5))

    async def ask(self, handle: ElementHandle, call: str, value: object = None) -> Any:  # noqa: ANN401 - JSON
        """Ask the walker about an element: `el` and `arg` are in scope of the call."""
        return await self.looker.ask(handle, call, value)

    async def last_change(self) -> float | None:
        """Return when the top document last changed (ms of its own clock), None when it does not tell."""
        try:
            return float(await self.looker.call(self.page.main_frame, "mutated()"))
        except Error:
            return None

    async def changed(self, seconds: float) -> bool:
        """Return True as soon as the top document changes, False after `seconds`."""
        try:
            since = await self.looker.call(self.page.main_frame, "mutated()")
            return bool(await self.looker.call(self.page.main_frame, f"changed({since}, {int(seconds * 1000)})"))
        except Error:
            return not self.page.is_closed()

    async def until(
        self, ask: Callable[[], Awaitable[T]], holds: Callable[[T], bool], seconds: float, *, every: float = 0.2
    ) -> T:
        """Ask again whenever the page changed (or `every` seconds) until the answer holds; return the last answer."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            answer = await ask()
            left = end - asyncio.get_running_loop().time()
            if left <= 0 or holds(answer):
                return answer
            await self.changed(min(left, every))

    def mark(self) -> Mark:
        """Return a mark of now, for `outcome`."""
        return self.pages.mark(self.page)

    async def outcome(self, mark: Mark, *, files: int | None = None, react: float = _REACTION_SECONDS) -> Outcome:
        """Wait, bounded, for what the action set off: a navigation that began is followed to its new document."""
        pages = self.pages
        before = len(self.feed.files()) if files is None else files
        await pages.stir.until(lambda: pages.stirred_since(mark), react)
        page = await pages.active()
        await pages.stir.until(lambda: not pages.navigating(page), self.seconds)
        await self._await_file(mark, page, before)
        page = await pages.active()
        if pages.navigated_since(mark) or pages.opened_since(mark):
            await self._parsed(page)
        return Outcome(
            navigated=pages.navigated_since(mark) and not pages.opened_since(mark),
            opened_tab=pages.opened_since(mark) and not pages.begun_since(mark),
            url=page.url,
            status=await self._status(page) if pages.navigated_since(mark) else None,
            downloads=self.feed.files()[before:],
            dialogs=tuple(pages.dialogs[mark.dialogs :]),
        )

    async def _await_file(self, mark: Mark, page: Page, before: int) -> None:
        """Let a small file arrive; a navigation that was aborted usually turns into a download."""
        request = self.pages.last_request(page)
        if request is not None and request.failure and "ERR_ABORTED" in request.failure:
            await self.pages.stir.until(lambda: self.pages.begun_since(mark), _ABORTED_SECONDS)
        if not self.pages.begun_since(mark):
            return
        end = asyncio.get_running_loop().time() + _SMALL_FILE_SECONDS
        while len(self.feed.files()) <= before and (left := end - asyncio.get_running_loop().time()) > 0:
            await self.feed.changed(min(left, 1.0))

    async def _parsed(self, page: Page) -> None:
        try:
            await page.wait_for_load_state("domcontentloaded", timeout=self.milliseconds)
        except Error:
            return

    async def _status(self, page: Page) -> int | None:
        request = self.pages.last_request(page)
        if request is None:
            return None
        try:
            async with asyncio.timeout(1.0):
                response = await request.response()
        except (Error, TimeoutError):
            return None
        return response.status if response else None


def failed(trouble: Trouble, message: str, *, value: str = "") -> ActionResult:
    """Return a bad result."""
    return ActionResult(ok=False, trouble=trouble, message=message, value=value)


def done(message: str, *, value: str = "") -> ActionResult:
    """Return a good result without consequences."""
    return ActionResult(ok=True, message=message, value=value)
