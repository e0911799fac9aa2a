"""Spells out what a goal's text gives as an object: {"first_name": "Ida"} reads as first name "Ida"."""

from __future__ import annotations

import ast
import json
import re
from typing import cast

_BEGIN = re.compile(r"\{(?=\s*[\"'])")
_DECODER = json.JSONDecoder()


def spelled_out(text: str) -> str:
    """Return the text with the objects in it as names and quoted values; what is no plain object stays as it is."""
    found: list[str] = []
    at = 0
    for match in _BEGIN.finditer(text):
        if match.start() < at:
            continue
        read = _object(text, match.start())
        told = _told(read[0]) if read is not None else None
        if read is None:
            continue
        found += [text[at : match.start()], ", ".join(told) if told else text[match.start() : read[1]]]
        at = read[1]
    return "".join([*found, text[at:]])


def _object(text: str, start: int) -> tuple[dict[str, object], int] | None:
    """Return the object that begins there, as JSON or as Python writes it, and where it ends."""
    try:
        made, end = cast("tuple[object, int]", _DECODER.raw_decode(text, start))
    except ValueError:
        end = _closing(text, start)
        try:
            made = cast("object", ast.literal_eval(text[start:end]))
        except (ValueError, SyntaxError):
            return None
    return (cast("dict[str, object]", made), end) if isinstance(made, dict) else None


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    return len(text)


def _told(made: dict[str, object], prefix: str = "") -> list[str] | None:
    """Return 'name "value"' for every value, None when one of them is neither plain nor an object of plain ones."""
    found: list[str] = []
    for key, value in made.items():
        name = f"{prefix} {re.sub(r'[_.-]+', ' ', str(key))}".strip()
        if isinstance(value, dict):
            inner = _told(cast("dict[str, object]", value), name)
            if inner is None:
                return None
            found += inner
        elif isinstance(value, bool):
            found.append(f"{name}: {'yes' if value else 'no'}")
        elif isinstance(value, (str, int, float)):
            said = str(value).strip()
            if '"' in said or "\n" in said:
                return None
            found += [f'{name} "{said}"'] if said else []
        elif value is not None:
            return None
    return found
