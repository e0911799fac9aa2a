"""Runs that take the process down with them are given up; runs that stood beside them are not."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category
from skyvern.domain.run import Cursor, JournalEntry, JournalKind, Position
from skyvern.domain.status import RunStatus
from skyvern.engine.executor import Executor
from skyvern.engine.poison import Quarantine, deaths, place

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

WAIT = {"label": "w", "block_type": "wait", "wait_sec": 60}
START, HERE = Cursor(), Cursor((Position("w"),))


def journal(*entries: Cursor | None) -> list[JournalEntry]:
    """Return the beginnings of a run at these places; None is a clean stop."""
    return [
        JournalEntry(
            run_id="wr_1",
            kind=JournalKind.RUN_LEFT if cursor is None else JournalKind.RUN_RESUMED,
            payload={"v": 1} if cursor is None else {"v": 1, "place": place(cursor)},
            at=utc_now(),
        )
        for cursor in entries
    ]


@pytest.mark.parametrize(
    ("entries", "count"),
    [
        ((), 0),
        ((START,), 1),
        ((START, HERE), 2),
        ((START, HERE, HERE), 3),
        ((START, None), 0),
        ((START, HERE, None, HERE), 1),
        ((START, START, HERE), 2),
        ((HERE, HERE, START), 1),
    ],
)
def test_deaths_are_counted_since_the_last_progress_or_clean_stop(
    entries: tuple[Cursor | None, ...], count: int
) -> None:
    assert deaths(journal(*entries), HERE) == count


def test_a_block_that_is_taken_up_again_is_no_beginning_of_the_run() -> None:
    beginning = journal(START)[0]
    block = JournalEntry(
        run_id="wr_1", kind=JournalKind.RUN_RESUMED, payload={"v": 1}, at=utc_now(), block_run_id="wrb_1"
    )
    assert deaths([beginning, block], HERE) == 1


async def test_the_third_death_in_one_place_ends_the_run_by_name(shop: Shop) -> None:
    run = await shop.run([{"label": "a", "block_type": "code", "code": "x = 1"}, WAIT])
    assert await shop.die_after(run, 4)
    for _ in range(2):
        assert await shop.die_after(run, 2)
    ended = await asyncio.wait_for(shop.finish(run), 5)
    assert ended.status is RunStatus.FAILED
    assert ended.failure_category is Category.INFRASTRUCTURE_ERROR
    assert "ended 3 times while the run was in block 'w'" in ended.failure_reason
    assert ended.output is None


async def test_progress_between_deaths_is_forgiven(shop: Shop) -> None:
    run = await shop.run([{"label": name, "block_type": "code", "code": "x = 1"} for name in "abcdef"])
    lives = 0
    while await shop.die_after(run, 4):
        lives += 1
    assert lives > 3
    assert (await shop.read(run)).status is RunStatus.COMPLETED


async def test_clean_stops_are_no_deaths(shop: Shop) -> None:
    run = await shop.run([WAIT])
    for _ in range(4):
        executor = Executor(shop.rooms, shop.queue)  # type: ignore[arg-type]
        task = asyncio.ensure_future(executor.execute(run.run_id))
        while run.run_id not in executor.active or "w" not in await shop.blocks(run):
            await asyncio.sleep(0.01)
        await executor.stop()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert (await shop.read(run)).status is RunStatus.RUNNING
    assert [entry.kind for entry in await shop.journal(run)].count(JournalKind.RUN_LEFT) == 4


async def test_suspects_go_on_one_at_a_time_until_they_move() -> None:
    quarantine, inside = Quarantine(), []

    async def suspect(name: str, moved: asyncio.Event, leave: asyncio.Event) -> None:
        async with quarantine.alone(suspect=True, moved=moved):
            inside.append(name)
            await leave.wait()

    moved, leave = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(suspect("one", moved, leave))
        group.create_task(suspect("two", asyncio.Event(), leave))
        await asyncio.sleep(0.01)
        assert inside == ["one"]
        async with quarantine.alone(suspect=False, moved=asyncio.Event()):
            moved.set()
        await asyncio.sleep(0.01)
        assert inside == ["one", "two"]
        leave.set()
