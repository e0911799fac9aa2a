"""What a search leads to: its own button, the one record that it found, the file of the year that is asked for."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.finding.match import Choice, press_score
from skyvern.agent.policies.embedded.finding.telling import told_apart
from skyvern.domain.page import ActionKind, Element
from tests.unit.agent.embedded.test_offering import settled
from tests.unit.agent.embedded.test_policy import box, link, page
from tests.unit.agent.embedded.walking import deeds, walked


def drawn(ref: str, name: str, **more: object) -> Element:
    return Element(ref=ref, role="generic", name=name, tag="div", listener=True, **more)  # pyright: ignore[reportArgumentType]


def field(ref: str, name: str) -> Element:
    return box(ref, name, form="", group="Find a pilot", order=3)


VERIFY, GO = drawn("v", "Verify", order=1), drawn("g", "Search", group="Find a pilot", order=5)
SEEK = page(VERIFY, field("n", "Pilot number"), GO, fingerprint="seek")


@pytest.mark.parametrize(
    "order", ["Search for pilot number 4471 and open the licence", "Look up pilot number 4471. Open the record."]
)
async def test_the_search_beside_its_fields_is_pressed_and_what_it_found_opened(order: str) -> None:
    menu = link("m", "Pilot shop", landmark="navigation", holds=("The licence guide",))
    row = link("r", "Ida Blum", context="4471 Ida Blum active", order=9)
    found = page(menu, VERIFY, GO, row, text=("1 record found",), fingerprint="found")
    opened = page(text=("# Ida Blum", "Number: 4471"), url="http://site/4471", fingerprint="open")
    acts = await walked(order, SEEK, settled(SEEK, n="4471"), found, opened)
    assert deeds(acts) == [(ActionKind.INPUT_TEXT, "n"), (ActionKind.CLICK, "g"), (ActionKind.CLICK, "r")]


async def test_of_two_records_that_were_found_none_is_opened_without_a_name() -> None:
    rows = [link(ref, name, context=f"{name} harbour") for ref, name in (("a", "Ida Blum"), ("b", "Ben Ode"))]
    found = page(GO, *rows, fingerprint="found")
    acts = await walked("Search for pilot number 4471 and open the licence", SEEK, settled(SEEK, n="4471"), found)
    assert (ActionKind.CLICK, "a") not in deeds(acts)
    assert (ActionKind.CLICK, "b") not in deeds(acts)


def file(year: int, day: str) -> Element:
    return link(f"f{year}", "Get PDF", context=f"Yearly account {year} {day} Get PDF")


@pytest.mark.parametrize(("words", "ref"), [("2024 yearly account", "f2024"), ("account for 2025", "f2025")])
def test_the_year_tells_the_files_apart_but_not_the_year_in_which_one_was_filed(words: str, ref: str) -> None:
    rivals = (file(2025, "03/01/2026"), file(2024, "02/11/2025"), file(2023, "04/01/2024"))
    found = told_apart(Choice(rivals=rivals), words).element
    assert found is not None
    assert found.ref == ref


def test_a_year_that_no_row_bears_is_none_of_them() -> None:
    assert not told_apart(Choice(rivals=(file(2025, "03/01/2026"), file(2024, "02/11/2025"))), "2019 account").rivals


@pytest.mark.parametrize(("name", "fits"), [("View certificate", True), ("CertFind", False), ("See certificate", True)])
def test_what_shows_a_thing_is_meant_before_a_brand_that_begins_alike(name: str, fits: bool) -> None:
    value = press_score("certificate", Element(ref="e", role="link", name=name))
    assert (value > 0.9) is fits
