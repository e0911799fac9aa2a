"""Marks a page before a deed, so that whoever attaches to it after a crash can tell whether the deed reached it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from playwright.async_api import Error

from skyvern.domain.page import Arrival

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Frame, Page

_SECONDS = 3.0
_MARK = """([name, deed]) => {
  const key = Symbol.for('deed');
  const had = window[key];
  Object.defineProperty(window, key, {value: {name, deed, got: 0}, configurable: true, enumerable: false});
  if (had) return;
  const note = (event) => {
    window[key].got += 1;
    if (event.type === 'pointerdown') window[key].held = [event.clientX, event.clientY];
  };
  const free = () => { window[key].held = null };
  for (const kind of ['pointerdown', 'click', 'keydown', 'change', 'submit', 'drop'])
    window.addEventListener(kind, note, {capture: true, passive: true});
  for (const kind of ['pointerup', 'pointercancel', 'click'])
    window.addEventListener(kind, free, {capture: true, passive: true});
}"""
_READ = """([name, deed]) => {
  const mark = window[Symbol.for('deed')];
  return mark && mark.name === name ? (mark.deed === deed ? mark.got : 0) : -1;
}"""
_HELD = """([name, deed]) => {
  const mark = window[Symbol.for('deed')];
  return mark && mark.name === name && mark.deed === deed ? mark.held || null : null;
}"""


async def mark(page: Page, name: str, *, deed: str) -> bool:
    """Put a step's mark into every frame; False where the page cannot be marked.

    What happens in the page from now on counts for `deed`.
    """
    try:
        async with asyncio.timeout(_SECONDS):
            await page.main_frame.evaluate(_MARK, [name, deed])
            others = [frame.evaluate(_MARK, [name, deed]) for frame in page.frames if frame is not page.main_frame]
            await asyncio.gather(*others, return_exceptions=True)
    except (Error, TimeoutError):
        return False
    return True


async def arrival(context: BrowserContext, name: str, *, deed: str) -> Arrival:
    """Tell what became of a deed of the step whose mark was put on one of these pages."""
    for page in context.pages:
        main = await _read(page.main_frame, name, deed)
        if main < 0:
            continue
        frames = [frame for frame in page.frames if frame is not page.main_frame]
        others = await asyncio.gather(*(_read(frame, name, deed) for frame in frames))
        return Arrival.GOT if main > 0 or any(got != 0 for got in others) else Arrival.NOT
    return Arrival.LEFT


async def let_go(context: BrowserContext, name: str, *, deed: str) -> None:
    """Let go of a mouse button that a crash left pressed for a deed, where it was pressed: that completes the click.

    Pressing once more would reach whoever listens to the press itself a second time.
    """
    for page in context.pages:
        for frame in page.frames:
            with suppress(Error, TimeoutError):
                async with asyncio.timeout(_SECONDS):
                    held = cast("list[float] | None", await frame.evaluate(_HELD, [name, deed]))
                    if held is not None:
                        await _release(page, frame, *held)
                        return


async def _release(page: Page, frame: Frame, x: float, y: float) -> None:
    if frame is not page.main_frame:
        holder = await frame.frame_element()
        box, border = await holder.bounding_box(), await holder.evaluate("(el) => [el.clientLeft, el.clientTop]")
        if box is None:
            return
        x, y = x + box["x"] + border[0], y + box["y"] + border[1]
    await page.mouse.move(x, y)
    await page.mouse.up()


async def _read(frame: Frame, name: str, deed: str) -> int:
    """Return how much happened in a frame since it was marked, -1 where it has no such mark."""
    try:
        async with asyncio.timeout(_SECONDS):
            return int(await frame.evaluate(_READ, [name, deed]))
    except (Error, TimeoutError):
        return -1
