"""Machine post-conditions: no mind's word counts against them, and a lying page does not fulfil them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.post_conditions import unmet
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Act, Done, Goal, GoalKind, History, Outcome, PostCondition
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Download, Observation, Trouble
from skyvern.domain.status import BlockStatus
from skyvern.testing.observations import alert, element, lines, page, table
from skyvern.testing.policies import MemoryChronicle, ScriptedPage, ScriptedPolicy

FORM = page(lines("# Profile"), element("button", "Save", ref="e1"), url="https://x.example/profile")
TOAST = page(
    lines("# Profile"),
    element("button", "Save", ref="e1"),
    alert("Saved successfully", "success"),
    url="https://x.example/profile",
)
KEPT = page(
    lines("# Orders", "Order  A-12 received"),
    table(("No", "State"), ("A-12", "paid")),
    element("checkbox", "Newsletter", checked=True),
    element("textbox", "City", "Bern"),
    url="https://x.example/orders?page=[1]",
    title="Orders",
)
FILE = Download(guid="g", file_name="Bill-7.PDF", url="https://x.example/b", size=10, path="/tmp/b")
SAVE = Action(kind=ActionKind.CLICK, ref="e1", effect=True, intention="Save")
LIAR = ScriptedPolicy(script=[Act(actions=(SAVE,)), Done(evidence="it says saved")], name="model")

HOLDS = [
    PostCondition(url="/orders?page=[1]"),
    PostCondition(url="https://*.example/orders?*"),
    PostCondition(text="order A-12 RECEIVED"),
    PostCondition(text="paid", no_text="refused"),
    PostCondition(element={"name": "newsletter", "role": "checkbox", "checked": True}),
    PostCondition(element={"name": "City", "value": "bern"}),
    PostCondition(download="bill-*.pdf"),
    PostCondition(schema={"type": "object", "required": ["no"], "properties": {"no": {"type": "string"}}}),
]
BREAKS = [
    (PostCondition(url="/paid"), "the address is"),
    (PostCondition(url="*/orders"), "the address is"),
    (PostCondition(text="A-13"), "does not show the text 'A-13'"),
    (PostCondition(no_text="received"), "still shows"),
    (PostCondition(element={"name": "newsletter", "checked": False}), "checked True"),
    (PostCondition(element={"name": "City", "value": "Basel"}), "value 'Bern'"),
    (PostCondition(element={"role": "button", "name": "Pay"}), "there is no button 'Pay'"),
    (PostCondition(download="bill.pdf"), "arrived: Bill-7.PDF"),
    (PostCondition(schema={"type": "object", "required": ["sum"]}), "does not fit"),
    (PostCondition(text="A-12", url="/paid"), "the address is"),
]


@pytest.mark.parametrize("condition", HOLDS)
def test_what_holds(condition: PostCondition) -> None:
    goal = Goal(kind=GoalKind.TASK, post_conditions=(condition,))
    assert unmet(goal, KEPT, History(downloads=(FILE,)), data={"no": "A-12"}) == ""


@pytest.mark.parametrize(("condition", "why"), BREAKS)
def test_what_does_not_hold_is_said(condition: PostCondition, why: str) -> None:
    goal = Goal(kind=GoalKind.TASK, post_conditions=(condition,))
    assert why in unmet(goal, KEPT, History(downloads=(FILE,)), data={"no": "A-12"})


def test_an_empty_file_is_no_file() -> None:
    goal = Goal(kind=GoalKind.TASK, post_conditions=(PostCondition(download="*"),))
    assert unmet(goal, KEPT, History(downloads=(replace(FILE, size=0),)))


async def run(
    goal: Goal, view: ScriptedPage, policy: ScriptedPolicy, chronicle: MemoryChronicle | None = None
) -> Outcome:
    return await pursue(
        goal,
        page=view,
        policies=(ScriptedPolicy(script=policy.script, name=policy.name),),
        chronicle=chronicle or MemoryChronicle(),
        deadline=Deadline.after(20),
    )


def goal(*conditions: PostCondition, kind: GoalKind = GoalKind.NAVIGATION, **more: object) -> Goal:
    return Goal(kind=kind, text="Save the profile", max_steps=4, post_conditions=conditions, **more)  # type: ignore[arg-type]


async def test_a_model_that_insists_is_not_believed() -> None:
    outcome = await run(goal(PostCondition(url="/done")), ScriptedPage(views=[FORM, TOAST], leads={"e1": 1}), LIAR)
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert "the address is 'https://x.example/profile', not '/done'" in outcome.failure.reason


async def test_a_text_that_stood_there_before_shows_nothing() -> None:
    wanted = goal(PostCondition(text="Saved successfully"))
    old = await run(wanted, ScriptedPage(views=[TOAST]), LIAR)
    assert old.failure is not None
    assert "stood there before" in old.failure.reason
    new = await run(wanted, ScriptedPage(views=[FORM, TOAST], leads={"e1": 1}), LIAR)
    assert new.status is BlockStatus.COMPLETED
    moved = {"e1": ActionResult(ok=True, navigated=True, url=TOAST.url)}
    again = await run(wanted, ScriptedPage(views=[TOAST], results=moved), LIAR)
    assert again.status is BlockStatus.COMPLETED


async def test_what_stood_there_before_is_known_after_a_restart() -> None:
    chronicle = MemoryChronicle()
    wanted = goal(PostCondition(text="Saved successfully"))
    await run(wanted, ScriptedPage(views=[TOAST]), LIAR, chronicle)
    again = await run(wanted, ScriptedPage(views=[TOAST]), ScriptedPolicy(script=[Done(evidence="")]), chronicle)
    assert again.status is BlockStatus.FAILED


class Tabs(ScriptedPage):
    """Opens one further page in a tab: what the site really kept."""

    fresh: Observation = KEPT

    async def act(self, action: Action) -> ActionResult:
        if action.kind is ActionKind.NEW_TAB:
            self.views.append(self.fresh)
            self.back, self.at = self.at, len(self.views) - 1
            return ActionResult(ok=True)
        if action.kind is ActionKind.CLOSE_PAGE:
            self.at = self.back
            return ActionResult(ok=True)
        return await super().act(action)


@pytest.mark.parametrize(("text", "status"), [("A-12", BlockStatus.COMPLETED), ("Bern GmbH", BlockStatus.FAILED)])
async def test_a_page_opened_anew_tells_what_was_kept(text: str, status: BlockStatus) -> None:
    view = Tabs(views=[FORM, TOAST], leads={"e1": 1})
    outcome = await run(goal(PostCondition(at="https://x.example/orders", text=text)), view, LIAR)
    assert outcome.status is status
    assert view.at == 1, "the tab is closed again"
    if outcome.failure is not None:
        assert "at https://x.example/orders: the page does not show" in outcome.failure.reason


async def test_a_single_action_is_held_to_them_too() -> None:
    view = ScriptedPage(views=[FORM, TOAST], leads={"e1": 1})
    policy = ScriptedPolicy(script=[Act(actions=(SAVE,))])
    good = await run(goal(PostCondition(text="saved"), kind=GoalKind.ACTION), view, policy)
    assert good.status is BlockStatus.COMPLETED
    view = ScriptedPage(views=[FORM])
    bad = await run(goal(PostCondition(text="saved"), kind=GoalKind.ACTION), view, policy)
    assert bad.status is BlockStatus.FAILED
    assert len(view.acted) == 1, "an action is not done a second time"


async def test_data_is_held_to_the_schema_when_it_is_read() -> None:
    schema = {"type": "object", "required": ["state"]}
    wanted = goal(
        PostCondition(url="/orders"), PostCondition(schema=schema), kind=GoalKind.TASK, extraction="the order"
    )
    script = [Act(actions=(SAVE,)), Done(evidence="saved")]
    for data, status in (({"state": "paid"}, BlockStatus.COMPLETED), ({"no": "A-12"}, BlockStatus.FAILED)):
        policy = ScriptedPolicy(script=[*script, Done(evidence="", data=data)])
        view = ScriptedPage(views=[FORM, KEPT], leads={"e1": 1})
        assert (await run(wanted, view, policy)).status is status


async def test_a_deed_that_failed_is_not_done() -> None:
    failing = ActionResult(ok=False, message="The element is disabled.", trouble=Trouble.DISABLED)
    view = ScriptedPage(views=[FORM], results={"e1": failing})
    outcome = await run(goal(), view, LIAR)
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert "'Save' was tried last and failed: The element is disabled." in outcome.failure.reason


async def test_a_deed_done_at_the_second_try_counts() -> None:
    failed = ActionRecord(action_id="a", step=1, order=0, action=SAVE, result=ActionResult(ok=False, message="covered"))
    done = replace(failed, action_id="b", step=2, result=ActionResult(ok=True))
    chronicle = MemoryChronicle(before=History(records=(failed, done), steps=2))
    outcome = await run(goal(), ScriptedPage(views=[TOAST]), ScriptedPolicy(script=[Done(evidence="")]), chronicle)
    assert outcome.status is BlockStatus.COMPLETED
