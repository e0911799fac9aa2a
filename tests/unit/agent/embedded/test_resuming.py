"""The orders of a goal are taken up again where the page that they want came up by another way."""

from __future__ import annotations

from dataclasses import replace

from skyvern.domain.goal import Done
from skyvern.domain.page import ActionKind, Element
from tests.unit.agent.embedded.test_offered import tick
from tests.unit.agent.embedded.test_offering import effects, settled
from tests.unit.agent.embedded.test_policy import box, button, choice, link, page
from tests.unit.agent.embedded.walking import deeds, walked

ENTRY = page(link("v", "Permit lookup"), link("n", "News"), fingerprint="entry")
SEEK = page(
    box("f", "First name"),
    box("l", "Last name"),
    button("s", "Find permits", input_type="submit"),
    url="http://site/seek",
    fingerprint="seek",
)
LIST = page(
    link("r1", "Blum, Ida", context="Blum, Ida Plumber"),
    text=("# Results", "1 entry"),
    url="http://site/list",
    fingerprint="list",
)
RECORD = page(text=("# Ida Blum", "Plumber", "Trade number 77"), url="http://site/r1", fingerprint="record")


async def test_after_a_way_in_other_words_the_orders_go_on() -> None:
    text = "Go to the permit verification page and search for Ida Blum. Open the record."
    found = await walked(text, ENTRY, SEEK, settled(SEEK, f="Ida", l="Blum"), LIST, RECORD)
    assert isinstance(found[-1], Done), deeds(found)
    assert deeds(found) == [
        (ActionKind.CLICK, "v"),
        (ActionKind.INPUT_TEXT, "f"),
        (ActionKind.INPUT_TEXT, "l"),
        (ActionKind.CLICK, "s"),
        (ActionKind.CLICK, "r1"),
    ]


def drawn(ref: str, caption: str, name: str = "▾") -> Element:
    return Element(ref=ref, role="generic", name=name, tag="div", context=caption, listener=True, landmark="main")


async def test_a_list_that_is_drawn_is_opened_by_its_caption_and_its_line_taken() -> None:
    form = page(drawn("d", "Colour"), drawn("x", "Trim"), button("n", "Continue", form=""), fingerprint="form")
    line = Element(ref="o", role="generic", name="Dark green", tag="li", listener=True, new=True)
    opened = replace(form, elements=(*form.elements[:2], line, form.elements[2]), fingerprint="open")
    taken = replace(
        form, elements=(drawn("d", "Dark green Colour", "Dark green"), *form.elements[1:]), fingerprint="took"
    )
    found = await walked('Select "Dark green" as the colour.', form, opened, taken)
    assert deeds(found)[:2] == [(ActionKind.CLICK, "d"), (ActionKind.CLICK, "o")], deeds(found)
    assert effects(found) == []


async def test_a_search_never_presses_what_registers() -> None:
    asked = page(box("q", "Search roles", form=""), box("m", "Your e-mail", form=""), button("j", "Join", form=""))
    found = await walked("Search for welder.", asked, settled(asked, q="welder"))
    assert (ActionKind.CLICK, "j") not in deeds(found)


async def test_values_that_lists_and_buttons_bear_are_chosen_and_not_searched_for() -> None:
    chip = Element(ref="c", role="generic", name="Logistics", tag="div", listener=True)
    asked = page(
        box("q", "Search", form=""), chip, choice("p", "Site", "Anywhere", "Graz", "Linz", form=""), fingerprint="jobs"
    )
    found = await walked("Filter for the Logistics team in Linz.", asked, settled(asked, p="Linz"))
    assert (ActionKind.INPUT_TEXT, "q") not in deeds(found)


async def test_a_box_that_the_goal_does_not_want_is_cleared_before_the_form_is_sent() -> None:
    news = replace(tick("w", "Keep me posted by e-mail"), checked=True)
    form = page(box("n", "Name"), news, button("s", "Send enquiry", input_type="submit"), fingerprint="ask")
    text = "Enter Ida Blum as the name. Do not subscribe to the newsletter. Submit the enquiry."
    full = settled(form, n="Ida Blum")
    found = await walked(text, form, full, settled(full, w=False), page(text=("# Thank you",), fingerprint="sent"))
    assert deeds(found)[1:3] == [(ActionKind.CHECKBOX, "w"), (ActionKind.CLICK, "s")], deeds(found)


async def test_a_button_that_clears_the_filters_begins_no_search() -> None:
    asked = page(box("q", "All parcels", form=""), button("c", "Clear filters", form=""), fingerprint="parcels")
    found = await walked("Search for harbour.", asked, settled(asked, q="harbour"))
    assert (ActionKind.CLICK, "c") not in deeds(found)
    assert (ActionKind.KEYPRESS, "q") in deeds(found)
