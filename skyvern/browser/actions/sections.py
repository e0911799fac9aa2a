"""Fill a date or a time into a field that is made of parts: month, day and year one types into one after the other."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from skyvern.browser.actions.formats import native_value
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_NAMED = {
    "year": re.compile(r"year|jahr|ann[ée]e|año|ano", re.IGNORECASE),
    "month": re.compile(r"month|monat|mois|mes|mês", re.IGNORECASE),
    "day": re.compile(r"day|tag|jour|d[ií]a", re.IGNORECASE),
    "hour": re.compile(r"hour|stunde|heure|hora", re.IGNORECASE),
    "minute": re.compile(r"minute?|minuto", re.IGNORECASE),
    "second": re.compile(r"second|sekunde|segundo", re.IGNORECASE),
}
_HALVES = re.compile(r"meridiem|am/?pm|day ?period", re.IGNORECASE)
_DIGITS = {"year": 4}


async def parts_of(scene: Scene, handle: ElementHandle) -> list[ElementHandle]:
    """Return the parts that make one field with this element, [] when it is none of such."""
    await scene.ask(handle, "next()")
    found = await handle.evaluate_handle("(el) => window[Symbol.for('skyvern.look')].api.spinParts(el)")
    return [part for value in (await found.get_properties()).values() if (part := value.as_element()) is not None]


async def type_parts(scene: Scene, parts: list[ElementHandle], text: str) -> ActionResult:
    """Type each part of the moment that the text names, and check that each holds its own."""
    moment = _moment(text)
    if moment is None:
        return failed(Trouble.BAD_INPUT, f"{text!r} is no date or time, which the parts of the field take.")
    states = [await scene.ask(part, "partState(el)") for part in parts]
    meant = [_meaning(state, states) for state in states]
    if not all(meant):
        return failed(Trouble.BAD_INPUT, "The parts of the field do not say what they are.")
    half_days = "half" in meant
    mark = scene.mark()
    wanted = [_digits(part, moment, half_days=half_days) for part in meant]
    for part, digits in zip(parts, wanted, strict=True):
        await part.focus()
        await scene.page.keyboard.type(digits)
    held = [await scene.ask(part, "partState(el)") for part in parts]
    shown = " ".join(str(state["text"]) for state in held)
    for state, digits, part in zip(held, wanted, meant, strict=True):
        same = str(state["text"]).casefold() == digits.casefold() if part == "half" else state["now"] == int(digits)
        if not same:
            return failed(Trouble.REJECTED, f"The field holds {shown!r} instead of {text!r}.", value=shown)
    return (await scene.outcome(mark, react=0.0)).result("Typed, part by part.", value=shown)


def _moment(text: str) -> datetime | None:
    moment = native_value("datetime-local", text)
    if moment is not None and (":" in text or not native_value("time", text)):
        return datetime.fromisoformat(moment)
    clock = native_value("time", text)
    return datetime.fromisoformat(f"1900-01-01T{clock}") if clock else None


def _meaning(state: dict[str, Any], states: list[dict[str, Any]]) -> str:
    """Return which part it is: by its name, else by how far it counts."""
    if _HALVES.search(state["name"]):
        return "half"
    for part, words in _NAMED.items():
        if words.search(state["name"]):
            return part
    most = state["most"]
    if most in (31, 30, 29, 28):
        return "day"
    if most == 12:
        return "month" if any(other["most"] > 59 for other in states) else "hour"
    return "hour" if most in (23, 24, 11) else "minute" if most == 59 else "year" if most > 1000 else ""


def _digits(part: str, moment: datetime, *, half_days: bool) -> str:
    if part == "half":
        return "AM" if moment.hour < 12 else "PM"
    number = int(getattr(moment, part))
    if part == "hour" and half_days:
        number = number % 12 or 12
    return str(number).zfill(_DIGITS.get(part, 2))
