"""A run, the executions of its blocks, where it stands, and the facts of it in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from skyvern.domain.failure import Category, UserError
from skyvern.domain.status import BlockStatus, RunStatus


@dataclass(frozen=True, slots=True)
class Position:
    """One step down the definition: a block, and the iteration when the path goes on inside a loop."""

    label: str
    index: int | None = None

    def __str__(self) -> str:
        return self.label if self.index is None else f"{self.label}[{self.index}]"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a run stands: the block to run next (path from the root), the attempt, and the agent's step inside it."""

    path: tuple[Position, ...] = ()
    attempt: int = 1
    step: int = 0

    def beyond(self, other: Cursor) -> bool:
        """Whether a run that stood at `other` has got further; the same block begun anew is no further."""
        return (self.path, self.attempt) != (other.path, other.attempt) or self.step > other.step

    def as_json(self) -> dict[str, object]:
        """Return the stored form."""
        return {
            "path": [[position.label, position.index] for position in self.path],
            "attempt": self.attempt,
            "step": self.step,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Cursor:
        """Read the stored form."""
        path = tuple(Position(label, index) for label, index in cast("list[tuple[str, int | None]]", data["path"]))
        return cls(path, cast("int", data["attempt"]), cast("int", data["step"]))


def path_key(path: tuple[Position, ...]) -> str:
    """Return the text form of a path, such as `invoices[3].download`."""
    return ".".join(str(position) for position in path)


class WaitsFor(StrEnum):
    """What a run waits for without a worker."""

    TURN = "turn"
    """Earlier runs of its sequence."""
    PERSON = "person"
    CHILD = "child"
    """A run that it started."""
    ATTEMPT = "attempt"
    """The moment of its next attempt."""
    LIMIT = "limit"
    """A place among the runs that may be at work at once."""


WARNINGS = "warnings"
"""The setting of a run that holds what in its request had no effect."""
PRIORITIES = range(-5, 6)
"""How urgent a run can be; 0 is usual, the highest is taken first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a workflow version with parameter values."""

    run_id: str
    organization_id: str
    workflow_id: str
    workflow_permanent_id: str
    status: RunStatus
    title: str
    parameters: Mapping[str, object]
    """Coerced values; credentials are ids, never secrets."""
    request: Mapping[str, object]
    """The request as it came (echoed as run_request), secrets masked."""
    definition: Mapping[str, object]
    """Snapshot of the workflow's definition."""
    settings: Mapping[str, object]
    """Effective settings: workflow settings overlaid with the request's."""
    created_at: datetime
    modified_at: datetime
    deadline_at: datetime
    """When its time is over; counted from `created_at` until the run starts, and from `started_at` from then on."""
    run_type: str = "workflow_run"
    trigger_type: str = "api"
    api_key_id: str | None = None
    """The key that made the run call: signs its webhook."""
    queued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cursor: Cursor = field(default_factory=Cursor)
    claim: str | None = None
    cancel_requested: bool = False
    output: Mapping[str, object] | None = None
    failure_reason: str | None = None
    failure_category: Category | None = None
    errors: tuple[UserError, ...] = ()
    step_count: int = 0
    browser_id: str | None = None
    browser_session_id: str | None = None
    browser_profile_id: str | None = None
    webhook_url: str | None = None
    webhook_failure_reason: str | None = None
    parent_run_id: str | None = None
    retried_from_run_id: str | None = None
    """The run whose inputs a person asked to run again."""
    waits_for: WaitsFor | None = None
    wake_at: datetime | None = None
    """When it goes on if nothing wakes it before."""
    wakes: int | None = None
    """How often something it could wait for has happened."""
    entry: str | None = None
    """The one queue entry that may take it, None for any."""
    sequence: str | None = None
    """Runs with the same one are never at work together."""
    workflow_schedule_id: str | None = None
    """The schedule that started it."""
    batch_id: str | None = None
    """The batch that it is part of."""
    rank: int | None = None
    """Its place in the order in which waiting runs are taken; lower is sooner. Given by the store."""
    priority: int = 0
    """One of PRIORITIES."""
    waits_on: str | None = None
    """Which gate it waits at, when it waits for a limit."""
    node_id: str | None = None
    """The node that its browser is on."""
    attempts: tuple[object, ...] | None = None
    """The attempts that have ended, as they are shown; None without a retry policy."""

    def evolve(self, **changes: object) -> Run:
        """Return a copy with these fields changed."""
        return replace(self, **changes)

    def log_context(self) -> dict[str, object]:
        """Return the keys that every log line about this run carries."""
        return {"run_id": self.run_id, "workflow": self.workflow_permanent_id, "organization": self.organization_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRun:
    """One execution of a block inside a run. `key` is `path_key` of where it stands."""

    block_run_id: str
    run_id: str
    key: str
    parent_id: str | None
    label: str
    block_type: str
    status: BlockStatus
    attempt: int
    order: int
    """Counts block executions in the run, from 0."""
    created_at: datetime
    modified_at: datetime
    task_id: str | None = None
    output: object = None
    failure_reason: str | None = None
    failure_category: Category | None = None
    errors: tuple[UserError, ...] = ()
    finished_at: datetime | None = None
    loop_values: tuple[object, ...] | None = None
    current_value: object = None
    current_index: int | None = None
    details: Mapping[str, object] = field(default_factory=dict[str, object])
    """Rendered fields that the timeline shows (url, navigation_goal, data_schema, …); secrets as masks."""

    def evolve(self, **changes: object) -> BlockRun:
        """Return a copy with these fields changed."""
        return replace(self, **changes)


class JournalKind(StrEnum):
    """What can happen in a run; payload versions are in each payload's `v`."""

    RUN_CREATED = "run_created"
    RUN_STARTED = "run_started"
    RUN_RESUMED = "run_resumed"
    RUN_LEFT = "run_left"
    RUN_FINISHED = "run_finished"
    CANCEL_REQUESTED = "cancel_requested"
    BLOCK_STARTED = "block_started"
    BLOCK_FINISHED = "block_finished"
    BROWSER_OPENED = "browser_opened"
    BROWSER_ATTACHED = "browser_attached"
    BROWSER_LOST = "browser_lost"
    OPENED = "opened"
    DECIDED = "decided"
    ACTED = "acted"
    BEGUN_ANEW = "begun_anew"
    INTENDED = "intended"
    ARTIFACT_SAVED = "artifact_saved"
    PRINTED = "printed"
    WARNED = "warned"
    ANSWERED = "answered"
    CONTROL = "control"
    WEBHOOK = "webhook"
    SECRET_RECEIVED = "secret_received"  # noqa: S105 - the name of a fact


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One fact of a run. `seq` counts from 1 within the run; 0 before it is written."""

    run_id: str
    kind: JournalKind
    payload: Mapping[str, object]
    at: datetime
    seq: int = 0
    block_run_id: str | None = None
