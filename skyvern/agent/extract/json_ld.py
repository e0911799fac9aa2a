"""Reads what a page says of itself in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from skyvern.agent.extract.layout import Fact, Listing, Row
from skyvern.agent.extract.values import clean


def json_facts(thing: object, index: int, prefix: str = "") -> Iterator[Fact]:
    """Yield what a thing says of itself under its own keys; `prefix` is the key that it stands under."""
    if not isinstance(thing, Mapping):
        return
    for key, value in cast("Mapping[str, object]", thing).items():
        if key.startswith("@") or key in ("itemListElement", "@graph"):
            continue
        if isinstance(value, Mapping):
            yield from json_facts(cast("object", value), index, key)
        elif key == "name" and prefix:
            yield Fact(label=prefix, value=clean(str(value)), source="json", order=index)
        elif isinstance(value, (str, int, float)):
            yield Fact(
                label=key,
                value=clean(str(value).rpartition("schema.org/")[2]),
                source="json",
                group=prefix,
                order=index,
            )


def json_listings(thing: Mapping[str, object]) -> Iterator[Listing]:
    """Yield the lists that a thing holds, a row for each of their items."""
    for key in ("itemListElement", "@graph"):
        items = thing.get(key)
        if not isinstance(items, list):
            continue
        rows: list[Row] = []
        for raw in cast("list[object]", items):
            if not isinstance(raw, Mapping):
                continue
            entry = cast("Mapping[str, object]", raw)
            item: object = entry.get("item") or entry
            if isinstance(item, Mapping):
                facts = tuple(json_facts(cast("object", item), 0))
                rows.append(Row(facts=facts, texts=tuple(fact.value for fact in facts)))
        if len(rows) > 1 and thing.get("@type") != "BreadcrumbList":
            labels = tuple(dict.fromkeys(fact.label for row in rows for fact in row.facts))
            yield Listing(name=str(thing.get("name") or ""), labels=labels, rows=tuple(rows), kind="json")
