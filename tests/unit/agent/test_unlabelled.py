"""Cards without labels: what can only be one field is that field, and nothing else is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from skyvern.agent.extract import extract
from skyvern.agent.extract.sources import lay_out
from skyvern.domain.page import Pair
from skyvern.testing.observations import element, group, lines, page, record, table

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


def test_a_column_called_as_the_things_of_the_list_holds_their_names() -> None:
    seen = page(
        table(("Berth", "Length", "Pier"), ("4. North corner", "12 m", "A"), ("9. By the crane", "8 m", "B")),
        title="Harbour",
    )
    fields = {"title": TEXT, "pier": TEXT}
    whole = {
        "type": "object",
        "properties": {"berths": {"type": "array", "items": {"type": "object", "properties": fields}}},
    }
    data = cast("dict[str, Any]", extract("All berths with their title and pier", whole, seen).data)
    assert data["berths"] == [{"title": "4. North corner", "pier": "A"}, {"title": "9. By the crane", "pier": "B"}]


def test_a_column_of_numbers_called_as_the_things_is_not_their_name() -> None:
    seen = page(table(("Berth", "Pier"), ("4", "A"), ("9", "B")), title="Harbour")
    fields = {"title": TEXT, "pier": TEXT}
    whole = {
        "type": "object",
        "properties": {"berths": {"type": "array", "items": {"type": "object", "properties": fields}}},
    }
    data = cast("dict[str, Any]", extract("All berths with their title and pier", whole, seen).data)
    assert [one["title"] for one in data["berths"]] == [None, None]


def _asked(said: str, *rows: tuple[str, ...], words: str = "How many leaking boats are there?") -> object:
    seen = page(table(("Boat", "State"), *rows), lines(said), title="Yard")
    whole = {"type": "object", "properties": {"count": WHOLE}}
    return cast("dict[str, Any]", extract(words, whole, seen).data)["count"]


def test_a_whole_list_of_one_kind_tells_how_many_there_are() -> None:
    assert _asked("1-2 of 2", ("Heron", "Leaking"), ("Kite", "Leaking")) == 2
    assert _asked("1-2 of 5", ("Heron", "Leaking"), ("Kite", "Leaking")) is None
    assert _asked("1-2 of 2", ("Heron", "Leaking"), ("Kite", "Dry")) is None
    assert _asked("1-2 of 2", ("Heron", "Leaking"), ("Kite", "Leaking"), words="How many leaking boats of Ida?") is None


def badge(*texts: str) -> tuple[Pair, ...]:
    return tuple(Pair(label="", value=text, source="badge", order=at) for at, text in enumerate(texts))


def test_the_one_badge_of_a_page_is_the_state_that_is_wanted() -> None:
    schema = {"type": "object", "properties": {"berth": TEXT, "licence_status": TEXT}}
    beside = Pair(label="Berth no.", value="B-17", source="sibling")
    seen = page(lines("# Yard", "Berth no. B-17 Valid"), (beside, *badge("Valid")))
    assert extract("the berth and status", schema, seen).data == {"berth": "B-17", "licence_status": "Valid"}
    for shown in (("Valid", "Ashore"), ("New", "Valid", "Ashore")):
        several = replace(seen, reading=replace(seen.reading, pairs=(beside, *badge(*shown))))
        assert cast("dict[str, Any]", extract("the status", schema, several).data)["licence_status"] is None


def test_a_label_is_believed_before_a_badge() -> None:
    schema = {"type": "object", "properties": {"licence_status": TEXT}}
    told = Pair(label="Licence status", value="Lapsed", source="dl")
    seen = page(lines("# Yard"), (told, *badge("Valid")))
    assert extract("the status", schema, seen).data == {"licence_status": "Lapsed"}


def test_a_town_stands_before_its_state() -> None:
    found = rows({"city": TEXT, "state": TEXT}, ("Bend, Oregon · Sails", "x"), ("Reno, NV · Ropes", "y"))
    assert found == [{"city": "Bend", "state": "Oregon"}, {"city": "Reno", "state": "NV"}]


def test_controls_side_by_side_are_no_label_and_value() -> None:
    beside = (Pair(label="Search", value="Clear all", source="sibling"),)
    seen = page(lines("# Yard"), beside, element("generic", "Search"), element("generic", "Clear all"))
    assert not lay_out(seen).facts


def test_a_heading_that_only_names_a_kind_of_thing_is_no_name() -> None:
    schema = {"type": "object", "properties": {"name": TEXT, "berth": TEXT, "since": TEXT}}
    facts = (Pair(label="Berth", value="B-17", source="dl"), Pair(label="Since", value="2019", source="dl"))
    seen = page(lines("# Certificate", "## Ida Blum"), facts)
    assert cast("dict[str, Any]", extract("the full name", schema, seen).data)["name"] == "Ida Blum"
    bare = page(lines("# Certificate"), facts)
    assert cast("dict[str, Any]", extract("the full name", schema, bare).data)["name"] is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Room 12. Open Monday to Thursday, 8:00 to 15:30.", "Monday to Thursday, 8:00 to 15:30"),
        ("Besuchen Sie uns Mo-Fr 8 bis 16 Uhr, Sa 9 bis 12 Uhr", "Mo-Fr 8 bis 16 Uhr, Sa 9 bis 12 Uhr"),
        ("Du lundi au vendredi de 9h00 à 17h30", "lundi au vendredi de 9h00 à 17h30"),
        ("Sunday dinner for 2 to 4 people", None),
    ],
)
def test_days_with_hours_are_when_it_is_open(line: str, told: str | None) -> None:
    schema = {"type": "object", "properties": {"opening_hours": TEXT}}
    assert cast("dict[str, Any]", extract("When is it open?", schema, page(lines(line))).data)["opening_hours"] == told


def test_without_a_schema_a_card_keeps_its_heading_beside_what_it_says() -> None:
    cards = (
        record("Goal Saver", "Account ending 9020", "Balance", "$7.00", "Joint", heading="Goal Saver"),
        record("Everyday", "Account ending 4471", "Balance", "$2.50", heading="Everyday"),
    )
    found = cast("list[object]", extract("All accounts", None, page(group(*cards))).data)
    assert found[0] == {
        "title": "Goal Saver",
        "balance": "$7.00",
        "account_ending": "9020",
        "text": "Joint",
    }


def test_boxes_under_a_box_of_names_are_a_table() -> None:
    head = record("Number", "Ship to", "Sum")
    body = [record("B-17", "Lund", "40.00", "⋮"), record("B-18", "Moss", "52.00", "⋮")]
    item = {"type": "object", "properties": {"bill_number": TEXT, "ship_to": TEXT, "amount": NUMBER}}
    schema = {"type": "object", "properties": {"bills": {"type": "array", "items": item}}}
    seen = page(lines("# Bills"), group(head, *body))
    assert extract("All bills", schema, seen).data == {
        "bills": [
            {"bill_number": "B-17", "ship_to": "Lund", "amount": 40.0},
            {"bill_number": "B-18", "ship_to": "Moss", "amount": 52.0},
        ]
    }
    short = page(lines("# Bills"), group(head, body[0], record("B-18", "52.00", "⋮")))
    assert "Ship to" not in {label for one in lay_out(short).listings for label in one.labels}


def test_times_persons_and_rooms_are_told_by_their_look() -> None:
    cards = (
        ("9:00 AM", "Flow batteries", "Mina Park", "Storage", "Room 201"),
        ("1:30 PM", "Fire codes", "Ravi Menon", "Storage", "Aurora Hall"),
    )
    seen = page(lines("# Agenda"), group(*(record(*card, heading=card[1]) for card in cards)), title="Agenda")
    inside = group(record("9:00 AM"), record("Flow batteries", "Mina Park"), record("Storage", "Room 201"))
    seen = replace(seen, reading=replace(seen.reading, groups=(*seen.reading.groups, inside)))
    fields = {"time": TEXT, "title": TEXT, "speaker": TEXT, "room": TEXT}
    items = {"type": "object", "properties": fields}
    whole = {"type": "object", "properties": {"sessions": {"type": "array", "items": items}}}
    found = cast("dict[str, Any]", extract("Every session", whole, seen).data)["sessions"]
    assert [tuple(one.values()) for one in found] == [(*card[:3], card[4]) for card in cards]


def test_a_job_is_not_the_name_of_who_has_it() -> None:
    cards = (("Mina Park", "Analyst, Logistics", "Austin"), ("Ravi Menon", "Manager, Sales", "Lund"))
    found = rows({"name": TEXT, "job_title": TEXT, "office": TEXT}, *cards)
    assert [tuple(one.values()) for one in found or ()] == list(cards)
    assert [
        one["job_title"] for one in rows({"name": TEXT, "job_title": TEXT}, ("Mina", "x"), ("Ravi", "y")) or ()
    ] == []


def test_what_a_side_column_repeats_in_short_is_no_rival() -> None:
    told = (Pair(label="Boat", value="2009 Beneteau Oceanis 37", source="row", order=1),)
    short = (
        Pair(label="Boat:", value="Sailboat", source="colon", order=9),
        Pair(label="Crew", value="4", source="colon", order=9),
    )
    seen = page(lines("# Your quote", "Boat 2009 Beneteau Oceanis 37"), *told, *short, title="Quote")
    beside = replace(seen.reading.lines[-1], text="Boat: Sailboat", order=9, region="complementary")
    seen = replace(seen, reading=replace(seen.reading, lines=(*seen.reading.lines, beside)))
    schema = {"type": "object", "properties": {"boat": TEXT, "crew": TEXT}}
    assert extract("The boat and the crew", schema, seen).data == {"boat": "2009 Beneteau Oceanis 37", "crew": "4"}
