"""The states of runs and blocks, and which may follow which."""

from __future__ import annotations

from enum import StrEnum


class RunStatus(StrEnum):
    """Where a run stands; the last five are final."""

    CREATED = "created"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    TERMINATED = "terminated"
    CANCELED = "canceled"
    TIMED_OUT = "timed_out"

    @property
    def final(self) -> bool:
        """Whether nothing can follow this status."""
        return self in FINAL


FINAL = frozenset(
    {RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.TERMINATED, RunStatus.CANCELED, RunStatus.TIMED_OUT}
)
LIVE = frozenset(RunStatus) - FINAL
TRANSITIONS: dict[RunStatus, frozenset[RunStatus]] = {
    RunStatus.CREATED: frozenset({RunStatus.QUEUED, RunStatus.RUNNING}) | FINAL,
    RunStatus.QUEUED: frozenset({RunStatus.RUNNING}) | FINAL,
    RunStatus.RUNNING: frozenset({RunStatus.PAUSED, RunStatus.QUEUED}) | FINAL,
    RunStatus.PAUSED: frozenset({RunStatus.RUNNING}) | FINAL,
}
"""Which status may follow which; the database holds every run to it (`store/rules.py`)."""


class BlockStatus(StrEnum):
    """Where one execution of a block stands; all but `running` are final."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    TERMINATED = "terminated"
    CANCELED = "canceled"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"

    @property
    def final(self) -> bool:
        """Whether nothing can follow this status."""
        return self is not BlockStatus.RUNNING


RUN_AFTER_BLOCK: dict[BlockStatus, RunStatus] = {
    BlockStatus.FAILED: RunStatus.FAILED,
    BlockStatus.TERMINATED: RunStatus.TERMINATED,
    BlockStatus.TIMED_OUT: RunStatus.FAILED,
    BlockStatus.CANCELED: RunStatus.CANCELED,
}
"""What an unforgiven block makes of its run."""
