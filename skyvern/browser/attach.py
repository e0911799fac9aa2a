"""Attaches to browsers over CDP; the only place that starts Playwright."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from skyvern.browser.errors import AttachFailed
from skyvern.browser.ports import Around
from skyvern.browser.preflight import Freed, preflight

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

    from skyvern.browser.session import BrowserSession

_ALONE = Around()


class Browsers:
    """Playwright's driver, shared by all sessions of a worker: started by the first attach, stopped when long unused.

    The driver is the largest process of an idle worker (some 130 MB).
    """

    def __init__(
        self, *, attach_seconds: float = 15.0, action_seconds: float = 10.0, driver_rests_after: float = 10.0
    ) -> None:
        self._attach_seconds = attach_seconds
        self._action_seconds = action_seconds
        self._driver_rests_after = driver_rests_after
        self._playwright: Playwright | None = None
        self._starting = asyncio.Lock()
        self._users: set[object] = set()
        self._rest: asyncio.Task[None] | None = None

    @property
    def driving(self) -> bool:
        """Whether the driver runs now."""
        return self._playwright is not None

    async def warm(self) -> None:
        """Start the driver now, so that the next attach is quick."""
        await self._driver()
        self._rest_if_unused()

    async def attach(  # noqa: PLR0913 - what a session is made of
        self,
        cdp_url: str,
        *,
        browser_id: str,
        artifacts_dir: Path,
        around: Around = _ALONE,
        headers: Mapping[str, str] | None = None,
        fresh: bool = False,
        starts_on: str = "",
        here: bool = True,
        diary: Path | None = None,
        own: bool = False,
    ) -> BrowserSession:
        """Attach to a running browser's default context; pages that are open stay as they are
        (but one that does not answer is freed, at worst closed and its URL opened anew; a `fresh` browser has none).
        Consoles and requests are noted in the file `diary` from now on.
        Of several pages the newest is active, or the newest at the address `starts_on`.
        A feed in `around` comes from the browser host, which guards its browsers itself.
        With `own` it is a fresh context instead, that ends with the connection.
        `here` says that the browser runs on this machine and reads our files.

        Raises AttachFailed when nobody answers there in time.
        """
        # Playwright takes 0.3 s to import, and processes that only serve the API never need it.
        from playwright.async_api import Error  # noqa: PLC0415

        from skyvern.browser.diary import Diary  # noqa: PLC0415
        from skyvern.browser.observe.walk import early_script  # noqa: PLC0415
        from skyvern.browser.pages import Pages  # noqa: PLC0415
        from skyvern.browser.session import BrowserSession  # noqa: PLC0415

        with self._used() as left:
            driver = await self._driver()
            await asyncio.to_thread(artifacts_dir.mkdir, parents=True, exist_ok=True)
            freed = Freed() if fresh or own else await preflight(cdp_url)
            browser: Browser | None = None
            try:
                async with asyncio.timeout(self._attach_seconds):
                    browser = await driver.chromium.connect_over_cdp(
                        cdp_url, is_local=here, artifacts_dir=artifacts_dir, timeout=self._attach_seconds * 1000
                    )
                    browser.on("disconnected", lambda _: left())
                    context = await browser.new_context() if own else browser.contexts[0]
                    await context.add_init_script(early_script())
                    if headers:
                        await context.set_extra_http_headers(dict(headers))
                    pages = Pages(context, shuts_files=around.feed is None)
                    await pages.start(starts_on)
                    if diary is not None:
                        Diary(context, diary).start()
                    if around.traced:
                        await context.tracing.start(screenshots=True, snapshots=True)
                    if freed.closed:
                        await pages.restore(freed.closed[-1])
            except (Error, TimeoutError, IndexError) as error:
                if browser is not None:
                    with contextlib.suppress(Error):
                        await browser.close()
                said = str(error).splitlines()[0] if str(error) else "no answer in time"
                raise AttachFailed(f"no browser to attach to: {said}") from error
            return BrowserSession(
                browser,
                pages,
                browser_id=browser_id,
                around=around,
                seconds=self._action_seconds,
                documents_lost=freed.documents_lost,
            )

    @contextlib.contextmanager
    def _used(self) -> Generator[Callable[[], None]]:
        """Keep the driver for one who uses it; gives what says that they left, which a failure says too."""
        user = object()
        self._users.add(user)
        try:
            yield lambda: self._left(user)
        except BaseException:
            self._left(user)
            raise

    async def close(self) -> None:
        """Stop the driver; attached browsers live on."""
        if self._rest is not None:
            self._rest.cancel()
        async with self._starting:
            await self._stop()

    def _left(self, user: object) -> None:
        self._users.discard(user)
        self._rest_if_unused()

    def _rest_if_unused(self) -> None:
        if self._users or self._playwright is None:
            return
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().create_task(self._stop_when_unused())

    async def _stop_when_unused(self) -> None:
        await asyncio.sleep(self._driver_rests_after)
        self._rest = None  # from here on nobody cancels it
        async with self._starting:
            if not self._users:
                await self._stop()

    async def _stop(self) -> None:
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            await playwright.stop()

    async def _driver(self) -> Playwright:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - slow to import

        async with self._starting:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            return self._playwright
