"""Splits a goal that acts and then reads into its two parts."""

from __future__ import annotations

from dataclasses import replace

from skyvern.domain.goal import Goal, GoalKind


def stages(goal: Goal) -> tuple[Goal, ...]:
    """Split a goal that acts and then reads into its two parts."""
    if goal.kind in (GoalKind.EXTRACTION, GoalKind.VALIDATION):
        return (goal,)
    reads = bool(goal.extraction) or goal.schema is not None
    acts = bool(goal.text or goal.complete_criterion or goal.terminate_criterion or goal.selector) or not reads
    of_data = tuple(one for one in goal.post_conditions if one.schema is not None) if reads and acts else ()
    acting = replace(
        goal,
        extraction="",
        schema=None,
        post_conditions=tuple(one for one in goal.post_conditions if one not in of_data),
    )
    reading = replace(
        goal,
        kind=GoalKind.EXTRACTION,
        text="",
        complete_criterion="",
        terminate_criterion="",
        complete_on_download=False,
        post_conditions=of_data if acts else goal.post_conditions,
    )
    return (*((acting,) if acts else ()), *((reading,) if reads else ()))
