"""Press a key or chord, on an element when one is named, else wherever the focus is."""

from __future__ import annotations

import re

from playwright.async_api import Error

from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

_NAMES = {
    "ctrl": "Control",
    "cmd": "Meta",
    "command": "Meta",
    "option": "Alt",
    "esc": "Escape",
    "return": "Enter",
    "del": "Delete",
    "up": "ArrowUp",
    "down": "ArrowDown",
    "left": "ArrowLeft",
    "right": "ArrowRight",
    "pgup": "PageUp",
    "pgdn": "PageDown",
    "pagedown": "PageDown",
    "pageup": "PageUp",
    "spacebar": "Space",
    "arrowup": "ArrowUp",
    "arrowdown": "ArrowDown",
    "arrowleft": "ArrowLeft",
    "arrowright": "ArrowRight",
}


@action(ActionKind.KEYPRESS)
async def keypress(scene: Scene, action: Action) -> ActionResult:
    """Press the chord in `text`; several chords are separated by spaces or commas."""
    chords = [chord(part) for part in re.split(r"[,\s]+", action.text.strip()) if part]
    if not chords:
        return failed(Trouble.BAD_INPUT, "No key was named.")
    if action.ref or action.selector:
        await (await scene.element(action)).focus()
    mark = scene.mark()
    for keys in chords:
        try:
            await scene.page.keyboard.press(keys)
        except Error as error:
            if "Unknown key" in error.message:
                return failed(Trouble.BAD_INPUT, f"There is no key {keys!r}.")
            raise
    outcome = await scene.outcome(mark, react=0.3 if "Enter" in chords else 0.1)
    return outcome.result(f"Pressed {' '.join(chords)}.")


def chord(text: str) -> str:
    """Return a chord in the browser's names: `ctrl+a` → `Control+a`."""
    if text == "+":
        return text
    parts = [part for part in text.split("+") if part]
    return "+".join(_key(part) for part in parts)


def _key(name: str) -> str:
    if len(name) == 1:
        return name
    low = name.lower()
    if low in _NAMES:
        return _NAMES[low]
    return name.upper() if re.fullmatch(r"f\d{1,2}", low) else name[0].upper() + name[1:]
