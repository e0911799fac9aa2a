"""Reads what a goal's text gives as an object: {"first_name": "Ida"} is the first name "Ida"."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Sequence
from typing import cast

from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.verbs import leading_verb, strip_polite

_BEGIN = re.compile(r"\{(?=\s*[\"'])")
_OF_SOMETHING = frozenset(["name", "id", "type", "number", "value", "code", "title", "description", "date", "amount"])
"""Names that say nothing without what they are of."""
_DECODER = json.JSONDecoder()


TOKEN = re.compile("\ue005(\\d+)\ue006")
"""Stands for an object that was taken out of a goal's text."""
_HEAD = re.compile(
    r"(?:(?<=\n)|^)[ \t]*(?:[-*•][ \t]*)?(?P<name>[^\W\d_][\w'’ /&-]{1,40}?)(?:\s*\([^()\n]*\))?[ \t]*:\s*$"
)
_LEADS = re.compile(r"(?:[:\n]|\b(?:with|using|from|following|data|information|details|values?))\s*$", re.IGNORECASE)
_MOST_IN_HEAD = 4


def taken_out(text: str, name_of: Callable[[str], str]) -> tuple[str, tuple[tuple[Term, ...], ...]]:
    """Return the text with a token on a line of its own for each object that only gives values, and these values.

    A heading before an object ("Organizer: {…}") goes with it. `name_of` tells what the workflow calls a value.
    """
    found: list[tuple[Term, ...]] = []
    made = [(start, end, one) for start, end, one in _objects(text) if _apart(text, start, end)]
    names = [name for _, _, one in made for name in _keys(one)]
    parts: list[str] = []
    at = 0
    for start, end, one in made:
        before = text[at:start]
        head = _HEAD.search(before)
        if head is not None and (len(head["name"].split()) > _MOST_IN_HEAD or _is_order(head["name"])):
            head = None
        terms = _terms(one, head["name"].lower() if head is not None else "", names, name_of)
        if terms is None:
            continue
        kept = before[: head.start()] if head is not None else before
        parts += [kept.rstrip(), f"\n\ue005{len(found)}\ue006\n"]
        found.append(terms)
        at = end + len(text[end:]) - len(text[end:].lstrip(" \t.,;"))
    return "".join([*parts, text[at:]]) if found else text, tuple(found)


def _is_order(head: str) -> bool:
    return leading_verb(strip_polite(head)) is not None


def _objects(text: str) -> list[tuple[int, int, dict[str, object]]]:
    """Return where objects stand, with what they are; what stands inside another is part of it."""
    found: list[tuple[int, int, dict[str, object]]] = []
    for match in _BEGIN.finditer(text):
        read = _object(text, match.start()) if not found or match.start() >= found[-1][1] else None
        if read is not None:
            found.append((match.start(), read[1], read[0]))
    return found


def _apart(text: str, start: int, end: int) -> bool:
    """Tell whether an object ends what is said: the words around it make sense without it."""
    return _LEADS.search(text[:start]) is not None and re.match(r"\s*(?:$|[.,;\n])", text[end:]) is not None


def _terms(
    made: dict[str, object], prefix: str, names: Sequence[str], name_of: Callable[[str], str]
) -> tuple[Term, ...] | None:
    """Return the values of an object under their names, None where one of them is neither plain nor an object."""
    found: list[Term] = []
    for key, value in made.items():
        own = re.sub(r"[_.-]+", " ", str(key)).strip()
        clear = names.count(str(key)) == 1 and not isinstance(value, dict) and own.casefold() not in _OF_SOMETHING
        name = own if clear or not prefix else f"{prefix} {own}".strip()
        if isinstance(value, dict):
            inner = _terms(cast("dict[str, object]", value), own if not prefix else name, names, name_of)
            if inner is None:
                return None
            found += inner
        elif isinstance(value, bool):
            found.append(Term(value="yes" if value else "no", label=name, checked=value, optional=not value))
        elif (said := _said(value)) is None:
            return None
        elif said:
            found.append(Term(value=said, label=name, key=name_of(said)))
    return tuple(found)


def _said(value: object) -> str | None:
    """Return a plain value, or a list of them, as one text; None for anything else."""
    if value is None:
        return ""
    if isinstance(value, list):
        items = [_said(item) for item in cast("list[object]", value)]
        plain = [item for item in items if item]
        return ", ".join(plain) if len(plain) == len(items) else None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


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
