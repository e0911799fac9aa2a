"""Walks the embedded mind over pages written by hand: each act leads to the next view, and the last view stays."""

from __future__ import annotations

from dataclasses import replace

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import ActionKind, ActionRecord, ActionResult, Observation

_MOST_STEPS = 30


async def walked(words: str, *views: Observation, kind: GoalKind = GoalKind.NAVIGATION) -> list[Decision]:
    """Return every act, and the end."""
    found: list[Decision] = []
    goal, history, left = Goal(kind=kind, text=words), History(), list(views)
    seen = left.pop(0)
    for step in range(_MOST_STEPS):
        decision = await EmbeddedPolicy().decide(goal, seen, history)
        if isinstance(decision, (Done, GiveUp)):
            return [*found, decision]
        records = history.records
        if isinstance(decision, Act):
            found.append(decision)
            records = (*records, *_told(decision, seen, step))
            seen = left.pop(0) if left else seen
        history = replace(history, records=records, notes={**history.notes, **decision.notes})
    raise AssertionError("it goes on for ever")


def deeds(decisions: list[Decision]) -> list[tuple[ActionKind, str]]:
    """Return what was done as kinds and references; a refusal ends it with its reason."""
    found = [(one.kind, one.ref) for act in decisions if isinstance(act, Act) for one in act.actions]
    end = decisions[-1]
    return [*found, (ActionKind.TERMINATE, end.failure.reason)] if isinstance(end, GiveUp) else found


def _told(act: Act, seen: Observation, step: int) -> list[ActionRecord]:
    return [
        ActionRecord(
            action_id=f"a{step}.{at}",
            step=step,
            order=at,
            action=one,
            result=ActionResult(ok=True),
            element=seen.element(one.ref),
        )
        for at, one in enumerate(act.actions)
    ]
