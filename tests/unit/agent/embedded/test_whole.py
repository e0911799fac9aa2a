"""What a whole task leaves unsent is sent with the one button that can do nothing else; nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.goal import Act, Goal, GoalKind, History
from skyvern.domain.page import Element, Observation

GOAL = Goal(kind=GoalKind.NAVIGATION, text="Enter Ida as the nickname.", whole=True)
FIELD = Element(ref="f", role="textbox", name="Nickname", tag="input", value="Ida")
FILLED = History(notes={"embedded": {"phase": "fill", "filled": ["nickname=Ida"], "before": "zero"}})


async def pressed(goal: Goal, *names: str) -> list[str]:
    buttons = [Element(ref=name, role="button", name=name, tag="button") for name in names]
    seen = Observation(url="http://x/", title="T", elements=(FIELD, *buttons), status=200, fingerprint="one")
    decision = await EmbeddedPolicy().decide(goal, seen, FILLED)
    return [action.ref for action in decision.actions] if isinstance(decision, Act) else []


async def test_the_one_button_that_only_sends_is_pressed() -> None:
    assert await pressed(GOAL, "Submit") == ["Submit"]


@pytest.mark.parametrize("names", [("Pay now",), ("Delete",), ("Submit", "Reset"), ("Place order",), ()])
async def test_no_other_button_is(names: tuple[str, ...]) -> None:
    assert await pressed(GOAL, *names) == []


@pytest.mark.parametrize(
    "goal",
    [
        replace(GOAL, whole=False),
        replace(GOAL, text=f"{GOAL.text} Do not submit the form."),
        replace(GOAL, complete_criterion="the nickname is Ida"),
        replace(GOAL, kind=GoalKind.ACTION),
    ],
)
async def test_nothing_is_sent_that_goes_on_or_should_not_be(goal: Goal) -> None:
    assert await pressed(goal, "Submit") == []
