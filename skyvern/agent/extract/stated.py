"""Reads what a page says in a line of its own words: *Out of stock*, *Quote number AQ-17*, *$41.50 per month*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skyvern.agent.availability import SAID, to_be_had
from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.values import MONEY, clean
from skyvern.agent.lexicon import content, tokens
from skyvern.domain.page import ASIDE, Observation

_AVAILABLE = frozenset(["stock", "available", "availability"])
_OF_WHAT = frozenset(["product", "item", "article", "currently", "now"])
_OPENING = re.compile(rf"^(?:(?:this|the)\s+\w+\s+is\s+)?(?:currently\s+|now\s+)?(?:{SAID.pattern})", re.IGNORECASE)
_CODED = frozenset(["number", "no", "id", "code", "reference", "ref"])
_PERIODS = {"monthly": "month", "yearly": "year", "annual": "year", "weekly": "week", "daily": "day", "hourly": "hour"}
_SHORT = {"month": "mo", "year": "yr", "week": "wk", "day": "day", "hour": "hr"}


def stated_on(wanted: Wanted, observation: Observation) -> tuple[str, str] | None:
    """Return the text of a field's value and the line that says it; None where no line does, or two disagree."""
    lines = [clean(line.text) for line in observation.reading.lines if line.region not in ASIDE]
    for reads in (_availability, _code, _rate):
        found = dict(reads(wanted, lines))
        if len(found) == 1:
            return next(iter(found.items()))
    return None


def _availability(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield *yes* or *no* for each line that begins with whether a thing can be had."""
    words = set(content(spread(wanted.name)))
    if wanted.kind != "boolean" or not words & _AVAILABLE or words - _AVAILABLE - _OF_WHAT:
        return
    for line in lines:
        said = _OPENING.match(line)
        had = to_be_had(said[0]) if said else None
        if had is not None:
            yield "yes" if had else "no", line


def _code(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the code that stands behind the name of a field within a line."""
    words = tokens(spread(wanted.name))
    if wanted.kind not in ("string", "any") or len(words) < 2 or words[-1] not in _CODED:
        return
    name = r"\W+".join(map(re.escape, words))
    behind = re.compile(
        rf"(?:^|\b(?:your|the)\s+){name}(?:\s+is)?[\s:#]+(?P<code>(?=[\w/-]*\d)[\w/-]{{3,}})\b", re.IGNORECASE
    )
    for line in lines:
        if match := behind.search(line):
            yield match["code"], line


def _rate(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the sums that are said to be for the period that a field names."""
    period = next((_PERIODS[word] for word in tokens(spread(wanted.name)) if word in _PERIODS), None)
    if wanted.kind not in ("number", "integer") or period is None:
        return
    per = re.compile(rf"^\W*(?:(?:per|an?|each|every)\s+{period}|/\s*(?:{period}|{_SHORT[period]}))\b", re.IGNORECASE)
    for line in lines:
        for sum_ in MONEY.finditer(line):
            if per.match(line[sum_.end() :]):
                yield sum_.group(), line
