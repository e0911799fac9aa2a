"""Widgets of real component libraries, filled by both minds; what the widget itself then holds is compared."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.ports import Policy
from skyvern.browser.session import BrowserSession
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Act, Decision, Done, Goal, GoalKind, History, Outcome, PostCondition
from skyvern.domain.page import Action, ActionKind, Element, Observation
from skyvern.testing.policies import MemoryChronicle, ScriptedPolicy
from tests.browser.zoo.table import BEYOND, FAST, SLOW, Do, Widget

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELLING = 1.5
WIDGETS = {**FAST, **SLOW}
EMBEDDED_FAST = ("antd/select", "jquery/select2", "plain/iframe")


def scripted(steps: list[Do]) -> ScriptedPolicy:
    """A model that does one step a turn, each on the element that it sees under its name."""

    def decide(goal: Goal, seen: Observation, history: History) -> Decision:
        del goal
        last = history.records[-1] if history.records else None
        assert last is None or (last.result is not None and last.result.ok), last
        if history.steps == len(steps):
            return Done(evidence="every step was done")
        step = steps[history.steps]
        return Act(actions=(Action(kind=step.kind, ref=_ref(step, seen), **step.more),))  # type: ignore[arg-type]

    return ScriptedPolicy(script=[decide], name="model")


def _ref(step: Do, seen: Observation) -> str:
    if step.kind is ActionKind.DIALOG or (step.kind is ActionKind.KEYPRESS and not step.name):
        return ""
    fitting = [one for one in seen.elements if _fits(one, step)]
    shown = [(one.role, one.name, one.value) for one in seen.elements]
    assert fitting, f"not seen: {step.role} {step.name!r} among {shown}"
    assert step.nth is not None or len(fitting) == 1, f"several: {shown}"
    return fitting[step.nth or 0].ref


def _fits(element: Element, step: Do) -> bool:
    return (not step.name or element.name == step.name) and (not step.role or element.role == step.role)


@pytest.fixture(autouse=True)
def invoice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "invoice.txt").write_text("CHF 12.50")
    monkeypatch.chdir(tmp_path)


async def filled(session: BrowserSession, address: str, widget: Widget, mind: Policy) -> tuple[object, Outcome]:
    """Have the mind fill the widget; return what that holds then, and what came of the goal."""
    opened = await session.goto(address)
    assert opened.ok, opened.message
    goal = Goal(
        kind=GoalKind.NAVIGATION,
        text=widget.goal,
        max_steps=12,
        payload={"invoice": "invoice.txt"} if "invoice" in widget.goal else {},
        post_conditions=(PostCondition(text=f"told: {json.dumps(widget.held, separators=(',', ':'))}"),),
    )
    outcome = await pursue(
        goal,
        page=session,
        policies=(mind,),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(90),
        patience=8,
    )
    return await _said(session, widget.held), outcome


async def _said(session: BrowserSession, held: object) -> object:
    """What the widget holds; some tell it a moment later."""
    end = asyncio.get_running_loop().time() + TELLING
    while True:
        value = await (await session.page()).evaluate("() => zoo.value")
        if value == held or (left := end - asyncio.get_running_loop().time()) <= 0:
            return value
        await session.wait_for_change(min(left, 0.2))


async def holds(session: BrowserSession, address: str, widget: Widget, mind: Policy) -> None:
    held, outcome = await filled(session, address, widget, mind)
    assert held == widget.held, outcome.failure
    assert outcome.status.value == "completed", outcome.failure


@pytest.mark.parametrize("name", FAST)
async def test_a_widget_holds_what_was_put_in(session: BrowserSession, widget: Callable[[str], str], name: str) -> None:
    await holds(session, widget(name), FAST[name], scripted(FAST[name].steps))


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
async def test_another_widget_holds_what_was_put_in(
    session: BrowserSession, widget: Callable[[str], str], name: str
) -> None:
    await holds(session, widget(name), SLOW[name], scripted(SLOW[name].steps))


@pytest.mark.parametrize("name", EMBEDDED_FAST)
async def test_the_embedded_mind_fills_it_for_a_sentence(
    session: BrowserSession, widget: Callable[[str], str], name: str
) -> None:
    await holds(session, widget(name), WIDGETS[name], EmbeddedPolicy())


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in WIDGETS if name not in BEYOND and name not in EMBEDDED_FAST])
async def test_the_embedded_mind_fills_another_for_a_sentence(
    session: BrowserSession, widget: Callable[[str], str], name: str
) -> None:
    await holds(session, widget(name), WIDGETS[name], EmbeddedPolicy())
