"""Batches: one call, many runs of one workflow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from skyvern.contract.fields import Answer, OwnRequest, WholeNumber
from skyvern.contract.run import RunRequest
from skyvern.domain.batch import BatchStatus

MOST_SETS = 10_000


class BatchOptions(RunRequest, OwnRequest):
    """What every run of a batch is asked with: the fields of a run; `parameters` are values that all sets share."""

    at_once: WholeNumber = Field(10, ge=1, le=1000, description="How many of its runs may be under way together.")


class BatchRequest(BatchOptions):
    """The body that starts a batch."""

    parameter_sets: list[dict[str, Any]] = Field(
        min_length=1, max_length=MOST_SETS, description="One run for each; its values win over `parameters`."
    )


class BatchAnswer(Answer):
    """A batch and how far it has come; `counts` are items by status, `waiting` and `refused` among them."""

    batch_id: str
    workflow_permanent_id: str
    workflow_id: str
    title: str
    status: BatchStatus
    total: int
    at_once: int
    counts: dict[str, int]
    created_at: datetime
    modified_at: datetime
    finished_at: datetime | None = None


class BatchPage(Answer):
    """A page of batches, newest first."""

    batches: list[BatchAnswer]
    total_count: int
    page: int
    page_size: int


class ItemAnswer(Answer):
    """One set of values and how its run stands: a status of runs, `waiting`, or `refused`."""

    number: int
    parameters: dict[str, Any]
    status: str
    tries: int
    run_id: str | None = None
    failure_reason: str | None = None
    output: Any = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class ItemPage(Answer):
    """A page of a batch's items, in their order."""

    items: list[ItemAnswer]
    total_count: int
    page: int
    page_size: int
