"""Drag one element onto another, or by some pixels to the side (sliders)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skyvern.browser.actions.click import ready
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_STEPS = 8


@action(ActionKind.DRAG)
async def drag(scene: Scene, action: Action) -> ActionResult:
    """Press the mouse on the element, move to `target` (or `amount` pixels to the right), and let go."""
    handle = await scene.element(action)
    goal = await scene.by_ref(action.target) if action.target else None
    found = await ready(scene, handle)
    if found["covered"] or not found["visible"]:
        return failed(Trouble.COVERED, f"The element is covered by {found['over'] or 'nothing, but not visible'}.")
    start = await _middle(handle)
    end = await _middle(goal) if goal is not None else (start[0] + action.amount, start[1]) if start else None
    if start is None or end is None:
        return failed(Trouble.COVERED, "The element has no place on the page.")
    mark = scene.mark()
    mouse = scene.page.mouse
    await mouse.move(*start)
    await mouse.down()
    await mouse.move(start[0] + 4, start[1] + 4)
    await mouse.move(*end, steps=_STEPS)
    await mouse.move(*end)
    await mouse.up()
    return (await scene.outcome(mark)).result("Dragged.")


async def _middle(handle: ElementHandle) -> tuple[float, float] | None:
    box = await handle.bounding_box()
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) if box else None
