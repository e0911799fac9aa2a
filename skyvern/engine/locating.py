"""Finding the element that words describe: the minds are asked what they would click, and nothing is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skyvern.domain.failure import Category, Failure
from skyvern.domain.goal import Act, Goal, GoalKind, History, LookCloser
from skyvern.domain.spending import Payer
from skyvern.engine.run_tools import RunTools


async def locate(words: str, *, tools: RunTools, payer: Payer, model: Mapping[str, object] | None) -> str | Failure:
    """Return a selector of the element, or why none was found."""
    goal = Goal(kind=GoalKind.ACTION, text=f"Click {words}")
    page = await tools.page()
    seen = await page.observe()
    why = "no mind is configured"
    for policy in tools.rooms.policies(payer, model):
        decision = await policy.decide(goal, seen, History())
        if isinstance(decision, LookCloser):
            decision = await policy.decide(goal, replace(seen, picture=await page.screenshot()), History())
        ref = next((action.ref for action in decision.actions if action.ref), "") if isinstance(decision, Act) else ""
        if ref and (selector := await page.selector(ref)):
            return selector
        why = getattr(getattr(decision, "failure", None), "reason", "") or why
    return Failure(reason=f"No element was found for {words!r}: {why}", category=Category.ELEMENT_NOT_FOUND)
