"""Where a thing of a list or grid is to be put: up by one, to the top, before another, to the middle of the grid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skyvern.agent.lexicon import content
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.kinds import ORDINALS
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN

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
_WHAT = re.compile(
    rf"^(?:the\s+|my\s+|our\s+)?(?:(?:card|item|task|row|entry|element|ticket|tile|file|block|person|name|number)\s+)?"
    rf"(?P<what>{OPEN}\d+{CLOSE}|\S.*?)\s+"
    rf"(?P<where>(?:up|down|left|right|above|before|below|after|under|beneath|to|into|onto|on|in|over)(?:wards?)?\s+\S.*)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"^(?:all|every|each|any|both|everything|them|these|those|it)\b", re.IGNORECASE)
EDGES = {"top": 0, "upper": 0, "left": 0, "start": 0, "beginning": 0, "front": 0}
"""The ends that come first, whichever way is counted."""


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
        return Place(at=1 if match["edge"].lower() in EDGES else -1)
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


def drag(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "drag Oslo up by one", "drag the card 'Invoice' to the Done column"; one thing, and a place that is told."""
    match = _WHAT.match(rest.strip(" ."))
    name = reader.masked.plain(match["what"]).strip() if match else ""
    where = reader.masked.plain(match["where"]).strip() if match else ""
    if not content(name) or _SEVERAL.match(name) or place_in(where) is None:
        return [Intent(verb=Verb.UNKNOWN, clause="")]
    return [Intent(verb=Verb.DRAG, clause="", target=name, text=where)]
