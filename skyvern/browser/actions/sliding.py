"""Bring a slider that is no native input to a value, with the keys that people without a mouse use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skyvern.browser.actions.formats import native_value
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_MOST_PRESSES = 1000
_REACTION_SECONDS = 0.4
_KEYS = ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    key: str
    by: float


async def slide(scene: Scene, handle: ElementHandle, text: str) -> ActionResult:
    """Press arrow keys until the slider says that it stands at the value, and check that it does."""
    number = native_value("number", text)
    if not number:
        return failed(Trouble.BAD_INPUT, f"{text!r} is not a number, which a slider takes.")
    wanted = float(number)
    low, high = await _limit(handle, "aria-valuemin"), await _limit(handle, "aria-valuemax")
    if (low is not None and wanted < low) or (high is not None and wanted > high):
        return failed(Trouble.BAD_INPUT, f"The slider goes from {_said(low)} to {_said(high)}.")
    mark = scene.mark()
    await handle.focus()
    steps = await _steps(scene, handle, wanted)
    now = await _limit(handle, "aria-valuenow")
    if now is not None and abs(now - wanted) > 1e-9:
        for step in steps:
            now = await _press(scene, handle, step, wanted=wanted)
            if abs(now - wanted) < 1e-9:
                break
    if now is None or abs(now - wanted) > 1e-9:
        why = f"it moves in steps of {_said(abs(steps[0].by))}" if steps else "it does not follow the keyboard"
        return failed(Trouble.REJECTED, f"The slider stands at {_said(now)}: {why}.", value=_said(now))
    return (await scene.outcome(mark, react=0.0)).result("Moved.", value=_said(now))


async def _steps(scene: Scene, handle: ElementHandle, wanted: float) -> list[_Step]:
    """Try the arrow keys until both directions are known, or the value is reached by that alone."""
    found: list[_Step] = []
    for key in _KEYS:
        before = await _limit(handle, "aria-valuenow") or 0.0
        if before == wanted:
            break
        await scene.page.keyboard.press(key)
        by = await _moved(scene, handle, before) - before
        if by and not any((by > 0) == (step.by > 0) for step in found):
            found.append(_Step(key=key, by=by))
        if any((step.by > 0) == (wanted > before + by) for step in found):
            break
    return found


async def _press(scene: Scene, handle: ElementHandle, step: _Step, *, wanted: float) -> float:
    """Press one key as often as its step needs to come to the value, and return where the slider stands."""
    now = await _limit(handle, "aria-valuenow") or 0.0
    presses = round((wanted - now) / step.by)
    while 0 < presses <= _MOST_PRESSES:
        for _ in range(presses):
            await scene.page.keyboard.press(step.key)
        before, now = now, await _moved(scene, handle, now, until=wanted)
        if now in (before, wanted):
            break
        presses = round((wanted - now) / step.by)
    return now


async def _moved(scene: Scene, handle: ElementHandle, before: float, *, until: float | None = None) -> float:
    """Return where the slider stands once it has moved (to `until`), or when it does not any more."""

    async def now() -> float:
        return await _limit(handle, "aria-valuenow") or 0.0

    def moved(at: float) -> bool:
        return at != before if until is None else at == until

    return await scene.until(now, moved, _REACTION_SECONDS, every=0.1)


async def _limit(handle: ElementHandle, attribute: str) -> float | None:
    text = await handle.get_attribute(attribute)
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _said(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
