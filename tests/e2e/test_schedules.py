"""A schedule of a real server starts its run by itself, with its own values, and tells what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from skyvern import Skyvern

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

Connect = Callable[["Product"], Skyvern]


async def test_a_schedule_starts_a_run_within_seconds(shared: Product, connected: Connect) -> None:
    client = connected(shared)
    day = {"key": "day", "parameter_type": "workflow", "workflow_parameter_type": "string"}
    workflow = await shared.save(
        client, [{"label": "c", "block_type": "code", "code": "said = day", "parameter_keys": ["day"]}], [day]
    )
    due = datetime.now(UTC) + timedelta(seconds=3)
    made = await client.schedules.create(workflow, timezone="UTC", run_at=due, parameters={"day": "monday"})
    schedule_id, end = made.schedule.workflow_schedule_id, time.monotonic() + 60
    assert len(made.next_runs) == 1
    found = made
    while found.schedule.workflow_run_id is None and time.monotonic() < end:
        await asyncio.sleep(0.1)
        found = await client.schedules.get(workflow, schedule_id)
    assert datetime.now(UTC) >= due
    assert (found.schedule.dispatch_status, found.next_runs) == ("dispatched", [])
    run = await shared.until(client, found.schedule.workflow_run_id)
    assert (run.status, run.output["c_output"]["said"]) == ("completed", "monday")
