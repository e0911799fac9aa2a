"""Bring a checkbox, radio or switch to the wanted state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error

from skyvern.browser.actions.click import press
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Missing, Scene, done, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

    from skyvern.browser.pages import Mark

_SECONDS = 0.6
_CHOICE = "input[type=checkbox],input[type=radio],[role=checkbox],[role=radio],[role=switch]"


@action(ActionKind.CHECKBOX)
async def checkbox(scene: Scene, action: Action) -> ActionResult:
    """Check or uncheck; one that already is in the wanted state is left alone."""
    handle = await _real(scene, await scene.element(action))
    state = await scene.ask(handle, "stateOf(el)")
    word = "checked" if action.checked else "unchecked"
    if state["checked"] is None:
        return failed(Trouble.BAD_INPUT, "The element is not a checkbox, radio or switch.")
    if state["checked"] == action.checked:
        return done(f"Already {word}.", value=word)
    if state["disabled"]:
        return failed(Trouble.DISABLED, "The element is disabled.")
    if state["role"] == "radio" and not action.checked:
        return failed(Trouble.BAD_INPUT, "A radio button is unchecked by choosing another one.")
    mark = scene.mark()
    trouble = await press(scene, handle)
    if trouble is None:
        handle = await _now(scene, action, handle)
    return await _settled(scene, handle, action, mark, trouble, native=state["tag"] == "input")


async def _settled(
    scene: Scene, handle: ElementHandle, action: Action, mark: Mark, trouble: ActionResult | None, *, native: bool
) -> ActionResult:
    """Return what came of the press, made up for where it did nothing and cannot have reached the site."""
    word = "checked" if action.checked else "unchecked"
    if trouble is None and not await _is(scene, handle, action.checked):
        if scene.pages.reached_since(mark):
            return failed(Trouble.REJECTED, f"It was clicked, the site was asked, and it does not stay {word}.")
        await handle.focus()
        await scene.page.keyboard.press("Space")
    elif trouble is not None and native:
        await handle.evaluate("(el) => el.click()")
    elif trouble is not None:
        return trouble
    if not await _is(scene, handle, action.checked):
        return trouble or failed(Trouble.REJECTED, f"It does not stay {word}.")
    return (await scene.outcome(mark, react=0.0)).result(word.capitalize() + ".", value=word)


async def _now(scene: Scene, action: Action, handle: ElementHandle) -> ElementHandle:
    """Return the control as it is now: the click may have drawn it anew."""
    try:
        kept = await handle.evaluate("(el) => el.isConnected")
        return handle if kept else await _real(scene, await scene.element(action))
    except (Error, Missing):
        return handle


async def _real(scene: Scene, handle: ElementHandle) -> ElementHandle:
    """Return the control itself when a label or a wrapper was named."""
    state = await scene.ask(handle, "stateOf(el)")
    if state["checked"] is not None:
        return handle
    control = (await handle.evaluate_handle("(el) => (el.tagName === 'LABEL' && el.control) || null")).as_element()
    return control or await handle.query_selector(_CHOICE) or handle


async def _is(scene: Scene, handle: ElementHandle, wanted: bool) -> bool:
    """Return whether the control comes to the wanted state within a moment."""
    state = await scene.until(
        lambda: scene.ask(handle, "stateOf(el)"), lambda state: state["checked"] == wanted, _SECONDS
    )
    return state["checked"] == wanted
