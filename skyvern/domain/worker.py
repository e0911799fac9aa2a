"""A worker of a fleet: a process that takes runs, on a machine that may have a browser host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

RUNS = "runs"
"""The queue of runs; a worker may be told to take webhooks alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One boot of a worker. It is alive as long as its heartbeat is young."""

    worker_id: str
    """Unique per boot."""
    node_id: str
    """The machine and data folder; what outlives the worker there, such as browsers, is found by it."""
    address: str
    """Where the browser host of its node answers, empty where that cannot be reached from elsewhere."""
    sealed_token: bytes
    """What opens the browser host, sealed with the installation's key."""
    version: str
    """Of the engine: entries of another version are not for it."""
    slots: int
    """Runs at once."""
    queues: tuple[str, ...]
    host_name: str
    pid: int
    started_at: datetime
    beat_at: datetime
    draining: bool = False
    """It takes nothing any more."""

    @property
    def takes_runs(self) -> bool:
        """Whether a run that only its node can take will be taken."""
        return RUNS in self.queues and not self.draining
