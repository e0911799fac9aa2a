"""Whether an ended attempt is followed by another, and how attempts are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from skyvern.blocks.definition import RetryPolicy
from skyvern.domain.clock import iso
from skyvern.domain.failure import EFFECT_UNKNOWN
from skyvern.domain.run import Cursor, Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.engine.interpreter import Ending

EVERY = "every_attempt"


def another_attempt(policy: RetryPolicy | None, ending: Ending, attempt: int) -> bool:
    """Tell whether the policy wants the run tried again after this end.

    What a crash left in doubt is tried again only where a rule names it: a second time may do it twice.
    """
    if policy is None or attempt > policy.max_retries or ending.status in (RunStatus.COMPLETED, RunStatus.CANCELED):
        return False
    codes = {error.error_code for error in ending.errors}
    named = {EFFECT_UNKNOWN} if EFFECT_UNKNOWN in codes else codes
    return any(
        rule.status == ending.status.value
        and (named & set(rule.error_codes) if rule.error_codes else EFFECT_UNKNOWN not in codes)
        for rule in policy.rules
    )


def ended_attempt(run: Run, ending: Ending, *, reason: str | None, now: datetime) -> dict[str, object]:
    """Return the record of an attempt that has ended."""
    earlier = cast("tuple[Mapping[str, object], ...]", run.attempts or ())
    began = earlier[-1].get("next_attempt_at") if earlier else iso(run.started_at)
    return {
        "attempt": run.cursor.attempt,
        "status": ending.status.value,
        "failure_reason": reason,
        "errors": [error.as_json() for error in ending.errors],
        "started_at": began,
        "finished_at": iso(now),
        "next_attempt_at": None,
    }


def next_attempt(run: Run, record: Mapping[str, object], policy: RetryPolicy, *, now: datetime) -> dict[str, object]:
    """Return what changes in a run that is tried again: back to the start, with its whole time."""
    due = now + timedelta(seconds=policy.delay_seconds)
    limit = run.deadline_at - (run.wake_at or run.started_at or run.created_at)
    minutes = run.settings.get("time_limit_minutes")
    if isinstance(minutes, int):
        limit = timedelta(minutes=minutes)
    return {
        "status": RunStatus.QUEUED,
        "claim": None,
        "waits_for": WaitsFor.ATTEMPT,
        "wake_at": due,
        "deadline_at": due + limit,
        "browser_id": None,
        "attempts": (*(run.attempts or ()), {**record, "next_attempt_at": iso(due)}),
    }


def restarted(run: Run) -> Cursor:
    """Return where the next attempt begins."""
    return Cursor((), run.cursor.attempt + 1)


def as_after(run: Run, attempt: int) -> Run:
    """Return the run as it stood when an attempt had ended: what the webhook of that attempt tells."""
    records = cast("tuple[Mapping[str, object], ...]", run.attempts or ())[:attempt]
    due = records[-1].get("next_attempt_at") if records else None
    return replace(
        run,
        status=RunStatus.QUEUED,
        cursor=Cursor((), attempt),
        waits_for=WaitsFor.ATTEMPT,
        wake_at=datetime.fromisoformat(str(due)).replace(tzinfo=None) if due else None,
        attempts=records,
        output=None,
        failure_reason=None,
        failure_category=None,
        errors=(),
        finished_at=None,
    )
