"""Attaches to browsers over CDP; the only place that starts Playwright."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from skyvern.browser.errors import AttachFailed
from skyvern.browser.ports import DownloadFeed, FetchFile, ResolveSecret, local_file, same_text
from skyvern.browser.preflight import preflight

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

    from skyvern.browser.session import BrowserSession


class Browsers:
    """Playwright's driver, started at the first attach and shared by all sessions of a worker."""

    def __init__(self, *, attach_seconds: float = 15.0, action_seconds: float = 10.0) -> None:
        self._attach_seconds = attach_seconds
        self._action_seconds = action_seconds
        self._playwright: Playwright | None = None
        self._starting = asyncio.Lock()

    async def warm(self) -> None:
        """Start the driver now, so that the first attach is quick."""
        await self._driver()

    async def attach(
        self,
        cdp_url: str,
        *,
        browser_id: str,
        artifacts_dir: Path,
        resolve_secret: ResolveSecret = same_text,
        fetch_file: FetchFile = local_file,
        feed: DownloadFeed | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BrowserSession:
        """Attach to a running browser's default context; pages that are open stay as they are
        (but one that does not answer is freed, at worst closed and its URL opened anew).

        Raises AttachFailed when nobody answers there in time.
        """
        # Playwright takes 0.3 s to import, and processes that only serve the API never need it.
        from playwright.async_api import Error  # noqa: PLC0415

        from skyvern.browser.observe.walk import early_script  # noqa: PLC0415
        from skyvern.browser.pages import Pages  # noqa: PLC0415
        from skyvern.browser.session import BrowserSession  # noqa: PLC0415

        driver = await self._driver()
        await asyncio.to_thread(artifacts_dir.mkdir, parents=True, exist_ok=True)
        lost = await preflight(cdp_url)
        browser: Browser | None = None
        try:
            async with asyncio.timeout(self._attach_seconds):
                browser = await driver.chromium.connect_over_cdp(
                    cdp_url, is_local=True, artifacts_dir=artifacts_dir, timeout=self._attach_seconds * 1000
                )
                context = browser.contexts[0]
                await context.add_init_script(early_script())
                if headers:
                    await context.set_extra_http_headers(dict(headers))
                pages = Pages(context)
                await pages.start()
                if lost:
                    await pages.restore(lost[-1])
        except (Error, TimeoutError, IndexError) as error:
            if browser is not None:
                with contextlib.suppress(Error):
                    await browser.close()
            raise AttachFailed(
                f"no browser to attach to: {str(error).splitlines()[0] if str(error) else 'no answer in time'}"
            ) from error
        return BrowserSession(
            browser,
            pages,
            browser_id=browser_id,
            resolve_secret=resolve_secret,
            fetch_file=fetch_file,
            feed=feed,
            seconds=self._action_seconds,
        )

    async def close(self) -> None:
        """Stop the driver; attached browsers live on."""
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            await playwright.stop()

    async def _driver(self) -> Playwright:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - slow to import

        async with self._starting:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            return self._playwright
