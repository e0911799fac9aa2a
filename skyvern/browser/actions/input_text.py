"""Type into a field: cleared first, checked afterwards; secrets become real only here and are never returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from skyvern.browser.actions.boxes import boxes_from, type_apart
from skyvern.browser.actions.calendar import choose_day
from skyvern.browser.actions.click import press
from skyvern.browser.actions.formats import native_value, same_value
from skyvern.browser.actions.registry import action
from skyvern.browser.actions.sections import parts_of, type_parts
from skyvern.browser.actions.select_option import choose
from skyvern.browser.actions.sliding import slide
from skyvern.browser.scene import Scene, done, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_TYPED = frozenset({"text", "search", "email", "tel", "url", "password", "number", ""})
_NOT_TYPED = frozenset({"checkbox", "radio", "file", "submit", "button", "reset", "image"})
_ENTRY = (
    "input:not([type=hidden]):not([type=checkbox]):not([type=radio]),textarea,"
    "[contenteditable=true],[contenteditable='']"
)
_LONG = 2000
_READ_ONLY = "The field is read-only."
_TARGETS = """el => el.form ? [...new Set([el.form, ...el.form.elements].flatMap((one) => {
  const to = one.getAttribute(one === el.form ? 'action' : 'formaction');
  return to && !/^javascript:/i.test(to.trim()) ? [new URL(to, document.baseURI).href] : [];
}))] : []"""
"""Where a field's form may be sent: its own action, and those of its buttons."""


@action(ActionKind.INPUT_TEXT)
async def input_text(scene: Scene, action: Action) -> ActionResult:
    """Type text into a field and check that it holds it."""
    handle = await scene.element(action)
    state = await scene.ask(handle, "stateOf(el)")
    if state["tag"] == "select":
        return await choose(scene, handle, action.text)
    if state["type"] in _NOT_TYPED:
        return failed(Trouble.BAD_INPUT, "One cannot type into this element.")
    if state["role"] == "slider" and state["tag"] != "input":
        disabled = failed(Trouble.DISABLED, "The slider is disabled.")
        return disabled if state["disabled"] else await slide(scene, handle, action.text)
    if parts := await parts_of(scene, handle):
        return await type_parts(scene, parts, action.text)
    if not state["editable"] and state["tag"] not in {"input", "textarea"}:
        handle, state = await _entry_of(scene, handle, state)
    trouble = await _usable(scene, handle)
    if trouble is not None:
        picked = await choose_day(scene, handle, action.text) if trouble.message == _READ_ONLY else None
        return picked or trouble
    text = await _resolved(scene, handle, action.text)
    secret = text != action.text
    if secret:
        await scene.ask(handle, "keepSecret(el)")
    secret = secret or bool(state["secret"])
    if state["tag"] == "input" and (boxes := await boxes_from(scene, handle, text)):
        return await type_apart(scene, boxes, text, secret=secret)
    return await _type(scene, handle, text, state=state, secret=secret)


async def _resolved(scene: Scene, handle: ElementHandle, text: str) -> str:
    """Make secrets real, if the document that holds the field and the place its form goes to may both have them."""
    frame = await handle.owner_frame()
    while frame is not None and frame.parent_frame is not None and frame.url.startswith("about:"):
        frame = frame.parent_frame
    real = scene.resolve_secret(text, frame.url if frame is not None else scene.page.url)
    if real != text:
        for target in await handle.evaluate(_TARGETS):
            scene.resolve_secret(text, target)
    return real


async def _entry_of(scene: Scene, handle: ElementHandle, state: dict[str, Any]) -> tuple[ElementHandle, dict[str, Any]]:
    """Return the real field of a widget: one inside it, or the one that takes the focus when it is clicked."""
    inner = await handle.query_selector(_ENTRY)
    if inner is None:
        await press(scene, handle)
        focused = await scene.page.evaluate_handle("() => document.activeElement")
        candidate = focused.as_element()
        if candidate is not None and await candidate.evaluate("(el, entry) => el.matches(entry)", _ENTRY):
            inner = candidate
    if inner is None:
        return handle, state
    return inner, await scene.ask(inner, "stateOf(el)")


