"""What every policy owes the loop: decisions about what the page holds, tokens left alone, honest ends."""

# ruff: noqa: E501, ANN401 - pages and scripts read best a line each
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.model import ModelPolicy
from skyvern.agent.ports import Policy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Act, Done, GiveUp, Goal, GoalKind, History, SecretField
from skyvern.domain.page import Observation
from skyvern.domain.status import BlockStatus
from skyvern.testing.models import ScriptedModel
from skyvern.testing.observations import alert, element, lines, page, pairs, table
from skyvern.testing.policies import MemoryChronicle, ScriptedPage, ScriptedPolicy

FORM = page(
    lines("# Find a member"), element("textbox", "Last name", ref="e1", form="f"), element("button", "Search", ref="e2", form="f"),
    title="Find a member", url="https://x.example/search",
)  # fmt: skip
FILLED = replace(FORM, elements=(replace(FORM.elements[0], value="Lee"), FORM.elements[1]))
FOUND = page(
    lines("# Search results", "1 record found"), table(("Name", "Status"), ("Ann Lee", "Active")), title="Search results", url="https://x.example/results"
)  # fmt: skip
LOGIN = page(
    lines("# Sign in"), element("textbox", "User name", ref="u", form="f"), element("textbox", "Password", ref="p", input_type="password", form="f"),
    element("button", "Sign in", ref="s", form="f"), title="Sign in", url="https://x.example/login",
)  # fmt: skip
REJECTED = replace(LOGIN, alerts=(alert("The password is incorrect."),), fingerprint="again")
RECORD = page(
    lines("# Ann Lee"),
    pairs({"Licence number": "RN-1", "Status": "Active"}),
    title="Ann Lee",
    url="https://x.example/1",
)
SEARCH = Goal(
    kind=GoalKind.NAVIGATION,
    text="Search for the last name Lee. COMPLETE when results are shown.",
    payload={"last_name": "Lee"},
)
SIGN_IN = Goal(
    kind=GoalKind.LOGIN, text="Log in", secrets=(SecretField(parameter="account", field="username", token="⟪account.username⟫"), SecretField(parameter="account", field="password", token="⟪account.password⟫"))
)  # fmt: skip
READ = Goal(
    kind=GoalKind.EXTRACTION, extraction="Get the record", schema={"type": "object", "properties": {"license_number": {"type": "string"}, "expiry_date": {"type": "string"}}}
)  # fmt: skip
CHECK = Goal(kind=GoalKind.VALIDATION, complete_criterion="the status is Active")


def _act(*actions: Mapping[str, Any]) -> dict[str, Any]:
    return {"reasoning": "next", "verdict": "act", "actions": list(actions)}


def _scripted(prompt: str) -> dict[str, Any]:
    """A model that reads its prompt as the tests' pages need it."""
    if "<wanted>" in prompt:
        return {"license_number": "RN-1" if "RN-1" in prompt else None, "expiry_date": None}
    if "<statements>" in prompt:
        return {"complete": "Status = Active" in prompt, "why": "the status says so"}
    if "incorrect" in prompt:
        return {
            "reasoning": "rejected",
            "verdict": "give_up",
            "reason": "Authentication failed: the password is incorrect",
        }
    if "[p]" in prompt:
        typed = [
            {"kind": "input_text", "ref": ref, "text": f"⟪account.{name}⟫"}
            for ref, name in (("u", "username"), ("p", "password"))
        ]
        return _act(*typed, {"kind": "click", "ref": "s", "effect": True})
    if "[e1]" in prompt:
        return _act({"kind": "input_text", "ref": "e1", "text": "Lee"}, {"kind": "click", "ref": "e2"})
    return {"reasoning": "there", "verdict": "done", "evidence": "1 record found"}


@dataclass(frozen=True)
class Mind:
    name: str
    make: Callable[[], Policy]


@pytest.fixture(
    params=[Mind("embedded", EmbeddedPolicy), Mind("model", lambda: ModelPolicy(ScriptedModel(script=[_scripted])))],
    ids=lambda mind: mind.name,
)
def policy(request: pytest.FixtureRequest) -> Policy:
    return request.param.make()


async def _pursue(policy: Policy, goal: Goal, view: ScriptedPage) -> tuple[Any, MemoryChronicle]:
    chronicle = MemoryChronicle()
    return await pursue(
        goal, page=view, policies=(policy,), chronicle=chronicle, deadline=Deadline.after(20), patience=2.0
    ), chronicle


def test_it_has_a_name(policy: Policy) -> None:
    assert policy.name in ("embedded", "model", "replay")


@pytest.mark.parametrize(("goal", "seen"), [(SEARCH, FORM), (SIGN_IN, LOGIN)], ids=["search", "login"])
async def test_actions_name_elements_of_the_page(policy: Policy, goal: Goal, seen: Observation) -> None:
    decision = await policy.decide(goal, seen, History())
    assert isinstance(decision, Act)
    assert decision.actions
    assert all(seen.element(action.ref) is not None for action in decision.actions if action.ref)


async def test_secrets_are_typed_as_tokens(policy: Policy) -> None:
    view = ScriptedPage(views=[LOGIN, REJECTED], leads={"s": 1})
    outcome, _ = await _pursue(policy, SIGN_IN, view)
    assert {action.text for action in view.acted if action.ref in ("u", "p")} == {
        "⟪account.username⟫",
        "⟪account.password⟫",
    }
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert "Authentication failed" in outcome.failure.reason


async def test_a_search_is_made_and_seen_to_have_worked(policy: Policy) -> None:
    class Form(ScriptedPage):
        async def act(self, action: Any) -> Any:
            result = await super().act(action)
            if action.ref == "e1":
                self.views[0] = FILLED
            return result

    outcome, chronicle = await _pursue(policy, SEARCH, Form(views=[FORM, FOUND], leads={"e2": 1}))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert outcome.evidence
    assert chronicle.finished


async def test_reading_gives_null_for_what_is_absent(policy: Policy) -> None:
    decision = await policy.decide(READ, RECORD, History())
    assert isinstance(decision, Done)
    assert decision.data == {"license_number": "RN-1", "expiry_date": None}


async def test_a_criterion_is_judged_without_acting(policy: Policy) -> None:
    holds = await policy.decide(CHECK, RECORD, History())
    fails = await policy.decide(
        CHECK,
        FOUND if policy.name == "model" else replace(RECORD, reading=page(pairs({"Status": "Lapsed"})).reading),
        History(),
    )
    assert isinstance(holds, Done)
    assert isinstance(fails, GiveUp)
    assert not fails.terminate


async def test_it_decides_from_its_arguments_alone(policy: Policy) -> None:
    first = await policy.decide(SEARCH, FORM, History())
    await policy.decide(SIGN_IN, LOGIN, History())
    assert await policy.decide(SEARCH, FORM, History()) == first


async def test_the_scripted_twin_owes_the_same() -> None:
    twin = ScriptedPolicy(script=[Done(evidence="1 record found")])
    outcome, _ = await _pursue(twin, SEARCH, ScriptedPage(views=[FOUND]))
    assert outcome.status is BlockStatus.COMPLETED
