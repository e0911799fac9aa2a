"""Orders that change the state of a thing: which field, which value, whose."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind


def intents(text: str) -> list[tuple[Verb, str, dict[str, str]]]:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    return [(one.verb, one.target, {term.label: term.value for term in one.terms}) for one in plan.intents]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("Make Leo Marks the assignee.", "assignee", "Leo Marks"),
        ("Make Leo Marks an editor.", "role of Leo Marks", "editor"),
        ("Assign ticket 12 to Leo Marks.", "assignee of ticket 12", "Leo Marks"),
        ("Give Maria Lopez the role of administrator.", "role of Maria Lopez", "administrator"),
        ('Rename "Old list" to "New list".', "name of Old list", "New list"),
    ],
)
def test_a_property_is_set(text: str, label: str, value: str) -> None:
    assert intents(text) == [(Verb.FILL, "", {label: value})]


def test_a_state_may_be_a_button_or_an_option() -> None:
    assert intents("Mark order 1009 as shipped.") == [
        (Verb.DO, "mark as shipped", {"status of order 1009": "shipped"}),
    ]


def test_money_goes_from_one_account_to_another() -> None:
    form, sent = intents("Transfer $250 from Checking to Savings.")
    assert sent[0] is Verb.SUBMIT
    assert form[2]["amount"] == "250"
    assert form[2]["from account / from"] == "Checking"
    assert "Savings" in form[2].values()


def test_money_to_nobody_is_not_read_as_a_form() -> None:
    assert all(verb is not Verb.FILL_FORM for verb, _, _ in intents("Transfer $250."))


def test_a_reply_is_opened_and_written() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text='Reply to "Broken link" with "We are on it".'))
    assert [(one.verb, one.objects) for one in plan.intents] == [
        (Verb.DO, ("Broken link",)),
        (Verb.FILL, ()),
        (Verb.SUBMIT, ()),
    ]
    assert [(term.label, term.value) for term in plan.intents[1].terms] == [("message", "We are on it")]


@pytest.mark.parametrize("text", ["Approve the leave request of Tom Hill.", "Delete the draft of INV-77."])
def test_a_deed_knows_its_object(text: str) -> None:
    (deed,) = understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents
    assert deed.verb is Verb.DO
    assert deed.objects == (text.removesuffix(".").partition(" of ")[2],)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Reply to Eva Horn and tell her that it 'Will be ready by noon.'", "Will be ready by noon."),
        ("Reply to Eva Horn saying that it 'is late'", "it is late"),
    ],
)
def test_a_quotation_that_begins_like_a_sentence_is_written_alone(words: str, written: str) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert [term.value for one in plan.intents for term in one.terms] == [written]


@pytest.mark.parametrize(
    "words",
    [
        "Generate an odd code, then press Save.",
        "Issue a voucher greater than 20.",
        "Generate a name that has two parts.",
    ],
)
def test_what_is_made_has_to_be_as_said_and_one_press_makes_any(words: str) -> None:
    assert understand(Goal(kind=GoalKind.NAVIGATION, text=words)).unknown


@pytest.mark.parametrize("words", ["Generate a report.", "Issue a voucher.", "Publish the article about odd jobs."])
def test_what_is_made_without_a_condition_is_one_press(words: str) -> None:
    assert not understand(Goal(kind=GoalKind.NAVIGATION, text=words)).unknown
