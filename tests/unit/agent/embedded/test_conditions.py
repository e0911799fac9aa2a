"""Conditions behind an order, and what is to happen otherwise: what must not be done is not done."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.conditions import behind, in_halves, speaks_of_the_other_case
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Done, GiveUp, Goal, GoalKind
from skyvern.domain.page import ActionKind, Observation, Reading
from skyvern.testing.observations import lines, pairs
from tests.unit.agent.embedded.test_shops import press
from tests.unit.agent.embedded.walking import deeds, walked

RELEASE = press("b1", "Release")


def berth(state: str, fee: str = "€ 90.00", *, text: str = "# Berth 12") -> Observation:
    """Return the page of a berth with its state, its fee and a button."""
    shown = pairs({"State": state, "Fee": fee})
    reading = Reading(lines=lines(text), pairs=shown)
    at = "http://site/berth"
    return Observation(
        url=at, title="Berth 12", elements=(RELEASE,), reading=reading, status=200, fingerprint=f"{state} {text}"
    )


@pytest.mark.parametrize(
    ("order", "what", "unless"),
    [
        ("release the berth, but only if the state is reserved", "the state is reserved", False),
        ("release the berth only when it has no boat", "it has no boat", False),
        ("release the berth unless the fee is due", "the fee is due", True),
        ("click Release if the state is reserved", "the state is reserved", False),
        ("tick the box if it is not already ticked", "", False),
    ],
)
def test_a_condition_may_stand_behind_its_order(order: str, what: str, unless: bool) -> None:
    found = behind(order)
    assert found is not None
    assert (found.what, found.otherwise) == (what, unless)


@pytest.mark.parametrize(
    "order",
    [
        "check if the berth is free",
        "save it if needed",
        "close the banner if it appears",
        "open the berth",
        "log in with the provided data",
    ],
)
def test_what_only_asks_or_says_how_is_no_condition(order: str) -> None:
    assert behind(order) is None


def test_a_sentence_may_hold_both_cases() -> None:
    assert in_halves("release it, otherwise TERMINATE") == ("release it", "otherwise TERMINATE")
    assert in_halves("release it") == ("release it", "")


@pytest.mark.parametrize(
    ("words", "other"), [("it is higher", True), ("it is not", True), ("the fee is above 90", False)]
)
def test_the_other_case_is_known_by_its_words(words: str, other: bool) -> None:
    assert speaks_of_the_other_case(words) is other


@pytest.mark.parametrize(
    "words",
    [
        "Release the berth if the state is reserved. Otherwise TERMINATE.",
        "If the state is reserved, release the berth, otherwise terminate.",
        "Release the berth, but only if the fee is below 50 euros. If it is higher, TERMINATE.",
    ],
)
async def test_where_it_does_not_hold_the_run_ends_as_told(words: str) -> None:
    found = await walked(words, berth("free"))
    assert deeds(found)[0][0] is ActionKind.TERMINATE
    assert isinstance(found[-1], GiveUp)
    assert found[-1].terminate


async def test_where_it_holds_the_order_is_carried_out_and_nothing_ends_it() -> None:
    words = "Release the berth if the state is reserved. Otherwise TERMINATE."
    found = await walked(words, berth("reserved"), berth("free", text="# Berth 12 was released"))
    assert deeds(found) == [(ActionKind.CLICK, "b1")]
    assert isinstance(found[-1], Done)


async def test_what_the_page_does_not_tell_is_not_done() -> None:
    found = await walked("Release the berth, but only if nobody has paid for it.", berth("reserved"))
    assert deeds(found)[0][0] is ActionKind.TERMINATE


def test_an_order_that_ends_the_run_stands_before_what_it_forbids() -> None:
    plan = understand(
        Goal(kind=GoalKind.NAVIGATION, text="Open the berth. Release it if it is reserved, otherwise abort.")
    )
    assert [one.verb for one in plan.intents] == [Verb.OPEN, Verb.TERMINATE, Verb.DO]


def test_what_may_come_up_is_a_condition() -> None:
    text = "After the log-in a security notice may come up; continue to the accounts."
    (intent,) = understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents
    assert (intent.verb, intent.condition) == (Verb.NEXT, "a security notice is shown")
