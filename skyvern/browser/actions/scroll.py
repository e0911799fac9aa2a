"""Scroll the page, the box that holds an element, or an element into view."""

from __future__ import annotations

from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, done
from skyvern.domain.page import Action, ActionKind, ActionResult


@action(ActionKind.SCROLL)
async def scroll(scene: Scene, action: Action) -> ActionResult:
    """Scroll by `amount` pixels; with an element and no amount, bring it into view; with neither, one screen down."""
    if action.ref or action.selector:
        handle = await scene.element(action)
        moved = int(await scene.ask(handle, "scroll(el, arg)", action.amount))
    else:
        page = scene.page
        before = int(await scene.looker.call(page.main_frame, "scrollPage(0)"))
        amount = action.amount or int(await page.evaluate("() => Math.round(innerHeight * 0.85)"))
        moved = int(await scene.looker.call(page.main_frame, f"scrollPage({amount})")) - before
    await scene.changed(0.1)
    return done(f"Scrolled by {moved} pixels." if moved else "Nothing left to scroll.", value=str(moved))
