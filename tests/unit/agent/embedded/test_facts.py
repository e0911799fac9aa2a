"""Values that a goal points at on the page instead of saying them: read there, or refused, never typed as words."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.forms.facts import found
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.pointing import points_at
from skyvern.domain.goal import Act, Decision, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import Cell, Element, Observation, Pair, Reading, Table
from skyvern.testing.observations import lines

ANSWER = Element(ref="e8", role="textbox", name="", tag="input", input_type="text", order=80)
SEND = Element(ref="e9", role="button", name="Send", tag="button", order=90)


def page(*texts: str, elements: tuple[Element, ...] = (ANSWER, SEND), **reading: object) -> Observation:
    return Observation(
        url="http://site/",
        title="A page",
        elements=elements,
        reading=Reading(lines=lines(*texts), **reading),  # pyright: ignore[reportArgumentType]
        fingerprint="one",
    )


async def first(text: str, seen: Observation) -> Decision:
    history = History()
    for _ in range(4):
        decision = await EmbeddedPolicy().decide(Goal(kind=GoalKind.NAVIGATION, text=text), seen, history)
        if isinstance(decision, (Act, GiveUp)):
            return decision
        history = History(notes=decision.notes)
    raise AssertionError("it waits for ever")


async def typed(text: str, seen: Observation) -> dict[str, str]:
    decision = await first(text, seen)
    assert isinstance(decision, Act), decision
    return {action.ref: action.text for action in decision.actions}


@pytest.mark.parametrize(
    "words",
    [
        "the third word of the text",
        "the last word in the text area",
        "the value of Height",
        "the value listed for Height",
        "the contents of the second text area",
        "the order number shown on the page",
        "the value that belongs to each field",
        "your answer",
    ],
)
def test_words_that_point_at_the_page_are_known(words: str) -> None:
    assert points_at(words)


@pytest.mark.parametrize("words", ["the blue one", "42 Main Street", "value for money", "the last of the Mohicans"])
def test_words_that_say_a_value_point_at_nothing(words: str) -> None:
    assert not points_at(words)


async def test_a_word_is_counted_out_of_the_one_passage_of_the_page() -> None:
    goal = "Look for the third word of the text and type it into the text field"
    assert await typed(goal, page(goal, "Rivers, lakes and wells", "Send")) == {"e8": "and"}
    assert isinstance(await first(goal, page(goal, "Rivers and lakes", "Woods and fields")), GiveUp)
    assert isinstance(await first(goal, page(goal, "Rivers, lakes")), GiveUp)


async def test_the_value_of_a_label_is_typed() -> None:
    rows = ((Cell(text="Height"), Cell(text="1,912 m")), (Cell(text="Country"), Cell(text="Norway")))
    table = Table(caption="", headers=(), rows=rows)
    seen = page("Height | 1,912 m", "Country | Norway", tables=(table,))
    assert await typed("Write the value of Country into the text box", seen) == {"e8": "Norway"}
    assert isinstance(await first("Write the value of Depth into the text box", seen), GiveUp)


async def test_each_field_gets_the_value_of_its_own_label() -> None:
    fields = (
        Element(ref="e1", role="textbox", name="Country:", tag="input", input_type="text", order=1),
        Element(ref="e2", role="textbox", name="Height:", tag="input", input_type="text", order=2),
    )
    seen = page("Height | 1,912 m", "Country | Norway", elements=fields)
    goal = "Enter the value that belongs to each label into the form"
    assert await typed(goal, seen) == {"e1": "Norway", "e2": "1,912 m"}


async def test_what_stands_in_one_field_is_copied_to_another() -> None:
    areas = tuple(
        Element(ref=f"e{at}", role="textbox", name="", tag="textarea", value=text, order=at)
        for at, text in ((1, "one and two"), (2, "three and four"))
    )
    seen = page(elements=(*areas, ANSWER, SEND))
    goal = "Copy the text of the second text area, paste it into the text field and press Send"
    assert await typed(goal, seen) == {"e8": "three and four"}
    assert isinstance(await first("Copy the text of the text area and paste it into the text field", seen), GiveUp)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("12 + 30 =", "42"),
        ("7 × 6 = ?", "42"),
        ("y - 8 = 34", "42"),
        ("50 - n = 8", "42"),
        ("84 / 2 = k", "42"),
        ("7 / 2 =", ""),
    ],
)
def test_a_sum_on_the_page_is_worked_out(line: str, answer: str) -> None:
    assert found("your answer", page(line), said="Work it out") == answer


async def test_a_described_value_is_never_typed_as_words() -> None:
    for order in ("the total number of apples", "the text below", "it", "a word that rhymes with house"):
        decision = await first(f"Type {order} into the text field and press Send", page("Apples", "Pears"))
        assert isinstance(decision, GiveUp), order


def test_pairs_of_the_page_count_as_well_and_contradictions_do_not() -> None:
    pair = Pair(label="Room", value="12b", source="dl")
    assert found("the value of Room", page(pairs=(pair,)), said="") == "12b"
    two = (pair, Pair(label="Room", value="14", source="dl"))
    assert found("the value of Room", page(pairs=two), said="") == ""
