"""Says which of the values that a template put into a goal stand there as one unit, and what their names tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from skyvern.agent.policies.embedded.reading.verbs import leading_verb, strip_polite
from skyvern.domain.goal import GoalValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the goal's text that is one value; `key` is what its name tells, "" when nothing."""

    start: int
    end: int
    key: str = ""


_BEFORE = re.compile(r"(?:https?://\S*|[\w.+@/%-]+)$")
_AFTER = re.compile(r"(?:[@/%+-]|[.](?=\w)|\w)(?:[\w@/%+&=?-]|[.:](?=\w))*")
_PLAIN = frozenset(["yes", "no", "true", "false", "on", "off", "none", "null"])
_PAIR = re.compile(r"(?:[-*•]\s*)?[A-Za-z][\w' /-]{0,40}\s*[:=]\s*\S")
_SENTENCE_BEGINS = re.compile(
    r"(?:^|[.!?;\n]|\b(?:following|instructions?|tasks?|steps?|goal)\s*:)[\s\"'“*•-]*$|^\s*\d+[.)]\s*$|\n\s*\d+[.)]\s*$"
)
_ORDER_BEGINS = re.compile(r"(?:^|[.!?:;,\n]|\b(?:and|then|please|or))\s*$", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[\s\"'”]*(?:$|[.!?\n;])")
_DEED_TO = re.compile(
    r"\s+(?:the|this|that|these|those|it|them|him|her|all|every|each|its|his|their|my|our)\b", re.IGNORECASE
)
_ORDERS = re.compile(r"goal|instruction|task|prompt|steps?$|order|objective|command|directive", re.IGNORECASE)


def spans(text: str, values: Sequence[GoalValue]) -> tuple[Span, ...]:
    """Return the stretches that are one value each, in order; what is glued together is one value."""
    found: list[Span] = []
    for value in sorted(values, key=lambda one: one.at):
        start, end = value.at, value.at + len(value.text)
        if text[start:end] != value.text or not _stands(text, value):
            continue
        key = telling_name(value.name)
        if found and found[-1].end > start:
            found[-1] = Span(start=found[-1].start, end=max(end, found[-1].end))
            continue
        before = _BEFORE.search(text, 0, start)
        after = _AFTER.match(text, end)
        begin, close = before.start() if before else start, after.end() if after else end
        if found and found[-1].end > begin:
            begin = start if found[-1].end <= start else found[-1].end
        found.append(Span(start=begin, end=close, key=key))
    return tuple(found)


def _stands(text: str, value: GoalValue) -> bool:
    """Tell whether a value is a unit: not where it is an order itself, lists values by name, or answers yes or no."""
    said, before, after = value.text, text[: value.at], text[value.at + len(value.text) :]
    if len(said) < 2 or said.casefold() in _PLAIN or said[0] in "{[":
        return False
    pieces = [piece for piece in re.split(r"[\n;,]", said) if piece.strip()]
    if len(pieces) > 1 and all(_PAIR.match(piece.strip()) for piece in pieces):
        return False
    order = leading_verb(strip_polite(said)) is not None
    if order and before.rstrip().endswith(":") and _ORDERS.search(value.name):
        return False
    if order and _SENTENCE_BEGINS.search(before) and _SENTENCE_ENDS.match(after):
        return not (_ORDERS.search(value.name) or len(said.split()) > 3 or not (before + after).strip(" .!\n"))
    if order and _ORDER_BEGINS.search(before) and _DEED_TO.match(after):
        return False
    return not re.fullmatch(r"\d{1,2}", said) or not re.match(r"(?:st|nd|rd|th)\b|\s+times?\b", after)


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LEAD = frozenset(
    ["the", "a", "an", "my", "our", "your", "input", "param", "parameter", "workflow", "given", "provided", "current"]
)
_EMPTY = frozenset(
    ["value", "values", "item", "field", "string", "text", "var", "variable", "arg", "output", "data", "result"]
)


def telling_name(name: str) -> str:
    """Return what a parameter's name says of its value: the_firstName -> first_name; "" where it says nothing."""
    words = [word.lower() for word in _WORD.findall(name)]
    while words and words[0] in _LEAD:
        words = words[1:]
    while words and words[-1] in ("param", "parameter", "input", "value", "var"):
        words = words[:-1]
    telling = [word for word in words if word not in _EMPTY and word not in _LEAD and not word.isdigit()]
    return "_".join(words) if telling else ""


class Keep(Protocol):
    """Keeps a value and returns the mark that stands for it."""

    def __call__(self, value: str, *, key: str = "") -> str: ...


OPEN, CLOSE = "\ue000", "\ue001"
"""What a mark begins and ends with."""

NOT_GIVEN = "\ue004"
"""Stands where a value was left empty."""


def marked(text: str, values: Sequence[GoalValue], not_given: Sequence[GoalValue], keep: Keep) -> str:
    """Return the text with a mark for each of its values, and one where a value was left empty."""
    pieces = [(one.start, one.end, one.key) for one in spans(text, values)]
    empty = [(one.at, one.at, NOT_GIVEN) for one in not_given if not any(a < one.at < b for a, b, _ in pieces)]
    parts: list[str] = []
    at = 0
    for start, end, key in sorted((*pieces, *empty), key=lambda piece: piece[:2]):
        parts += [text[at:start], NOT_GIVEN if key == NOT_GIVEN else keep(text[start:end], key=key)]
        at = end
    return "".join([*parts, text[at:]])
