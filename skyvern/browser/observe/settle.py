"""Waits until a page is settled: no navigation, no awaited request, no change of the document for a moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import Page

    from skyvern.browser.observe.looker import Looker
    from skyvern.browser.pages import Pages

QUIET_MS = 120
MOST_SECONDS = 3.0
_NAVIGATION_SECONDS = 10.0


async def settle(page: Page, pages: Pages, looker: Looker, *, most: float = MOST_SECONDS) -> str:
    """Return "" when the page is settled, otherwise why it is not after the time allowed."""
    loop = asyncio.get_running_loop()
    end = loop.time() + most
    if pages.navigating(page):
        end += _NAVIGATION_SECONDS
        await pages.stir.until(lambda: not pages.navigating(page), _NAVIGATION_SECONDS)
        end = min(end, loop.time() + most)
    while (left := end - loop.time()) > 0:
        if pages.navigating(page):
            await pages.stir.until(lambda: not pages.navigating(page), left)
            continue
        if pages.flying(page):
            await pages.stir.until(lambda: not pages.flying(page) or pages.navigating(page), min(left, 0.5))
            continue
        if await _quiet(page, looker, left) and not pages.flying(page) and not pages.navigating(page):
            return ""
    return _reason(page, pages)


async def _quiet(page: Page, looker: Looker, seconds: float) -> bool:
    try:
        return bool(await looker.call(page.main_frame, f"settled({QUIET_MS}, {int(min(seconds, 1.0) * 1000)})"))
    except Error:
        if page.is_closed():
            raise
        await _parsed(page, seconds)
        return False


async def _parsed(page: Page, seconds: float) -> None:
    """Wait for the next document to be parsed, when one is on its way."""
    try:
        await page.wait_for_load_state("domcontentloaded", timeout=max(seconds, 0.05) * 1000)
    except Error:
        return


def _reason(page: Page, pages: Pages) -> str:
    if pages.navigating(page):
        return "the next page is still loading"
    flying = pages.flying(page)
    if flying:
        return f"{len(flying)} request{'s' if len(flying) > 1 else ''} under way"
    return ""
