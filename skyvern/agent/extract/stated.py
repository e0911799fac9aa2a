"""Reads what a page says in a line of its own words: *Out of stock*, *Quote number AQ-17*, *$41.50 per month*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from skyvern.agent.availability import SAID, to_be_had
from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.values import MONEY, clean
from skyvern.agent.lexicon import content, root, tokens
from skyvern.agent.supposed import stated
from skyvern.domain.page import ASIDE, Line, Observation

_AVAILABLE = frozenset(["stock", "available", "availability"])
_OF_WHAT = frozenset(["product", "item", "article", "currently", "now"])
_OPENING = re.compile(rf"^(?:(?:this|the)\s+\w+\s+is\s+)?(?:currently\s+|now\s+)?(?:{SAID.pattern})", re.IGNORECASE)
_WHETHER = frozenset(root(word) for word in ("has", "have", "had", "any", "is", "are", "with"))
_SUMS = frozenset(root(word) for word in ("price", "amount", "sum", "cost", "total", "fee", "in", "premium", "value"))
_NO_SUCH = re.compile(
    r"^\W*(?:there (?:is|are|were) )?(?:no|none|never any|keine?|aucune?|ning[úu]na?)\s+(?P<what>[^.;]{4,90})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])|\s+[·|]\s+")
_CODED = frozenset(["number", "no", "id", "code", "reference", "ref"])
_PERIODS = {"monthly": "month", "yearly": "year", "annual": "year", "weekly": "week", "daily": "day", "hourly": "hour"}
_SHORT = {"month": "mo", "year": "yr", "week": "wk", "day": "day", "hour": "hr"}


def stated_on(wanted: Wanted, observation: Observation) -> tuple[str, str] | None:
    """Return the text of a field's value and the line that says it; None where no line does, or two disagree."""
    lines = [line for line in observation.reading.lines if line.region not in ASIDE]
    whole, head = [clean(line.text) for line in lines], _under_title(lines)
    for reads in (_availability, _denied, _code, _rate, _sum_said):
        for told in (whole, head):
            found = dict(reads(wanted, told))
            if len(found) == 1:
                return next(iter(found.items()))
    for reads in (_led, _price):
        found = dict(reads(wanted, head))
        if len(found) == 1:
            return next(iter(found.items()))
    coded = dict(_by_letters(wanted, [pair.value for pair in observation.reading.pairs]))
    return next(iter(coded.items())) if len(coded) == 1 else None


def stated_of_it(wanted: Wanted, observation: Observation) -> tuple[str, str] | None:
    """Return what the lines right under the page's title say of a field, where the page shows several such values."""
    head = _under_title([line for line in observation.reading.lines if line.region not in ASIDE])
    found = {**dict(_code(wanted, head)), **dict(_led(wanted, head))}
    return next(iter(found.items())) if len(found) == 1 else None


_MOST_IN_HEAD = 8


def _under_title(lines: Sequence[Line]) -> list[str]:
    """Return the lines between the one highest heading of a page and the next: what the page says of its thing."""
    top = min((line.level for line in lines if line.level), default=0)
    titles = [at for at, line in enumerate(lines) if line.level == top]
    if not top or len(titles) != 1:
        return []
    below = list(takewhile(lambda line: not line.level, lines[titles[0] + 1 :]))
    return [clean(line.text) for line in below[:_MOST_IN_HEAD]]


def _led(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what a part of a line says behind the name of the field: *Part no. 7 · Manufacturer Sensorik*."""
    words = tokens(spread(wanted.name))
    if wanted.kind != "string" or not words or words[-1] in _CODED:
        return
    behind = re.compile(
        rf"{r' '.join(map(re.escape, words))}:? (?P<value>(?-i:[A-Z0-9])[\w&.'’ -]{{1,40}})", re.IGNORECASE
    )
    for line in lines:
        for part in _PARTED.split(line):
            if len(_PARTED.split(line)) > 1 and (match := behind.fullmatch(part)):
                yield match["value"], line


def _price(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the sums that stand under the title of a thing, where its price is wanted."""
    if "price" in tokens(spread(wanted.name)):
        yield from ((match.group(), line) for line in lines for match in MONEY.finditer(line))


def _by_letters(wanted: Wanted, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the values that begin with the letters that a field is named by: *IP67* is an *ip_rating*."""
    short = [word for word in tokens(spread(wanted.name)) if 1 < len(word) < 4 and word not in _CODED]
    for value in values:
        if any(re.fullmatch(rf"{word}[ -]?\d[\w./-]{{0,12}}", value, re.IGNORECASE) for word in short):
            yield value, value


_PARTED = re.compile(r"\s+[·•|]\s+")


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


def _denied(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield *no* for each line that says that there is none of what a yes-or-no field names."""
    words = {root(word) for word in content(spread(wanted.name))} - _WHETHER
    if wanted.kind != "boolean" or not words:
        return
    for line in lines:
        said = _NO_SUCH.match(stated(line))
        if said and words <= {root(word) for word in content(said["what"])}:
            yield "no", line


def _sum_said(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the one sum of a sentence that bears all that a field says beside that it is a sum: *pay in full*."""
    named = {root(word) for word in content(spread(wanted.name))}
    words = named - _SUMS
    if wanted.kind not in ("number", "integer") or not named & _SUMS:
        return
    if len(words) < 2:
        yield from _sum_of(words, lines)
        return
    for line in lines:
        for sentence in _SENTENCE.split(line):
            sums = [match.group() for match in MONEY.finditer(sentence)]
            if len(sums) == 1 and words <= {root(word) for word in content(sentence)}:
                yield sums[0], line


def _sum_of(words: set[str], lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the sum right behind the one word of a field (*10 installments of $50*), or a page's only sum."""
    every = [(match, line) for line in lines for match in MONEY.finditer(line) if _SIGNED.search(match.group())]
    if not words and len({match.group() for match, _ in every}) == 1:
        yield every[0][0].group(), every[0][1]
    for match, line in every:
        before = content(line[: match.start()])[-1:]
        if words and _LEADS.search(line[: match.start()]) and {root(word) for word in before} == words:
            yield match.group(), line


_SIGNED = re.compile(r"[$€£]|\b(?:EUR|USD|GBP|CHF)\b")
_LEADS = re.compile(r"\w\s+(?:of|over|for|at|is|à|von|über|de)\s*$", re.IGNORECASE)


def _code(wanted: Wanted, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the code that stands behind the name of a field within a line."""
    words = tokens(spread(wanted.name))
    if wanted.kind not in ("string", "any") or len(words) < 2 or words[-1] not in _CODED:
        return
    coded = r"(?:number|no\.?|nr\.?|№|#|id|code|ref(?:erence)?\.?)" if words[-1] != "id" else "id"
    name = r"\W+".join([*map(re.escape, words[:-1]), coded])
    behind = re.compile(
        rf"(?:^|\b(?:your|the)\s+){name}(?:\s+is)?[\s:#]+(?P<code>(?=[\w/-]*\d)[\w/-]{{3,}})\b", re.IGNORECASE
    )
    for line in lines:
        for part in _PARTED.split(line):
            if match := behind.search(part):
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
