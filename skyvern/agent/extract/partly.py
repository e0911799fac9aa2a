"""Tells from what a page says of its list ("11 to 20 of 37 entries") that it shows only a part, and which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skyvern.domain.page import ASIDE, Element, Observation

_PART = re.compile(
    r"(?<![\d.,:/-])(?P<first>\d{1,6})\s*(?:-|–|—|to|bis|à|a|até)\s*(?P<last>\d{1,6})\s+(?:of|out of|/|von|sur|de)\s+"
    r"(?:about\s+)?(?P<whole>\d{1,3}(?:[,.]\d{3})+|\d{1,6})(?![\d/-])",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|every|each)\b(?!\s+(?:of\s+)?(?:the\s+)?(?:fields?|details?|information|data)\b)", re.IGNORECASE
)
_HERE = re.compile(r"\b(?:on|of|from)\s+(?:this|the\s+(?:first|current|open|shown))\s+(?:\w+\s+)?page\b", re.IGNORECASE)
_BACK = (
    re.compile(r"(?:go to )?(?:the )?first(?: page)?|«|<<|\|<|1|page 1|go to page 1", re.IGNORECASE),
    re.compile(r"(?:go to )?(?:the )?(?:previous|prev)(?: page)?|‹|<|←", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of how many records a page shows, counted from 1."""

    first: int
    last: int
    whole: int


def part_shown(observation: Observation) -> Part | None:
    """Return the part of its list that a page shows, None where it says none, several, or that it shows all."""
    said = {
        (int(match["first"]), int(match["last"]), int(re.sub(r"\D", "", match["whole"])))
        for line in observation.reading.lines
        if line.region not in ASIDE
        for match in _PART.finditer(line.text)
    }
    if len(said) != 1:
        return None
    first, last, whole = said.pop()
    sound = 0 < first <= last <= whole and last - first + 1 < whole
    return Part(first=first, last=last, whole=whole) if sound else None


def wants_all(wish: str) -> bool:
    """Tell whether everything of a kind is wanted ("every overdue invoice"), and not only what this page shows."""
    return _ALL.search(wish) is not None and _HERE.search(wish) is None


def turned_back(observation: Observation) -> Element | None:
    """Return the control that leads to the beginning of the list, or a page nearer to it."""
    pressable = [e for e in observation.elements if e.role in ("link", "button") and not (e.disabled or e.selected)]
    for names in _BACK:
        for element in pressable:
            if any(names.fullmatch(text.strip()) for text in (element.name, *element.hints[:2]) if text.strip()):
                return element
    return None
