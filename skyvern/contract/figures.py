"""Figures over many runs: how often they succeed, how long they take, what waits, what they cost, and why they fail."""

from __future__ import annotations

from datetime import datetime

from skyvern.contract.fields import Answer


class QueueFigures(Answer):
    """What has not ended yet."""

    waiting: int
    running: int
    paused: int
    oldest_waiting_seconds: float | None


class DayFigures(Answer):
    """One day, UTC."""

    day: str
    completed: int
    failed: int
    other: int
    tokens: int
    cost: float


class WorkflowFigures(Answer):
    """One workflow."""

    workflow_permanent_id: str
    title: str
    runs: int
    completed: int
    failed: int
    success_rate: float | None
    median_seconds: float | None
    p95_seconds: float | None
    tokens: int
    cost: float
    cost_by_day: list[float]
    last_run_at: datetime


class FailureFigures(Answer):
    """One reason for which runs failed, with the newest that did."""

    category: str
    count: int
    run_id: str
    title: str
    reason: str
    at: datetime


class FiguresAnswer(Answer):
    """What happened in the last days, and what is under way."""

    since: datetime
    days: int
    runs: int
    complete: bool
    """False when there were more runs than are looked at."""
    success_rate: float | None
    median_seconds: float | None
    p95_seconds: float | None
    median_waiting_seconds: float | None
    tokens: int
    cost: float
    queue: QueueFigures
    by_day: list[DayFigures]
    workflows: list[WorkflowFigures]
    failures: list[FailureFigures]
