"""Schedules as callers see them (contract 2.5)."""

from __future__ import annotations

from datetime import datetime

from skyvern.domain.clock import iso
from skyvern.domain.schedule import Fire, Schedule
from skyvern.engine.schedules import next_fires

_TOLD = 5


def present_schedule(schedule: Schedule) -> dict[str, object]:
    """Return a schedule."""
    return {
        "workflow_schedule_id": schedule.workflow_schedule_id,
        "organization_id": schedule.organization_id,
        "workflow_permanent_id": schedule.workflow_permanent_id,
        "cron_expression": schedule.cron_expression,
        "interval_seconds": schedule.interval_seconds,
        "first_fire_at": iso(schedule.first_fire_at),
        "run_at": iso(schedule.run_at),
        "dispatch_status": schedule.dispatch_status,
        "workflow_run_id": schedule.workflow_run_id,
        "timezone": schedule.timezone,
        "enabled": schedule.enabled,
        "parameters": None if schedule.parameters is None else dict(schedule.parameters),
        "temporal_schedule_id": None,
        "name": schedule.name,
        "description": schedule.description,
        "created_at": iso(schedule.created_at),
        "modified_at": iso(schedule.modified_at),
        "deleted_at": iso(schedule.deleted_at),
        "overlap_policy": schedule.overlap_policy.value,
        "missed_policy": schedule.missed_policy.value,
    }


def present_fire(fire: Fire) -> dict[str, object]:
    """Return what became of one moment."""
    return {
        "due_at": iso(fire.due_at),
        "at": iso(fire.at),
        "outcome": fire.outcome.value,
        "run_id": fire.run_id,
        "reason": fire.reason,
    }


def present_one_schedule(schedule: Schedule, now: datetime) -> dict[str, object]:
    """Return a schedule and when it is due next."""
    due = next_fires(schedule, now, _TOLD)
    return {"schedule": present_schedule(schedule), "next_runs": [iso(moment) for moment in due]}


def present_listed_schedule(schedule: Schedule, now: datetime, *, title: str | None) -> dict[str, object]:
    """Return a schedule as the list of all shows it."""
    due = next_fires(schedule, now, 1)
    return present_schedule(schedule) | {"workflow_title": title, "next_run": iso(due[0]) if due else None}
