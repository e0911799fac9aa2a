"""Every kind of post-condition in a real browser: what holds completes, what does not fails with the reason."""

# ruff: noqa: E501 - a page of a test reads best in few lines

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from skyvern.agent.loop import pursue
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Act, Decision, Done, Goal, GoalKind, History, Outcome, PostCondition
from skyvern.domain.page import Action, ActionKind, Observation
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle, ScriptedPolicy

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOP = """<title>Cart</title><h1>Cart</h1><p>Stood before</p><button>Order</button><output id=said></output><label>City <input value=Bern></label>
<label><input type=checkbox checked> Newsletter</label><script>document.querySelector('button').onclick = function () {
  said.textContent = 'Thank you, order A-12'; this.disabled = true; history.pushState({}, '', '/orders/12?page=[1]');
  const a = document.createElement('a'); a.href = '/bill'; a.download = 'bill-12.pdf'; a.click(); }</script>"""
SCHEMA = {"type": "object", "required": ["order"], "properties": {"order": {"type": "string"}}}

CASES: list[tuple[PostCondition, str]] = [
    (PostCondition(url="/orders/12?page=[1]"), ""),
    (PostCondition(url="http://*/orders/*"), ""),
    (PostCondition(url="/paid"), "not '/paid'"),
    (PostCondition(text="thank you, ORDER a-12"), ""),
    (PostCondition(text="A-13"), "does not show the text 'A-13'"),
    (PostCondition(text="Stood before"), "stood there before anything was done"),
    (PostCondition(no_text="try again"), ""),
    (PostCondition(no_text="Thank you"), "still shows the text"),
    (PostCondition(element={"name": "Order", "disabled": True}), ""),
    (PostCondition(element={"name": "Newsletter", "role": "checkbox", "checked": True}), ""),
    (PostCondition(element={"name": "City", "value": "Basel"}), "value 'Bern', not 'Basel'"),
    (PostCondition(element={"name": "Pay"}), "there is no element 'Pay'"),
    (PostCondition(download="bill-*.pdf"), ""),
    (PostCondition(download="receipt.pdf"), "no file 'receipt.pdf' arrived (arrived: bill-12.pdf)"),
    (PostCondition(schema=SCHEMA), ""),
    (PostCondition(schema={"type": "object", "required": ["sum"]}), "does not fit"),
    (PostCondition(at="{site}/kept", text="order A-12", no_text="A-13", element={"name": "Cancel order"}), ""),
    (PostCondition(at="{site}/kept", text="A-13"), "/kept: the page does not show the text 'A-13'"),
    (PostCondition(at="{site}/kept", url="/kept", text="order A-12"), ""),
    (PostCondition(at="{site}/nowhere", no_text="A-12"), "answers with status 404"),
    (PostCondition(at="http://127.0.0.1:1/", text="A-12"), "could not be opened"),
]


def _orders(goal: Goal, seen: Observation, history: History) -> Decision:
    """Presses the one button, says that it is done, and reads what is asked for."""
    if goal.kind is GoalKind.EXTRACTION:
        return Done(evidence="read", data={"order": "A-12"})
    button = next(one for one in seen.elements if one.name == "Order")
    if not history.records:
        return Act(actions=(Action(kind=ActionKind.CLICK, ref=button.ref, effect=True),))
    return Done(evidence="ordered")


async def ordered(session: BrowserSession, site: Site, condition: PostCondition) -> Outcome:
    site.file("/bill", b"%PDF-1.4 bill", "application/pdf")
    site.page("/kept", "<h1>Kept</h1><p>order A-12</p><button>Cancel order</button>")
    stays = SHOP.replace("history.pushState", "void ") if condition.text == "Stood before" else SHOP
    await session.goto(site.page("/cart", stays))
    reads = {"extraction": "the order"} if condition.schema is not None else {}
    goal = Goal(kind=GoalKind.TASK, text="Order it", max_steps=4, post_conditions=(condition,), **reads)  # type: ignore[arg-type]
    return await pursue(
        goal,
        page=session,
        policies=(ScriptedPolicy(script=[_orders], name="model"),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(60),
    )


FAST = {0, 5, 8, 12, 14, 16, 17}
"""One of each kind; the rest is for the long lane."""


@pytest.mark.parametrize(
    ("condition", "why"),
    [pytest.param(*case, marks=[] if index in FAST else [pytest.mark.long]) for index, case in enumerate(CASES)],
)
async def test_a_post_condition(session: BrowserSession, site: Site, condition: PostCondition, why: str) -> None:
    at = condition.at.replace("{site}", site.url)
    fresh = PostCondition(
        at=at,
        url=condition.url,
        text=condition.text,
        no_text=condition.no_text,
        element=condition.element,
        download=condition.download,
        schema=condition.schema,
    )
    outcome = await ordered(session, site, fresh)
    assert (outcome.status is BlockStatus.COMPLETED) == (not why), outcome.failure
    assert why in (outcome.failure.reason if outcome.failure else "")
    observation = await session.observe()
    assert [tab.active for tab in observation.tabs] == [True], "the tab that was opened is closed again"
    assert observation.title == "Cart"
    assert len([record for record in outcome.records if record.action.kind is ActionKind.CLICK]) == 1
