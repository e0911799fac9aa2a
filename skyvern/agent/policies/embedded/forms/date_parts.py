"""Splits a date among the fields for its day, month and year, where a page asks for them one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from skyvern.agent.lexicon import plain, section, similarity
from skyvern.agent.policies.embedded.finding.match import THRESHOLD, is_choice, is_field, is_text, label_score
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.domain.page import Element

_PART = re.compile(r"(?:^|\s)(?:(?P<day>days?|dd)|(?P<month>months?|mm)|(?P<year>years?|yyyy|yy))\W*$", re.IGNORECASE)


def split_date(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Return the terms for day, month and year when only three such fields ask for the date, else the term itself."""
    day = parse_date(term.value)
    if day is None or term.checked is not None or term.file:
        return [term]
    fitting = [e for e in elements if is_field(e) and label_score(term.meaning, e) >= THRESHOLD]
    whole = [e for e in fitting if not _part(e) or parse_date(e.value) is not None]
    triples = [triple for triple in _triples(elements) if _asks_for(term, triple)]
    if whole or len(triples) != 1:
        return [term]
    return [replace(term, label=e.name, key="", value=_written(part, day, e)) for part, e in triples[0].items()]


def split_period(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Return a month as what the lists for months and years offer of it, where no field takes it as a whole."""
    period = _PERIOD.fullmatch(term.value.strip())
    if period is None or term.checked is not None or not _is_month(period["month"]):
        return [term]
    lists = [e for e in elements if is_choice(e) and e.options and e.name and not e.disabled]
    if any(similarity(option.label, term.value) >= 0.9 for e in lists for option in e.options):
        return [term]
    offered = {part: [e for e in lists if any(option.label.strip() == text for option in e.options)]
               for part, text in period.groupdict().items()}  # fmt: skip
    parts = [
        replace(term, value=period[part], label=found[0].name, key="", option=True)
        for part, found in offered.items()
        if len(found) == 1
    ]
    return parts if offered["year"] and parts else [term]


_PERIOD = re.compile(r"(?:the\s+)?(?P<month>[^\W\d_]{3,})\s+(?P<year>(?:19|20)\d\d)(?:\s+[a-z]+){0,2}")
""" "May 2025", "the May 2025 statement"."""


def _is_month(word: str) -> bool:
    return any(plain(word) in map(plain, (name, *forms)) for name, forms in section("months").items())


def _part(element: Element) -> str:
    match = _PART.search(element.name) if is_text(element) or is_choice(element) else None
    return str(match.lastgroup) if match else ""


def _triples(elements: Sequence[Element]) -> list[dict[str, Element]]:
    """Return the fields for day, month and year that stand one after the other."""
    parts = [(part, element) for element in elements if (part := _part(element))]
    runs = (dict(parts[at : at + 3]) for at in range(len(parts) - 2))
    return [run for run in runs if len(run) == 3 and len({(e.form, e.group) for e in run.values()}) == 1]


def _asks_for(term: Term, triple: dict[str, Element]) -> bool:
    first = next(iter(triple.values()))
    said = (first.group, _PART.sub("", first.name))
    return any(similarity(term.meaning, text) >= THRESHOLD for text in said if text.strip())


def _written(part: str, day: date, element: Element) -> str:
    """Return a part as its field offers it: the month by name or by number."""
    number = {"day": day.day, "month": day.month, "year": day.year}[part]
    offered = {option.label.strip() for option in element.options}
    if part == "month" and offered:
        named = next((text for text in (f"{day:%B}", f"{day:%b}") if text in offered), "")
        return named or (f"{number:02d}" if f"{number:02d}" in offered else str(number))
    two_digits = f"{number:02d}" in offered or element.input_type == "text"
    return f"{number:02d}" if two_digits else str(number)
