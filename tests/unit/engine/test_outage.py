"""The database goes away in the middle of a run: no block is blamed, none runs twice, and the run ends once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from skyvern.domain.run import JournalKind
from skyvern.domain.status import RunStatus
from skyvern.engine.executor import Executor
from skyvern.store import Store, Unusable
from skyvern.store.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Collection

    from skyvern.store import Database
    from tests.unit.engine.conftest import Shop


class FlakyRuns(Runs):
    """Runs whose nth commit finds no database, or loses it before it hears of what it did; and whose end does."""

    def __init__(self, database: Database, *, before: Collection[int], after: Collection[int]) -> None:
        super().__init__(database)
        self._before, self._after = before, after
        self.commits = self.ends = 0

    async def commit(self, *args: object, **more: object) -> None:
        """Commit, or not."""
        self.commits += 1
        if self.commits in self._before:
            raise Unusable("the server closed the connection")
        await super().commit(*args, **more)  # type: ignore[arg-type]
        if self.commits in self._after:
            raise Unusable("database or disk is full")

    async def finish(self, *args: object, **more: object) -> bool:
        """Write the end, the second time."""
        self.ends += 1
        if self.ends == 1:
            raise Unusable("the server closed the connection")
        return await super().finish(*args, **more)  # type: ignore[arg-type]


async def test_a_run_goes_on_after_an_outage_and_no_block_runs_twice(shop: Shop) -> None:
    blocks = [{"label": label, "block_type": "code", "code": f"x = '{label}'"} for label in ("a", "b", "c")]
    run = await shop.run(blocks)
    store = Store(shop.database)
    store.runs = flaky = FlakyRuns(shop.database, before=(3,), after=(5,))
    await Executor(replace(shop.rooms, store=store), shop.queue).execute(run.run_id)  # type: ignore[arg-type]
    ended = await shop.read(run)
    assert (ended.status, ended.failure_reason) == (RunStatus.COMPLETED, None)
    assert flaky.ends == 2
    assert {key: row.output["x"] for key, row in (await shop.blocks(run)).items()} == {"a": "a", "b": "b", "c": "c"}  # type: ignore[index]
    journal = [entry.kind for entry in await shop.journal(run)]
    assert journal.count(JournalKind.RUN_FINISHED) == 1
    assert journal.count(JournalKind.BLOCK_FINISHED) == 3
    assert journal.count(JournalKind.RUN_LEFT) == 3, "an outage is not taken for the death of a process"


async def test_a_run_that_another_worker_took_meanwhile_is_left_to_it(shop: Shop) -> None:
    run = await shop.run([{"label": "a", "block_type": "code", "code": "x = 1"}])
    store = Store(shop.database)
    store.runs = flaky = FlakyRuns(shop.database, before=(2,), after=())
    task = asyncio.ensure_future(
        Executor(replace(shop.rooms, store=store), shop.queue).execute(run.run_id)  # type: ignore[arg-type]
    )
    while flaky.commits < 2:
        await asyncio.sleep(0)
    await shop.rooms.store.runs.claim(run.run_id, "another worker's")
    await asyncio.wait_for(task, 30)
    assert (await shop.read(run)).claim == "another worker's"
    assert JournalKind.RUN_LEFT not in [entry.kind for entry in await shop.journal(run)]
