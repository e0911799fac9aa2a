"""A goal that begins with what it is all about: what is searched for and chosen comes first, then the deed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.forms.suiting import expand
from skyvern.agent.policies.embedded.intents import Term, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Observation
from tests.unit.agent.embedded.walking import deeds, walked

TRIP = (
    "Reserve me a van. Depot: Kiel. Return: Ulm. Take the van KX 77. The driver is Ida Blum. "
    "COMPLETE when a reservation code is displayed."
)


def view(name: str, *elements: Element) -> Observation:
    return Observation(url=f"http://vans/{name}", title="Vans", fingerprint=name, elements=elements)


def field(ref: str, name: str, value: str = "") -> Element:
    return Element(ref=ref, role="textbox", name=name, tag="input", input_type="text", landmark="main", value=value)


def button(ref: str, name: str, context: str = "") -> Element:
    return Element(ref=ref, role="button", name=name, tag="button", landmark="main", context=context)


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        (TRIP, [Verb.FILL, Verb.SELECT, Verb.FILL_FORM]),
        ("Submit the claim. Then choose the claim C 12.", [Verb.SUBMIT, Verb.SELECT]),
    ],
)
def test_what_the_whole_is_about_comes_when_all_is_chosen(text: str, verbs: list[Verb]) -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text=text)
    assert [leg.intent.verb for leg in stages(goal, understand(goal))] == verbs


async def test_a_search_is_made_before_one_of_its_results_is_taken() -> None:
    asked = (field("from", "Depot"), field("to", "Return"), button("find", "Search vans"))
    typed = (replace(asked[0], value="Kiel"), replace(asked[1], value="Ulm"), asked[2])
    found = (button("one", "Select", "KX 71 Small 40 € Select"), button("two", "Select", "KX 77 Large 55 € Select"))
    person = (field("first", "First name"), field("last", "Last name"), button("on", "Continue"))
    named = (replace(person[0], value="Ida"), replace(person[1], value="Blum"), person[2])
    told = await walked(
        TRIP,
        view("ask", *asked),
        view("typed", *typed),
        view("found", *found),
        view("who", *person),
        view("named", *named),
        view("held"),
    )
    assert deeds(told)[:6] == [
        (ActionKind.INPUT_TEXT, "from"),
        (ActionKind.INPUT_TEXT, "to"),
        (ActionKind.CLICK, "find"),
        (ActionKind.CLICK, "two"),
        (ActionKind.INPUT_TEXT, "first"),
        (ActionKind.INPUT_TEXT, "last"),
    ]
    assert deeds(told)[6] == (ActionKind.CLICK, "on")


@pytest.mark.parametrize(
    ("label", "extra", "split"),
    [("passenger", "", True), ("applicant", "", True), ("employer", "", False), ("driver", "Driver", False)],
)
def test_whoever_is_named_by_a_role_has_a_first_and_a_last_name(label: str, extra: str, split: bool) -> None:
    fields = [field("f", "First name"), field("l", "Last name"), *([field("x", extra)] if extra else [])]
    found = expand([Term(label=label, value="Ida Blum")], fields)
    assert ([term.value for term in found] == ["Ida", "Blum"]) is split
