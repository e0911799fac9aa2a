"""Type a code into boxes that take one character each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skyvern.browser.scene import Scene, done, failed
from skyvern.domain.page import ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle


async def boxes_from(scene: Scene, handle: ElementHandle, text: str) -> list[ElementHandle]:
    """Return the boxes that the text belongs into, this one first; [] when the field is none of such boxes."""
    letters = _letters(text)
    if len(letters) < 2:
        return []
    await scene.ask(handle, "next()")
    found = await handle.evaluate_handle("(el) => window[Symbol.for('skyvern.look')].api.letterBoxes(el)")
    boxes = [box for value in (await found.get_properties()).values() if (box := value.as_element()) is not None]
    return boxes[: len(letters)] if len(boxes) >= len(letters) else []


async def type_apart(scene: Scene, boxes: list[ElementHandle], text: str, *, secret: bool) -> ActionResult:
    """Type one character into each box and check that each holds its own."""
    letters = _letters(text)
    mark = scene.mark()
    for box, letter in zip(boxes, letters, strict=True):
        if secret:
            await scene.ask(box, "keepSecret(el)")
        await box.focus()
        await box.evaluate("(el) => el.select()")
        await scene.page.keyboard.type(letter)
        if scene.pages.navigated_since(mark):
            break
    outcome = await scene.outcome(mark)
    if outcome.navigated:
        return outcome.result("Typed; the page changed to another.")
    held = "".join([str(await box.evaluate("(el) => el.isConnected ? el.value : ''")) for box in boxes])
    if held.casefold() == "".join(letters).casefold():
        return done("Typed, one character a box.", value="" if secret else held)
    if not any([await box.evaluate("(el) => el.isConnected") for box in boxes]):
        return done("Typed; the boxes went away.")
    told = "The text did not stay in the boxes." if secret else f"The boxes hold {held!r} instead of {text!r}."
    return failed(Trouble.REJECTED, told, value="" if secret else held)


def _letters(text: str) -> list[str]:
    return [letter for letter in text if not letter.isspace() and letter != "-"]
