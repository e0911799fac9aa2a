"""Cards without labels: what can only be one field is that field, and nothing else is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from skyvern.agent.extract import extract
from skyvern.agent.extract.sources import lay_out
from skyvern.domain.page import Pair
from skyvern.testing.observations import group, lines, page, record

TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def rows(schema: dict[str, Any], *cards: tuple[str, ...]) -> list[dict[str, Any]] | None:
    """Read cards of a page into a list of objects."""
    seen = page(lines("# Yard"), group(*(record(*card, heading=card[0]) for card in cards)), title="Yard")
    whole = {
        "type": "object",
        "properties": {"boats": {"type": "array", "items": {"type": "object", "properties": schema}}},
    }
    data = cast("dict[str, Any]", extract("All boats", whole, seen).data)
    return cast("list[dict[str, Any]] | None", data["boats"])


def test_a_state_a_count_and_a_sum_need_no_label() -> None:
    found = rows(
        {"status": TEXT, "count": WHOLE, "total": NUMBER}, ("Open", "12", "3,400.50 €"), ("Ashore", "7", "910.00 €")
    )
    assert found == [
        {"status": "Open", "count": 12, "total": 3400.5},
        {"status": "Ashore", "count": 7, "total": 910.0},
    ]


def test_a_badge_is_the_one_field_that_holds_a_state() -> None:
    beside = Pair(label="Blue Heron", value="Gold", source="sibling")
    card = replace(record("Blue Heron", "Gold", "Owner: Ida Blum", heading="Blue Heron"), pairs=(beside,))
    assert [row.heading for one in lay_out(page(group(card, card))).listings for row in one.rows] == ["Blue Heron"] * 2
    found = rows(
        {"name": TEXT, "owner": TEXT, "level": TEXT},
        ("Blue Heron", "Gold", "Owner: Ida Blum"),
        ("Red Kite", "Bronze", "Owner: Ben Ode"),
    )
    assert found == [
        {"name": "Blue Heron", "owner": "Ida Blum", "level": "Gold"},
        {"name": "Red Kite", "owner": "Ben Ode", "level": "Bronze"},
    ]


def test_what_could_be_anything_stays_null() -> None:
    found = rows(
        {"name": TEXT, "price": NUMBER, "sku": TEXT, "status": TEXT},
        ("Blue rope", "Manila", "In stock", "12.00 €"),
        ("Red rope", "Hemp", "Sold out", "9.00 €"),
    )
    assert found is not None
    assert [one["sku"] for one in found] == [None, None]
