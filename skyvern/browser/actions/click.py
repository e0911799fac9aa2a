"""Click: scrolled to, found again, never through something that lies on top, with the keyboard as last resort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Missing, Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, FloatRect

    from skyvern.browser.pages import Mark

_HIT_SECONDS = 3.0
_SIGHTINGS = 8
"""How often an element that does not hold still is looked at to learn where it always is."""
_LINK_SECONDS = 0.4
_OTHER_SECONDS = 0.1
_SILENT_SECONDS = 0.4
"""How long a press that showed nothing at all is given: scripts often answer after a timer of theirs."""


@action(ActionKind.CLICK)
async def click(scene: Scene, action: Action) -> ActionResult:
    """Click an element and say what came of it: navigation, new tab, download, dialog."""
    handle = await scene.element(action)
    leads = await scene.ask(handle, "leadsOn(el)")
    mark, files, before = scene.mark(), len(scene.feed.files()), await scene.last_change()
    trouble = await press(scene, handle)
    if trouble is not None:
        return trouble
    if not leads and before is not None and not scene.pages.stirred_since(mark) and before == await scene.last_change():
        await scene.changed(_SILENT_SECONDS)
    outcome = await scene.outcome(mark, files=files, react=_LINK_SECONDS if leads else _OTHER_SECONDS)
    return outcome.result(_message(outcome.navigated, outcome.opened_tab, len(outcome.downloads)))


def _message(navigated: bool, opened: bool, files: int) -> str:
    if files:
        return f"Clicked; {files} file{'s' if files > 1 else ''} arrived."
    if opened:
        return "Clicked; a new tab opened."
    return "Clicked; the page changed to another." if navigated else "Clicked."


async def press(scene: Scene, handle: ElementHandle) -> ActionResult | None:
    """Click one element; return None when it was clicked, otherwise why not."""
    found = await ready(scene, handle)
    if not found["connected"]:
        raise Missing("The element is no longer on the page.")
    if not found["visible"] or found["transparent"]:
        instead = await scene.looker.ask_handle(handle, "standIn(el)")
        if instead is not None:
            return await _mouse(scene, instead, found["presses"])
        if not found["visible"]:
            return failed(Trouble.COVERED, "The element is not visible.")
    if found["disabled"]:
        return failed(Trouble.DISABLED, "The element is disabled.")
    if found["covered"]:
        return failed(Trouble.COVERED, f"The element is covered by {found['over']}.")
    return await _mouse(scene, handle, found["presses"])


async def ready(scene: Scene, handle: ElementHandle) -> dict[str, Any]:
    """Scroll to an element and wait, bounded, until it can be hit; return what was found."""
    return await scene.ask(handle, "ready(el, arg)", int(min(scene.seconds, _HIT_SECONDS) * 1000))


async def _mouse(scene: Scene, handle: ElementHandle, presses: int) -> ActionResult | None:
    """Click with the mouse; only a click that surely did not arrive is made up for.

    An element that moves as the mouse comes upon it lets the click go by: the mouse is there now, so it is done again.
    """
    mark = scene.mark()
    if (trouble := await _clicked(scene, handle, presses, mark)) is not None:
        return trouble
    if not await _went_astray(scene, handle, presses, mark):
        return None
    now = await ready(scene, handle)
    if (trouble := await _clicked(scene, handle, now["presses"], mark)) is not None:
        return trouble
    hit = await _went_astray(scene, handle, now["presses"], mark)
    return failed(Trouble.COVERED, f"The click went to {hit}, for the element moved under the mouse.") if hit else None


async def _went_astray(scene: Scene, handle: ElementHandle, presses: int, mark: Mark) -> str:
    """Return what was hit in place of the element, "" when it was hit or the page has gone on."""
    if scene.pages.stirred_since(mark):
        return ""
    try:
        return str(await scene.ask(handle, "astray(el, arg)", presses))
    except Error:
        return ""


async def _clicked(scene: Scene, handle: ElementHandle, presses: int, mark: Mark) -> ActionResult | None:
    try:
        await handle.click(timeout=min(scene.seconds, _HIT_SECONDS) * 1000, no_wait_after=True)
    except Error as error:
        if scene.pages.stirred_since(mark):
            return None
        found = await scene.ask(handle, "probe(el)")
        if found["presses"] > presses or await _where_it_always_is(scene, handle, found):
            return None
        return await _keyboard(scene, handle, found, error)
    return None


async def _where_it_always_is(scene: Scene, handle: ElementHandle, found: dict[str, Any]) -> bool:
    """Click an element that flees from the mouse and comes back, where it is each time; False when it is nowhere so."""
    if not found["connected"] or found["covered"] or found["disabled"] or not found["visible"]:
        return False
    boxes = [box for _ in range(_SIGHTINGS) if (box := await _next_box(handle))]
    left, top = (max((box[side] for box in boxes), default=0) for side in ("x", "y"))
    right = min((box["x"] + box["width"] for box in boxes), default=0)
    bottom = min((box["y"] + box["height"] for box in boxes), default=0)
    if all(box == boxes[0] for box in boxes) or right - left < 1 or bottom - top < 1:
        return False
    await scene.page.mouse.click((left + right) / 2, (top + bottom) / 2)
    return True


async def _next_box(handle: ElementHandle) -> FloatRect | None:
    """Return where an element lies after the next frame is drawn, in pixels of the page's view."""
    await handle.evaluate("() => new Promise(requestAnimationFrame)")
    return await handle.bounding_box()


async def _keyboard(scene: Scene, handle: ElementHandle, found: dict[str, Any], error: Error) -> ActionResult | None:
    """Press the element's own key, when it can hold the focus and nothing lies on it."""
    if not found["connected"]:
        raise Missing("The element left the page while it was being clicked.")
    if found["covered"] or found["disabled"] or not found["visible"]:
        return failed(
            Trouble.COVERED, f"The element could not be clicked: {found['over'] or 'it does not hold still'}."
        )
    state = await scene.ask(handle, "stateOf(el)")
    await handle.focus()
    focused = await handle.evaluate("(el) => el.getRootNode().activeElement === el")
    if not focused:
        return failed(Trouble.TIMEOUT, f"The element could not be clicked: {error.message.splitlines()[0]}")
    await scene.page.keyboard.press("Space" if state["role"] in {"checkbox", "radio", "switch"} else "Enter")
    return None
