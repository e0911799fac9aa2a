"""A way of several legs is gone whole: places before things, a record's own part, denials, what is said of a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.controls import find, negated
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.intents import Intent, Plan, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.names import split_name
from skyvern.agent.policies.embedded.stages import Kind, stages
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import Element


def plan(text: str) -> Plan:
    return understand(Goal(kind=GoalKind.NAVIGATION, text=text))


def element(ref: str, role: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role=role, name=name, href=f"http://site/{ref}", landmark="main"), **more)


def opened(words: str, *elements: Element) -> str:
    found = find(Intent(verb=Verb.OPEN, clause=words, target=words), elements)
    return found.element.ref if found.element is not None else ""


def test_every_place_of_a_way_is_a_leg() -> None:
    legs = plan("Go to Areas, then Harbour, then Tides").intents
    assert [leg.target for leg in legs] == ["Areas", "Harbour", "Tides"]


def test_a_thing_is_made_in_its_place() -> None:
    place, form, sent = plan("Under Courses, create a new lesson titled Knots").intents
    assert (place.verb, place.target, place.passing) == (Verb.OPEN, "Courses", True)
    assert (form.verb, form.terms[0].value, sent.verb) == (Verb.FILL_FORM, "Knots", Verb.SUBMIT)


def test_a_form_is_no_place() -> None:
    assert plan("In the form, add a lesson titled Knots").intents[0].verb is Verb.FILL_FORM


def test_addresses_of_a_site_are_values() -> None:
    form = plan("Add a redirect from /spring to /summer/all").intents[0]
    assert [term.value for term in form.terms] == ["/spring", "/summer/all"]


def test_what_is_said_of_a_file_is_not_lost() -> None:
    found = plan("Upload the file tide-table.pdf, its title should be Tides of March").intents
    assert [(term.label, term.value) for one in found for term in one.terms][-1] == ("title", "Tides of March")
    assert found[-1].keeps


def test_its_part_is_not_in_the_menu_of_the_application() -> None:
    order = plan("Open the crew Aurora and go to the tab with its sailors").intents[-1]
    assert (order.target, order.own) == ("sailors", True)
    menu = element("m", "link", "Sailors", landmark="navigation")
    assert find(order, [menu]).element is None
    assert find(order, [menu, element("t", "tab", "Sailors")]).element is not None


@pytest.mark.parametrize(
    ("words", "name", "ref"),
    [
        ("tasks that are not assigned to anyone", "Show unassigned", "x"),
        ("members that are not active", "Inactive members", "x"),
        ("tasks that are not done", "Done", ""),
        ("tasks not done", "Tasks done", ""),
    ],
)
def test_a_denial_is_no_assent(words: str, name: str, ref: str) -> None:
    assert opened(words, element("x", "link", name), element("y", "link", "Calendar")) == ref


def test_only_a_denied_deed_has_an_opposite() -> None:
    assert negated("assigned tasks") == ()
    assert "unassigned" in negated("tasks that have not been assigned yet")


def test_a_record_may_be_known_by_what_it_is_about() -> None:
    assert split_name("the complaint about the cold soup") == ("complaint", "cold soup")
    rows = [
        element(f"r{at}", "link", f"C-{at}", context=f"C-{at} {what}") for at, what in enumerate(("Cold soup", "Late"))
    ]
    assert opened("complaint about the cold soup", *rows) == "r0"


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("Look up vehicle", True),
        ("Locate account", True),
        ("Find my policy", True),
        ("Pull up record", True),
        ("Renew now", False),
        ("Continue", False),
        ("Save and view receipt", False),
    ],
)
def test_what_looks_something_up_changes_nothing(name: str, looks: bool) -> None:
    assert is_lookup(element("b", "button", name)) is looks


def test_values_under_the_order_to_log_in_are_those_of_the_login() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Log in.\nWork e-mail: ida@q.example\nPassword: Tide-29\nOpen Berths.")
    assert [leg.kind for leg in stages(goal, understand(goal))] == [Kind.LOGIN, Kind.PRESS]
    change = Goal(kind=GoalKind.NAVIGATION, text="Log in. \nNickname: Gull\nSave it.")
    assert Kind.FORM in [leg.kind for leg in stages(change, understand(change))]


@pytest.mark.parametrize(
    "order", ['Choose "Later" if asked about a tour', 'Press "Skip" when you are asked for a review']
)
def test_what_is_chosen_only_where_a_site_asks_is_not_missed_where_it_does_not(order: str) -> None:
    (asked,) = plan(f"{order}.").intents
    assert asked.optional
    assert asked.target in ("Later", "Skip")
