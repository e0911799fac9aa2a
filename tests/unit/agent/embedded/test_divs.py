"""Pages drawn without roles: a lookup beside its field, cards with a button, boxes in longer words, calendars."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.finding.leading import contrary, leads
from skyvern.agent.policies.embedded.finding.tiles import in_its_card
from skyvern.agent.policies.embedded.forms.buttons import beside_typed
from skyvern.agent.policies.embedded.forms.by_kind import completed
from skyvern.agent.policies.embedded.forms.fields import assign
from skyvern.agent.policies.embedded.forms.moments import slot
from skyvern.agent.policies.embedded.forms.reveal import leaf_of
from skyvern.agent.policies.embedded.intents import Plan, Term
from skyvern.agent.policies.embedded.reading.heard import Heard
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Element, Line, Observation
from skyvern.testing.observations import element, page


def _drawn(name: str, order: int, **more: object) -> Element:
    return element("generic", name, ref=f"d{order}", listener=True, order=order, **more)


def _typed(seen: Observation) -> Scene:
    record = ActionRecord(
        action_id="a",
        step=0,
        order=0,
        action=Action(kind=ActionKind.INPUT_TEXT, ref="zip", text="85281"),
        result=ActionResult(ok=True),
    )
    goal = Goal(kind=GoalKind.NAVIGATION, text="Book a visit")
    return Scene(goal=goal, page=seen, history=History(records=(record,)), plan=Plan(), state=State())


@pytest.mark.parametrize(
    ("names", "wanted"),
    [(("Search", "Continue"), "Search"), (("Continue", "Search"), None), (("Continue",), None)],
)
def test_a_lookup_right_behind_its_field_is_pressed_first(names: tuple[str, ...], wanted: str | None) -> None:
    field = element("textbox", "ZIP code", "85281", ref="zip", order=1)
    buttons = [_drawn(name, at + 2) for at, name in enumerate(names)]
    found = beside_typed(_typed(page(field, *buttons)), "")
    assert (found.name if found else None) == wanted


PLACES = ("Tempe - Mill Avenue", "Mesa - Dobson Ranch", "Mesa - Gilbert Road", "Scottsdale - Thomas Road")


@pytest.mark.parametrize(("value", "ref"), [("Dobson Ranch", "d1"), ("Tempe", "d0"), ("Mesa", None), ("Tucson", None)])
def test_a_card_is_chosen_by_the_button_in_it(value: str, ref: str | None) -> None:
    seen = page(*(_drawn("Select", at, context=f"ClearPath {name} Select") for at, name in enumerate(PLACES)))
    found = in_its_card(value, seen)
    assert (found.ref if found else None) == ref


@pytest.mark.parametrize(
    ("label", "names", "ref"),
    [
        ("text reminders", ("Text me reminders about this visit", "Email me health tips"), "b0"),
        ("reminders", ("Text me reminders about this visit", "Email me health tips"), None),
        ("text reminders", ("Text reminders of visits", "Text reminders of bills"), None),
    ],
)
def test_a_box_in_longer_words(label: str, names: tuple[str, ...], ref: str | None) -> None:
    boxes = [element("switch", name, ref=f"b{at}", checked=True) for at, name in enumerate(names)]
    fit = completed(assign((Term(value="no", label=label, checked=False),), boxes), boxes)
    assert [one.element.ref for _, one in fit.pairs] == ([ref] if ref else [])


def test_a_calendar_is_turned_by_its_own_arrow() -> None:
    found = leaf_of([_drawn("Previous month", 0), _drawn("Next month", 1), _drawn("Continue", 2)], later=True)
    assert found is not None
    assert found.name == "Next month"


def test_a_birthday_is_no_day_of_a_visit() -> None:
    seen = page(Line(text="Tuesday, 15 December 2026", order=1), _drawn("10:45 AM", 2))
    terms = (Term(value="10:45 AM", label="time"), Term(value="05/12/1988", label="date of birth"))
    assert slot(terms[0], terms, _typed(seen)) is None


def test_a_thing_that_is_also_a_deed_leads_on() -> None:
    seen = page(_drawn("For patients", 0), _drawn("My appointment", 1), _drawn("Change or cancel", 2))
    found = leads(Heard(text="Look up the existing appointment CP-1"), seen, tried=())
    assert [e.name for e in found] == ["My appointment"]


@pytest.mark.parametrize(
    ("name", "goal", "against"),
    [
        ("I am a new patient", "Request a visit for an existing patient.", True),
        ("I am a new patient", "Request a visit for a new patient.", False),
        ("I am a new patient", "Request a visit.", False),
        ("Returning customers", "Order as a new customer.", True),
        ("New request", "Open the existing request 7.", True),
        ("New request", "Add a new request for an existing customer.", False),
    ],
)
def test_what_says_the_opposite_is_told(name: str, goal: str, against: bool) -> None:
    assert contrary(name, goal) is against
