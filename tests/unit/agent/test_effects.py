"""Deeds that a site may keep: what counts as the same deed, when it may be done again, and what the site answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.loop import pursue
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Act, Done, Goal, GoalKind, Outcome
from skyvern.domain.page import Action, ActionKind, ActionResult, Observation, Sent
from skyvern.domain.status import BlockStatus
from skyvern.testing.observations import element, lines, page
from skyvern.testing.policies import MemoryChronicle, ScriptedPage, ScriptedPolicy

URL = "https://x.example/orders"


def form(button: str = "Place order", *sent: Sent, landmark: str = "") -> Observation:
    return replace(
        page(
            lines("# Orders"),
            element("textbox", "Article", ref="e1", form="f", landmark=landmark),
            element("button", button, ref="e2", form="f", landmark=landmark),
            element("checkbox", "Express", ref="e3", form="f", landmark=landmark, checked=False),
            url=URL,
        ),
        sent=sent,
    )


def enter(text: str) -> Action:
    return Action(kind=ActionKind.INPUT_TEXT, ref="e1", text=text)


PRESS = Action(kind=ActionKind.CLICK, ref="e2", intention="Place order")
KEY = Action(kind=ActionKind.KEYPRESS, ref="e1", text="Enter")
BOOKED = Sent(id="s1", method="POST", url=URL, status=201)
REACHED = {"e2": ActionResult(ok=True, reached=True, url=URL)}


async def run(
    view: ScriptedPage, *acts: tuple[Action, ...], text: str = "Order a pen", chronicle: MemoryChronicle | None = None
) -> Outcome:
    script = [*(Act(actions=actions) for actions in acts), Done(evidence="ordered")]
    return await pursue(
        Goal(kind=GoalKind.LOGIN if text == "Sign in" else GoalKind.NAVIGATION, text=text, max_steps=6),
        page=view,
        policies=(ScriptedPolicy(script=script, name="model"),),
        chronicle=chronicle or MemoryChronicle(),
        deadline=Deadline.after(20),
    )


def pressed(view: ScriptedPage) -> int:
    return sum(action.ref == "e2" or action.kind is ActionKind.KEYPRESS for action in view.acted)


class Booking(ScriptedPage):
    """Sends something when its button is pressed."""

    async def act(self, action: Action) -> ActionResult:
        result = await super().act(action)
        if action.ref == "e2" or action.kind is ActionKind.KEYPRESS:
            self.views[self.at] = replace(self.views[self.at], sent=(*self.views[self.at].sent, BOOKED))
        return result


@pytest.mark.parametrize("again", [(enter("pen"), PRESS), (enter("Pen "), KEY), (replace(PRESS, effect=True),)])
async def test_the_same_deed_is_not_done_twice(again: tuple[Action, ...]) -> None:
    view = Booking(views=[form()])
    acts = ((enter("pen"), PRESS), again, again) if again[0].kind is ActionKind.INPUT_TEXT else ((PRESS,), again, again)
    outcome = await run(view, *acts)
    assert pressed(view) == 1
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert "'Place order' was done already and may have reached the site" in outcome.failure.reason


async def test_a_policy_that_looks_afresh_may_go_on() -> None:
    view = Booking(views=[form()])
    assert (await run(view, (PRESS,), (PRESS,))).status is BlockStatus.COMPLETED
    assert pressed(view) == 1


@pytest.mark.parametrize(
    ("view", "acts", "text"),
    [
        (form(), [(enter("pen"), PRESS), (enter("ink"), PRESS)], "Order a pen and ink"),
        (form(), [(PRESS,), (Action(kind=ActionKind.CHECKBOX, ref="e3"), PRESS)], "Order a pen"),
        (form(), [(PRESS,), (PRESS,)], "Order a pen twice"),
        (form(), [(PRESS,), (PRESS,)], "Click 'Place order', then click 'Place order' for the colleague"),
        (form(), [(PRESS,), (PRESS,)], "Sign in"),
        (form("Next"), [(PRESS,), (PRESS,)], "Go to page 3"),
        (form("Search", landmark="search"), [(PRESS,), (PRESS,)], "Search"),
    ],
)
async def test_what_is_another_deed_or_none_is_done(
    view: Observation, acts: list[tuple[Action, ...]], text: str
) -> None:
    booking = Booking(views=[view])
    outcome = await run(booking, *acts, text=text)
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert pressed(booking) == 2


async def test_what_surely_did_not_reach_the_site_may_be_done_again() -> None:
    view = ScriptedPage(views=[form()])
    assert (await run(view, (PRESS,), (PRESS,))).status is BlockStatus.COMPLETED
    assert pressed(view) == 2


async def test_a_failed_try_that_reached_the_site_is_not_repeated() -> None:
    lost = {"e2": ActionResult(ok=False, message="it took too long", reached=True)}
    view = ScriptedPage(views=[form("Submit")], results=lost)
    outcome = await run(view, (PRESS,), (PRESS,), (PRESS,))
    assert pressed(view) == 1
    assert outcome.status is BlockStatus.FAILED


async def test_a_deed_is_known_after_a_restart() -> None:
    chronicle = MemoryChronicle()
    await run(ScriptedPage(views=[form("Submit")], results=REACHED), (PRESS,), chronicle=chronicle)
    view = ScriptedPage(views=[form("Submit")], results=REACHED)
    assert (await run(view, (PRESS,), (PRESS,), chronicle=chronicle)).status is BlockStatus.FAILED
    assert pressed(view) == 0


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (replace(BOOKED, status=500), "with status 500"),
        (replace(BOOKED, status=None, failure="net::ERR_CONNECTION_REFUSED"), "ERR_CONNECTION_REFUSED"),
        (replace(BOOKED, url="https://api.x.example/orders", status=409), "with status 409"),
        (BOOKED, ""),
        (replace(BOOKED, status=500, url="https://x.example/analytics/events"), ""),
        (replace(BOOKED, status=500, url="https://counter.example/hit"), ""),
        (replace(BOOKED, status=None, failure="net::ERR_ABORTED"), ""),
    ],
)
async def test_what_the_site_refused_is_not_done(sent: Sent, why: str) -> None:
    view = ScriptedPage(views=[form(), form("Place order", sent)], leads={"e2": 1})
    outcome = await run(view, (PRESS,))
    assert (outcome.status is BlockStatus.COMPLETED) == (not why), outcome.failure
    if outcome.failure is not None:
        assert why in outcome.failure.reason
        assert "'Place order'" in outcome.failure.reason


async def test_a_change_that_is_taken_back_is_not_believed() -> None:
    shown = replace(form("Place order", BOOKED), reading=page(lines("# Orders", "a pen for Ada")).reading)
    view = ScriptedPage(views=[form(), shown, form("Place order", BOOKED)], leads={"e2": 1}, changes=1)
    outcome = await run(view, (enter("a pen for Ada"), PRESS))
    assert outcome.failure is not None
    assert "'a pen for Ada' showed up on the page and went away again" in outcome.failure.reason
