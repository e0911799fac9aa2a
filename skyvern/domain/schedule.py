"""A schedule: when a workflow is to be run, and with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


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
