"""Takes out of a goal what it says of a value that was not given: "in the state of …", "middle name …, "."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.reading.given import CLOSE, NOT_GIVEN, OPEN
from skyvern.agent.policies.embedded.reading.verbs import leading_verb, strip_polite

_QUOTED_GAP = re.compile(rf"[\"'“‘«(\[`]\s*{NOT_GIVEN}\s*[\"'”’»)\]`]")
_BEFORE = re.compile(rf"[.!?](?=\s)|[,;(\n]|:\s*\n|{CLOSE}(?=\s)|\s(?:and|then)(?=\s)", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:[.!?](?=\s|$)|[,;)\n]|$|\s(?:and|then|or|before|but)\s)", re.IGNORECASE)
_JOINT = re.compile(
    r"\s*\b(?:on or (?:after|before)|in|from|with|for|by|at|near|since|until|till|to|on|between|as|before|after|under|"
    r"within|where|whose|named|called|having|about|through|via|using|per)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s*(?:in|into|as|for|from|under|on)\b", re.IGNORECASE)
""" "Enter … in the first name field" says where a value goes; "set the state of … to Closed" needs what is missing."""
_GOES_ON = re.compile(r"\s*(?:,\s*(?:and\s+)?|and\s+)(?:the\s+)?", re.IGNORECASE)
_PUTTING = frozenset(["enter", "fill", "set", "select", "give", "upload", "filter", "mark", "assign", "check", "sort"])


def without_gaps(text: str) -> str:
    """Return a goal in which nothing is said any more of values that were not given."""
    text = _QUOTED_GAP.sub(NOT_GIVEN, text)
    while (at := text.find(NOT_GIVEN)) >= 0:
        text = _without(text, at)
    return text


def _without(text: str, at: int) -> str:
    starts = [match.end() for match in _BEFORE.finditer(text, 0, at)]
    begin = starts[-1] if starts else 0
    ending = _AFTER.search(text, at + 1)
    end = ending.start() if ending else len(text)
    left, right = text[begin:at], text[at + 1 : end]
    if right.lstrip().startswith(OPEN):
        return text[:at].rstrip() + " " + text[at + 1 :].lstrip()
    order = leading_verb(strip_polite(left))
    joint = list(_JOINT.finditer(left))[-1:] if OPEN in text else []
    if order is None:
        within = text[:begin].endswith(CLOSE) and joint
        return _joined(
            text[:begin] + (left[: joint[0].start()] if within else ""), (right if OPEN in right else "") + text[end:]
        )
    if order[0] not in _PUTTING:
        return _joined(text[:begin] + (left[: joint[0].start()] if joint else left), right + text[end:])
    if right.strip() and not _PLACE.match(right):
        return text[:at] + text[at + 1 :].lstrip()
    goes_on = _GOES_ON.match(text, end)
    if goes_on is None or right.strip() or leading_verb(strip_polite(text[goes_on.end() :])) is not None:
        return _joined(text[:begin], text[end:])
    verb = left[: len(left.rstrip()) - len(order[1].strip())]
    return f"{text[:begin]}{verb.rstrip()} {text[goes_on.end() :].lstrip()}"


def _joined(before: str, after: str) -> str:
    """Put two ends together so that no comma, "and" or full stop stands there for nothing."""
    before, after = before.rstrip(" ,"), after.lstrip(" ")
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1].rstrip(" ,"), after[1:].lstrip(" ")
    before = re.sub(r"(?:[\s,]|^)+(?:and|or)$", "", before)
    if not before or before[-1] in ".!?\n":
        after = re.sub(r"^[\s,.;]*(?:(?:and|then)\s+)*", "", after)
        after = after[:1].upper() + after[1:]
    return before + ("" if not before or not after or after[0] in ".,;!?\n" else " ") + after
