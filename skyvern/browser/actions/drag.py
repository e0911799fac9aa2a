"""Drag one element onto another, or by some pixels to the side (sliders)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from skyvern.browser.actions.click import ready
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_STEPS = 8
_PAST = 0.2
"""Share of the target's size that the mouse goes past its middle."""


@action(ActionKind.DRAG)
async def drag(scene: Scene, action: Action) -> ActionResult:
    """Press the mouse on the element, move to `target` (or `amount` pixels to the right), and let go."""
    handle = await scene.element(action)
    goal = await scene.by_ref(action.target) if action.target else None
    found = await ready(scene, handle)
    if found["covered"] or not found["visible"]:
        return failed(Trouble.COVERED, f"The element is covered by {found['over'] or 'nothing, but not visible'}.")
    start = await _middle(handle)
    if start is None:
        return failed(Trouble.COVERED, "The element has no place on the page.")
    end = await _beyond(goal, start) if goal is not None else (start[0] + action.amount, start[1])
    if end is None:
        return failed(Trouble.COVERED, "The place to drag it to is not on the page.")
    mark = scene.mark()
    mouse = scene.page.mouse
    await mouse.move(*start)
    await mouse.down()
    await mouse.move(start[0] + math.copysign(4, end[0] - start[0]), start[1] + math.copysign(4, end[1] - start[1]))
    await mouse.move(*end, steps=_STEPS)
    await mouse.move(*end)
    await mouse.up()
    return (await scene.outcome(mark)).result("Dragged.")


async def _beyond(handle: ElementHandle, start: tuple[float, float]) -> tuple[float, float] | None:
    """Return a place a little past an element's middle: lists make room only for what came past it."""
    box = await handle.bounding_box()
    if box is None:
        return None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if abs(x - start[0]) > box["width"] / 2:
        x += math.copysign(box["width"] * _PAST, x - start[0])
    if abs(y - start[1]) > box["height"] / 2:
        y += math.copysign(box["height"] * _PAST, y - start[1])
    return x, y


async def _middle(handle: ElementHandle) -> tuple[float, float] | None:
    box = await handle.bounding_box()
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) if box else None
