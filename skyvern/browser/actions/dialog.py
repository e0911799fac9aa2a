"""Decide how the next native dialog is answered."""

from __future__ import annotations

from skyvern.browser.actions.registry import action
from skyvern.browser.pages import Answer
from skyvern.browser.scene import Scene, done
from skyvern.domain.page import Action, ActionKind, ActionResult


@action(ActionKind.DIALOG)
async def dialog(scene: Scene, action: Action) -> ActionResult:
    """Remember the answer; the dialog itself is answered the moment it comes up."""
    scene.pages.answer = Answer(accept=action.checked, text=action.text)
    return done(f"The next dialog will be {'accepted' if action.checked else 'dismissed'}.")
