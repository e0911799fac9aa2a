"""What is counted over many runs: the few facts of each that figures are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skyvern.domain.failure import Category
from skyvern.domain.status import RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigure:
    """One run, as figures see it."""

    run_id: str
    workflow_permanent_id: str
    title: str
    status: RunStatus
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    failure_category: Category | None
    failure_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeFigure:
    """One request to a model, as figures see it."""

    workflow_permanent_id: str | None
    at: datetime
    tokens: int
    micros: int
