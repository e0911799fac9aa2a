"""The tabs of one browser and what happens in them: navigations, requests, dialogs, downloads, crashes."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error

from skyvern.browser.downloads import LocalDownloads
from skyvern.browser.stir import Stir
from skyvern.browser.writes import Writes
from skyvern.domain.page import Dialog

if TYPE_CHECKING:
    from playwright.async_api import (
        BrowserContext,
        CDPSession,
        Dialog as Asking,
        Download as Arriving,
        Frame,
        Page,
        Request,
        Response,
        WebSocket,
    )

_AWAITED = frozenset({"document", "xhr", "fetch", "script"})
_PATIENCE = 2.5
"""Seconds after which a request counts as a stream or long poll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How much had happened at one moment; compared later."""

    navigations: int
    opened: int
    dialogs: int
    files: int
    begun: int
    asked: int
    writes: int
    frames: int
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How the next native dialog is to be answered."""

    accept: bool
    text: str


class Pages:
    """Follows every tab of a context; `active` is the tab that is looked at and acted on.

    `shuts_files` refuses `file:` documents here. A browser host does so itself, and doing it twice would cost CPU on
    every page: each request goes through Chromium's interception.
    """

    def __init__(self, context: BrowserContext, *, shuts_files: bool = True) -> None:
        self.context = context
        self._shuts_files = shuts_files
        self.stir = Stir()
        self.local = LocalDownloads()
        self.writes = Writes()
        self.dialogs: list[Dialog] = []
        self.answer: Answer | None = None
        self.closed = False
        self._active: Page | None = None
        self._navigations = 0
        self._opened = 0
        self._begun = 0
        self._asked = 0
        self._frames = 0
        self._told = 0
        self._navigating: dict[Page, Request] = {}
        self._last: dict[Page, Request] = {}
        self._flying: dict[Request, float] = {}
        self._streams: set[str] = set()
        self._crashed: dict[Page, str] = {}
        self._guards: dict[Page, CDPSession] = {}
        self._followed: set[Page] = set()

    async def start(self, starts_on: str = "") -> None:
        """Follow the tabs that are open and those that will open; one at the address `starts_on` is active."""
        self.context.on("page", self._on_opened)
        self.context.on("page", self._on_page)
        self.context.on("request", self._on_request)
        self.context.on("response", self._on_response)
        self.context.on("requestfinished", self._on_end)
        self.context.on("requestfailed", self._on_end)
        self.context.on("dialog", self._on_dialog)
        self.context.on("close", self._on_gone)
        for page in self.context.pages:
            await self._follow(page)
        if self.context.pages:
            wanted = [page for page in self.context.pages if page.url == starts_on]
            self._active = (wanted or self.context.pages)[-1]

    def stop(self) -> None:
        """Stop following; the browser goes on."""
        self.closed = True
        self.stir.notify()

    @property
    def open(self) -> list[Page]:
        """The living tabs, oldest first."""
        return [page for page in self.context.pages if page not in self._crashed and not page.is_closed()]

    async def active(self) -> Page:
        """Return the active tab; a closed or crashed one is replaced."""
        page = self._active
        if page is not None and page not in self._crashed and not page.is_closed():
            return page
        lost = self._crashed.get(page, "") if page else ""
        alive = self.open
        if alive and not lost:
            self._active = alive[-1]
            return self._active
        fresh = await self.context.new_page()
        await self._follow(fresh)
        self._active = fresh
        if lost:
            await _reopen(fresh, lost)
        return fresh

    async def restore(self, url: str) -> None:
        """Open a URL again whose page had to be closed."""
        if url.startswith(("http://", "https://")):
            await _reopen(await self.new_tab(), url)

    async def activate(self, page: Page) -> None:
        """Make a tab the active one."""
        self._active = page
        await page.bring_to_front()

    async def look_at(self, target_id: str) -> None:
        """Make the tab with this DevTools target id the active one, if there is one."""
        for page in self.open:
            with contextlib.suppress(Error):  # a tab that is just closing is not the one
                asked = await self.context.new_cdp_session(page)
                told = await _send(asked, "Target.getTargetInfo")
                await asked.detach()
                if cast("dict[str, str]", told["targetInfo"])["targetId"] == target_id:
                    self._active = page
                    return

    async def new_tab(self) -> Page:
        """Open an empty tab and make it active."""
        page = await self.context.new_page()
        await self._follow(page)
        self._active = page
        return page

    def crashed(self, page: Page) -> bool:
        """Return whether that tab's process died."""
        return page in self._crashed

    def mark(self, page: Page) -> Mark:
        """Return a mark of now."""
        return Mark(
            navigations=self._navigations,
            opened=self._opened,
            dialogs=len(self.dialogs),
            files=len(self.local.files()),
            begun=self._begun,
            asked=self._asked,
            writes=self.writes.count,
            frames=self._frames,
            page=page,
        )

    def navigated_since(self, mark: Mark) -> bool:
        """Return whether any top document changed since the mark."""
        return self._navigations != mark.navigations

    def opened_since(self, mark: Mark) -> bool:
        """Return whether a tab opened since the mark."""
        return self._opened != mark.opened

    def begun_since(self, mark: Mark) -> bool:
        """Return whether a download began since the mark."""
        return self._begun != mark.begun

    def stirred_since(self, mark: Mark) -> bool:
        """Return whether anything that matters to an action happened since the mark."""
        return (
            mark.page in self._navigating
            or self.navigated_since(mark)
            or self.opened_since(mark)
            or self.begun_since(mark)
            or self._asked != mark.asked
            or len(self.dialogs) != mark.dialogs
            or mark.page in self._crashed
            or mark.page.is_closed()
        )

    def reached_since(self, mark: Mark) -> bool:
        """Return whether any server was asked for something by a page since the mark."""
        return (
            mark.page in self._navigating
            or self.navigated_since(mark)
            or self.opened_since(mark)
            or self.begun_since(mark)
            or (self._asked, self.writes.count, self._frames) != (mark.asked, mark.writes, mark.frames)
        )

    def navigating(self, page: Page) -> bool:
        """Return whether a top navigation is under way."""
        return page in self._navigating

    def last_request(self, page: Page) -> Request | None:
        """Return the request of the tab's last top navigation."""
        return self._last.get(page)

    def new_dialogs(self) -> tuple[Dialog, ...]:
        """Return the dialogs since the last call."""
        fresh = tuple(self.dialogs[self._told :])
        self._told = len(self.dialogs)
        return fresh

    def flying(self, page: Page) -> list[str]:
        """Return the URLs of requests a visitor waits for, long polls and streams left out."""
        now = time.monotonic()
        found: list[str] = []
        for request, since in list(self._flying.items()):
            address = _plain(request.url)
            if now - since > _PATIENCE:
                self._streams.add(address)
                del self._flying[request]
            elif address not in self._streams and _page_of(request) is page:
                found.append(request.url)
        return found

    async def _follow(self, page: Page) -> None:
        if self._listen(page):
            await self._guard(page)

    def _listen(self, page: Page) -> bool:
        """Hear what happens in a tab, at once when it opens: its first event may be a download."""
        if page in self._followed:
            return False
        self._followed.add(page)
        page.on("framenavigated", self._on_navigated)
        page.on("download", self._on_download)
        page.on("crash", self._on_crash)
        page.on("close", self._on_close)
        page.on("websocket", self._on_socket)
        return True

    async def _guard(self, page: Page) -> None:
        """Refuse `file:` documents in this tab, unless the host does."""
        if not self._shuts_files:
            return
        try:
            guard = await self.context.new_cdp_session(page)

            async def refuse(event: dict[str, object]) -> None:
                await _send(guard, "Fetch.failRequest", requestId=event["requestId"], errorReason="AccessDenied")

            guard.on("Fetch.requestPaused", refuse)
            await _send(guard, "Fetch.enable", patterns=[{"urlPattern": "file://*"}])
            self._guards[page] = guard
        except Error:
            if not page.is_closed():
                raise

    async def _on_page(self, page: Page) -> None:
        await self._guard(page)

    def _on_opened(self, page: Page) -> None:
        self._listen(page)
        self._opened += 1
        self._active = page
        self.stir.notify()

    def _on_socket(self, socket: WebSocket) -> None:
        socket.on("framesent", self._on_frame)

    def _on_frame(self, _: object) -> None:
        self._frames += 1

    def _on_response(self, response: Response) -> None:
        self.writes.answered(response)
        self.stir.notify()

    def _on_request(self, request: Request) -> None:
        self.writes.begun(request)
        if request.resource_type in _AWAITED:
            self._flying[request] = time.monotonic()
            self._asked += request.resource_type in {"xhr", "fetch"}
        if request.is_navigation_request():
            page = _page_of(request)
            if page is not None and request.frame == page.main_frame:
                self._navigating[page] = request
                self._last[page] = request
                self.stir.notify()

    def _on_end(self, request: Request) -> None:
        self._flying.pop(request, None)
        self.writes.ended(request)
        if request.is_navigation_request():
            for page, pending in list(self._navigating.items()):
                if pending == request and request.failure is not None:
                    del self._navigating[page]
        self.stir.notify()

    def _on_navigated(self, frame: Frame) -> None:
        if frame.parent_frame is None:
            self._navigations += 1
            self._navigating.pop(frame.page, None)
            self.stir.notify()

    async def _on_dialog(self, asking: Asking) -> None:
        answer, self.answer = self.answer, None
        accept = answer.accept if answer else True
        text = answer.text if answer and answer.text else asking.default_value
        shown = (text if asking.type == "prompt" else "accepted") if accept else "dismissed"
        self.dialogs.append(Dialog(kind=asking.type, message=asking.message, answer=shown))
        self.stir.notify()
        try:
            await (asking.accept(text if asking.type == "prompt" else None) if accept else asking.dismiss())
        except Error:
            return

    async def _on_download(self, arriving: Arriving) -> None:
        self._begun += 1
        self.stir.notify()
        await self.local.arriving(arriving)
        self.stir.notify()

    def _on_crash(self, page: Page) -> None:
        self._crashed[page] = self._stood(page)
        self._forget(page)

    def _on_close(self, page: Page) -> None:
        self._forget(page)
        self._last.pop(page, None)
        self._guards.pop(page, None)
        self._followed.discard(page)
        if self._active is page:
            alive = self.open
            self._active = alive[-1] if alive else None
        self.stir.notify()

    def _on_gone(self, _: BrowserContext) -> None:
        self.stop()

    def _stood(self, page: Page) -> str:
        """Return where a tab was, or was being taken by a request that may be made again."""
        going = self._navigating.get(page)
        url = going.url if going is not None and going.method == "GET" else page.url
        return url if url.startswith(("http://", "https://")) else ""

    def _forget(self, page: Page) -> None:
        self._navigating.pop(page, None)
        for request in [request for request in self._flying if _page_of(request) is page]:
            del self._flying[request]
        self.stir.notify()


async def _send(session: CDPSession, method: str, **params: object) -> dict[str, object]:
    # Playwright's stub has bare Dicts
    answer = await session.send(method, params)  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
    return cast("dict[str, object]", answer)


def _page_of(request: Request) -> Page | None:
    try:
        return request.frame.page
    except Error:
        return None


def _plain(url: str) -> str:
    return url.split("?", 1)[0].split("#", 1)[0]


async def _reopen(page: Page, url: str) -> None:
    with contextlib.suppress(Error):
        await page.goto(url, wait_until="domcontentloaded", timeout=15_000)
