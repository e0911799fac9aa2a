"""Point at an element, so that menus and hints open."""

from __future__ import annotations

from skyvern.browser.actions.click import ready
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Missing, Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble


@action(ActionKind.HOVER)
async def hover(scene: Scene, action: Action) -> ActionResult:
    """Move the pointer onto an element; a covered one is refused."""
    handle = await scene.element(action)
    found = await ready(scene, handle)
    if not found["connected"]:
        raise Missing("The element is no longer on the page.")
    if found["covered"] or not found["visible"]:
        return failed(Trouble.COVERED, f"The element is covered by {found['over'] or 'nothing, but not visible'}.")
    mark = scene.mark()
    await handle.hover(timeout=min(scene.seconds, 3.0) * 1000)
    return (await scene.outcome(mark)).result("Pointed at.")
