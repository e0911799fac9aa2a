"""What cannot be typed into is stepped to its value: sliders that are only drawn, counters that keep no typing."""

from __future__ import annotations

from dataclasses import replace

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.goal import Act, Decision, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import ActionRecord, ActionResult, Element, Line, Observation, Reading

POLICY = EmbeddedPolicy()
SEND = Element(ref="e90", role="button", name="Send", tag="button", order=90)


def handle(ref: str) -> Element:
    return Element(
        ref=ref, role="generic", name="", tag="span", hints=("my slider handle",), listener=True, order=int(ref[1:])
    )


def sliders(*values: int) -> Observation:
    """Drawn sliders, each with its value as a line behind it."""
    handles = tuple(handle(f"e{10 * at}") for at in range(1, len(values) + 1))
    told = tuple(Line(text=str(value), order=10 * at + 5) for at, value in enumerate(values, start=1))
    mark = " ".join(map(str, values))
    return Observation(
        url="http://site/", title="", elements=(*handles, SEND), reading=Reading(lines=told), fingerprint=mark
    )


async def after(goal: Goal, history: History, seen: Observation) -> tuple[History, Decision]:
    """Decide, waits left out; what was decided is taken as done well."""
    while True:
        decision = await POLICY.decide(goal, seen, history)
        if isinstance(decision, Wait):
            history = replace(history, notes={**history.notes, **decision.notes})
            continue
        if isinstance(decision, Act):
            done = tuple(
                ActionRecord(
                    action_id=f"a{history.steps}.{at}",
                    step=history.steps + 1,
                    order=at,
                    action=action,
                    element=seen.element(action.ref),
                    result=ActionResult(ok=True, url=seen.url),
                )
                for at, action in enumerate(decision.actions)
            )
            notes = {**history.notes, **decision.notes}
            history = replace(history, records=(*history.records, *done), steps=history.steps + 1, notes=notes)
        return history, decision


def keys(decision: Decision) -> list[tuple[str, str]]:
    assert isinstance(decision, Act), decision
    return [(action.ref, action.text) for action in decision.actions]


async def test_one_step_tells_what_a_step_is_worth_and_the_rest_follows_at_once() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Set the slider to 20 and press Send")
    history, first = await after(goal, History(), sliders(40))
    assert keys(first) == [("e10", "ArrowLeft")]
    history, rest = await after(goal, history, sliders(35))
    assert keys(rest) == [("e10", "ArrowLeft")] * 3
    _, last = await after(goal, history, sliders(20))
    assert keys(last) == [("e90", "")]


async def test_several_sliders_get_a_value_each() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Set the sliders to 3, 7 and press Send")
    _, first = await after(goal, History(), sliders(3, 6))
    assert keys(first) == [("e20", "ArrowRight")]


async def test_a_slider_that_does_not_move_ends_the_run_before_anything_is_sent() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Set the slider to 20 and press Send")
    history, _ = await after(goal, History(), sliders(40))
    _, end = await after(goal, history, sliders(40))
    assert isinstance(end, GiveUp)
    assert "stands at 40" in end.failure.reason


async def test_a_counter_that_keeps_no_typing_is_counted_up_with_its_button() -> None:
    count = Element(ref="e1", role="spinbutton", name="Guests", tag="input", input_type="text", value="1", order=1)
    more = Element(ref="e2", role="button", name="+", tag="button", order=2)
    less = Element(ref="e3", role="button", name="−", tag="button", order=3)
    seen = Observation(url="http://site/", title="", elements=(count, more, less, SEND), fingerprint="1")
    goal = Goal(kind=GoalKind.NAVIGATION, text="Select 4 with the spinner")
    history, typed = await after(goal, History(), seen)
    assert keys(typed) == [("e1", "4")]
    refused = ActionResult(ok=False, message="The field holds '1'.", url=seen.url)
    history = replace(history, records=(replace(history.records[0], result=refused),))
    _, first = await after(goal, history, seen)
    assert keys(first) == [("e2", "")]


def counters(*counted: tuple[str, int], title: str = "Stoneware bowl") -> Observation:
    """Numbers between a button for less and one for more, each under its words."""
    elements: list[Element] = []
    told = [Line(text=title, level=1, order=1)]
    for at, (words, value) in enumerate(counted, start=1):
        base = 20 * at
        elements += [
            Element(ref=f"e{base + 2}", role="button", name="Less", tag="button", order=base + 2),
            Element(ref=f"e{base + 5}", role="button", name="More", tag="button", order=base + 5),
        ]
        told += [Line(text=words, order=base), Line(text="−", order=base + 3), Line(text=str(value), order=base + 4)]
    return Observation(
        url="http://site/",
        title="",
        elements=(*elements, SEND),
        reading=Reading(lines=tuple(told)),
        fingerprint=str(counted),
    )


async def test_what_is_counted_between_two_buttons_is_stepped_up() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Set the number of children to 3.")
    history, decision = await after(goal, History(), counters(("Adults", 2), ("Children", 0)))
    assert isinstance(decision, Act)
    assert [action.ref for action in decision.actions] == ["e45"]
    _, decision = await after(goal, history, counters(("Adults", 2), ("Children", 1)))
    assert isinstance(decision, Act)
    assert [action.ref for action in decision.actions] == ["e45", "e45"]


async def test_the_quantity_of_another_thing_is_not_stepped() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Set the quantity of the copper kettle to 3.")
    _, decision = await after(goal, History(), counters(("Quantity", 1)))
    assert isinstance(decision, GiveUp)


async def test_the_quantity_of_what_the_page_is_about_is_stepped() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Set the quantity of the stoneware bowl to 3.")
    _, decision = await after(goal, History(), counters(("Quantity", 1)))
    assert isinstance(decision, Act)
    assert [action.ref for action in decision.actions] == ["e25"]
