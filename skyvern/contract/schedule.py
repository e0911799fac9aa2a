"""Schedules: when a workflow is to be run (contract 2.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import AwareDatetime, Field, model_validator

from skyvern.contract.fields import Answer, Request, WholeNumber
from skyvern.domain.schedule import Missed, Outcome, Overlap


class ScheduleRequest(Request):
    """The body that makes a schedule, or replaces one whole."""

    cron_expression: str | None = Field(None, max_length=200)
    interval_seconds: WholeNumber | None = Field(None, ge=300, le=2_147_483_647)
    first_fire_at: AwareDatetime | None = Field(None, description="When an interval begins.")
    run_at: AwareDatetime | None = Field(None, description="Run once, then.")
    timezone: str = Field(min_length=1, max_length=80, description="An IANA name such as Europe/London.")
    enabled: bool = True
    parameters: dict[str, Any] | None = None
    name: str | None = Field(None, max_length=255)
    description: str | None = None
    overlap_policy: Overlap = Field(
        Overlap.ALLOW, description="When an earlier run of it has not ended: run both, skip, queue, or cancel that one."
    )
    missed_policy: Missed = Field(
        Missed.RUN_ONCE, description="After a time without a worker: one run for all missed moments, all, or none."
    )

    @model_validator(mode="after")
    def _one_way_to_say_when(self) -> Self:
        given = [self.cron_expression, self.interval_seconds, self.run_at]
        if sum(value is not None for value in given) != 1:
            raise ValueError("give exactly one of cron_expression, interval_seconds and run_at")
        if self.first_fire_at is not None and self.interval_seconds is None:
            raise ValueError("first_fire_at is where an interval begins; it needs interval_seconds")
        return self


class ScheduleAnswer(Answer):
    """A schedule."""

    workflow_schedule_id: str
    organization_id: str
    workflow_permanent_id: str
    cron_expression: str | None = None
    interval_seconds: int | None = None
    first_fire_at: datetime | None = None
    run_at: datetime | None = None
    dispatch_status: str | None = None
    workflow_run_id: str | None = None
    timezone: str
    enabled: bool
    parameters: dict[str, Any] | None = None
    temporal_schedule_id: str | None = None
    name: str | None = None
    description: str | None = None
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None
    overlap_policy: Overlap = Overlap.ALLOW
    missed_policy: Missed = Missed.RUN_ONCE


class FireAnswer(Answer):
    """One moment at which a schedule was due, and what became of it."""

    due_at: datetime
    at: datetime
    outcome: Outcome
    run_id: str | None = None
    reason: str | None = None


class ScheduleFires(Answer):
    """The last moments of a schedule, newest first."""

    fires: list[FireAnswer]


class OneSchedule(Answer):
    """A schedule and when it is due next."""

    schedule: ScheduleAnswer
    next_runs: list[datetime]


class WorkflowSchedules(Answer):
    """The schedules of one workflow."""

    schedules: list[ScheduleAnswer]


class ScheduleListItem(ScheduleAnswer):
    """A schedule in the list of all."""

    workflow_title: str | None = None
    next_run: datetime | None = None


class SchedulePage(Answer):
    """A page of all schedules."""

    schedules: list[ScheduleListItem]
    total_count: int
    page: int
    page_size: int


class Deleted(Answer):
    """That it was deleted."""

    ok: bool
