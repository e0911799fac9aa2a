"""What lets a new run in: room on the disk, an organisation's quotas, and limits to pass before it is at work."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Protocol

from skyvern.domain.run import Run

_MIB = 2**20


class DiskLow(Exception):
    """There is too little room on the disk for another run; the message says how much there is and what mends it."""


class QuotaSpent(Exception):
    """An organisation has used what it may; the message says of what, how much, and what mends it."""

    def __init__(self, said: str, *, seconds: int | None = None) -> None:
        super().__init__(said)
        self.seconds = seconds
        """After so many it may go on; None where that takes more than time."""


class Used(Protocol):
    """What organisations have used."""

    async def runs_since(self, organization_id: str, since: datetime) -> int:
        """Return how many runs were started since a moment."""
        ...

    async def stored(self, organization_id: str) -> int:
        """Return how many bytes its files have."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an operator allows; 0 means any."""

    running_per_organization: int = 0
    running_per_credential: int = 0
    min_free_disk_mb: int = 0
    runs_a_day: int = 0
    storage_mb: int = 0

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

    async def demand_quota(self, organization_id: str, used: Used, *, now: datetime) -> None:
        """Raise QuotaSpent when an organisation has had its runs of the day, or its files take all that they may."""
        if self.runs_a_day:
            today = now.replace(hour=0, minute=0, second=0, microsecond=0)
            if await used.runs_since(organization_id, today) >= self.runs_a_day:
                raise QuotaSpent(
                    f"the organisation has started its {self.runs_a_day} runs of this day (SKYVERN_MAX_RUNS_PER_DAY); "
                    "the next day begins at 00:00 UTC",
                    seconds=ceil((today + timedelta(days=1) - now).total_seconds()),
                )
        if self.storage_mb and (taken := await used.stored(organization_id)) >= self.storage_mb * _MIB:
            raise QuotaSpent(
                f"the organisation's files take {taken // _MIB} MiB of the {self.storage_mb} that they may "
                "(SKYVERN_MAX_STORAGE_MB): delete runs or files, then start the run again"
            )
