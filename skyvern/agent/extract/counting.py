"""Finds a number that a page tells of what is asked for by how many: "240 rows", "1 to 10 of 57 entries"."""

from __future__ import annotations

import re

from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.lexicon import tokens
from skyvern.domain.page import ASIDE, Observation

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
    return told.pop() if len(told) == 1 else None if told else _in_list(goal, observation)


_OF_A_KIND = re.compile(
    r"\bhow many (?:of the )?(?P<kind>[a-z][a-z-]+) (?P<things>[a-z]+s)\b"
    r"(?! (?:of|from|for|by|with|in|on|at|since|after|before)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"^(?:(?:showing|displaying|entries|rows|items|results)\s+)?1\s*(?:-|–|to)\s*(?P<last>\d+)\s+(?:of|out of|/)"
    r"\s+(?P<all>\d+)"
    r"(?:\s+(?:entries|rows|items|results|records|[a-z]+s))?\.?$",
    re.IGNORECASE,
)


def _in_list(goal: str, observation: Observation) -> str | None:
    """Return the length that a list tells of itself ("1-9 of 9"), where it is whole and all of the kind."""
    asked = _OF_A_KIND.findall(goal)
    ranges = {(m["last"], m["all"]) for line in observation.reading.lines if (m := _RANGE.match(line.text.strip()))}
    tables = [table for table in observation.reading.tables if len(table.rows) > 1 or table.headers]
    if len(asked) != 1 or len(ranges) != 1 or len(tables) != 1:
        return None
    last, whole = ranges.pop()
    kind = tokens(asked[0][0])
    of_kind = [row for row in tables[0].rows if any(tokens(cell.text) == kind for cell in row)]
    return whole if last == whole == str(len(of_kind)) == str(len(tables[0].rows)) else None


def _things(wanted: Wanted, goal: str) -> tuple[str, ...]:
    """Return the words for what is counted: from the goal where it asks for one number only, else from the field."""
    asked = _ASKED.findall(goal)
    if len(asked) == 1:
        return tuple(word for word in tokens(asked[0]) if word not in _VERBS)[:1]
    named = _NAMED.match(spread(wanted.name))
    return tokens(named["things"] or named["counted"]) if named else ()
