"""Let some time pass."""

from __future__ import annotations

from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, done
from skyvern.domain.page import Action, ActionKind, ActionResult

_MOST = 300.0


@action(ActionKind.WAIT)
async def wait(scene: Scene, action: Action) -> ActionResult:
    """Let `seconds` pass (1 when none are given)."""
    seconds = min(max(action.seconds or 1.0, 0.0), _MOST)
    await scene.pages.stir.until(lambda: scene.pages.closed, seconds)
    return done(f"Waited {seconds:g} s.")
