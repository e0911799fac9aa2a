"""A schedule: when a workflow is to be run, with which values, and what is done about overlaps and missed moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Overlap(StrEnum):
    """What happens when a schedule is due while a run of its own has not ended."""

    ALLOW = "allow"
    """Both run."""
    SKIP = "skip"
    """The new one is left out."""
    QUEUE = "queue"
    """The new one waits for the earlier."""
    CANCEL = "cancel"
    """The earlier one is cancelled."""


class Missed(StrEnum):
    """What happens to moments at which no worker was there."""

    RUN_ONCE = "run_once"
    """One run stands for all of them."""
    RUN_ALL = "run_all"
    """Each gets its run."""
    SKIP = "skip"
    """They are left out."""


class Outcome(StrEnum):
    """What became of one moment at which a schedule was due."""

    STARTED = "started"
    SKIPPED = "skipped"
    """An earlier run had not ended."""
    MISSED = "missed"
    """No worker was there in time."""
    REFUSED = "refused"
    """The run could not be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire:
    """One moment at which a schedule was due, and what became of it. There is at most one for each moment."""

    workflow_schedule_id: str
    due_at: datetime
    organization_id: str
    at: datetime
    """When it was dealt with."""
    outcome: Outcome
    run_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One schedule; exactly one of cron_expression, interval_seconds and run_at says when. Moments are naive UTC."""

    workflow_schedule_id: str
    organization_id: str
    workflow_permanent_id: str
    timezone: str
    enabled: bool
    created_at: datetime
    modified_at: datetime
    cron_expression: str | None = None
    interval_seconds: int | None = None
    first_fire_at: datetime | None = None
    run_at: datetime | None = None
    dispatch_status: str | None = None
    workflow_run_id: str | None = None
    """The run that it started last."""
    parameters: Mapping[str, object] | None = None
    name: str | None = None
    description: str | None = None
    deleted_at: datetime | None = None
    next_fire_at: datetime | None = None
    """The next moment it is due; None when none will come."""
    overlap_policy: Overlap = Overlap.ALLOW
    missed_policy: Missed = Missed.RUN_ONCE
