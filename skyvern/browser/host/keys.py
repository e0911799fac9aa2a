"""What Chromium wants to know of a key, from what DOM events say of it."""

from __future__ import annotations

from typing import Any

from skyvern.browser.host.errors import BadRequest

_CODES = {
    "Backspace": 8, "Tab": 9, "Enter": 13, "Shift": 16, "Control": 17, "Alt": 18, "Pause": 19, "CapsLock": 20,
    "Escape": 27, " ": 32, "PageUp": 33, "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38,
    "ArrowRight": 39, "ArrowDown": 40, "Insert": 45, "Delete": 46, "Meta": 91, "ContextMenu": 93,
    **{f"F{number}": 111 + number for number in range(1, 13)},
}  # fmt: skip
_SIGNS = {";": 186, "=": 187, ",": 188, "-": 189, ".": 190, "/": 191, "`": 192, "[": 219, "\\": 220, "]": 221, "'": 222}
_CONTROL_OR_META = 2 | 4


def key_event(action: str, *, key: str, code: str, modifiers: int) -> dict[str, Any]:
    """Return the parameters of `Input.dispatchKeyEvent`. Raises BadRequest for a key that is none."""
    if action not in ("down", "up") or not 0 < len(key) <= 20 or len(code) > 30:
        raise BadRequest("key: action is down or up; key and code are those of a DOM keyboard event.")
    if len(key) > 1 and key not in _CODES:
        raise BadRequest(f"key: {key!r} is no key that can be pressed here.")
    number = _CODES.get(key) or _SIGNS.get(key) or (ord(key.upper()) if key.isascii() and key.isalnum() else 0)
    text = "\r" if key == "Enter" else key if len(key) == 1 and not modifiers & _CONTROL_OR_META else ""
    event: dict[str, Any] = {
        "type": "keyUp" if action == "up" else "keyDown" if text else "rawKeyDown",
        "key": key,
        "code": code,
        "modifiers": modifiers,
        "windowsVirtualKeyCode": number,
        "nativeVirtualKeyCode": number,
    }
    return event | ({"text": text, "unmodifiedText": text} if text and action == "down" else {})