async def _usable(scene: Scene, handle: ElementHandle) -> ActionResult | None:
    """Wait, bounded, until the field takes input."""
    found = await scene.ask(handle, "ready(el, arg)", int(min(scene.seconds, 3.0) * 1000))
    if found["disabled"]:
        return failed(Trouble.DISABLED, "The field is disabled.")
    state = await scene.ask(handle, "stateOf(el)")
    if found["covered"] and state["type"] != "range":
        return failed(Trouble.COVERED, f"The field is covered by {found['over']}.")
    if state["readonly"]:
        return failed(Trouble.DISABLED, _READ_ONLY)
    if not state["editable"] and state["tag"] not in {"input", "textarea"}:
        return failed(Trouble.BAD_INPUT, "One cannot type into this element.")
    return None


async def _type(scene: Scene, handle: ElementHandle, text: str, *, state: dict[str, Any], secret: bool) -> ActionResult:
    wanted = native_value(state["type"], text)
    if wanted is None:
        return failed(Trouble.BAD_INPUT, f"{'The text' if secret else repr(text)} is not a {state['type']}.")
    for attempt in (_fill, _keys):
        try:
            await attempt(scene, handle, wanted, state)
        except Error as error:
            if attempt is _keys:
                return failed(Trouble.REJECTED, f"The field does not take it: {error.message.splitlines()[0]}")
            continue
        if await _holds(scene, handle, wanted, state) and await _left(scene, handle, wanted, state):
            return done("Typed.", value="" if secret else await _shown(scene, handle))
        if state["type"] not in _TYPED:
            break
    shown = await _shown(scene, handle)
    told = "The text did not stay in the field." if secret else f"The field holds {shown!r} instead of {text!r}."
    return failed(Trouble.REJECTED, told, value="" if secret else shown)


async def _fill(scene: Scene, handle: ElementHandle, text: str, state: dict[str, Any]) -> None:
    """Set all but the last character at once and type that one, so that scripts listening to keys hear something."""
    if state["type"] not in _TYPED or "\n" in text or not text or state["editable"] or state["maxlength"] == 1:
        await handle.fill(text, timeout=scene.milliseconds)
        if not text:
            await handle.dispatch_event("keyup")
        return
    await handle.fill(text[:-1], timeout=scene.milliseconds)
    await handle.focus()
    await scene.page.keyboard.press("End")
    await scene.page.keyboard.type(text[-1])


async def _keys(scene: Scene, handle: ElementHandle, text: str, state: dict[str, Any]) -> None:
    """Empty the field as a person would and type every character."""
    await handle.focus()
    keyboard = scene.page.keyboard
    await keyboard.press("ControlOrMeta+A")
    await keyboard.press("Delete")
    if state["length"] and await handle.evaluate("(el) => !!el.value"):
        await handle.fill("")
    await keyboard.press("Home")
    if len(text) > _LONG:
        await keyboard.insert_text(text)
    else:
        await keyboard.type(text)


async def _left(scene: Scene, handle: ElementHandle, wanted: str, state: dict[str, Any]) -> bool:
    """Leave a field whose calendar or clock lies open: many take the value only then, some only with Enter."""
    if (
        state["tag"] != "input"
        or state["type"] not in _TYPED
        or await scene.looker.ask_handle(handle, "layerOf(el)") is None
    ):
        return True
    for key in ("Tab", "Enter"):
        await scene.page.keyboard.press(key)
        await scene.changed(0.3)
        if await _holds(scene, handle, wanted, state):
            return True
        await _keys(scene, handle, wanted, state)
    return False


async def _holds(scene: Scene, handle: ElementHandle, wanted: str, state: dict[str, Any]) -> bool:
    held = str(await handle.evaluate("(el) => el.isContentEditable ? el.innerText : String(el.value ?? '')"))
    if state["type"] == "password" and state["maxlength"] and len(wanted) > state["maxlength"]:
        return held[: state["maxlength"]] == wanted[: state["maxlength"]]
    return same_value(held, wanted, kind=state["type"])


async def _shown(scene: Scene, handle: ElementHandle) -> str:
    state = await scene.ask(handle, "stateOf(el)")
    return "" if state["secret"] else str(state["value"])
