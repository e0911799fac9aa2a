"""Orders about the records of a list: which record, how many of them, and what becomes of what was found before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.intents import Verb, Which
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.records import without_purpose
from skyvern.domain.goal import Act, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import Element, Observation, Reading
from skyvern.testing.observations import lines


def icon(ref: str, hint: str, record: str) -> Element:
    return Element(ref=ref, role="generic", name="", hints=(hint,), context=record, listener=True, order=int(ref[1:]))


def post(at: int, author: str, text: str) -> list[Element]:
    record = f"{author} {text}"
    return [icon(f"e{at}", "bookmark", record), icon(f"e{at + 1}", "trash", record)]


WALL = [
    *post(10, "@ida", "Rain"),
    *post(20, "@jon", "Greetings from ida"),
    *post(30, "@ida", "Sun"),
    *post(40, "@ida", "Sun"),
]


async def decided(text: str, *elements: Element) -> Act | GiveUp:
    told = lines(*dict.fromkeys(e.context for e in elements if e.context))
    seen = Observation(
        url="http://site/", title="Wall", elements=elements, reading=Reading(lines=told), fingerprint="one"
    )
    history = History()
    for _ in range(4):
        decision = await EmbeddedPolicy().decide(Goal(kind=GoalKind.NAVIGATION, text=text), seen, history)
        if isinstance(decision, (Act, GiveUp)):
            return decision
        history = History(notes=decision.notes)
    raise AssertionError("it waits for ever")


async def pressed(text: str, *elements: Element) -> list[str]:
    decision = await decided(text, *elements)
    assert isinstance(decision, Act), decision
    return [action.ref for action in decision.actions]


async def test_the_control_is_pressed_in_every_record_that_is_meant() -> None:
    assert await pressed("Press the bookmark icon on every post by @ida", *WALL) == ["e10", "e30", "e40"]


async def test_as_many_are_pressed_as_the_goal_says_and_none_when_there_are_fewer() -> None:
    assert await pressed("Press the bookmark icon on two posts by @ida", *WALL) == ["e10", "e30"]
    assert isinstance(await decided("Press the bookmark icon on five posts by @ida", *WALL), GiveUp)


async def test_an_account_is_no_word_of_a_text() -> None:
    assert await pressed("For the author @jon, press the bookmark icon", *WALL) == ["e20"]


async def test_of_alike_controls_the_one_in_the_record_that_was_found_is_meant() -> None:
    letters = [*post(10, "Mara Lind", "Lunch?"), *post(20, "Paul Roth", "Invoice")]
    assert await pressed("Find the letter from Paul Roth and click the trash icon to throw it away", *letters) == [
        "e21"
    ]
    assert await pressed("Find the letter from Paul Roth and delete it", *letters) == ["e21"]


async def test_two_records_that_fit_alike_are_left_alone() -> None:
    letters = [*post(10, "Paul Roth", "Lunch?"), *post(20, "Paul Roth", "Invoice")]
    assert isinstance(await decided("Find the letter from Paul Roth and click the trash icon", *letters), GiveUp)


async def test_a_record_is_opened_to_get_at_what_is_to_be_done_with_it() -> None:
    rows = [
        Element(ref=f"e{at}", role="generic", name=f"{who} Hello", listener=True, order=at)
        for at, who in ((1, "Mara Lind"), (2, "Paul Roth"))
    ]
    assert await pressed("Find the message by Paul Roth and forward it to Mara Lind", *rows) == ["e2"]


async def test_a_button_of_two_deeds_is_not_the_button_of_the_second() -> None:
    both = Element(ref="e1", role="generic", name="Reply Forward", listener=True, order=1)
    single = [replace(both, ref="e2", name="Reply"), replace(both, ref="e3", name="Forward")]
    assert await pressed("Forward it", both, *single) == ["e3"]


@pytest.mark.parametrize(
    "text",
    [
        "Send the report from Mara Lind on to Paul Roth",
        "Send to Paul Roth the report you got from Mara Lind",
        "Forward the report from Mara Lind to Paul Roth",
    ],
)
def test_sending_on_is_a_deed_a_recipient_and_off_it_goes(text: str) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    assert [(one.verb, one.target) for one in plan.intents[:1]] == [(Verb.DO, "forward")]
    assert plan.intents[0].objects == ("Mara Lind",)
    assert [term.value for term in plan.intents[1].terms] == ["Paul Roth"]
    assert plan.intents[2].verb is Verb.SUBMIT


@pytest.mark.parametrize("text", ["Send the form", "Send it", "Send the invitation to ada@lovelace.org"])
def test_not_all_sending_is_sending_on(text: str) -> None:
    assert not any(one.target == "forward" for one in understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents)


def test_what_pressing_is_for_is_not_part_of_the_name() -> None:
    assert without_purpose("the flag icon to mark it as urgent") == "the flag icon"
    assert without_purpose("Back to overview") == "Back to overview"


def test_records_are_counted_in_the_plan() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Click the Hide link in all rows of Acme"))
    assert [(one.target, one.row, one.which) for one in plan.intents] == [("Hide", "Acme", Which.ALL)]


async def test_a_record_that_is_named_by_its_place_has_its_own_control() -> None:
    assert await pressed("Delete the second entry", *WALL[:4], *WALL[6:]) == ["e21"]
    assert isinstance(await decided("Delete the ninth entry", *WALL[:4]), GiveUp)


def test_what_somebody_owns_goes_by_the_owners_name() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Respond to Mara Lind's letter with 'Gladly'"))
    assert plan.intents[0].objects == ("Mara Lind",)
    assert [term.value for term in plan.intents[1].terms] == ["Gladly"]


async def test_a_word_of_a_list_is_no_deed_and_what_was_only_searched_for_was_not_opened() -> None:
    column = Element(ref="e50", role="button", name="Bin", tag="button", order=50)
    assert isinstance(await decided("Delete the item Safety knife", column, *WALL), GiveUp)


@pytest.mark.parametrize(
    "text", ["Please forward Ida's email to Ben.", "Send Ida's email to Ben.", "Forward to Ben Ida's email"]
)
def test_whose_letter_is_sent_on_and_to_whom(text: str) -> None:
    press, filled, _ = understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents
    assert (press.target, press.objects) == ("forward", ("Ida",))
    assert [(term.label, term.value) for term in filled.terms] == [("to / recipient / send to", "Ben")]
