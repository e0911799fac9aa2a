"""Schedules that fire: each moment once, overlaps, missed moments, several workers, on a clock of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run
from skyvern.domain.schedule import Missed, Overlap, Schedule
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.engine.launch import Launcher
from skyvern.engine.schedules import next_fire
from skyvern.engine.timetable import Timetable
from skyvern.store import Store

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

START = datetime(2026, 11, 22, 11, 58)
DAY = [{"key": "day", "parameter_type": "workflow", "workflow_parameter_type": "string", "default_value": "any"}]


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is set."""

    at: datetime = START

    def __call__(self) -> datetime:
        """Return its time."""
        return self.at


@dataclass(slots=True)
class Tower:
    """A timetable on a clock, over a shop's store."""

    shop: Shop
    clock: Clock = field(default_factory=Clock)
    canceled: list[str] = field(default_factory=list)

    def table(self, store: Store | None = None) -> Timetable:
        """Return a worker's timetable."""

        async def cancel(run: Run) -> None:
            self.canceled.append(run.run_id)

        launcher = Launcher(self.shop.rooms, self.shop.queue)  # type: ignore[arg-type]
        return Timetable(store or self.shop.rooms.store, launcher, cancel=cancel, now=self.clock)

    async def keep(self, **changes: object) -> Schedule:
        """Keep a schedule of a workflow."""
        now = self.clock()
        row = Schedule(
            **{
                "workflow_schedule_id": new_id("wfs"),
                "organization_id": "o_1",
                "workflow_permanent_id": await self.workflow(),
                "timezone": "UTC",
                "enabled": True,
                "created_at": now,
                "modified_at": now,
                **changes,
            }
        )
        row = await self.shop.rooms.store.schedules.add(row)
        await self.shop.rooms.store.schedules.change(
            row.workflow_schedule_id, {"next_fire_at": next_fire(row, now), "modified_at": now}
        )
        return row

    async def workflow(self) -> str:
        """Save a workflow."""
        now = utc_now()
        row = Workflow(
            workflow_id=new_id("w"),
            permanent_id=new_id("wpid"),
            organization_id="o_1",
            version=1,
            title="T",
            description=None,
            definition={"parameters": DAY, "blocks": [{"label": "c", "block_type": "code", "code": "x = 1"}]},
            settings={},
            created_at=now,
            modified_at=now,
        )
        await self.shop.rooms.store.workflows.add(row)
        return row.permanent_id

    async def runs(self) -> list[Run]:
        """Return every run, oldest first."""
        return list(reversed(await self.shop.rooms.store.runs.list("o_1", page_size=100)))

    async def fires(self, row: Schedule) -> list[tuple[str, str]]:
        """Return what became of each moment, oldest first."""
        found = await self.shop.rooms.store.schedules.fires(row.workflow_schedule_id)
        return [(f"{fire.due_at:%d %H:%M}", fire.outcome.value) for fire in reversed(found)]

    async def at(self, **later: float) -> None:
        """Go on by some time and let a worker tend."""
        self.clock.at += timedelta(**later)
        await self.table().tend()


@pytest.fixture
def tower(shop: Shop) -> Tower:
    """A timetable over a shop."""
    return Tower(shop)


async def test_a_moment_gets_one_run_with_the_schedules_values(tower: Tower) -> None:
    row = await tower.keep(cron_expression="0 * * * *", parameters={"day": "monday"})
    assert await tower.table().tend() == 5.0
    assert await tower.runs() == []
    await tower.at(minutes=2)
    await tower.at(seconds=1)
    (run,) = await tower.runs()
    assert run.parameters == {"day": "monday"}
    assert (run.trigger_type, run.workflow_schedule_id) == ("scheduled", row.workflow_schedule_id)
    assert tower.shop.queue.runs == [run.run_id]
    await tower.at(hours=1)
    assert await tower.fires(row) == [("22 12:00", "started"), ("22 13:00", "started")]
    found = await tower.shop.rooms.store.schedules.get("o_1", row.workflow_permanent_id, row.workflow_schedule_id)
    assert found is not None
    assert (found.workflow_run_id, found.next_fire_at) == ((await tower.runs())[1].run_id, datetime(2026, 11, 22, 14))


async def test_a_worker_sleeps_until_the_next_moment(tower: Tower) -> None:
    await tower.keep(run_at=START + timedelta(seconds=2))
    assert await tower.table().tend() == 2.0


async def test_once_is_once(tower: Tower) -> None:
    row = await tower.keep(run_at=START + timedelta(minutes=1))
    await tower.at(minutes=1)
    await tower.at(days=3)
    assert len(await tower.runs()) == 1
    found = await tower.shop.rooms.store.schedules.get("o_1", row.workflow_permanent_id, row.workflow_schedule_id)
    assert found is not None
    assert (found.dispatch_status, found.next_fire_at) == ("dispatched", None)


