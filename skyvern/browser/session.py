"""One attached browser, looked at and acted on through its active tab."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import Error

from skyvern.browser import marks
from skyvern.browser.actions.registry import performers
from skyvern.browser.errors import BrowserGone, PageStuck
from skyvern.browser.observe.looker import Looker
from skyvern.browser.observe.settle import settle
from skyvern.browser.observe.walk import FrameLook, merge
from skyvern.browser.pages import Pages
from skyvern.browser.pictures import picture, pictures
from skyvern.browser.ports import Around, Covers, DownloadFeed
from skyvern.browser.scene import Missing, Scene, failed
from skyvern.browser.site_state import SiteState, lay, take
from skyvern.browser.veils import Veils
from skyvern.domain.far_browser import FAR_BROWSER
from skyvern.domain.page import (
    Action,
    ActionKind,
    ActionResult,
    Arrival,
    Download,
    Observation,
    Tab,
    TabPicture,
    Trouble,
)

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page

_LOOKS = 4
_PARTING_SECONDS = 2.0
_ANSWER_SECONDS = 2.0
_PATH_OF = """(element) => {
  const parts = [];
  for (let node = element; node && node.nodeType === 1; node = node.parentElement) {
    const name = node.localName, like = node.parentElement ? [...node.parentElement.children] : [node];
    const same = like.filter((child) => child.localName === name);
    parts.unshift(`*[local-name()="${name}"][${same.indexOf(node) + 1}]`);
  }
  return "/" + parts.join("/");
}"""


class BrowserSession:
    """A browser of ours while a worker is attached to it. `close` only disconnects: the browser goes on."""

    def __init__(
        self,
        browser: Browser,
        pages: Pages,
        *,
        browser_id: str = "",
        around: Around,
        seconds: float = 10.0,
        documents_lost: bool = False,
    ) -> None:
        """`documents_lost` says that pages had to be loaded anew or closed to attach: their marks are no more."""
        self.browser_id = browser_id
        self._browser = browser
        self._pages = pages
        self._documents_lost = documents_lost
        self._asking: CDPSession | None = None
        self._parted = asyncio.Event()
        browser.once("disconnected", lambda _: self._parted.set())
        self._looker = Looker()
        self._around = around
        self._feed: DownloadFeed = around.feed or pages.local
        self._seconds = seconds
        self._veils: Covers = around.veils or Veils(pages.context)

    @property
    def connected(self) -> bool:
        """Whether the browser still answers to this session."""
        return self._browser.is_connected() and not self._pages.closed

    async def alive(self) -> bool:
        """Ask the browser itself: one that has just died may not be missed yet; one that hangs counts as alive."""
        if not self.connected:
            return False
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                if self._asking is None:
                    self._asking = await self._browser.new_browser_cdp_session()
                await self._asking.send("Browser.getVersion")  # pyright: ignore[reportUnknownMemberType] - bare Dicts
        except TimeoutError:
            return True
        except Error:
            return False
        return self.connected

    async def page(self) -> Page:
        """Return the active tab's Playwright page (for code blocks); a crashed or closed one is replaced."""
        try:
            return await self._pages.active()
        except Error as error:
            raise await self._gone(error) from error

    async def observe(self) -> Observation:
        """Wait until the page is settled (bounded), then return what is on it.

        Raises BrowserGone when the browser is lost.
        """
        page = await self.page()
        try:
            waiting = await settle(page, self._pages, self._looker)
            return await self._now(page, waiting)
        except PageStuck as stuck:
            return Observation(url=page.url, title="", tabs=await self._tabs(page), busy=str(stuck))
        except Error as error:
            if self.connected:
                return Observation(url=page.url, title="", busy="the page is changing")
            raise await self._gone(error) from error

    async def look(self) -> Observation:
        """Return what is on the page this moment, settled or not; raises Playwright's Error when it goes away."""
        return await self._now(await self.page(), "")

    async def _now(self, page: Page, waiting: str) -> Observation:
        frames = await self._look(page)
        tabs = await self._tabs(page, title=frames[0].data["title"])
        return self._observation(frames, page, tabs=tabs, waiting=waiting)

    async def _look(self, page: Page) -> list[FrameLook]:
        """Look; when the page navigates away under the look, wait and look again."""
        for _ in range(_LOOKS - 1):
            try:
                return await self._looker.look(page)
            except Error:
                if page.is_closed() or not self.connected:
                    raise
                await settle(page, self._pages, self._looker)
        return await self._looker.look(page)

    def _observation(self, frames: list[FrameLook], page: Page, *, tabs: tuple[Tab, ...], waiting: str) -> Observation:
        look, main = merge(frames), frames[0].data
        url = page.url
        return Observation(
            url=url,
            title=main["title"],
            elements=look.elements,
            reading=look.reading,
            alerts=look.alerts,
            tabs=tabs,
            dialogs=self._pages.new_dialogs(),
            status=main["status"],
            busy=look.busy or waiting,
            scroll_y=main["scroll_y"],
            page_height=main["page_height"],
            viewport=(main["viewport"][0], main["viewport"][1]),
            fingerprint=hashlib.sha256(f"{url}\n{look.digest}".encode()).hexdigest()[:16],
            sent=self._pages.writes.latest(),
        )

    async def _tabs(self, active: Page, *, title: str = "") -> tuple[Tab, ...]:
        """Return what is open; `title` is the active tab's, where it is known."""

        async def called(page: Page) -> str:
            return title if page is active and title else await _title(page)

        titles = await asyncio.gather(*(called(page) for page in self._pages.open))
        return tuple(
            Tab(index=index, url=page.url, title=title, active=page is active)
            for index, (page, title) in enumerate(zip(self._pages.open, titles, strict=False))
        )

    async def act(self, action: Action) -> ActionResult:
        """Do one action with its post-condition checked; secret tokens in it are resolved while typing.

        Raises BrowserGone when the browser is lost.
        """
        page = await self.page()
        mark = self._pages.mark(page)
        result = await self._perform(page, action)
        return replace(result, reached=self._pages.reached_since(mark))

    async def _perform(self, page: Page, action: Action) -> ActionResult:
        perform = performers().get(action.kind)
        if perform is None:
            return failed(Trouble.BAD_INPUT, f"{action.kind} is not something that is done to a page.")
        try:
            return await perform(self._scene(page), action)
        except Missing as missing:
            return failed(Trouble.GONE, str(missing))
        except PageStuck as stuck:
            return failed(Trouble.TIMEOUT, str(stuck))
        except PermissionError as refused:
            return failed(Trouble.REFUSED, str(refused))
        except Error as error:
            if self._pages.crashed(page):
                return failed(Trouble.CRASHED, "The page crashed.")
            if not self.connected:
                raise await self._gone(error) from error
            return failed(_trouble(error), _first_line(error))

    async def goto(self, url: str, *, seconds: float | None = None) -> ActionResult:
        """Open a URL in the active tab."""
        return await self.act(Action(kind=ActionKind.GOTO_URL, text=url, seconds=seconds or 0.0))

    async def selector(self, ref: str) -> str:
        """Return an XPath of an element that was observed, for its own document; "" when it is gone."""
        try:
            element = await self._looker.element(await self.page(), ref)
            return "" if element is None else f"xpath={await element.evaluate(_PATH_OF)}"
        except Error as error:
            raise await self._gone(error) from error

    async def to_front(self, target_id: str | None) -> None:
        """Take the tab with this DevTools target id for the active one; one that is not there changes nothing."""
        if target_id is not None:
            await self._pages.look_at(target_id)

    async def conceal(self, texts: Collection[str]) -> None:
        """Cover these texts, too, wherever a page shows them from now on: in pictures and on video."""
        try:
            await self._veils.cover(texts)
        except Error as error:
            raise await self._gone(error) from error

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        """Return a PNG of the viewport, or for the record of as many screens as the run wants of the page.

        Fields that hold secrets show dots, texts that show one are covered.
        """
        page = await self.page()
        try:
            await self._veils.sweep()
            return await picture(page, scrolls=self._around.scrolls if for_record else 0)
        except Error as error:
            raise await self._gone(error) from error

    async def tab_pictures(self, *, but_active: bool) -> tuple[TabPicture, ...]:
        """Return how every tab looks for the record, the active one first (or left out), then the newest."""
        active = await self.page()
        others = [page for page in reversed(self._pages.open) if page is not active]
        await self._veils.sweep()
        return await pictures(active, others, but_active=but_active, scrolls=self._around.scrolls)

    async def trace(self, place: Path) -> Path | None:
        """Write the trace that was taken as a ZIP, as it is; None where none is. Nothing is traced after it."""
        if not self._around.traced:
            return None
        try:
            await self._pages.context.tracing.stop(path=place)
        except Error as error:
            raise await self._gone(error) from error
        return place

    async def wait_for_change(self, seconds: float) -> bool:
        """Return True as soon as the page changed (document, URL, tab, download), False after `seconds`."""
        page = await self.page()
        scene = self._scene(page)
        mark, files = scene.mark(), len(self._feed.files())

        def stirred() -> bool:
            return self._pages.stirred_since(mark) or len(self._feed.files()) != files

        waits = [
            asyncio.ensure_future(self._pages.stir.until(stirred, seconds)),
            asyncio.ensure_future(scene.changed(seconds)),
            asyncio.ensure_future(self._feed.changed(seconds)),
        ]
        try:
            for next_one in asyncio.as_completed(waits):
                if await next_one:
                    return True
            return False
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def mark(self, name: str, *, deed: str) -> str:
        """Mark the active page before a deed; return which browser that is, "" where it could not be known again."""
        if self.browser_id == FAR_BROWSER:
            return ""
        return self.browser_id if await marks.mark(await self.page(), name, deed=deed) else ""

    async def arrival(self, name: str, *, deed: str, place: str) -> Arrival:
        """Tell what became of a deed of a step that was marked in the browser `place`; half a click is completed."""
        if not place or place != self.browser_id:
            return Arrival.LOST
        context = self._pages.context
        await marks.let_go(context, name, deed=deed)
        became = await marks.arrival(context, name, deed=deed)
        return Arrival.LOST if became is Arrival.LEFT and self._documents_lost else became

    async def state(self) -> SiteState:
        """Return what the browser keeps for the sites that it has open; raises BrowserGone."""
        page = await self.page()
        try:
            return await take(page)
        except Error as error:
            raise await self._gone(error) from error

    async def lay(self, state: SiteState) -> None:
        """Give a new browser the state of another one; raises BrowserGone, PageStuck."""
        page = await self.page()
        try:
            await lay(page, state)
        except Error as error:
            raise await self._gone(error) from error

    def downloads(self) -> tuple[Download, ...]:
        """Return the files that arrived since the browser was attached, oldest first."""
        return self._feed.files()

    def lost_downloads(self) -> tuple[str, ...]:
        """Return which files did not arrive since the browser was attached, and why."""
        return self._feed.lost()

    async def close(self) -> None:
        """Disconnect; the browser and its pages live on."""
        self._pages.stop()
        if self._browser.is_connected():
            await self._browser.close()

    def _scene(self, page: Page) -> Scene:
        return Scene(
            page=page,
            pages=self._pages,
            looker=self._looker,
            feed=self._feed,
            resolve_secret=self._around.resolve_secret,
            fetch_file=self._around.fetch_file,
            why_barred=self._around.why_barred,
            seconds=self._seconds,
        )

    async def _gone(self, error: Error) -> BrowserGone | PageStuck:
        """Tell a lost browser from a page that does not answer: of one that dies, the pages are heard of first."""
        if "closed" in error.message:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PARTING_SECONDS):
                    await self._parted.wait()
        if self.connected:
            return PageStuck(_first_line(error))
        return BrowserGone("the connection to the browser is lost")


async def _title(page: Page) -> str:
    try:
        async with asyncio.timeout(1.0):
            return await page.title()
    except (Error, TimeoutError):
        return ""


def _first_line(error: Error) -> str:
    line = error.message.splitlines()[0] if error.message else "the browser refused"
    return line.split(": ", 1)[1] if line.startswith(("ElementHandle.", "Page.", "Frame.")) and ": " in line else line


def _trouble(error: Error) -> Trouble:
    text = error.message
    if "Timeout" in text:
        return Trouble.TIMEOUT
    if "net::" in text:
        return Trouble.NETWORK
    return Trouble.GONE
