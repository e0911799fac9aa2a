"""A clock that jumps, ahead and back: runs end as they would have, and no moment of a schedule starts two."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from glob import glob
from pathlib import Path

import pytest

from skyvern import Skyvern
from tests.e2e.conftest import ENDED, Product

Connect = Callable[[Product], Skyvern]
With = Callable[[Path, dict[str, str]], Product]

_BLOCKS = [
    {"label": "before", "block_type": "code", "code": "n = 1"},
    {"label": "pause", "block_type": "wait", "wait_sec": 4},
    {"label": "after", "block_type": "code", "code": "n = before_output['n'] + 1"},
]


class Clock:
    """The clock of the processes that were started with `environment`."""

    def __init__(self, library: str, folder: Path) -> None:
        self._file = folder / "clock"
        self.set("+0")
        self.environment = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, offset: str) -> None:
        """Jump to so much before or behind the true time, such as `-2h`."""
        part = self._file.with_suffix(".part")
        part.write_text(f"{offset}\n")
        part.replace(self._file)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    found = glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        pytest.skip("libfaketime is not installed (apt-get install faketime)")
    return Clock(found[0], tmp_path)


@pytest.mark.long
async def test_a_clock_that_jumps_loses_and_doubles_nothing(
    tmp_path: Path, product_with: With, connected: Connect, clock: Clock
) -> None:
    product = product_with(tmp_path / "data", clock.environment)
    client = connected(product)
    workflow = await product.save(client, _BLOCKS)

    async def during(jump: str) -> None:
        run = await client.run_workflow(workflow)
        await product.until(client, run.run_id, label="pause")
        clock.set(jump)
        ended = await product.until(client, run.run_id)
        assert (jump, ended.status, ended.failure_reason) == (jump, "completed", None)
        assert ended.output["after_output"]["n"] == 2
        labels = [item.block.label for item in await client.get_run_timeline(run.run_id)]
        assert sorted(labels) == ["after", "before", "pause"]

    await during("+3h")
    due = datetime.now(UTC) + timedelta(hours=3, seconds=2)
    made = await client.schedules.create(workflow, timezone="UTC", run_at=due)
    schedule_id = made.schedule.workflow_schedule_id
    end = time.monotonic() + 60
    while not (fires := (await client.schedules.fires(workflow, schedule_id)).fires) and time.monotonic() < end:
        await asyncio.sleep(0.1)
    await during("-3h")
    await during("+0")
    clock.set("+4h")
    await during("+4h")
    assert [fire.outcome for fire in fires] == ["started"]
    assert len((await client.schedules.fires(workflow, schedule_id)).fires) == 1
    runs = await client.get_runs(page_size=100)
    assert (len(runs), {run.status for run in runs} - set(ENDED)) == (5, set())
