"""What lets a new run in: room on the disk; and which limits it then has to pass."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.admission import DiskLow, Limits


async def test_a_full_disk_is_told_with_what_mends_it(tmp_path: Path) -> None:
    await Limits(min_free_disk_mb=1).demand_room(tmp_path)
    await Limits().demand_room(tmp_path)
    with pytest.raises(DiskLow, match=r"MiB are free in .*SKYVERN_MIN_FREE_DISK_MB.*make room"):
        await Limits(min_free_disk_mb=10**9).demand_room(tmp_path)


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
