"""A batch: one workflow version run for each of many sets of values, and how far that has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from skyvern.domain.status import RunStatus


class BatchStatus(StrEnum):
    """Where a batch stands."""

    RUNNING = "running"
    PAUSED = "paused"
    """Runs that have begun go on; no further one begins."""
    CANCELED = "canceled"
    FINISHED = "finished"


WAITING = "waiting"
"""What an item is called whose run has not begun."""
DELETED = "deleted"
"""What an item is called whose run was deleted later."""
REFUSED = "refused"
"""What an item is called whose run could not be started."""
LOST = frozenset({RunStatus.FAILED, RunStatus.TERMINATED, RunStatus.TIMED_OUT, RunStatus.CANCELED})
"""What a retry begins anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch, without its items."""

    batch_id: str
    organization_id: str
    workflow_id: str
    workflow_permanent_id: str
    title: str
    status: BatchStatus
    total: int
    at_once: int
    """How many of its runs may be under way together."""
    request: Mapping[str, object]
    """What every run is asked with, beside its parameters."""
    created_at: datetime
    modified_at: datetime
    api_key_id: str | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One set of values; `number` counts from 1."""

    batch_id: str
    number: int
    parameters: Mapping[str, object]
    tries: int = 0
    run_id: str | None = None
    refusal: str | None = None
    earlier: tuple[object, ...] | None = None
    """Ids of its runs before the last retry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """An item and how its run stands."""

    number: int
    parameters: Mapping[str, object]
    tries: int
    run_id: str | None
    refusal: str | None
    run_status: RunStatus | None
    failure_reason: str | None
    output: object
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def status(self) -> str:
        """Return the run's status, or why there is none."""
        if self.refusal is not None:
            return REFUSED
        if self.run_status is None:
            return WAITING if self.run_id is None else DELETED
        return self.run_status.value
