"""After a crash in the middle of a deed: what its page tells decides whether it is done, done again, or in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.loop import pursue
from skyvern.domain.clock import Deadline
from skyvern.domain.failure import EFFECT_UNKNOWN, Category, Failure
from skyvern.domain.goal import Act, Done, GiveUp, Goal, GoalKind, Outcome
from skyvern.domain.page import Action, ActionKind, ActionResult, Arrival
from skyvern.domain.status import BlockStatus
from skyvern.testing.observations import alert, element, lines, page
from skyvern.testing.policies import MemoryChronicle, ScriptedPage, ScriptedPolicy

GOAL = Goal(kind=GoalKind.NAVIGATION, text="Click 'Place order'", max_steps=5)
FORM = page(
    lines("# Order"),
    element("textbox", "Name", ref="e1", value="Jo", form="f"),
    element("button", "Place order", ref="e2", form="f"),
    url="https://x.example/order",
)
THANKS = page(lines("# Thank you", "N-1"), url="https://x.example/order")
PRESS = Action(kind=ActionKind.CLICK, ref="e2")


class Died(Exception):
    """Stands for the end of the process."""


class Dies(ScriptedPage):
    """A page whose worker dies while it acts."""

    async def act(self, action: Action) -> ActionResult:
        await super().act(action)
        raise Died


async def crashed(*actions: Action) -> MemoryChronicle:
    """Return what a worker left that died while it did the first of these actions."""
    chronicle = MemoryChronicle()
    with pytest.raises(Died):
        await go_on(Dies(views=[FORM]), chronicle, Act(actions=actions))
    return chronicle


async def noted(result: ActionResult) -> MemoryChronicle:
    """Return what a worker left that died after it had noted what came of its deed, before it looked at the page."""
    chronicle = await crashed(PRESS)
    ((name, record),) = chronicle.records.items()
    chronicle.records[name] = replace(record, result=result)
    return chronicle


async def go_on(
    view: ScriptedPage, chronicle: MemoryChronicle, *script: Act | Done | GiveUp, goal: Goal = GOAL
) -> Outcome:
    policy = ScriptedPolicy(script=script)
    return await pursue(goal, page=view, policies=[policy], chronicle=chronicle, deadline=Deadline.after(30))


async def test_a_page_is_marked_before_its_deed_is_decided_on() -> None:
    view = ScriptedPage(views=[FORM, THANKS], leads={"e2": 1})
    chronicle = MemoryChronicle()
    typed = Action(kind=ActionKind.INPUT_TEXT, ref="e1", text="Jo")
    await go_on(view, chronicle, Act(actions=(typed, PRESS)), Done(evidence="sent"))
    (name, nothing_yet), (again, deed) = view.marked
    assert (name, nothing_yet) == (again, "")
    assert deed == list(chronicle.records)[1]


async def test_what_only_fills_in_a_form_marks_nothing() -> None:
    view = ScriptedPage(views=[FORM])
    await go_on(
        view,
        MemoryChronicle(),
        Act(actions=(Action(kind=ActionKind.INPUT_TEXT, ref="e1", text="Jo"),)),
        Done(evidence="typed"),
    )
    assert view.marked == []


async def test_a_deed_that_the_page_never_got_is_done() -> None:
    view = ScriptedPage(views=[FORM, THANKS], leads={"e2": 1}, arrived=Arrival.NOT)
    outcome = await go_on(view, await crashed(PRESS), Act(actions=(PRESS,)), Done(evidence="sent"))
    assert outcome.status is BlockStatus.COMPLETED
    assert [action.ref for action in view.acted] == ["e2"]


@pytest.mark.parametrize("arrived", [Arrival.GOT, Arrival.LEFT])
async def test_a_deed_that_the_page_got_is_not_done_again(arrived: Arrival) -> None:
    view = ScriptedPage(views=[replace(FORM, fingerprint="another")], arrived=arrived)
    outcome = await go_on(view, await crashed(PRESS), Act(actions=(PRESS,)))
    assert view.acted == []
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert [error.error_code for error in outcome.failure.errors] == [EFFECT_UNKNOWN]


async def test_a_deed_that_the_page_got_counts_as_done() -> None:
    view = ScriptedPage(views=[replace(THANKS, fingerprint="another")], arrived=Arrival.GOT)
    outcome = await go_on(view, await crashed(PRESS), Done(evidence="thanked"))
    assert outcome.status is BlockStatus.COMPLETED
    assert view.acted == []


async def test_a_page_that_shows_nothing_new_yet_gets_time_to_answer() -> None:
    view = ScriptedPage(views=[FORM, replace(THANKS, fingerprint="another")], arrived=Arrival.GOT, changes=1)
    outcome = await go_on(view, await crashed(PRESS), Done(evidence="thanked"))
    assert outcome.status is BlockStatus.COMPLETED
    assert view.waits


async def test_a_deed_whose_page_is_lost_is_in_doubt() -> None:
    view = ScriptedPage(views=[FORM], arrived=Arrival.LOST)
    outcome = await go_on(view, await crashed(replace(PRESS, intention="Place the order")), Act(actions=(PRESS,)))
    assert view.acted == []
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("effect_unknown: ")
    assert "'Place the order'" in outcome.failure.reason
    assert [error.error_code for error in outcome.errors] == [EFFECT_UNKNOWN]


async def test_a_doubt_outlives_the_worker_that_found_it() -> None:
    chronicle = await crashed(PRESS)
    await go_on(ScriptedPage(views=[FORM], arrived=Arrival.LOST), chronicle, Act(actions=(PRESS,)))
    view = ScriptedPage(views=[FORM, THANKS], leads={"e2": 1}, arrived=Arrival.LOST)
    outcome = await go_on(view, chronicle, Act(actions=(PRESS,)), Done(evidence="sent"))
    assert view.acted == []
    assert [error.error_code for error in outcome.errors] == [EFFECT_UNKNOWN]


async def test_a_lost_page_that_says_it_went_well_is_believed() -> None:
    view = ScriptedPage(views=[page(alert("Your order was placed", "success"))], arrived=Arrival.LOST)
    outcome = await go_on(view, await crashed(PRESS), Done(evidence="placed"))
    assert outcome.status is BlockStatus.COMPLETED
    assert view.acted == []


async def test_an_author_may_say_that_twice_is_harmless() -> None:
    view = ScriptedPage(views=[FORM, THANKS], leads={"e2": 1}, arrived=Arrival.LOST)
    goal = replace(GOAL, safe_to_repeat=True)
    outcome = await go_on(view, await crashed(PRESS), Act(actions=(PRESS,)), Done(evidence="sent"), goal=goal)
    assert outcome.status is BlockStatus.COMPLETED
    assert [action.ref for action in view.acted] == ["e2"]


GIVE_UP = GiveUp(failure=Failure(reason="'Place order' had no effect", category=Category.ELEMENT_NOT_FOUND))


async def test_a_deed_that_nobody_looked_after_is_in_doubt_once_its_page_is_lost() -> None:
    view = ScriptedPage(views=[FORM], arrived=Arrival.LOST)
    outcome = await go_on(view, await noted(ActionResult(ok=True)), GIVE_UP)
    assert view.acted == []
    assert [error.error_code for error in outcome.errors] == [EFFECT_UNKNOWN]


async def test_a_deed_that_led_away_before_its_page_was_lost_counts_as_done() -> None:
    view = ScriptedPage(views=[THANKS], arrived=Arrival.LOST)
    outcome = await go_on(view, await noted(ActionResult(ok=True, navigated=True)), Done(evidence="thanked"))
    assert outcome.status is BlockStatus.COMPLETED
    assert view.acted == []


async def test_a_deed_that_nobody_looked_after_gets_time_to_be_answered() -> None:
    view = ScriptedPage(views=[FORM, replace(THANKS, fingerprint="another")], arrived=Arrival.GOT, changes=1)
    outcome = await go_on(view, await noted(ActionResult(ok=True)), Done(evidence="thanked"))
    assert outcome.status is BlockStatus.COMPLETED
    assert view.waits


async def test_a_deed_hidden_by_a_crash_is_not_said_to_have_had_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skyvern.agent.recovery._ANSWERING", 0.05)
    view = ScriptedPage(views=[FORM], arrived=Arrival.GOT)
    outcome = await go_on(view, await crashed(PRESS), GIVE_UP)
    assert outcome.failure is not None
    assert [error.error_code for error in outcome.errors] == [EFFECT_UNKNOWN]
    assert "had no effect" in outcome.failure.reason


async def test_what_is_harmless_twice_is_done_again_when_its_page_was_lost() -> None:
    view = ScriptedPage(views=[FORM, THANKS], leads={"e2": 1}, arrived=Arrival.LOST)
    goal = replace(GOAL, safe_to_repeat=True)
    chronicle = await noted(ActionResult(ok=True))
    outcome = await go_on(view, chronicle, Act(actions=(PRESS,)), Done(evidence="sent"), goal=goal)
    assert outcome.status is BlockStatus.COMPLETED
    assert [action.ref for action in view.acted] == ["e2"]
