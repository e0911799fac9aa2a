"""What a search leads to: its own button, the one record that it found, the file of the year that is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.match import Choice, press_score
from skyvern.agent.policies.embedded.finding.telling import told_apart
from skyvern.agent.policies.embedded.forms.narrowing import turned
from skyvern.domain.goal import GoalKind
from skyvern.domain.page import ActionKind, Element
from tests.unit.agent.embedded.test_offering import settled
from tests.unit.agent.embedded.test_policy import box, button, choice, link, page
from tests.unit.agent.embedded.walking import deeds, walked


def drawn(ref: str, name: str, role: str = "generic", **more: object) -> Element:
    return Element(ref=ref, role=role, name=name, tag="div", listener=True, **more)  # pyright: ignore[reportArgumentType]


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


def accounts(ref: str, number: str) -> Element:
    return link(ref, "View bills", context=f"{number} Quay 4 View bills", order=2)


async def test_of_several_ways_that_bear_one_name_that_of_the_record_in_the_goal_is_gone() -> None:
    home = page(
        accounts("a", "77-100"), accounts("b", "77-200"), link("m", "Bills & dues", order=1), fingerprint="home"
    )
    own = page(text=("# Bills of 77-200",), url="http://site/bills", fingerprint="own")
    acts = await walked("Go to the billing section and find the May 2025 bill of account 77-200", home, own)
    assert deeds(acts)[0] == (ActionKind.CLICK, "b")


def lists(account: str, year: str, **more: object) -> tuple[Element, ...]:
    rows = [link(f"p{year}{month}", "PDF", context=f"05/02/{year} {month} {year} PDF") for month in ("April", "May")]
    return (
        choice("acc", "Account", "77-100 (Quay)", "77-200 (Yard)", form="f", value=account),
        choice("y", "Year", "2026", "2025", form="f", value=year),
        button("show", "Show", form="f", input_type="submit"),
        *rows,
    )


@pytest.mark.parametrize(
    "order",
    [
        "Download the statement for May 2025 of the Yard account (77-200).",
        "Find the May 2025 statement of account 77-200 and download the PDF.",
    ],
)
async def test_the_lists_over_the_files_are_set_to_what_the_goal_names(order: str) -> None:
    first = page(*lists("77-100 (Quay)", "2026"), fingerprint="first")
    set_so = page(*lists("77-200 (Yard)", "2025")[:3], *first.elements[3:], fingerprint="set")
    shown = page(*lists("77-200 (Yard)", "2025"), fingerprint="shown", url="http://site/shown")
    acts = await walked(order, first, set_so, shown, kind=GoalKind.FILE_DOWNLOAD)
    kinds = deeds(acts)
    assert set(kinds[:2]) == {(ActionKind.SELECT_OPTION, "acc"), (ActionKind.SELECT_OPTION, "y")}
    assert kinds[2:4] == [(ActionKind.CLICK, "show"), (ActionKind.DOWNLOAD_FILE, "p2025May")]


def test_a_form_that_sends_is_not_turned() -> None:
    pay = page(
        choice("acc", "Account", "77-100 (Quay)", "77-200 (Yard)", form="f", value="77-100 (Quay)"),
        button("go", "Pay now", form="f", input_type="submit"),
    )
    assert not turned("the statement of account 77-200", pay)


async def test_a_page_that_only_searches_the_site_sends_on_to_its_lookup() -> None:
    site_box = box("q", "Search this website", form="f0", landmark="navigation")
    way = link("w", "Pilot lookup", href="http://site/lookup")
    home = page(site_box, way, link("c", "Complaints"), fingerprint="home")
    acts = await walked("Look up the pilot Ida Blum in Lund", home, replace(SEEK, fingerprint="lookup"))
    assert deeds(acts)[0] == (ActionKind.CLICK, "w")


@pytest.mark.parametrize(("trade", "ref"), [("Roofing", "t"), ("active", "s")])
async def test_a_value_goes_to_the_one_list_that_offers_it_whatever_it_is_called(trade: str, ref: str) -> None:
    form = page(
        box("n", "Permit #"),
        box("c", "Company"),
        choice("t", "Trade", "Any", "C-10 - Electrical", "C-39 - Roofing"),
        choice("s", "Permit state", "Any", "Active", "Lapsed"),
        button("go", "Find permits", input_type="submit"),
    )
    said = f"with the classification {trade}" if ref == "t" else f"whose permit is {trade}"
    acts = await walked(f"Search for companies {said}.", form)
    assert deeds(acts)[0] == (ActionKind.SELECT_OPTION, ref)


async def test_a_list_that_only_says_how_to_compare_is_no_rival_of_its_field() -> None:
    form = page(
        choice("how", "Last name", "Begins with", "Exactly"),
        box("last", "Last name"),
        box("first", "First name"),
        button("go", "Search", input_type="submit"),
    )
    acts = await walked("Search for Ida Blum.", form)
    assert set(deeds(acts)[:2]) == {(ActionKind.INPUT_TEXT, "first"), (ActionKind.INPUT_TEXT, "last")}


async def test_the_file_of_a_row_is_in_its_menu_and_not_what_exports_the_list() -> None:
    around = "Search Export list Number Total B-1177 40.00"
    bar = [
        drawn(ref, name, context=around, role="button") for ref, name in (("x", "Export list"), ("m", "More actions"))
    ]
    menu = [drawn(ref, name, new=True) for ref, name in (("v", "View"), ("p", "Save as PDF"), ("d", "Raise a dispute"))]
    listed = page(*bar, text=("# Bills", "B-1177 40.00"), fingerprint="list")
    opened = page(*bar, *menu, text=("# Bills", "B-1177 40.00"), fingerprint="menu")
    acts = await walked("Download the PDF of bill B-1177.", listed, opened, kind=GoalKind.FILE_DOWNLOAD)
    assert deeds(acts)[:2] == [(ActionKind.CLICK, "m"), (ActionKind.DOWNLOAD_FILE, "p")]


WINDOW = (
    drawn("any", "Any state", role="button", landmark="dialog", order=4),
    box("from", "Posted from", form="w", landmark="dialog", input_type="date", order=5),
    box("to", "Posted to", form="w", landmark="dialog", input_type="date", order=6),
    button("apply", "Apply filters", form="w", landmark="dialog", order=9),
)


async def test_the_filters_of_a_list_are_behind_their_button_and_their_lists_are_drawn() -> None:
    bar = (box("q", "Search orders", form="", order=1), button("f", "Filters", form="", order=2))
    rows = [link(f"r{at}", f"O-{at}", context=f"O-{at} On hold") for at in (1, 2)]
    first = page(*bar, *rows, text=("# Orders",), fingerprint="first")
    window = page(*bar, *WINDOW, fingerprint="window")
    dated = settled(window, **{"from": "2026-07-01", "to": "2026-09-30"})
    hold = box("hold", "On hold", role="checkbox", input_type="checkbox", form="w", landmark="dialog", checked=False)
    opened = replace(dated, elements=(*dated.elements, hold), fingerprint="opened")
    ticked = replace(dated, elements=(*dated.elements, replace(hold, checked=True)), fingerprint="ticked")
    shown = page(*bar, *rows, text=("# Orders",), fingerprint="shown")
    words = "Filter the list: state On hold, posted from 2026-07-01 to 2026-09-30."
    acts = await walked(words, first, window, dated, opened, ticked, shown)
    assert [ref for _, ref in deeds(acts)] == ["f", "from", "to", "any", "hold", "apply"]


async def test_what_one_searches_for_is_not_sought_among_the_filters() -> None:
    bar = page(box("q", "Search orders", role="searchbox", form=""), button("f", "Filters", form=""))
    acts = await walked("Find order O-1177.", bar)
    assert deeds(acts)[0] == (ActionKind.INPUT_TEXT, "q")


async def test_the_form_of_a_file_is_chosen_in_the_window_and_no_other_fetched() -> None:
    export = page(button("x", "Export list", form=""), fingerprint="list")
    forms = [
        Element(ref=ref, role="radio", name=name, input_type="radio", landmark="dialog", checked=ref == "xls", new=True)
        for ref, name in (("xls", "Excel workbook (.xls)"), ("csv", "Comma-separated values (.csv)"))
    ]
    go = button("go", "Export", form="w", landmark="dialog", new=True)
    asked = page(*export.elements, *forms, go, fingerprint="window")
    chosen = page(
        *export.elements, replace(forms[0], checked=False), replace(forms[1], checked=True), go, fingerprint="c"
    )
    acts = await walked("Export the list as CSV.", export, asked, chosen, kind=GoalKind.FILE_DOWNLOAD)
    assert [ref for _, ref in deeds(acts)][:3] == ["x", "csv", "go"]
    acts = await walked("Export the list as PDF.", export, asked, kind=GoalKind.FILE_DOWNLOAD)
    assert "go" not in [ref for _, ref in deeds(acts)]


@pytest.mark.parametrize(
    ("wanted", "name", "fits"),
    [
        ("rate confirmation", "Rate con", True),
        ("proof of delivery", "POD", True),
        ("bill of lading", "B", False),
        ("rate confirmation", "Rate card", False),
        ("report", "Rep", False),
    ],
)
def test_a_name_may_cut_the_words_short(wanted: str, name: str, fits: bool) -> None:
    assert (press_score(wanted, Element(ref="e", role="button", name=name)) >= 0.9) is fits


async def test_a_lone_record_of_a_similar_name_is_not_what_was_searched_for() -> None:
    seek = page(box("n", "Company"), button("g", "Search", input_type="submit"), fingerprint="seek")
    other = link("r", "Northgate Foods", context="77 Northgate Foods active")
    found = page(other, text=("1 record",), url="http://site/found", fingerprint="found")
    acts = await walked(
        "Search for company Northgate Robotics and open the record.", seek, settled(seek, n="Northgate Robotics"), found
    )
    assert (ActionKind.CLICK, "r") not in deeds(acts)
