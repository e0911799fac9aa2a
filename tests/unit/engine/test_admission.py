"""What lets a new run in: room on the disk; and which limits it then has to pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.admission import DiskLow, Limits, QuotaSpent


async def test_a_full_disk_is_told_with_what_mends_it(tmp_path: Path) -> None:
    await Limits(min_free_disk_mb=1).demand_room(tmp_path)
    await Limits().demand_room(tmp_path)
    with pytest.raises(DiskLow, match=r"MiB are free in .*SKYVERN_MIN_FREE_DISK_MB.*make room"):
        await Limits(min_free_disk_mb=10**9).demand_room(tmp_path)


class Used:
    """What an organisation has used."""

    def __init__(self, *, runs: int, size: int) -> None:
        self.runs, self.size = runs, size
        self.since: list[datetime] = []

    async def runs_since(self, organization_id: str, since: datetime) -> int:
        self.since.append(since)
        return self.runs

    async def stored(self, organization_id: str) -> int:
        return self.size


async def test_the_runs_of_a_day_are_counted_from_midnight_and_told_until_when() -> None:
    used, now = Used(runs=5, size=0), datetime(2026, 11, 23, 23, 59, 30)
    await Limits(runs_a_day=6).demand_quota("o_1", used, now=now)
    with pytest.raises(QuotaSpent, match=r"its 5 runs of this day \(SKYVERN_MAX_RUNS_PER_DAY\); .* 00:00 UTC") as spent:
        await Limits(runs_a_day=5).demand_quota("o_1", used, now=now)
    assert spent.value.seconds == 30
    assert set(used.since) == {datetime(2026, 11, 23)}


async def test_files_that_take_all_they_may_are_told_with_what_mends_it() -> None:
    used, now = Used(runs=0, size=3 * 2**20), datetime(2026, 11, 23)
    await Limits(storage_mb=4).demand_quota("o_1", used, now=now)
    with pytest.raises(
        QuotaSpent, match=r"take 3 MiB of the 3 .*SKYVERN_MAX_STORAGE_MB.*delete runs or files"
    ) as spent:
        await Limits(storage_mb=3).demand_quota("o_1", used, now=now)
    assert spent.value.seconds is None


def test_a_run_that_another_waits_for_passes_with_that_one() -> None:
    limits = Limits(running_per_organization=4, running_per_credential=1)
    run = a_run()
    assert limits.gates(run, ["cred_1"]) == {"organization/o_1": 4, "credential/cred_1": 1}
    assert limits.gates(run.evolve(parent_run_id="wr_0"), ["cred_1"]) == {}
    assert Limits().gates(run, ["cred_1"]) == {}


def a_run() -> Run:
    now = utc_now()
    return Run(
        run_id="wr_1",
        organization_id="o_1",
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.CREATED,
        title="t",
        parameters={},
        request={},
        definition={},
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now + timedelta(hours=1),
    )
