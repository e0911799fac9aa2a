"""Figures over many runs, folded from the few facts of each. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from skyvern.domain.clock import iso
from skyvern.domain.figures import ChargeFigure, RunFigure
from skyvern.domain.spending import MICROS
from skyvern.domain.status import RunStatus

_FAILED = (RunStatus.FAILED, RunStatus.TERMINATED, RunStatus.TIMED_OUT)
_WAITING = (RunStatus.CREATED, RunStatus.QUEUED)
_UNKNOWN = "UNKNOWN"


def present_figures(
    runs: Sequence[RunFigure],
    charges: Sequence[ChargeFigure],
    *,
    titles: Mapping[str, str],
    days: int,
    now: datetime,
    open_runs: Mapping[str, int],
    complete: bool,
) -> dict[str, object]:
    """Return the figures of the last `days`, today among them; `runs` are newest first, `open_runs` says how many.

    `titles` say what the workflows of the runs are called.
    """
    since = first_day(days, now)
    names = [(since + timedelta(days=number)).date().isoformat() for number in range(days)]
    waiting = [run for run in runs if run.status in _WAITING]
    return {
        "since": iso(since),
        "days": days,
        "runs": len(runs),
        "complete": complete,
        **_how_it_went(runs),
        "median_waiting_seconds": _part([seconds for run in runs if (seconds := _waited(run)) is not None], 0.5),
        **_spent(charges),
        "queue": {
            "waiting": sum(open_runs.get(status.value, 0) for status in _WAITING),
            "running": open_runs.get(RunStatus.RUNNING.value, 0),
            "paused": open_runs.get(RunStatus.PAUSED.value, 0),
            "oldest_waiting_seconds": max(((now - run.created_at).total_seconds() for run in waiting), default=None),
        },
        "by_day": [_day(name, runs, charges) for name in names],
        "workflows": _workflows(runs, charges, names, titles),
        "failures": _failures(runs),
    }


def first_day(days: int, now: datetime) -> datetime:
    """Return where the first of the last `days` begins."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)


def _how_it_went(runs: Sequence[RunFigure]) -> dict[str, object]:
    completed = sum(run.status is RunStatus.COMPLETED for run in runs)
    failed = sum(run.status in _FAILED for run in runs)
    seconds = [
        (run.finished_at - run.started_at).total_seconds()
        for run in runs
        if run.status is RunStatus.COMPLETED and run.started_at and run.finished_at
    ]
    return {
        "success_rate": completed / (completed + failed) if completed + failed else None,
        "median_seconds": _part(seconds, 0.5),
        "p95_seconds": _part(seconds, 0.95),
    }


def _spent(charges: Iterable[ChargeFigure]) -> dict[str, object]:
    counted = list(charges)
    return {"tokens": sum(c.tokens for c in counted), "cost": sum(c.micros for c in counted) / MICROS}


def _day(name: str, runs: Sequence[RunFigure], charges: Sequence[ChargeFigure]) -> dict[str, object]:
    of_day = [run for run in runs if run.created_at.date().isoformat() == name]
    completed = sum(run.status is RunStatus.COMPLETED for run in of_day)
    failed = sum(run.status in _FAILED for run in of_day)
    spent = _spent(charge for charge in charges if charge.at.date().isoformat() == name)
    return {"day": name, "completed": completed, "failed": failed, "other": len(of_day) - completed - failed, **spent}


def _workflows(
    runs: Sequence[RunFigure], charges: Sequence[ChargeFigure], days: Sequence[str], titles: Mapping[str, str]
) -> list[dict[str, object]]:
    """The workflows with the most runs first."""
    of: defaultdict[str, list[RunFigure]] = defaultdict(list)
    paid: defaultdict[str | None, list[ChargeFigure]] = defaultdict(list)
    for run in runs:
        of[run.workflow_permanent_id].append(run)
    for charge in charges:
        paid[charge.workflow_permanent_id].append(charge)
    return [
        {
            "workflow_permanent_id": wpid,
            "title": titles.get(wpid, its[0].title),
            "runs": len(its),
            "completed": sum(run.status is RunStatus.COMPLETED for run in its),
            "failed": sum(run.status in _FAILED for run in its),
            **_how_it_went(its),
            **_spent(paid[wpid]),
            "cost_by_day": [_spent(c for c in paid[wpid] if c.at.date().isoformat() == day)["cost"] for day in days],
            "last_run_at": iso(its[0].created_at),
        }
        for wpid, its in sorted(of.items(), key=lambda item: -len(item[1]))
    ]


def _failures(runs: Sequence[RunFigure]) -> list[dict[str, object]]:
    """Why runs failed, the commonest reason first, each with its newest run."""
    of: defaultdict[str, list[RunFigure]] = defaultdict(list)
    for run in runs:
        if run.status in _FAILED:
            of[run.failure_category.value if run.failure_category else _UNKNOWN].append(run)
    return [
        {
            "category": category,
            "count": len(its),
            "run_id": its[0].run_id,
            "title": its[0].title,
            "reason": (its[0].failure_reason or "").partition("\n")[0],
            "at": iso(its[0].created_at),
        }
        for category, its in sorted(of.items(), key=lambda item: -len(item[1]))
    ]


def _waited(run: RunFigure) -> float | None:
    return None if run.started_at is None else (run.started_at - run.created_at).total_seconds()


def _part(values: Sequence[float], part: float) -> float | None:
    """Return the value that `part` of all values do not pass, None of none."""
    return sorted(values)[max(0, ceil(len(values) * part) - 1)] if values else None
