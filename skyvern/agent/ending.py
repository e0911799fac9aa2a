"""What a step announces, when it is broken off, and what is told of a pursuit that did not reach its goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.ports import Policy
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import (
    Category,
    Failure,
    matching_errors,
    website_error,
)
from skyvern.domain.goal import (
    Act,
    GiveUp,
    Goal,
    History,
)
from skyvern.domain.ids import new_id
from skyvern.domain.page import ActionRecord, ActionResult, Observation


def announced(decision: Act, seen: Observation, *, step: int) -> tuple[ActionRecord, ...]:
    """Return the records of a step's actions, as they are written down before anything is done."""
    return tuple(
        ActionRecord(
            action_id=new_id("act"),
            step=step,
            order=order,
            action=action,
            element=seen.element(action.ref) if action.ref else None,
            at=utc_now(),
        )
        for order, action in enumerate(decision.actions)
    )


def failure_told(end: GiveUp, seen: Observation | None, goal: Goal) -> Failure:
    """Return why a pursuit ended, with the site's own fault named and the error codes of the goal's author."""
    failure = end.failure
    if seen is not None and seen.status is not None and seen.status >= 500 and not end.terminate:
        failure = website_error(f"{seen.url} answered with status {seen.status} ({failure.reason})")
    errors = failure.errors or matching_errors(failure.reason, goal.error_codes)
    if not errors and seen is not None:
        shown = " ".join(alert.text for alert in seen.alerts)
        errors = tuple(replace(error, reasoning=failure.reason) for error in matching_errors(shown, goal.error_codes))
    return replace(failure, errors=errors)


def breaks_off(result: ActionResult) -> bool:
    """Whether the actions announced after this one are not done any more."""
    return not result.ok or result.navigated or result.opened_tab


def another_may_do_better(policy: Policy, end: GiveUp) -> bool:
    return policy.name == "replay" or end.failure.category is Category.LLM_ERROR


def together(given_up: Sequence[tuple[str, GiveUp]]) -> GiveUp:
    """The last policy's reason, with what the ones before it said."""
    *earlier, (_, last) = given_up
    if not earlier:
        return last
    before = "; ".join(f"{name}: {end.failure.reason}" for name, end in earlier)
    return GiveUp(failure=replace(last.failure, reason=f"{last.failure.reason} (before that, {before})"))


def last_words(history: History) -> str:
    last = history.records[-1] if history.records else None
    if last is None or last.result is None:
        return ""
    what = last.action.intention or last.action.kind.value
    return f"the last action was: {what}" + ("" if last.result.ok else f", which failed: {last.result.message}")
