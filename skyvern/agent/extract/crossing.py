"""Reads the cell where a row and a column cross that are both named by one field: *annual leave available*."""

from __future__ import annotations

from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.sources import Fact, Layout, Listing, Row
from skyvern.agent.lexicon import content

_MEASURES = frozenset(["number", "count", "amount", "value", "days", "hours", "units", "total"])
"""Words of a field that may say what the cell holds, and need stand neither in the row nor over the column."""


def crossed(wanted: Wanted, layout: Layout) -> Fact | None:
    """Return the one cell whose row and column together say what the field is called, None where none or several do."""
    words = set(content(spread(wanted.name))) or set(content(wanted.title))
    cells = [
        fact
        for listing in layout.listings
        if listing.kind == "table" and len(listing.labels) > 1
        for row in listing.rows
        for fact in _cells(row, words, listing)
    ]
    return cells[0] if len({fact.value for fact in cells}) == 1 else None


def _cells(row: Row, words: set[str], listing: Listing) -> list[Fact]:
    head, *rest = row.facts or (Fact(label="", value="", source=""),)
    named = set(content(head.value))
    if not named or not named <= words or head.label != listing.labels[0]:
        return []
    left = words - named
    return [
        fact for fact in rest if fact.value and (own := set(content(fact.label))) and own <= left <= own | _MEASURES
    ]
