"""What a page says in a line of its own words is a field's value; where two lines disagree it is not."""

from __future__ import annotations

from typing import Any, cast

import pytest

from skyvern.agent.extract import extract
from skyvern.testing.observations import element, lines, page, pairs


def read(field: str, kind: str, *said: str) -> object:
    schema = {"type": "object", "properties": {field: {"type": kind}}}
    found = extract("What does it say?", schema, page(lines("# Rowing boat", *said), title="Rowing boat")).data
    return cast("dict[str, Any]", found)[field]


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        (("In stock: 24 at the harbour",), True), (("Out of stock, back in six weeks",), False),
        (("This boat is currently sold out",), False), (("Tell me when it is in stock",), None),
        (("In stock", "Out of stock"), None), ((), None),
    ],
)  # fmt: skip
def test_whether_a_thing_can_be_had_is_said_at_the_beginning_of_a_line(
    said: tuple[str, ...], holds: bool | None
) -> None:
    assert read("in_stock", "boolean", *said) is holds
    assert read("insured", "boolean", *said) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("Booking number HB-2041, valid until May",), "HB-2041"), (("Your booking number is 77120.",), "77120"),
        (("Booking number HB-2041, paid", "Booking number HB-2042, open"), None), (("Booking number unknown",), None),
        (("Enter a booking number or 3 letters",), None),
    ],
)  # fmt: skip
def test_a_code_stands_behind_its_name_within_a_line(said: tuple[str, ...], code: str | None) -> None:
    assert read("booking_number", "string", *said) == code


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (("$41.50 per month", "or $240.00 if you pay half a year"), 41.5), (("€ 12.00 / month",), 12.0),
        (("$41.50 per month", "$39.00 per month"), None), (("$480.00 per year",), None),
    ],
)  # fmt: skip
def test_a_sum_for_a_period_is_that_of_the_field_that_names_it(said: tuple[str, ...], value: float | None) -> None:
    assert read("monthly_fee", "number", *said) == value


def test_what_stands_alone_under_a_small_heading_is_its_value() -> None:
    assert read("current_plan", "string", "## Current plan", "Team", "6 seats") == "Team"
    assert read("current_plan", "string", "## Current plan", "You have the plan for teams with 6 seats") is None
    assert read("current_plan", "string", "## Plan", "Team") is None
    assert read("current_plan", "string", "## Current plan", "Account 9020") is None
    assert read("open_boats", "string", "## Open boats", "Heron", "Kite", "Egret") is None


def test_a_code_with_letters_before_its_number_stays_whole() -> None:
    assert read("invoice_number", "string", "# Invoice INV-10458") == "INV-10458"
    assert read("in_number", "string", "# INV-10458") is None


def test_a_date_is_no_telephone_number() -> None:
    assert read("phone_number", "string", "Valid until 12/31/2026") is None
    assert read("phone_number", "string", "Valid until 12/31/2026", "Call us at 555 010 8842") == "555 010 8842"


def test_the_one_street_of_a_page_is_its_address() -> None:
    assert read("address", "string", "14 Gull Lane, Oban", "Status: open") == "14 Gull Lane"
    assert read("address", "string", "14 Gull Lane, Oban", "3 Quay Street, Oban") is None
    assert read("billing_address", "string", "14 Gull Lane, Oban") is None


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("amount", ("Registration 7 is complete. The invoice over $820.00 will be sent.",), 820.0),
        ("amount", ("$820.00 paid, $40.00 open",), None),
        ("installment_amount", ("or 10 installments of $50.59 (includes a $2.00 fee)",), 50.59),
        ("deposit_amount", ("or 10 installments of $50.59",), None),
    ],
)
def test_a_sum_stands_behind_its_word_or_is_the_only_one(
    field: str, said: tuple[str, ...], value: float | None
) -> None:
    assert read(field, "number", *said) == value


def test_the_lines_under_the_title_tell_of_the_thing_itself() -> None:
    schema = {
        "type": "object",
        "properties": {
            "part_number": {"type": "string"},
            "maker": {"type": "string"},
            "unit_price": {"type": "number"},
            "ip_rating": {"type": "string"},
        },
    }
    others = ("### Also viewed", "### Winch 12", "Part no. PX-12 · Sensorik", "€ 31.20")
    head = ("# Winch 18", "Part no. PX-18 · Maker Northmere · In stock", "€ 38.50 per piece, excl. VAT")
    seen = page(lines(*head, *others), pairs({"Protection class": "IP67", "Width": "18 mm"}))
    assert extract("Extract the part number, maker, unit price and IP rating", schema, seen).data == {
        "part_number": "PX-18",
        "maker": "Northmere",
        "unit_price": 38.5,
        "ip_rating": "IP67",
    }
    without = page(lines("# Winches", *others[1:], "### Winch 18", "Part no. PX-18 · Sensorik", "€ 38.50"))
    data = extract("Extract the part number and unit price", schema, without).data
    assert data == {"part_number": None, "maker": None, "unit_price": None, "ip_rating": None}


def test_choices_side_by_side_are_told_apart_by_their_controls() -> None:
    schema = {"type": "object", "properties": {"outputs": {"type": "array", "items": {"type": "string"}}}}
    chips = tuple(element("generic", name) for name in ("PNP NO", "PNP NC", "NPN NO"))
    seen = page(lines("# Winch"), pairs({"Outputs": "PNP NO PNP NC NPN NO"}), *chips)
    assert extract("the outputs", schema, seen).data == {"outputs": ["PNP NO", "PNP NC", "NPN NO"]}
    assert extract("the outputs", schema, page(lines("# Winch"), pairs({"Outputs": "12 V, 24 V"}))).data == {
        "outputs": ["12 V", "24 V"]
    }


def test_an_empty_field_beside_the_page_says_nothing_of_it() -> None:
    schema = {"type": "object", "properties": {"tracking_number": {"type": "string"}}}
    said = lines("# Received", "Your tracking number is CC-2026-5103. Keep it.")
    aside = element("textbox", "Tracking number", landmark="complementary")
    assert extract("the tracking number", schema, page(said, aside)).data == {"tracking_number": "CC-2026-5103"}
