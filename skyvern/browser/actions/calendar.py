"""Choose a day in the calendar that a field opens: the way for fields that take no typing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from skyvern.browser.actions.click import press
from skyvern.browser.actions.formats import native_value
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, JSHandle

_OPENING_SECONDS = 1.5
_TURN_SECONDS = 1.0
_MOST_MONTHS = 1500
"""Enough for a date of birth."""


async def choose_day(scene: Scene, handle: ElementHandle, text: str) -> ActionResult | None:
    """Open the calendar, turn its pages to the month and press the day; None when there is no calendar, or no date."""
    iso = native_value("date", text)
    if not iso:
        return None
    day = date.fromisoformat(iso)
    mark = scene.mark()
    if await press(scene, handle) is not None:
        return None
    found = await scene.until(lambda: _look(scene, handle, day), bool, _OPENING_SECONDS)
    if not found:
        return None
    for _ in range(_MOST_MONTHS):
        cell = found.get("cell")
        if cell is not None:
            trouble = await press(scene, cell)
            return trouble or await _chosen(scene, handle, day, (await scene.outcome(mark)).result("Chosen."))
        turned = await _turned(scene, handle, day, found)
        if turned is None:
            break
        found = turned
    await scene.page.keyboard.press("Escape")
    return failed(Trouble.REJECTED, f"The calendar cannot be turned to {iso}.")


async def _look(scene: Scene, handle: ElementHandle, day: date) -> dict[str, Any]:
    """Return the day's cell, or the month shown and what turns the pages; {} when no calendar is open."""
    await scene.ask(handle, "next()")
    seen: JSHandle = await handle.evaluate_handle(
        "(el, day) => window[Symbol.for('skyvern.look')].api.calendar(el, day)",
        {"year": day.year, "month": day.month, "day": day.day},
    )
    found: dict[str, Any] = {}
    for key, value in (await seen.get_properties()).items():
        element = value.as_element()
        found[key] = element if element is not None else await value.json_value()
    return found


async def _turned(scene: Scene, handle: ElementHandle, day: date, found: dict[str, Any]) -> dict[str, Any] | None:
    """Turn one page towards the month; None when that does nothing."""
    at: dict[str, int] = found.get("at") or {}
    if not at.get("year") or not at.get("month"):
        return None
    ahead = (day.year, day.month) > (at["year"], at["month"])
    turn = found.get("on" if ahead else "back")
    if turn is None or (day.year, day.month) == (at["year"], at["month"]) or await press(scene, turn) is not None:
        return None

    def other(now: dict[str, Any]) -> bool:
        return now.get("cell") is not None or bool(now.get("at") and now["at"] != at)

    now = await scene.until(lambda: _look(scene, handle, day), other, _TURN_SECONDS, every=0.1)
    return now if other(now) else None


async def _chosen(scene: Scene, handle: ElementHandle, day: date, result: ActionResult) -> ActionResult:
    """Check that the field now holds the day, however it writes it."""

    def written(state: dict[str, Any]) -> bool:
        held = str(state["value"])
        return native_value("date", held) == day.isoformat() or (str(day.day) in held and str(day.year) in held)

    state: dict[str, Any] = await scene.until(lambda: scene.ask(handle, "stateOf(el)"), written, _TURN_SECONDS)
    held = str(state["value"])
    if written(state):
        return replace(result, message="Chosen in the calendar.", value=held)
    return failed(Trouble.REJECTED, f"The field holds {held!r} after {day.isoformat()} was pressed.", value=held)
