"""Pictures of pages for the record of a run: of the viewport, of so many screens of a page, of every tab."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error, FloatRect

from skyvern.domain.page import TabPicture

if TYPE_CHECKING:
    from playwright.async_api import Page

MOST_OTHERS = 9
_SECONDS, _TAB_SECONDS = 10.0, 3.0
_MOST_PIXELS = 16_000
"""The height of the tallest picture: Chromium paints no taller one without a graphics card."""
_SIZES = "() => [innerWidth, innerHeight, scrollY, document.documentElement?.scrollHeight ?? 0]"


async def picture(page: Page, *, scrolls: int, seconds: float = _SECONDS) -> bytes:
    """Return a PNG of the viewport; with `scrolls`, of the page: so many screens more, what is on show among them.

    It begins at the top of the page where the part on show is reached from there. Raises Playwright's Error.
    """
    area = await _area(page, scrolls) if scrolls else None
    if area is None:
        return await page.screenshot(type="png", timeout=seconds * 1000, animations="allow", caret="initial")
    return await page.screenshot(
        type="png", timeout=seconds * 1000, animations="allow", caret="initial", full_page=True, clip=area
    )


async def pictures(active: Page, others: Sequence[Page], *, but_active: bool, scrolls: int) -> tuple[TabPicture, ...]:
    """Return pictures of these tabs, of ten at most; one that cannot be pictured just now is left out.

    Chromium may put off painting a tab that is behind another, so each is brought forward, and at last the active one.
    """
    taken = [] if but_active else await _tab(active, scrolls)
    for page in others[:MOST_OTHERS]:
        taken += await _tab(page, scrolls, forward=True)
    if others:
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(_TAB_SECONDS):
                await active.bring_to_front()
    return tuple(taken)


async def _tab(page: Page, scrolls: int, *, forward: bool = False) -> list[TabPicture]:
    try:
        async with asyncio.timeout(_TAB_SECONDS):
            if forward:
                await page.bring_to_front()
            return [TabPicture(url=page.url, data=await picture(page, scrolls=scrolls, seconds=_TAB_SECONDS))]
    except (Error, TimeoutError):
        return []


async def _area(page: Page, scrolls: int) -> FloatRect | None:
    width, screen, scrolled, height = cast("list[float]", await page.evaluate(_SIZES))
    return part_of_page(width=width, screen=screen, scrolled=scrolled, height=height, scrolls=scrolls)


def part_of_page(*, width: float, screen: float, scrolled: float, height: float, scrolls: int) -> FloatRect | None:
    """Return which part of a page `scrolls` more screens show, in CSS pixels; None where one screen is all there is."""
    if width <= 0 or screen <= 0 or height <= screen:
        return None
    tall = min(screen * (scrolls + 1), height, _MOST_PIXELS)
    top = min(max(0.0, scrolled + screen - tall), height - tall)
    return {"x": 0, "y": top, "width": width, "height": tall}
