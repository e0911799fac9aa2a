"""Finds the lines of a page that only say again what its elements are called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from skyvern.domain.page import Element, Line

_CLOSE_BY = 3
"""Places in reading order within which a line stands beside an element."""
_LABEL_LINES = 3
_BETWEEN = " *:·•|–—-"


def repeats(line: Line, elements: Sequence[Element]) -> bool:
    """Whether the line says nothing but what elements close by are called: one of them, or several in a row."""
    if line.level:
        return False
    text = plainly(line.text)
    words = text.split()
    reach = _CLOSE_BY + (len(words) if " | " not in line.text else 0)
    names = [plainly(one.name) for one in elements if -_CLOSE_BY <= one.order - line.order <= reach and one.name]
    shown = (plainly(one.value) for one in elements if abs(one.order - line.order) <= _CLOSE_BY and one.value)
    if text in names or text in shown:
        return True
    return " | " not in line.text and (_made_of(text, names) or _cells_of(words, names))


def _made_of(text: str, names: Sequence[str]) -> bool:
    """Whether a text is several of the names, joined by spaces or signs."""
    left, used = f" {text} ", 0
    for name in sorted(filter(None, names), key=len, reverse=True):
        shorter = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", left, count=1)
        used += shorter != left
        left = shorter
    return used > 1 and not re.search(r"\w", left)


def _cells_of(words: Sequence[str], names: Sequence[str]) -> bool:
    """Whether each word is a part of the name of another element, as the days of a calendar are of its dates."""
    pool = [set(re.findall(r"\w+", name)) for name in names]
    for word in words:
        found = next((at for at, parts in enumerate(pool) if word in parts), None)
        if found is None:
            return False
        del pool[found]
    return len(words) > 2


def said_by_names(lines: Sequence[Line], elements: Sequence[Element]) -> frozenset[int]:
    """The lines that follow an element and say, one after the other, what it is called: a card that can be clicked."""
    ordered = sorted(lines, key=lambda line: line.order)
    places = [line.order for line in ordered]
    found: set[int] = set()
    for element in elements:
        name, told = plainly(element.name), list[int]()
        for line in ordered[bisect_left(places, element.order) :]:
            text = plainly(line.text)
            if not text or line.level or line.parts or not re.match(rf"{re.escape(text)}(?!\w)", name):
                break
            name = name[len(text) :].lstrip(_BETWEEN)
            told.append(line.order)
        found.update(told if len(told) > 1 else _label_of(element, ordered[: bisect_left(places, element.order)]))
    return frozenset(found)


def _label_of(field: Element, above: Sequence[Line]) -> list[int]:
    """The lines right above a field that together are its name: its label and how it is to be filled in."""
    for count in range(2, _LABEL_LINES + 1):
        lines = above[-count:]
        if any(line.level for line in lines):
            break
        if plainly(" ".join(line.text for line in lines)) == plainly(field.name):
            return [line.order for line in lines]
    return []


def plainly(text: str) -> str:
    """Return a text as it is compared: without case, spacing, and the signs around a label."""
    return " ".join(text.casefold().split()).strip(" *:")
