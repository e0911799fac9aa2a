"""Orders that are parts of one form: consents, a signature, its sending in other words, and the way to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import Kind, stages
from skyvern.domain.goal import Done, Goal, GoalKind
from skyvern.domain.page import ActionKind
from tests.unit.agent.embedded.test_accounting import THANKS
from tests.unit.agent.embedded.test_offered import put, radio, tick
from tests.unit.agent.embedded.test_offering import settled
from tests.unit.agent.embedded.test_policy import box, button, link, page
from tests.unit.agent.embedded.walking import deeds, walked

NAMED = "Fill out the form: first name: Ida, last name: Blum."


def goal(text: str) -> Goal:
    return Goal(kind=GoalKind.NAVIGATION, text=text)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Authorize the credit check.", "the credit check"),
        ("Agree to the code of conduct.", "the code of conduct"),
        ("Consent to the processing of the data.", "the processing of the data"),
        ("Give permission for the home visit.", "the home visit"),
    ],
)
@pytest.mark.parametrize("sending", ["Submit the form.", "Then complete the registration."])
def test_a_consent_is_a_part_of_the_form_that_is_sent_after_it(said: str, label: str, sending: str) -> None:
    asked = goal(f"{NAMED} {said} {sending}")
    (form,) = stages(asked, understand(asked))
    assert (form.kind, form.submit) == (Kind.FORM, True)
    assert [term.label for term in form.terms if term.checked] == [label]


@pytest.mark.parametrize(
    "said",
    [
        "Sign with the applicant's full name.",
        "Electronically sign the form with her full name.",
        "Type the full name as signature.",
        "Sign as Ida Blum.",
    ],
)
def test_a_signature_is_the_name_that_the_goal_gives(said: str) -> None:
    signed = [term.value for one in understand(goal(f"{NAMED} {said} Submit.")).intents for term in one.terms]
    assert signed[-1] == "Ida Blum"


def test_whose_name_it_is_must_be_clear() -> None:
    text = "Fill out the form: first name: Ida. Sign with the applicant's full name. Submit."
    assert all("Ida" not in term.value or term.label == "first name" for term in understand(goal(text)).facts)
    assert Verb.DO in [one.verb for one in understand(goal(text)).intents]


def test_a_form_is_sent_once_where_the_goal_says_twice_that_it_is() -> None:
    text = "Apply for this flat. Fill out the form: name: Ida Blum. Decline cookies. Submit the application."
    verbs = [one.verb for one in understand(goal(text)).intents]
    assert verbs.count(Verb.SUBMIT) == 1
    assert verbs[-1] is Verb.SUBMIT
    assert verbs[0] is Verb.DISMISS


async def test_the_link_with_the_words_of_the_order_comes_before_a_form_that_takes_little_of_it() -> None:
    ad = page(
        link("go", "Apply for this flat", href="http://site/apply"),
        box("q", "Email"),
        button("ask", "Send question", input_type="submit"),
        fingerprint="ad",
    )
    fields = (box("n", "First name"), box("f", "Last name"), box("e", "Email"), box("c", "City"))
    asked = page(*fields, button("s", "Submit application"), url="http://site/apply", fingerprint="form")
    said = {"n": "Ida", "f": "Blum", "e": "ida@x.org", "c": "Lund"}
    text = (
        "Apply for this flat. First name: Ida. Last name: Blum. Email: ida@x.org. City: Lund. Submit the application."
    )
    found = await walked(text, ad, asked, settled(asked, **said), THANKS)
    assert isinstance(found[-1], Done), deeds(found)
    assert deeds(found)[0] == (ActionKind.CLICK, "go")
    assert deeds(found)[-1] == (ActionKind.CLICK, "s")


@pytest.mark.parametrize(
    ("forbidden", "cleared"), [("sign up for news", True), ("ask for brochures", False), ("receive news", True)]
)
async def test_a_wish_that_the_goal_forbids_is_cleared(forbidden: str, cleared: bool) -> None:
    wish = replace(tick("w", "Send me news about other flats"), checked=True)
    asked = page(box("n", "Name"), wish, button("s", "Submit", form="f1"), fingerprint="wish")
    text = f"Fill out the form: name: Ida Blum. Do not {forbidden}. Submit."
    found = await walked(text, asked, settled(asked, n="Ida Blum"), settled(asked, n="Ida Blum", w=False), THANKS)
    assert ((ActionKind.CHECKBOX, "w") in deeds(found)) is cleared


def test_a_short_answer_finds_the_one_question_about_it() -> None:
    smoke = (radio("y", "Yes", "Does anyone smoke?"), radio("n", "No", "Does anyone smoke?"))
    pets = (box("p", "Tell us about your pets (kind, size)"), box("o", "Number of occupants"))
    text = "Apply for a flat. Smoker: no. Pet description: one small cat."
    assert put(text, *smoke, *pets) == {"y": "No", "p": "one small cat"}
    other = tuple(replace(one, ref=f"{one.ref}2", group="May guests smoke?") for one in smoke)
    assert "y" not in put("Apply for a flat. Smoker: no.", *smoke, *other)


def test_what_comes_with_the_following_data_is_no_value() -> None:
    text = "Create a new expense claim with the following data:\ncategory: Lodging\namount: 418.60\nSubmit it."
    read = [(term.label, term.value) for one in understand(goal(text)).intents for term in one.terms]
    assert all(value != "following data" for _, value in read)


@pytest.mark.parametrize(
    "order", ["Agree with the declaration and sign as Ida Blum", "Agree to the terms and e-sign as Ida Blum"]
)
def test_agreeing_and_signing_are_two_things_of_one_form(order: str) -> None:
    plan = understand(
        Goal(kind=GoalKind.NAVIGATION, text=f"Fill out the form: Trade: Roofer. {order}. Submit the application.")
    )
    agreed, signed = [one for one in plan.intents if "sign" in one.clause or "gree" in one.clause]
    assert (agreed.verb, agreed.terms[0].checked) == (Verb.CHECK, True)
    assert [(term.label, term.value) for term in signed.terms] == [("signature", "Ida Blum")]


@pytest.mark.parametrize(
    "said",
    [
        "We will pick it up at the counter on 2026-12-03.",
        "Please pick them up on 2026-12-03.",
    ],
)
def test_the_day_on_which_something_is_picked_up_is_a_value_of_the_form(said: str) -> None:
    plan = understand(goal(f"Request a key copy.\nCustomer: Ida Blum\nCopies: 2\n{said} COMPLETE when it is received."))
    told = {term.label: term.value for term in plan.facts}
    assert told["pick-up date"] == "2026-12-03"
    assert [one.verb for one in plan.intents if one.terms] == [Verb.FILL]
    assert plan.intents[-1].verb in (Verb.SUBMIT, Verb.READ)
