"""What the engine needs of its queue, private parts of DBOS included: atomic entries, a prompt start, nothing lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Connection, Engine, text

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.queue import ENGINE_VERSION, Duty, Queue
from skyvern.engine.reconcile import reconcile
from skyvern.store import Database, Store
from tests.conformance.test_line import a_worker


@pytest.fixture
async def database(either_database_url: str) -> AsyncIterator[Database]:
    database = Database(either_database_url)
    database.migrate()
    yield database
    database.close()


class Worker:
    """Notes what it was given, and works as long as it is told."""

    def __init__(self, database: Database, *, concurrency: int = 2) -> None:
        self.queue = Queue(url=database.url, engine=database.engine)
        self.duty = Duty(slots=concurrency)
        self.ran: list[str] = []
        self.delivered: list[str] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.most = self.now = 0

    async def start(self) -> None:
        await self.queue.start(self.duty, execute=self._execute, deliver=self._deliver)

    async def _execute(self, run_id: str, entry: str | None) -> None:
        self.ran.append(run_id)
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go_on.wait()
        self.now -= 1
        if run_id.endswith("broken"):
            raise OSError("the database is gone")

    async def _deliver(self, delivery_id: str) -> None:
        self.delivered.append(delivery_id)


def a_run(run_id: str = "") -> Run:
    now = utc_now()
    return Run(
        run_id=run_id or new_id("wr"),
        organization_id="o_1",
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.QUEUED,
        title="t",
        parameters={},
        request={},
        definition={"blocks": []},
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now + timedelta(hours=1),
    )


async def enter(store: Store, queue: Queue, run: Run) -> None:
    await store.runs.create(run, also=lambda connection: queue.enter_run(connection, run.run_id))


async def until(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        await asyncio.sleep(0.005)
    assert condition()


@pytest.fixture
async def worker(database: Database) -> AsyncIterator[Worker]:
    made = Worker(database)
    await made.start()
    yield made
    await made.queue.stop()


async def test_a_kick_starts_what_was_entered_without_waiting_for_the_poll(database: Database, worker: Worker) -> None:
    store, run = Store(database), a_run()
    await enter(store, worker.queue, run)
    worker.queue.kick()
    await until(lambda: worker.ran == [run.run_id])
    await store.deliveries.add(
        Delivery(delivery_id="whd_1", run_id=run.run_id, url="http://x/", tries=0, created_at=utc_now())
    )
    await worker.queue.enter_again(runs={}, deliveries={"whd_1": "d0"})
    worker.queue.kick()
    await until(lambda: worker.delivered == ["whd_1"])


async def test_the_poll_is_the_net(database: Database, worker: Worker) -> None:
    run = a_run()
    await enter(Store(database), worker.queue, run)
    await until(lambda: worker.ran == [run.run_id])


async def test_an_entry_is_undone_with_its_transaction(database: Database, worker: Worker) -> None:
    run = a_run()

    def enter_and_fail(connection: object) -> None:
        worker.queue.enter_run(connection, run.run_id)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await Store(database).runs.create(run, also=enter_and_fail)
    assert await worker.queue.lost(runs=[run.run_id], deliveries=[]) == ([run.run_id], [])


async def test_what_the_machine_does_not_bear_waits_but_one_is_always_at_work(database: Database) -> None:
    store, worker = Store(database), Worker(database, concurrency=4)
    bears = [0]
    worker.duty = replace(worker.duty, bears=lambda: bears[0])
    worker.go_on.clear()
    await worker.start()
    try:
        for _ in range(4):
            await enter(store, worker.queue, a_run())
        worker.queue.kick()
        await until(lambda: worker.now == 1)
        bears[0] = 3  # one of which the first, just begun, will take
        await until(lambda: worker.now == 3)
        bears[0] = 0
        worker.go_on.set()
        await until(lambda: len(worker.ran) == 4 and worker.now == 0)
        assert worker.most == 3
    finally:
        await worker.queue.stop()


async def test_no_more_run_at_once_than_allowed(database: Database, worker: Worker) -> None:
    store = Store(database)
    worker.go_on.clear()
    for _ in range(5):
        await enter(store, worker.queue, a_run())
    worker.queue.kick()
    await until(lambda: worker.now == 2)
    worker.go_on.set()
    await until(lambda: len(worker.ran) == 5)
    assert worker.most == 2


async def test_what_was_under_way_at_a_stop_is_taken_up_by_the_next_worker(database: Database) -> None:
    store, first, run, waiting = Store(database), Worker(database, concurrency=1), a_run(), a_run()
    await first.start()
    first.go_on.clear()
    await enter(store, first.queue, run)
    first.queue.kick()
    await until(lambda: first.ran == [run.run_id])
    await enter(store, first.queue, waiting)
    await first.queue.stop()
    second = Worker(database, concurrency=1)
    await second.start()
    assert await reconcile(store, second.queue) == 0
    await until(lambda: sorted(second.ran) == sorted([run.run_id, waiting.run_id]))
    await second.queue.stop()
    first.go_on.set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_reconciling_enters_what_broke_off_once(database: Database, worker: Worker) -> None:
    store, run = Store(database), a_run("wr_1broken")
    await enter(store, worker.queue, run)
    worker.queue.kick()
    await until(lambda: len(worker.ran) == 1)
    end = time.monotonic() + 10
    while await worker.queue.lost(runs=[run.run_id], deliveries=[]) == ([], []) and time.monotonic() < end:
        await asyncio.sleep(0.01)
    worker.go_on.clear()
    assert await reconcile(store, worker.queue) == 1
    assert await reconcile(store, worker.queue) == 0
    worker.go_on.set()
    await until(lambda: len(worker.ran) == 2)


async def test_what_was_claimed_and_never_begun_is_lost_at_the_second_look(database: Database, worker: Worker) -> None:
    run = a_run()
    entry = f"{run.run_id}.1"

    def enter_elsewhere(connection: object) -> None:
        worker.queue.enter_for_node(connection, run.run_id, entry, node_id="another one", version=ENGINE_VERSION)

    await Store(database).runs.create(run, also=enter_elsewhere)
    schema = "dbos." if database.url.startswith("postgresql") else ""
    claimed = f"UPDATE {schema}workflow_status SET status = 'PENDING', executor_id = 'local' WHERE workflow_uuid = :id"
    with cast("Engine", database.engine).begin() as connection:  # what a claim leaves whose answer never arrived
        assert connection.execute(text(claimed), {"id": entry}).rowcount == 1
    assert await worker.queue.lost(runs=[run.run_id], deliveries=[]) == ([], []), "it may just be beginning"
    assert await worker.queue.lost(runs=[run.run_id], deliveries=[]) == ([run.run_id], [])


async def test_an_entry_for_a_node_waits_for_its_workers_and_goes_to_others_when_there_are_none(
    database: Database, worker: Worker
) -> None:
    store, run = Store(database), a_run()
    entry = f"{run.run_id}.1"

    def enter_there(connection: object) -> None:
        worker.queue.enter_for_node(connection, run.run_id, entry, node_id="there", version=ENGINE_VERSION)

    await store.runs.create(run, also=enter_there)
    for name, node in (("w_here", "here"), ("w_there", "there")):
        store.workers.join(replace(a_worker(name), node_id=node, version=ENGINE_VERSION))
    assert await reconcile(store, worker.queue, silent_seconds=60) == 0
    store.workers.leave("w_there")
    store.workers.join(replace(a_worker("w_mail"), node_id="there", version=ENGINE_VERSION, queues=("deliveries",)))
    assert await reconcile(store, worker.queue, silent_seconds=60) == 0, "its worker may be starting again"
    assert await reconcile(store, worker.queue, silent_seconds=60) == 1
    worker.queue.kick()
    await until(lambda: worker.ran == [run.run_id])


async def test_an_entry_of_another_version_waits_for_its_workers_and_goes_to_others_when_there_are_none(
    database: Database, worker: Worker
) -> None:
    store, older, newer = Store(database), a_run(), a_run()
    schema = "dbos." if database.url.startswith("postgresql") else ""
    as_older = text(f"UPDATE {schema}workflow_status SET application_version = '0' WHERE workflow_uuid = :id")

    def enter_as_the_last_release(connection: object) -> None:
        worker.queue.enter_run(connection, older.run_id)
        assert cast("Connection", connection).execute(as_older, {"id": older.run_id}).rowcount == 1

    for name, version in (("w_old", "0"), ("w_new", ENGINE_VERSION)):
        store.workers.join(replace(a_worker(name), version=version))
    worker.go_on.clear()
    await store.runs.create(older, also=enter_as_the_last_release)
    await enter(store, worker.queue, newer)
    worker.queue.kick()
    await until(lambda: worker.ran == [newer.run_id])
    assert await reconcile(store, worker.queue, silent_seconds=60) == 0
    store.workers.leave("w_old")
    assert await reconcile(store, worker.queue, silent_seconds=60) == 1
    worker.queue.kick()
    await until(lambda: worker.ran == [newer.run_id, older.run_id])
    worker.go_on.set()
