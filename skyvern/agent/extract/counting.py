"""Finds a number that a page tells of what is asked for by how many: "240 rows", "1 to 10 of 57 entries"."""

from __future__ import annotations

import re

from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.sources import ASIDE
from skyvern.agent.lexicon import tokens
from skyvern.domain.page import Observation

_ASKED = re.compile(
    r"\b(?:how many|(?:the\s+)?(?:total\s+)?(?:number|count|amount|total) of)\s+(?:the\s+|all\s+|different\s+)?"
    r"(?P<things>[a-z][\w-]*(?: [a-z][\w-]*)?)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:number of|count of|total|num|n)\s+(?P<things>[\w ]+)$|^(?P<counted>[\w ]+?)\s+(?:count|total)$"
)
_VERBS = frozenset(
    ["are", "is", "do", "does", "has", "have", "in", "on", "of", "that", "were", "was", "can", "shown", "listed"]
)
_NUMBERED = re.compile(
    r"(?<![\d.,:/-])(?P<count>\d{1,3}(?:[,.]\d{3})+|\d+)\s+(?P<things>[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)?)"
)


def counted(wanted: Wanted, goal: str, observation: Observation) -> str | None:
    """Return the one number that the page tells of the things in question; None when it tells none, or several."""
    if wanted.kind not in ("integer", "number"):
        return None
    things = _things(wanted, goal)
    if not things:
        return None
    told = {
        match["count"]
        for line in observation.reading.lines
        if line.region not in ASIDE
        for match in _NUMBERED.finditer(line.text)
        if things in (tokens(match["things"])[: len(things)], tokens(match["things"])[-len(things) :])
    }
    return told.pop() if len(told) == 1 else None


def _things(wanted: Wanted, goal: str) -> tuple[str, ...]:
    """Return the words for what is counted: from the goal where it asks for one number only, else from the field."""
    asked = _ASKED.findall(goal)
    if len(asked) == 1:
        return tuple(word for word in tokens(asked[0]) if word not in _VERBS)[:1]
    named = _NAMED.match(spread(wanted.name))
    return tokens(named["things"] or named["counted"]) if named else ()
