"""Spells out what a goal's text gives as an object: {"first_name": "Ida"} reads as first name "Ida"."""

from __future__ import annotations

import ast
import json
import re
from typing import cast

_BEGIN = re.compile(r"\{(?=\s*[\"'])")
_OF_SOMETHING = frozenset(["name", "id", "type", "number", "value", "code", "title", "description", "date", "amount"])
"""Names that say nothing without what they are of."""
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
        found += ["."] if told and re.match(r"[ \t]*\n", text[at:]) else []
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


def _keys(made: dict[str, object]) -> list[str]:
    """Return the names of all values, at whatever depth."""
    found: list[str] = []
    for key, value in made.items():
        found += _keys(cast("dict[str, object]", value)) if isinstance(value, dict) else [str(key)]
    return found


def _told(made: dict[str, object], prefix: str = "", names: list[str] | None = None) -> list[str] | None:
    """Return 'name "value"' for every value, None when one of them is neither plain nor an object of plain ones.

    The object that a value stands in is part of its name only where the name alone would not tell it from another.
    """
    found: list[str] = []
    names = _keys(made) if names is None else names
    for key, value in made.items():
        own = re.sub(r"[_.-]+", " ", str(key))
        clear = names.count(str(key)) == 1 and not isinstance(value, dict) and own.casefold() not in _OF_SOMETHING
        name = own if clear else f"{prefix} {own}".strip()
        if isinstance(value, dict):
            inner = _told(cast("dict[str, object]", value), name, names)
            if inner is None:
                return None
            found += inner
        elif isinstance(value, bool):
            found.append(f"{name}: {'yes' if value else 'no'}")
        elif isinstance(value, (str, int, float)):
            said = str(value).strip()
            if '"' in said or "\n" in said:
                return None
            found += [f'{name}: "{said}"'] if said else []
        elif value is not None:
            return None
    return found
