"""Tells look-alike controls apart by the words of an order that stand in one of their rows and not in the others."""

from __future__ import annotations

from collections.abc import Collection

from skyvern.agent.lexicon import content, tokens
from skyvern.agent.policies.embedded.finding.match import Choice, row_score
from skyvern.domain.page import Element


def told_apart(found: Choice, words: str) -> Choice:
    """Return the one of several rivals whose row alone bears what the order says: the year of "the 2025 report".

    A number that no row bears is in none of them: then nothing is found, not any of them.
    """
    rows = [_row(e) for e in found.rivals]
    if not found.ambiguous or not all(rows):
        return found
    said = set(content(words))
    if any(_is_number(word) and not any(word in row for row in rows) for word in said):
        return Choice(near=found.rivals)
    telling = {word for word in said if sum(word in row for row in rows) < len(rows)}
    shared = [len(telling & row) for row in rows]
    best = [e for e, count in zip(found.rivals, shared, strict=True) if count == max(shared)]
    return Choice(element=best[0]) if max(shared) and len(best) == 1 else found


def bearing(found: Choice, values: Collection[str]) -> Choice:
    """Return the one of several rivals whose row alone bears a value of the goal: "View bills" of its account."""
    own = [e for e in found.rivals if e.context and any(row_score(value, e.context) >= 0.9 for value in values)]
    return Choice(element=own[0]) if len(own) == 1 else found


def _row(element: Element) -> set[str]:
    """Return the words of the element's row; of a date only the whole, so that its year is not the document's."""
    return {token for word in element.context.split() if "/" not in word for token in tokens(word)}


def _is_number(word: str) -> bool:
    return word.isdigit() and len(word) > 1
