"""Where a thing of a list or grid is to be put: up by one, to the top, before another, to the middle of the grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skyvern.agent.policies.embedded.things import ORDINALS
from skyvern.domain.page import Element

_COUNTS = {"one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_STEP = r"(?:positions?|places?|rows?|columns?|steps?|slots?|spots?|cells?|levels?|items?)"
_SHIFT = re.compile(
    rf"^(?P<way>up|down|left|right|upwards?|downwards?)\s+(?:by\s+)?(?P<count>\d+|{'|'.join(_COUNTS)})(?:\s+{_STEP})?$",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"^(?:in)?to\s+(?:the\s+)?(?:very\s+)?(?P<edge>top|bottom|start|beginning|front|end)(?:\s+of\s+(?:the|its)\s+\w+)?$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"^(?:in)?to\s+(?:the\s+)?(?:(?P<word>{'|'.join(ORDINALS)}|last|\d{{1,2}}(?:st|nd|rd|th))\s+{_STEP}|"
    rf"(?:position|place|row|slot|spot)\s+(?P<number>\d{{1,2}}))(?:\s+(?:of|in)\s+(?:the|its)\s+\w+)?$",
    re.IGNORECASE,
)
_CELL = re.compile(
    r"^(?:in)?to\s+(?:the\s+)?(?P<y>top|upper|bottom|lower|cent(?:er|re)|middle)?[\s-]*"
    r"(?P<x>left|right|cent(?:er|re)|middle)(?:\s+(?:corner|cell|place|position|of\s+(?:the|its)\s+\w+))?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"^(?P<side>above|before|below|after|under|underneath|beneath)\s+(?P<other>\S.*)$", re.IGNORECASE)
_INTO = re.compile(r"^(?:to|onto|into|in|on|over to)\s+(?P<other>\S.*)$", re.IGNORECASE)
_EDGES = {"top": 0, "upper": 0, "left": 0, "start": 0, "beginning": 0, "front": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place among things of one kind: by steps, counted from either end, in a grid, or by another thing."""

    down: int = 0
    right: int = 0
    at: int = 0
    """From 1, -1 is the last; 0: not counted."""
    cell: tuple[str, str] = ("", "")
    other: str = ""
    side: str = ""
    """Of the other thing: before, after, or into."""


def place_in(words: str) -> Place | None:
    """Read where something is to be put; None when the words name no place."""
    said = words.strip(" .,;")
    if match := _SHIFT.match(said):
        word = match["count"].lower()
        count = _COUNTS.get(word) or int(word)
        way = match["way"].lower()[:2]
        return Place(down={"up": -count, "do": count}.get(way, 0), right={"le": -count, "ri": count}.get(way, 0))
    if match := _EDGE.match(said):
        return Place(at=1 if match["edge"].lower() in _EDGES else -1)
    if match := _PLACE.match(said):
        word = (match["word"] or "").lower()
        return Place(at=-1 if word == "last" else ORDINALS.get(word) or int(re.sub(r"\D", "", word or match["number"])))
    if match := _CELL.match(said):
        return Place(cell=((match["y"] or "middle").lower(), match["x"].lower()))
    if match := _BESIDE.match(said):
        side = "before" if match["side"].lower() in ("above", "before") else "after"
        return Place(other=match["other"], side=side)
    match = _INTO.match(said)
    return Place(other=match["other"], side="into") if match else None


def peers(one: Element, elements: Sequence[Element]) -> list[list[Element]]:
    """Return the things of the kind of one of them as rows, from the top and from the left."""
    wide, high = one.box[2], one.box[3]
    alike = [
        e
        for e in elements
        if (e.role, e.tag, e.frame) == (one.role, one.tag, one.frame)
        and (abs(e.box[2] - wide) <= 2 or abs(e.box[3] - high) <= 2)
        and bool(e.name)
    ]
    rows: list[list[Element]] = []
    for element in sorted(alike, key=lambda e: (e.box[1], e.box[0])):
        if rows and element.box[1] < rows[-1][0].box[1] + high / 2:
            rows[-1].append(element)
        else:
            rows.append([element])
    return [sorted(row, key=lambda e: e.box[0]) for row in rows]


def index_of(place: Place, one: Element, rows: Sequence[Sequence[Element]]) -> int | None:
    """Return which thing one of them is to become, counted from 0; None where there is no such place."""
    flat = [element for row in rows for element in row]
    now = next(at for at, element in enumerate(flat) if element.ref == one.ref)
    if place.at:
        found = place.at - 1 if place.at > 0 else len(flat) + place.at
    elif place.cell != ("", ""):
        return _in_grid(place, rows)
    elif place.other:
        beside = [at for at, element in enumerate(flat) if element.name.strip().casefold() == place.other.casefold()]
        if len(beside) != 1 or beside[0] == now:
            return None
        found = beside[0] - (now < beside[0]) + (place.side == "after")
    else:
        return _shifted(place, now, rows)
    return found if 0 <= found < len(flat) else None


def _shifted(place: Place, now: int, rows: Sequence[Sequence[Element]]) -> int | None:
    """Steps go by rows and columns; rows above one another must be of one length."""
    wide = len(rows[0])
    row, column = divmod(now, wide)
    row, column = row + place.down, column + place.right
    even = all(len(one) == wide for one in rows[:-1]) and (len(rows) > 1 or not place.down)
    inside = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return row * wide + column if even and inside else None


def _in_grid(place: Place, rows: Sequence[Sequence[Element]]) -> int | None:
    """The corners, edges and middle of a grid; one without a middle has none."""
    wide = len(rows[0])
    if len(rows) < 2 or wide < 2 or any(len(row) != wide for row in rows):
        return None
    row, column = (_along(word, size) for word, size in zip(place.cell, (len(rows), wide), strict=True))
    return row * wide + column if row is not None and column is not None else None


def _along(word: str, size: int) -> int | None:
    if word.startswith(("cent", "mid")):
        return size // 2 if size % 2 else None
    return 0 if word in _EDGES else size - 1
