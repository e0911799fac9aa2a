"""Reads the cell where a row and a column cross that are both named by one field: *annual leave available*."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.layout import Fact, Layout, Listing, Row
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.lexicon import content

_MEASURES = frozenset(["number", "count", "amount", "value", "days", "hours", "units", "total"])
"""Words of a field that may say what the cell holds, and need stand neither in the row nor over the column."""


def crossed(wanted: Wanted, layout: Layout, goal: str = "") -> Fact | None:
    """Return the one cell whose row and column together say what the field is called, None where none or several do.

    A row's head may hold more than the field's name where the goal says it too (*the vacation of 2026*).
    """
    words = set(content(spread(wanted.name))) or set(content(wanted.title))
    said = set(content(goal))
    cells = [
        fact
        for listing in layout.listings
        if listing.kind == "table" and len(listing.labels) > 1
        for row in listing.rows
        for fact in _cells(row, words, said, listing)
    ]
    return cells[0] if len({fact.value for fact in cells}) == 1 else None


def heads_another(wanted: Wanted, rows: Sequence[Row], listing: Listing) -> bool:
    """Tell whether a field's name holds the head of a row that is not among these: then their cells are not it."""
    if listing.kind != "table":
        return False
    words = set(content(spread(wanted.name))) - {word for label in listing.labels for word in content(label)}
    mine = {word for row in rows for word in _head(row)}
    others = {word for row in listing.rows if row not in rows for word in _head(row)}
    return bool({word for word in words & (others - mine) if not word.isdigit()})


def _head(row: Row) -> set[str]:
    return set(content(row.facts[0].value)) if row.facts else set()


def _cells(row: Row, words: set[str], said: set[str], listing: Listing) -> list[Fact]:
    head, *rest = row.facts or (Fact(label="", value="", source=""),)
    named = set(content(head.value))
    if not named & words or not named <= words | said or head.label != listing.labels[0]:
        return []
    left = words - named
    return [
        fact for fact in rest if fact.value and (own := set(content(fact.label))) and own <= left <= own | _MEASURES
    ]