async def test_many_workers_fire_a_moment_once(tower: Tower) -> None:
    for _ in range(5):
        await tower.keep(cron_expression="* * * * *")
    tower.clock.at += timedelta(seconds=90)
    await asyncio.gather(*(tower.table(Store(tower.shop.database)).tend() for _ in range(6)))
    assert len(await tower.runs()) == 5
    assert len(tower.shop.queue.runs) == 5


async def test_what_is_disabled_deleted_or_changed_does_not_fire(tower: Tower) -> None:
    schedules = tower.shop.rooms.store.schedules
    disabled, deleted = [await tower.keep(cron_expression="0 * * * *") for _ in range(2)]
    await schedules.change(disabled.workflow_schedule_id, {"enabled": False})
    await schedules.change(deleted.workflow_schedule_id, {"deleted_at": START})
    await tower.at(hours=1)
    assert await tower.runs() == []


@pytest.mark.parametrize(
    ("policy", "fires", "runs"),
    [
        (Missed.RUN_ONCE, [("22 12:00", "started"), ("23 00:00", "started")], 2),
        (Missed.SKIP, [("22 12:00", "missed"), ("23 00:00", "started")], 1),
        (
            Missed.RUN_ALL,
            [("22 12:00", "started"), ("22 16:00", "started"), ("22 20:00", "started"), ("23 00:00", "started")],
            4,
        ),
    ],
)
async def test_moments_without_a_worker(tower: Tower, policy: Missed, fires: list[tuple[str, str]], runs: int) -> None:
    row = await tower.keep(cron_expression="0 */4 * * *", missed_policy=policy)
    await tower.at(hours=9)
    for _ in range(5):
        await tower.at(seconds=1)
    tower.clock.at = datetime(2026, 11, 23)
    await tower.table().tend()
    assert await tower.fires(row) == fires
    assert len(await tower.runs()) == runs


async def test_overlap_allowed_skipped_cancelled_or_in_turn(tower: Tower) -> None:
    rows = {policy: await tower.keep(cron_expression="0 * * * *", overlap_policy=policy) for policy in Overlap}
    await tower.at(minutes=2)
    first = {run.workflow_schedule_id: run for run in await tower.runs()}
    await tower.at(hours=1)
    told = {policy: [outcome for _, outcome in await tower.fires(row)] for policy, row in rows.items()}
    assert told[Overlap.SKIP] == ["started", "skipped"]
    assert told[Overlap.ALLOW] == told[Overlap.CANCEL] == told[Overlap.QUEUE] == ["started", "started"]
    assert tower.canceled == [first[rows[Overlap.CANCEL].workflow_schedule_id].run_id]
    in_turn = {run.sequence for run in await tower.runs()}
    assert in_turn == {None, rows[Overlap.QUEUE].workflow_schedule_id}
    await tower.shop.rooms.store.runs.finish(
        first[rows[Overlap.SKIP].workflow_schedule_id].run_id, None, status=RunStatus.COMPLETED
    )
    await tower.at(hours=1)
    assert [outcome for _, outcome in await tower.fires(rows[Overlap.SKIP])][-1] == "started"


async def test_a_schedule_that_cannot_start_says_why_and_keeps_nobody_from_firing(tower: Tower) -> None:
    broken = await tower.keep(cron_expression="0 * * * *", workflow_permanent_id="wpid_gone")
    once = await tower.keep(run_at=START + timedelta(minutes=1), workflow_permanent_id="wpid_gone")
    whole = await tower.keep(cron_expression="0 * * * *")
    await tower.at(minutes=2)
    (fire,) = await tower.shop.rooms.store.schedules.fires(broken.workflow_schedule_id)
    assert fire.reason == "workflow wpid_gone is gone; delete its schedules"
    assert await tower.fires(once) == [("22 11:59", "refused")]
    assert await tower.fires(whole) == [("22 12:00", "started")]


async def test_a_schedule_of_a_release_that_fired_none_gets_its_next_moment(tower: Tower) -> None:
    row = await tower.keep(cron_expression="0 * * * *")
    await tower.shop.rooms.store.schedules.change(row.workflow_schedule_id, {"next_fire_at": None})
    table = tower.table()
    await table.tend()
    tower.clock.at += timedelta(minutes=2)
    await table.tend()
    assert await tower.fires(row) == [("22 12:00", "started")]


async def test_a_moment_that_comes_again_after_a_change_is_passed_over(tower: Tower) -> None:
    row = await tower.keep(cron_expression="0 * * * *")
    await tower.at(minutes=2)
    changes: Mapping[str, object] = {"next_fire_at": datetime(2026, 11, 22, 12)}
    await tower.shop.rooms.store.schedules.change(row.workflow_schedule_id, changes)
    await tower.at(seconds=1)
    await tower.at(hours=1)
    assert await tower.fires(row) == [("22 12:00", "started"), ("22 13:00", "started")]
