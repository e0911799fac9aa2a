"""Whether the machine has room for one more browser, as measured at the moment, not as counted."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from skyvern.browser.host.errors import LaunchFailed

_LOOK_AGAIN_SECONDS = 0.5
_TAKEN_MB = 300
"""What a run takes of memory, with its browser and its recording."""
ANY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the machine says: MiB of memory that can be had (None: unknown), and processes that want to run per core."""

    free_mb: int | None
    per_core: float

    @classmethod
    def now(cls) -> Load:
        """Measure."""
        return cls(free_mb=_free_mb(), per_core=os.getloadavg()[0] / (os.cpu_count() or 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What must be free before a browser is started, and how many seconds it is waited for; 0 asks for nothing."""

    least_free_mb: int = 300
    most_load: float = 0.0
    patience: float = 25.0
    measure: Callable[[], Load] = Load.now

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Room:
        """Read SKYVERN_BROWSER_MIN_FREE_MB and SKYVERN_BROWSER_MAX_LOAD. Raises ValueError by name."""
        usual = cls()
        return cls(
            least_free_mb=int(_number(environment, "SKYVERN_BROWSER_MIN_FREE_MB", usual.least_free_mb)),
            most_load=_number(environment, "SKYVERN_BROWSER_MAX_LOAD", usual.most_load),
        )

    async def wait(self) -> None:
        """Return when there is room. Raises LaunchFailed, naming the setting, when there is none in time."""
        try:
            async with asyncio.timeout(self.patience):
                while self.lacks():  # noqa: ASYNC110 - nobody tells of free memory: it is looked at again
                    await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        except TimeoutError:
            if lack := self.lacks():
                raise LaunchFailed(f"No browser was started: {lack}.") from None

    def more(self) -> int:
        """How many runs with a browser the machine bears beside what it bears now; `ANY` where nothing limits them."""
        load = self.measure()
        if self.most_load and load.per_core > self.most_load:
            return 0
        if load.free_mb is None or not self.least_free_mb:
            return ANY
        return max(0, (load.free_mb - self.least_free_mb + _TAKEN_MB) // _TAKEN_MB)

    def lacks(self) -> str:
        """What the machine lacks now, or nothing."""
        load = self.measure()
        if load.free_mb is not None and load.free_mb < self.least_free_mb:
            return (
                f"the machine has {load.free_mb} MiB of memory left, and {self.least_free_mb} are wanted for a browser "
                "(SKYVERN_BROWSER_MIN_FREE_MB); end other runs or lower SKYVERN_CONCURRENCY"
            )
        if self.most_load and load.per_core > self.most_load:
            return (
                f"the machine's load is {load.per_core:.1f} per core, above {self.most_load:g} "
                "(SKYVERN_BROWSER_MAX_LOAD); end other runs or lower SKYVERN_CONCURRENCY"
            )
        return ""


def _free_mb() -> int | None:
    """Memory that can be had without swapping: the machine's, and at most what a container's (cgroup 2) leaves."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return None
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        return free if limit == "max" else min(free, (int(limit) - used) // 2**20)
    except (OSError, ValueError):
        return free


def _number(environment: Mapping[str, str], name: str, usual: float) -> float:
    try:
        number = float(environment.get(name) or usual)
    except ValueError:
        number = -1.0
    if number < 0:
        raise ValueError(f"{name}: {environment[name]!r} is no number from 0")
    return number
