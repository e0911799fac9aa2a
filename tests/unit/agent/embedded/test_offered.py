"""Which of the things that a page offers a goal speaks of, however its orders are worded."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.finding.leading import begins, leads
from skyvern.agent.policies.embedded.forms.offered import spoken
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.heard import Heard, hear, open_pieces
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import Element
from tests.unit.agent.embedded.test_policy import box, button, choice, link, page


def heard(text: str, **payload: object) -> Heard:
    goal = Goal(kind=GoalKind.NAVIGATION, text=text, payload=payload)
    return hear(goal, understand(goal))


def put(text: str, *elements: Element, **payload: object) -> dict[str, object]:
    found = spoken(heard(text, **payload), page(*elements))
    return {slot.element.ref: term.value if term.checked is None else term.checked for term, slot in found.pairs}


def tick(ref: str, name: str) -> Element:
    return Element(
        ref=ref, role="checkbox", name=name, tag="input", input_type="checkbox", checked=False, form="f1", value=name
    )


def radio(ref: str, name: str, group: str) -> Element:
    return Element(ref=ref, role="radio", name=name, group=group, tag="input", input_type="radio", form="f1")


def test_two_ends_of_a_range_go_in_their_order() -> None:
    fields = (box("o", "Origin ZIP"), box("d", "Destination ZIP"), box("w", "Weight in kg", input_type="number"))
    text = "Get the shipping rates from postal code 44100 to 64000 for a parcel of 12.5 kg, insured."
    assert put(text, *fields, tick("i", "Insured")) == {"o": "44100", "d": "64000", "w": "12.5", "i": True}


def test_dates_of_a_range_find_their_fields() -> None:
    days = (box("a", "Hire start", input_type="date"), box("z", "Hire end", input_type="date"))
    text = "Reserve a Mini excavator 3.5 t from 2027-02-01 to 2027-02-05"
    assert put(text, *days) == {"a": "2027-02-01", "z": "2027-02-05"}


def test_the_one_address_and_the_one_field_for_it_belong_together() -> None:
    fields = (box("n", "Your name"), box("e", "Email", input_type="email"), box("p", "Telephone", input_type="tel"))
    said = "Sign up with bea@mail.example, 0151 555 7770"
    assert put(said, *fields) == {"e": "bea@mail.example", "p": "0151 555 7770"}


def test_a_tie_is_left_alone() -> None:
    days = (box("a", "Issued", input_type="date"), box("z", "Due", input_type="date"))
    assert put("Look for what was filed on 2027-02-01", *days) == {}


def test_options_that_stand_in_the_goal_are_chosen_longest_first() -> None:
    work = choice("w", "Type of work", "Select", "Roof", "Re-roof", "Fence")
    assert put("Apply for a Re-roof permit.", work) == {"w": "Re-roof"}
    assert put("Apply for a permit for a fence or a roof.", work) == {}


def test_what_is_denied_is_not_chosen() -> None:
    waiver = tick("w", "Damage waiver")
    assert put("Hire it, no damage waiver.", waiver) == {"w": False}
    assert put("Hire it and take the damage waiver.", waiver) == {"w": True}
    assert put("Hire it, no waiver.", waiver) == {}


@pytest.mark.parametrize(("said", "answer"), [("Historic district: no.", "n"), ("It is in a historic district.", "y")])
def test_a_question_of_yes_or_no_is_answered_by_the_goal(said: str, answer: str) -> None:
    asked = "Historic district?"
    found = spoken(heard(f"Apply for a permit. {said}"), page(radio("y", "Yes", asked), radio("n", "No", asked)))
    assert [term.value for term, _ in found.pairs] == [{"n": "No", "y": "Yes"}[answer]]


def test_what_the_workflow_calls_a_value_finds_its_field() -> None:
    fields = (box("a", "Job address"), box("v", "Valuation of work ($)"))
    text = "A permit for 1204 Alder Street, worth 8400"
    assert put(text, *fields, address="1204 Alder Street", valuation=8400) == {"a": "1204 Alder Street", "v": "8400"}


def test_words_that_name_nothing_lead_no_value_into_a_field() -> None:
    assert put("I need 1 generator and 3 lighting towers.", box("q", "What do you need?")) == {}


def test_criteria_and_what_is_forbidden_are_not_spoken_of() -> None:
    text = "Find the permit. Do not tick Urgent. COMPLETE when Archived is shown."
    assert put(text, tick("u", "Urgent"), tick("a", "Archived")) == {}


def test_a_way_on_shares_the_words_of_the_goal_and_sends_nothing() -> None:
    said = heard("Apply for a Re-roof permit")
    ways = (link("p", "Apply for a permit"), link("c", "Check a licence"), button("s", "Submit permit"))
    assert [e.ref for e in leads(said, page(*ways), tried=())] == ["p"]
    assert leads(said, page(link("a", "Permit rules"), link("b", "Permit calendar")), tried=()) == []


def test_a_page_that_only_leads_on_is_passed_by_its_one_way() -> None:
    found = begins(page(button("g", "Get started"), link("t", "Terms")), tried=())
    assert found is not None
    assert found.ref == "g"
    assert begins(page(button("g", "Start here"), button("n", "Start anew")), tried=()) is None


def test_what_found_no_place_is_told() -> None:
    said = heard("Order 3 copies for Linda Marsh, sent by first class mail.")
    assert open_pieces(said, "Copies 3\nName Linda Marsh\nDelivery First class mail") == []
    assert open_pieces(said, "Copies 3\nName Linda Marsh") == ["sent by first class mail"]
    assert "3" in open_pieces(said, "Name Linda Marsh\nDelivery First class mail")


def test_a_label_has_found_its_place_with_its_value() -> None:
    said = heard("Apply for a fence permit. Description: Replace asphalt shingles.")
    assert open_pieces(said, "Fence permit\nDescribe the work Replace asphalt shingles") == []
    assert open_pieces(said, "Fence permit\nDescription") == ["Replace asphalt shingles"]


def test_a_box_that_offers_to_send_me_something_is_for_who_asks_for_it() -> None:
    offer = tick("u", "Send me delivery estimates")
    assert put("Order the lamp and ask for delivery estimates.", offer) == {"u": True}
    assert put("Order the lamp for delivery on Monday.", offer) == {}
