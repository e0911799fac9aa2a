"""Pages that lie about what they did: no mind completes on a lie, and nothing is sent a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.ports import Policy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Act, Decision, Done, Goal, GoalKind, History, Outcome, PostCondition
from skyvern.domain.page import Action, ActionKind, Observation
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle, ScriptedPolicy
from tests.browser.agent.liars import Liars, lying

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "Spring order"
SAVE = f'Enter "{TITLE}" as the title and save it.'
SHOWN = f"the page shows '{TITLE}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is asked of a page, and what may come of it."""

    text: str = SAVE
    criterion: str = ""
    kept: bool = False
    """Whether the page is opened anew afterwards, to see what the site has kept."""
    completes: bool | None = False
    """None where the site did keep it, and only the page says otherwise."""
    sends: int = 1


LIES: dict[str, Case] = {
    "honest_form": Case(completes=True, kept=True),
    "toast_before_refusal": Case(),
}
MORE_LIES: dict[str, Case] = {
    "silent_rollback": Case(criterion=SHOWN),
    "nothing_shown": Case(criterion=SHOWN, completes=None),
    "honest": Case(completes=True, kept=True),
    "honest_slow": Case(completes=True),
    "honest_refusal": Case(),
    "toast_without_request": Case(kept=True, sends=0),
    "toast_then_no_connection": Case(sends=0),
    "late_rollback": Case(),
    "until_reload": Case(kept=True, sends=0),
    "stale_list": Case(criterion=SHOWN),
    "success_url": Case(kept=True),
    "nothing_shown_slow": Case(criterion=SHOWN, completes=None),
    "same_form_again": Case(criterion="a confirmation is shown"),
    "says_error_but_kept": Case(completes=None),
    "error_status_but_kept": Case(),
    "forever_saving": Case(),
    "switch": Case(text="Turn on 'Alerts'."),
    "upload": Case(text="Upload invoice.txt as the invoice.", criterion="the page says 'Invoice received'"),
    "delete": Case(text="Delete 'Old invoice'."),
}


@pytest.fixture(scope="module")
def liars() -> Iterator[Liars]:
    with lying() as site:
        yield site


@pytest.fixture(autouse=True)
def invoice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "invoice.txt").write_text("CHF 12.50")
    monkeypatch.chdir(tmp_path)


def _insistent(goal: Goal, seen: Observation, history: History) -> Decision:
    """Does what the page invites to, twice and a third time with a key, and then says that it is done."""
    del goal

    def on(*roles: str) -> Any:  # noqa: ANN401 - an element, or None
        return next((one for one in seen.elements if one.role in roles and not one.disabled), None)

    field, button, switch = on("textbox"), on("button"), on("checkbox", "switch")
    files = next((one for one in seen.elements if one.input_type == "file"), None)
    if history.steps >= 3 or not (field or button or switch or files):
        return Done(evidence="the page looks as if it were done")
    actions: list[Action] = []
    if field is not None and history.steps != 1:
        actions.append(Action(kind=ActionKind.INPUT_TEXT, ref=field.ref, text=TITLE))
    if switch is not None:
        actions.append(Action(kind=ActionKind.CHECKBOX, ref=switch.ref))
    elif files is not None:
        actions.append(Action(kind=ActionKind.UPLOAD_FILE, ref=files.ref, files=("invoice.txt",)))
    elif field is not None and history.steps == 2:
        actions.append(Action(kind=ActionKind.KEYPRESS, ref=field.ref, text="Enter"))
    elif button is not None:
        actions.append(Action(kind=ActionKind.CLICK, ref=button.ref))
    return Act(actions=tuple(actions)) if actions else Done(evidence="nothing is left to press")


def _done_at_once(goal: Goal, seen: Observation, history: History) -> Decision:
    """Does it once, and believes what the page shows."""
    return Done(evidence="the page says so") if history.steps else _insistent(goal, seen, history)


MINDS: dict[str, Any] = {
    "embedded": EmbeddedPolicy,
    "obedient": lambda: ScriptedPolicy(script=[_done_at_once], name="model"),
    "insistent": lambda: ScriptedPolicy(script=[_insistent], name="model"),
}


async def told(case: Case, name: str, mind: Policy, *, session: BrowserSession, liars: Liars) -> Outcome:
    liars.sent.pop(name, None)
    liars.kept.pop(name, None)
    await session.goto(f"{liars.url}/{name}/")
    conditions = (PostCondition(at=f"{liars.url}/{name}/list", text=TITLE),) if case.kept else ()
    goal = Goal(
        kind=GoalKind.NAVIGATION,
        text=case.text,
        complete_criterion=case.criterion,
        post_conditions=conditions,
        payload={"invoice": "invoice.txt"} if name == "upload" else {},
        max_steps=8,
    )
    return await pursue(
        goal, page=session, policies=(mind,), chronicle=MemoryChronicle(), deadline=Deadline.after(60), patience=8
    )


async def judged(case: Case, name: str, mind: str, *, session: BrowserSession, liars: Liars) -> None:
    outcome = await told(case, name, MINDS[mind](), session=session, liars=liars)
    completed = outcome.status is BlockStatus.COMPLETED
    if case.completes is not None and not (case.completes and mind == "insistent"):
        assert completed == case.completes, outcome.failure or outcome.evidence
    assert len(liars.sent.get(name, [])) == case.sends, (liars.sent, outcome.failure)
    assert completed or (outcome.failure is not None and outcome.failure.reason)


@pytest.mark.parametrize("mind", ["embedded", "insistent"])
@pytest.mark.parametrize("name", LIES)
async def test_a_lie_is_not_believed(session: BrowserSession, liars: Liars, name: str, mind: str) -> None:
    await judged(LIES[name], name, mind, session=session, liars=liars)


@pytest.mark.long
@pytest.mark.parametrize("mind", MINDS)
@pytest.mark.parametrize("name", MORE_LIES)
async def test_another_lie_is_not_believed(session: BrowserSession, liars: Liars, name: str, mind: str) -> None:
    await judged(MORE_LIES[name], name, mind, session=session, liars=liars)
