"""Rows that are chosen for one action, deeds that want words, and what must never be pressed on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Option
from tests.unit.agent.embedded.test_shops import CLICK, field, page, press
from tests.unit.agent.embedded.walking import deeds, walked


def berth(number: int, name: str) -> tuple[Element, ...]:
    row = f"{name} free 12 m"
    box = field(f"c{number}", f"Select this row - {name}", role="checkbox", input_type="checkbox", checked=False)
    link = Element(ref=f"a{number}", role="link", name=name, tag="a", href=f"http://site/{name}", landmark="main")
    return replace(box, context=row, form="f1"), replace(link, context=row, form="f1")


OFFERED = (Option(label="---", value=""), Option(label="Close for winter", value="c"))
DEED = field("s1", "Action", role="combobox", tag="select", options=OFFERED, form="f1")
GO = press("g1", "Go", form="f1")
LIST = page(*berth(1, "B-11"), *berth(2, "B-12"), *berth(3, "B-13"), DEED, GO, at="berths")


async def test_rows_are_chosen_and_the_action_is_run_on_them() -> None:
    words = "Select the berths B-11 and B-13 and run the action 'Close for winter' on them."
    chosen = page(
        *(replace(e, checked=True) if e.ref in ("c1", "c3") else e for e in LIST.elements if e.ref not in ("s1", "g1")),
        replace(DEED, value="Close for winter"),
        GO,
        at="berths?chosen",
    )
    found = await walked(words, LIST, chosen, page(said="2 berths were closed.", at="done"))
    assert deeds(found) == [
        (ActionKind.CHECKBOX, "c1"),
        (ActionKind.CHECKBOX, "c3"),
        (ActionKind.SELECT_OPTION, "s1"),
        (CLICK, "g1"),
    ]


@pytest.mark.parametrize(
    "words", ["Reject it with the reason 'too late'.", "Cancel the booking with the comment 'too late'."]
)
def test_a_deed_may_want_words(words: str) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert [one.verb for one in plan.intents] == [Verb.DO, Verb.FILL, Verb.SUBMIT]
    assert plan.intents[1].terms[0].value == "too late"


async def test_nothing_is_saved_on_the_way_to_a_deed() -> None:
    name = field("t1", "Name", value="Gull", form="f1", context="Gull")
    save = press("b1", "Save and continue", form="f1", input_type="submit", context="Gull")
    found = await walked("Approve the boat Gull.", page(name, save, text=("# Change boat", "Gull"), at="boat"))
    assert [kind for kind, _ in deeds(found)] == [ActionKind.TERMINATE]


async def test_a_link_to_the_open_page_need_not_be_pressed() -> None:
    link = Element(ref="a1", role="link", name="Tide table", tag="a", href="http://site/tides", landmark="navigation")
    found = await walked("Go to the tide table.", page(link, text=("# Welcome",), at="tides"))
    assert deeds(found) == []


ACTIVE = field("c9", "Active", role="checkbox", input_type="checkbox", checked=True, form="f1")
NAMED = field("t9", "Name", value="Gull", form="f1")
SAVE = press("s9", "Save", form="f1", input_type="submit")


async def test_what_a_page_has_as_a_box_is_set_and_saved() -> None:
    own = page(NAMED, ACTIVE, SAVE, text=("# Boat Gull",), at="gull")
    cleared = page(NAMED, replace(ACTIVE, checked=False), SAVE, text=("# Boat Gull",), at="gull?cleared")
    found = await walked("Deactivate the boat Gull.", own, cleared, page(said="Boat saved.", at="done"))
    assert deeds(found) == [(ActionKind.CHECKBOX, "c9"), (CLICK, "s9")]


async def test_another_thing_is_left_as_it_is() -> None:
    found = await walked("Deactivate the boat Heron.", page(NAMED, ACTIVE, SAVE, text=("# Boat Gull",), at="gull"))
    assert [kind for kind, _ in deeds(found)] == [ActionKind.TERMINATE]


async def test_a_field_of_a_record_is_set_on_the_page_that_holds_its_name() -> None:
    terms = field("t8", "Mooring", value="Buoy", form="f1")
    own = page(NAMED, terms, SAVE, text=("# Boat",), at="edit")
    filled = page(NAMED, replace(terms, value="Pontoon"), SAVE, text=("# Boat",), at="edit?2")
    found = await walked("Change the mooring of Gull to Pontoon and save.", own, filled, page(said="Saved.", at="done"))
    assert deeds(found) == [(ActionKind.INPUT_TEXT, "t8"), (CLICK, "s9")]


def test_subscribing_is_a_box_of_what_is_made() -> None:
    words = "Add a crew member: name Ida Blum, e-mail ida@crew.example, and subscribe to the bulletin."
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert [term.label for one in plan.intents if one.verb is Verb.CHECK for term in one.terms] == ["bulletin"]


async def test_what_is_edited_is_saved_by_the_button_that_the_form_has() -> None:
    edit = press("e1", "Edit", context="Gull 12 m Edit")
    sum_of = field("t2", "Fee", value="9", form="f1")
    send, more = press("b2", "Submit", form="f1", input_type="submit"), press("b3", "Submit and add another", form="f1")
    opened = page(sum_of, send, more, text=("# Edit",), at="gull")
    filled = page(replace(sum_of, value="11"), send, more, text=("# Edit",), at="gull?2")
    words = "Edit the boat Gull and change its fee to 11."
    found = await walked(words, page(edit, at="boats"), opened, filled, page(said="Saved.", at="done"))
    assert deeds(found) == [(CLICK, "e1"), (ActionKind.INPUT_TEXT, "t2"), (CLICK, "b2")]


async def test_a_page_that_is_headed_by_a_refusal_has_not_done_it() -> None:
    gone = press("d1", "Delete", context="Gull 12 m Delete")
    refused = page(text=("# Cannot delete boat", "A crew is assigned to it."), at="gull/delete")
    found = await walked("Delete the boat Gull.", page(gone, at="boats"), refused)
    assert [kind for kind, _ in deeds(found)] == [CLICK, ActionKind.TERMINATE]
    assert "Cannot delete boat" in deeds(found)[-1][1]


def test_what_a_new_thing_belongs_to_is_a_value_of_its_form() -> None:
    words = "Create a new booking in the marina Southport with the boat 'Gull', the length 12 and the fee 30."
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert not plan.unknown
    said = {term.label: term.value for term in plan.intents[0].terms}
    assert said["marina"] == "Southport"
    assert said["boat"] == "Gull"


def test_a_list_is_called_by_what_it_lists() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Open the list of all bookings."))
    assert plan.intents[0].target == "bookings"


async def test_a_number_is_found_in_the_address_of_a_link_and_of_the_page() -> None:
    away = Element(ref="a1", role="link", name="Crew 6", tag="a", href="http://site/crews/6", landmark="main")
    own = Element(ref="a2", role="link", name="Storm damage", tag="a", href="http://site/bookings/6/", landmark="main")
    there = page(text=("# Storm damage",), at="bookings/6/")
    assert deeds(await walked("Open booking 6.", page(away, own, at="bookings"), there)) == [(CLICK, "a2")]
    assert deeds(await walked("Open booking #6.", there)) == []


async def test_of_two_ways_of_one_name_none_is_taken() -> None:
    one = Element(ref="a1", role="link", name="by month", tag="a", href="http://site/crew/month", landmark="main")
    two = replace(one, ref="a2", href="http://site/boats/month")
    found = await walked("Show the bookings by month.", page(one, two, at="reports"))
    assert [kind for kind, _ in deeds(found)] == [ActionKind.TERMINATE]
    found = await walked(
        "Show the bookings by month.", page(one, replace(two, href=one.href), at="reports"), page(at="m")
    )
    assert [kind for kind, _ in deeds(found)] == [CLICK]
