"""Reads what a text says as a schema wants it: the minds of the run are asked in order, as for a page."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.agent.extract.schema import as_schema
from skyvern.agent.ports import Policy
from skyvern.agent.verify import verify
from skyvern.domain.failure import Failure, needs_llm
from skyvern.domain.goal import Done, GiveUp, Goal, GoalKind, History, Outcome
from skyvern.domain.page import Observation, Reading
from skyvern.domain.status import BlockStatus


async def read_document(
    reading: Reading, *, title: str, wish: str, schema: object, policies: Sequence[Policy], system_prompt: str = ""
) -> Outcome:
    """Return the data, checked against the schema and against the text, or the failure of the last mind asked."""
    goal = Goal(kind=GoalKind.EXTRACTION, extraction=wish, schema=as_schema(schema), system_prompt=system_prompt)
    seen = Observation(url="", title=title, reading=reading)
    history = History(notes={"looked": True})
    failure = needs_llm(wish, "only a model can read this, and none is configured (SKYVERN_MODEL)")
    for policy in policies:
        decision = await policy.decide(goal, seen, history)
        if isinstance(decision, Done):
            belief = verify(goal, seen, decision, history, mind=policy.name)
            if belief.failure is None:
                return Outcome(status=BlockStatus.COMPLETED, extracted=decision.data, mind=policy.name)
            failure = belief.failure
        else:
            failure = decision.failure if isinstance(decision, GiveUp) else _undecided(wish)
    return Outcome(status=BlockStatus.FAILED, failure=failure)


def _undecided(wish: str) -> Failure:
    return needs_llm(wish, "what the document says does not tell")
