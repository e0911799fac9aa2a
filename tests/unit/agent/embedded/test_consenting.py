"""Terms that stand before a page are agreed to where the goal says so: by their box, or the one button that agrees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import Kind, stages
from skyvern.domain.goal import Done, Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Observation
from tests.unit.agent.embedded.walking import deeds, walked

TERMS = Observation(
    url="http://board/terms",
    title="Board",
    fingerprint="terms",
    elements=(
        Element(ref="yes", role="button", name="I Accept", input_type="submit", landmark="main"),
        Element(ref="no", role="button", name="I Do Not Accept", input_type="submit", landmark="main"),
    ),
)
FORM = Observation(
    url="http://board/search",
    title="Board",
    fingerprint="form",
    elements=(
        Element(ref="last", role="textbox", name="Last name", tag="input", form="f", landmark="main"),
        Element(ref="find", role="button", name="Find", input_type="submit", form="f", landmark="main"),
    ),
)
TYPED = replace(FORM, fingerprint="typed", elements=(replace(FORM.elements[0], value="Baker"), FORM.elements[1]))
FOUND = replace(TYPED, url="http://board/found", fingerprint="found")


@pytest.mark.parametrize(
    ("words", "optional"),
    [
        ("Accept the disclaimer.", False),
        ("accept disclaimer if shown", True),
        ("If a disclaimer is shown, accept it.", True),
        ("If an electronic consent page is shown, agree to it.", True),
        ("Accept the terms and conditions when asked.", True),
    ],
)
def test_terms_are_agreed_to_always_or_where_they_are_shown(words: str, optional: bool) -> None:
    (intent,) = understand(Goal(kind=GoalKind.NAVIGATION, text=words)).intents
    (term,) = intent.terms
    assert (term.checked, term.optional, intent.condition) == (True, optional, "")


def test_what_is_to_be_done_first_is_done_first() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Search for Ida Blum. You will have to accept the disclaimer first.")
    assert [one.verb.value for one in understand(goal).intents] == ["check", "search"]


async def test_a_page_of_terms_is_passed_by_the_button_that_agrees() -> None:
    end = await walked(
        "Accept the disclaimer if shown, type Baker in last name and click Find", TERMS, FORM, TYPED, FOUND
    )
    assert deeds(end)[:3] == [(ActionKind.CLICK, "yes"), (ActionKind.INPUT_TEXT, "last"), (ActionKind.CLICK, "find")]
    assert isinstance(end[-1], Done)


async def test_terms_that_are_not_shown_hold_nothing_up() -> None:
    end = await walked(
        "If a disclaimer is shown, accept it. Type Baker in last name and click Find", FORM, TYPED, FOUND
    )
    assert deeds(end) == [(ActionKind.INPUT_TEXT, "last"), (ActionKind.CLICK, "find")]


async def test_nothing_is_agreed_to_unasked() -> None:
    end = await walked("Type Baker in last name and click Find", TERMS)
    assert (ActionKind.CLICK, "yes") not in deeds(end)


async def test_a_box_agrees_under_its_own_name() -> None:
    box = Element(ref="box", role="checkbox", name="I have read and agree to the electronic consent", landmark="main")
    go = Element(ref="go", role="button", name="Proceed", landmark="main", disabled=True)
    before = Observation(url="http://b/t", title="Electronic consent", fingerprint="1", elements=(box, go))
    ticked = replace(before, fingerprint="2", elements=(replace(box, checked=True), replace(go, disabled=False)))
    inside = Observation(url="http://b/home", title="Home", fingerprint="3")
    words = "If an electronic consent page is shown, agree to it and proceed."
    assert deeds(await walked(words, before, ticked, inside)) == [
        (ActionKind.CHECKBOX, "box"),
        (ActionKind.CLICK, "go"),
    ]


COVER = Observation(
    url="http://q/cover",
    title="Cover",
    fingerprint="cover",
    elements=(
        Element(ref="rent", role="checkbox", name="Rental reimbursement", landmark="main"),
        Element(ref="glass", role="checkbox", name="Glass coverage", landmark="main"),
        Element(ref="less", role="checkbox", name="Go paperless and save 3%", landmark="main"),
        Element(ref="on", role="button", name="Continue", landmark="main"),
    ),
)


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("Add rental reimbursement and glass coverage", ["rent", "glass"]),
        ("Add glass coverage", ["glass"]),
        ("Go paperless", ["less"]),
    ],
)
async def test_what_is_a_box_is_ticked(words: str, refs: list[str]) -> None:
    boxes = [replace(e, checked=True) if e.ref in refs else e for e in COVER.elements]
    end = await walked(words, COVER, replace(COVER, fingerprint="ticked", elements=tuple(boxes)))
    assert deeds(end) == [(ActionKind.CHECKBOX, ref) for ref in refs]


async def test_what_is_added_among_values_is_ticked_on_its_page_of_the_form() -> None:
    name = Element(ref="name", role="textbox", name="Name", tag="input", landmark="main")
    mail = Element(ref="mail", role="textbox", name="E-mail", tag="input", landmark="main")
    on = COVER.elements[-1]
    done = Element(ref="see", role="button", name="See my price", landmark="main")
    pages = [
        Observation(url="http://q/1", title="You", fingerprint="1", elements=(name, on)),
        Observation(url="http://q/1", title="You", fingerprint="2", elements=(replace(name, value="Ida"), on)),
        replace(COVER, fingerprint="3"),
        replace(COVER, fingerprint="4", elements=(COVER.elements[0], replace(COVER.elements[1], checked=True), on)),
        Observation(url="http://q/3", title="Contact", fingerprint="5", elements=(mail, done)),
        Observation(url="http://q/3", title="Contact", fingerprint="6", elements=(replace(mail, value="a@b.de"), done)),
    ]
    words = "Fill in the form with the following data:\nName: Ida\nAdd Glass coverage\nEmail: a@b.de\nDo not submit it."
    assert [ref for _, ref in deeds(await walked(words, *pages))] == ["name", "on", "glass", "on", "mail"]


@pytest.mark.parametrize(
    "order",
    ["Fill out the form and send it, accepting the conditions.", "Fill out the form. Send it, and accept the terms."],
)
def test_what_a_form_is_sent_with_is_agreed_to_before_it_is_sent(order: str) -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text=order)
    legs = stages(goal, understand(goal))
    assert [(leg.kind, leg.submit, [term.checked for term in leg.terms]) for leg in legs] == [(Kind.FORM, True, [True])]
