"""Names what bears no label or only the name of the kind of thing, where one field alone can be meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from skyvern.agent.extract.cards import by_look, without_fragments
from skyvern.agent.extract.labels import ENOUGH, score, spread, vocabulary
from skyvern.agent.extract.layout import Fact, Layout, Listing, Row
from skyvern.agent.extract.patterns import from_patterns
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.sources import inline_pairs, numbered
from skyvern.agent.lexicon import similarity, tokens

_STATES = frozenset(
    ["status", "state", "tier", "level", "plan", "grade", "rank", "priority", "severity", "stage", "phase", "badge"]
)
"""Fields that hold one of few words, which a card shows without saying what they are."""
_COUNTS = frozenset(["count", "number", "quantity", "qty", "total", "amount", "n"])
_NAMING = frozenset(["name", "title", "subject", "summary", "label", "heading", "headline"])
"""Fields that say what a thing is called: a table of tickets has that in its column "Ticket"."""
_SPOKEN = re.compile(r"[^\W\d_]{3}")
_WHOLE = re.compile(r"^\d{1,3}(?:[,.\u202f\u00a0 ]\d{3})+$|^\d+$")
_FEW_WORDS = re.compile(r"^[^\W\d_][\w'’-]*(?:[ -][^\W\d_][\w'’-]*){0,2}$")
_STOCK = re.compile(r"\b(?:stock|available|sold out|sale|new|add|buy|more|view|edit|details?)\b", re.IGNORECASE)


def told_apart(layout: Layout, tree: Wanted) -> Layout:
    """Return the layout with labels for the texts of cards that can only be one of the fields that are wanted."""
    layout = without_fragments(layout)
    for listed in _lists(tree):
        fields = tuple(part for part in (listed.items or listed).fields if part.scalar)
        named = tuple(_of_its_kind(one, fields, listed.title or spread(listed.name)) for one in layout.listings)
        layout = replace(layout, listings=tuple(by_look(_labelled(one, fields), fields) for one in named))
    return _badge_named(layout, tuple(part for part in tree.fields if part.scalar))


def _badge_named(layout: Layout, fields: Sequence[Wanted]) -> Layout:
    """Call the one badge of a page ("Active") what the one field that holds a state is, where no label says it."""
    badges = {fact.value for fact in layout.facts if fact.source == "badge" and not _STOCK.search(fact.value)}
    listed = {
        text for listing in layout.listings if len(listing.rows) > 1 for row in listing.rows for text in row.texts
    }
    present = vocabulary(fact.label for fact in layout.facts)
    states = [part for part in fields if _is_state(part)]
    told = (fact for fact in layout.facts if fact.value and fact.source not in ("meta", "json", "sentence"))
    if len(states) != 1 or len(badges) != 1 or badges & listed:
        return layout
    if any(score(states[0], fact.label, present) >= ENOUGH for fact in told):
        return layout
    facts = (replace(one, label=states[0].name) if one.source == "badge" else one for one in layout.facts)
    return replace(layout, facts=tuple(facts))


def _of_its_kind(listing: Listing, fields: Sequence[Wanted], kind: str) -> Listing:
    """Call the column that bears the name of the kind of thing ("Ticket" in tickets) what the one such field is."""
    if listing.kind != "table" or not kind:
        return listing
    present = vocabulary(listing.labels)
    naming = [part for part in fields if set(tokens(spread(part.name))) <= _NAMING and not _known(part, listing)]
    columns = [label for label in listing.labels if label and similarity(kind, label) >= 0.9]
    if len(naming) != 1 or len(columns) != 1 or any(score(part, columns[0], present) >= ENOUGH for part in fields):
        return listing
    cells = [next((fact.value for fact in row.facts if fact.label == columns[0]), "") for row in listing.rows]
    if sum(_SPOKEN.search(cell) is not None for cell in cells) * 2 <= len(cells):
        return listing
    told = {0: naming[0]}
    rows = tuple(_with(row, [cell], told) for row, cell in zip(listing.rows, cells, strict=True))
    return replace(listing, rows=rows, labels=(*listing.labels, naming[0].name))


def _lists(tree: Wanted) -> Iterator[Wanted]:
    if tree.kind == "array" and tree.items is not None and tree.items.fields:
        yield tree
    for part in tree.fields:
        yield from _lists(part)


def _labelled(listing: Listing, fields: Sequence[Wanted]) -> Listing:
    if listing.kind != "group" or len(listing.rows) < 2 or not fields:
        return listing
    open_fields = [part for part in fields if not _known(part, listing)]
    left = [_left(row, fields) for row in listing.rows]
    width = len(left[0])
    if not open_fields or not width or any(len(texts) != width for texts in left):
        return listing
    columns = [[texts[at] for texts in left] for at in range(width)]
    named: dict[int, Wanted] = {}
    for suits, wants in ((_counts, _is_count), (_states, _is_state)):
        fitting = [at for at, column in enumerate(columns) if suits(column)]
        asking = [part for part in open_fields if wants(part)]
        if len(fitting) == 1 and len(asking) == 1:
            named[fitting[0]] = asking[0]
    if not named:
        return listing
    rows = tuple(_with(row, texts, named) for row, texts in zip(listing.rows, left, strict=True))
    labels = (*listing.labels, *(part.name for part in named.values()))
    return replace(listing, rows=rows, labels=labels)


def _known(part: Wanted, listing: Listing) -> bool:
    """Tell whether a label names the field, or its values are known by their look."""
    present = vocabulary(listing.labels)
    if any(score(part, label, present) >= ENOUGH for label in listing.labels):
        return True
    return sum(from_patterns(part, row, set()) is not None for row in listing.rows) * 2 > len(listing.rows)


def _left(row: Row, fields: Sequence[Wanted]) -> list[str]:
    """Return the texts of a card that no label and no field known by its look takes."""
    known = {found for part in fields if (found := from_patterns(part, row, set())) is not None}
    values = {fact.value for fact in row.facts if fact.label} | known
    return [text for text in row.texts if text not in values and numbered(text) is None and not any(inline_pairs(text))]


def _counts(column: Sequence[str]) -> bool:
    return all(_WHOLE.match(text) for text in column)


def _states(column: Sequence[str]) -> bool:
    return all(_FEW_WORDS.match(text) and len(text) <= 30 and not _STOCK.search(text) for text in column)


def _is_count(part: Wanted) -> bool:
    return part.kind == "integer" and bool(set(tokens(spread(part.name))) & _COUNTS)


def _is_state(part: Wanted) -> bool:
    return part.kind == "string" and bool(set(tokens(spread(part.name))[-1:]) & _STATES)


def _with(row: Row, texts: Sequence[str], named: dict[int, Wanted]) -> Row:
    told = tuple(Fact(label=part.name, value=texts[at], source="cell") for at, part in named.items())
    return replace(row, facts=(*row.facts, *told))
