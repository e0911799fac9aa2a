"""Says a row of a page under its own labels, where nobody asked for particular fields."""

from __future__ import annotations

import re
from collections.abc import Mapping

from skyvern.agent.extract.layout import Fact, Row
from skyvern.agent.extract.values import clean


def row_as_shown(row: Row) -> Mapping[str, object]:
    """Return a row under its own labels (snake case), as text; empty cells are null."""
    made: dict[str, object] = {}
    for fact in row.facts:
        if fact.label:
            made.setdefault(key_of(fact.label), fact.value or None)
    if row.heading and row.heading not in made.values():
        made = {"title": row.heading, **made}
    rest = [text for text in row.texts if text != row.heading and not any(_tells(fact, text) for fact in row.facts)]
    made.update({f"text_{index}" if index > 1 else "text": text for index, text in enumerate(rest, start=1)})
    for fact in row.facts:
        if fact.link and fact.label and fact.value:
            made.setdefault(f"{key_of(fact.label)}_url", fact.link)
    return made


def _tells(fact: Fact, text: str) -> bool:
    """Whether a text is a fact's value or label, or both."""
    said = fact.label in text or text.startswith(fact.value)
    return text in (fact.value, fact.label) or (said and fact.value in text)


def key_of(label: str) -> str:
    """Return a label as a property name."""
    return re.sub(r"\W+", "_", clean(label).casefold()).strip("_") or "value"
