"""What lets a new run in: room on the disk, and the limits it has to pass before it is at work."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from skyvern.domain.run import Run

_MIB = 2**20


class DiskLow(Exception):
    """There is too little room on the disk for another run; the message says how much there is and what mends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an operator allows; 0 means any."""

    running_per_organization: int = 0
    running_per_credential: int = 0
    min_free_disk_mb: int = 0

    def gates(self, run: Run, credentials: Collection[str]) -> dict[str, int]:
        """Return the gates that a run has to pass. A run that another one waits for passes with that one."""
        if run.parent_run_id is not None:
            return {}
        gates: dict[str, int] = {}
        if self.running_per_organization:
            gates[f"organization/{run.organization_id}"] = self.running_per_organization
        if self.running_per_credential:
            gates |= {f"credential/{item}": self.running_per_credential for item in credentials}
        return gates

    async def demand_room(self, folder: Path) -> None:
        """Raise DiskLow when less than the least is free where files of runs are kept."""
        if not self.min_free_disk_mb:
            return
        free = (await asyncio.to_thread(shutil.disk_usage, folder)).free // _MIB
        if free < self.min_free_disk_mb:
            raise DiskLow(
                f"only {free} MiB are free in {folder}, and new runs need {self.min_free_disk_mb} "
                "(SKYVERN_MIN_FREE_DISK_MB): make room there, then start the run again"
            )
