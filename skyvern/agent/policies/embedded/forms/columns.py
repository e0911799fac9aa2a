"""Puts a condition into a filter that asks for it in parts: a list of columns, how to compare, and the value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import plain
from skyvern.agent.policies.embedded.finding.match import THRESHOLD, is_choice, is_field, is_text, label_score
from skyvern.agent.policies.embedded.intents import Term
from skyvern.domain.page import Element

_EQUAL = ("=", "==", "is", "equals", "equal to", "is equal to", "exactly", "exact", "matches")


def in_parts(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Return a term as column, comparison and value, where no field bears its label and one list offers it."""
    if not term.label or not term.value or term.source or term.file or term.checked is not None:
        return [term]
    if any(is_field(e) and label_score(term.label, e) >= THRESHOLD for e in elements):
        return [term]
    lists = [(e, label) for e in elements if is_choice(e) and (label := _option(e, (term.label,)))]
    if len(lists) != 1 or not lists[0][0].form:
        return [term]
    column, name = lists[0]
    after = [e for e in elements if e.form == column.form and e.order > column.order and not e.disabled]
    value = next((e for e in after if is_text(e) and e.tag != "select"), None)
    if value is None or not _called(column) or not _called(value):
        return [term]
    compared = next(((e, sign) for e in after if is_choice(e) and (sign := _option(e, _EQUAL))), None)
    parts = [Term(value=name, label=_called(column), option=True)]
    if compared is not None and _called(compared[0]):
        parts.append(Term(value=compared[1], label=_called(compared[0]), option=True))
    return [*parts, replace(term, label=_called(value), option=False)]


def _option(element: Element, wanted: Sequence[str]) -> str:
    said = {plain(text).strip() for text in wanted}
    return next((option.label for option in element.options if plain(option.label).strip() in said), "")


def _called(element: Element) -> str:
    return element.name or element.placeholder or next(iter(element.hints), "")
