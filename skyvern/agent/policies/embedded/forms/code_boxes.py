"""Finds the boxes that take a code one character each: the whole code is typed into the first of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.finding.match import THRESHOLD, is_field, is_text, label_score
from skyvern.agent.policies.embedded.intents import Term
from skyvern.domain.page import Element

_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"[A-Za-z0-9]{4,10}")
_LEAST = 4


def into_first(term: Term, elements: Sequence[Element]) -> Term:
    """Return a code named by the first of its boxes, where the page has as many as it has characters; else the term."""
    value = term.value.strip()
    if term.option or term.file or term.checked is not None or not (_CODE.fullmatch(value) and re.search(r"\d", value)):
        return term
    if term.meaning and field_concept(term.meaning) != "otp" and "code" not in term.meaning.lower():
        return term
    rows = [row for row in _rows(elements) if len(row) == len(value)]
    inside = {one.ref for row in rows for one in row}
    whole = [
        e for e in elements if is_field(e) and e.ref not in inside and label_score(term.label or "code", e) >= THRESHOLD
    ]
    return replace(term, label=rows[0][0].name) if len(rows) == 1 and not whole else term


def spread(text: str, element: Element, elements: Sequence[Element]) -> bool:
    """Tell whether what was typed into a box now stands in it and in those after it, a character each."""
    row = next((row for row in _rows(elements) if row[0].ref == element.ref), None)
    return row is not None and "".join(one.value for one in row) in (text, "•" * len(text))


def _rows(elements: Sequence[Element]) -> list[list[Element]]:
    """Return the runs of fields, one after the other, that are called the same but for a number that counts them."""
    texts = [e for e in elements if is_text(e) and not e.disabled]
    runs = [list(run) for _, run in groupby(texts, key=lambda e: (e.form, e.frame, e.group, _NUMBER.sub("#", e.name)))]
    return [run for run in runs if len(run) >= _LEAST and _count(run)]


def _count(run: Sequence[Element]) -> bool:
    numbers = [_NUMBER.findall(one.name) for one in run]
    return all(found[-1:] == [str(at)] for at, found in enumerate(numbers, 1))
