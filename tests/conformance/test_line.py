"""Who is taken next, and why somebody has to wait: fair between organisations, by priority, within limits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.domain.worker import Worker
from skyvern.store import Database, Store


@pytest.fixture
def store(either_database_url: str) -> Iterator[Store]:
    database = Database(either_database_url)
    database.migrate()
    yield Store(database)
    database.close()


def a_run(organization: str = "o_1", **changes: object) -> Run:
    now = utc_now()
    made = Run(
        run_id=new_id("wr"),
        organization_id=organization,
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.CREATED,
        title="t",
        parameters={},
        request={},
        definition={"blocks": []},
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now + timedelta(hours=1),
    )
    return made.evolve(**changes)


class Entered:
    """Notes which runs came back into the queue."""

    def __init__(self) -> None:
        self.runs: list[str] = []

    def __call__(self, connection: object, run_id: str, entry: str) -> None:
        del connection, entry
        self.runs.append(run_id)


async def made(store: Store, *runs: Run, **gates: int) -> list[str]:
    for run in runs:
        await store.runs.create(run, gates={name.replace("__", "/"): most for name, most in gates.items()})
    return [run.run_id for run in runs]


async def order(store: Store) -> list[str]:
    runs = [run for organization in ("o_1", "o_2") for run in await store.runs.list(organization, page_size=100)]
    return [run.run_id for run in sorted(runs, key=lambda run: (run.rank or 0, run.created_at, run.run_id))]


async def test_whoever_comes_anew_does_not_wait_behind_all_of_another_organisation(store: Store) -> None:
    many = await made(store, *(a_run() for _ in range(6)))
    few = await made(store, a_run("o_2"), a_run("o_2"))
    assert await order(store) == [many[0], few[0], many[1], few[1], *many[2:]]
    await store.runs.claim(many[0], "c")
    await store.runs.claim(few[0], "c")
    late = await made(store, a_run("o_2"))
    assert (await order(store)).index(late[0]) < (await order(store)).index(many[3])


async def test_priority_comes_before_everything(store: Store) -> None:
    usual = await made(store, a_run(), a_run())
    urgent = await made(store, a_run(priority=5))
    least = await made(store, a_run("o_2", priority=-5))
    assert await order(store) == [*urgent, *usual, *least]
    assert all(0 < (run.rank or 0) < 2**31 for run in await store.runs.list("o_1"))


async def test_a_limit_holds_and_the_next_is_let_in_by_an_end(store: Store) -> None:
    entered = Entered()
    first, second, third = await made(store, a_run(), a_run(), a_run(priority=3), organization__o_1=1)
    assert await store.runs.claim(first, "c1", enter=entered) is not None
    assert await store.runs.claim(second, "c2", enter=entered) is None
    assert await store.runs.claim(third, "c3", enter=entered) is None
    waiting = await store.runs.get(second)
    assert waiting is not None
    assert (waiting.status, waiting.waits_for, waiting.waits_on) == (
        RunStatus.QUEUED,
        WaitsFor.LIMIT,
        "organization/o_1",
    )
    assert await store.runs.line(waiting) == (None, "1 runs of the organisation are at work, and 1 may be")
    await store.runs.finish(first, "c1", status=RunStatus.COMPLETED, enter=entered)
    assert entered.runs == [third]
    assert await store.runs.claim(third, "c3", enter=entered) is not None
    assert await store.runs.claim(second, "c2", enter=entered) is None


async def test_who_passes_one_gate_and_waits_at_another_leaves_no_place_empty(store: Store) -> None:
    entered = Entered()
    one, other = a_run(), a_run()
    await made(store, one, organization__o_1=2, credential__cred_1=1)
    await made(store, other, organization__o_1=2, credential__cred_1=1)
    (free,) = await made(store, a_run(), organization__o_1=2)
    assert await store.runs.claim(one.run_id, "c", enter=entered)
    assert await store.runs.claim(other.run_id, "c", enter=entered) is None
    waiting = await store.runs.get(other.run_id)
    assert waiting is not None
    assert await store.runs.line(waiting) == (None, "1 runs with credential cred_1 are at work, and 1 may be")
    assert await store.runs.claim(free, "c", enter=entered), "the place that the other did not take"
    assert await store.runs.let_in(entered) == 0
    await store.runs.finish(one.run_id, "c", status=RunStatus.FAILED)
    assert await store.runs.let_in(entered) == 1, "the net finds whom nobody told"
    assert entered.runs == [other.run_id]


async def test_the_place_in_the_line_is_told(store: Store) -> None:
    runs = [a_run() for _ in range(3)]
    await made(store, *runs)
    last = await store.runs.get(runs[2].run_id)
    assert last is not None
    position, why = await store.runs.line(last)
    assert position == 3
    assert why is not None
    assert "worker" in why
    taken = await store.runs.claim(runs[2].run_id, "c")
    assert taken is not None
    assert await store.runs.line(taken) == (None, None)


async def test_runs_of_a_sequence_wait_for_whoever_began_also_when_that_one_is_younger(store: Store) -> None:
    older, younger = a_run(sequence="s"), a_run(sequence="s")
    await made(store, younger)
    assert await store.runs.claim(younger.run_id, "c")
    await made(store, older)  # it was written by a slower server
    assert await store.runs.claim(older.run_id, "c") is None
    entered = Entered()
    await store.runs.finish(younger.run_id, "c", status=RunStatus.COMPLETED, enter=entered)
    assert entered.runs == [older.run_id]


def test_at_a_gate_for_one_only_one_of_many_passes_at_once(store: Store) -> None:
    runs = [a_run() for _ in range(8)]
    asyncio.run(made(store, *runs, organization__o_1=3))
    passed: list[bool] = []

    def claim(run: Run) -> None:
        passed.append(asyncio.run(store.runs.claim(run.run_id, "c")) is not None)

    threads = [threading.Thread(target=claim, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False] * 5 + [True] * 3


def a_worker(worker_id: str) -> Worker:
    now = utc_now()
    return Worker(
        worker_id=worker_id,
        node_id="n",
        address="ws://10.0.0.5:1",
        sealed_token=b"x",
        version="1",
        slots=2,
        queues=("runs",),
        host_name="h",
        pid=1,
        started_at=now,
        beat_at=now,
    )


async def test_a_worker_that_is_silent_is_buried_once_and_hears_of_it(store: Store) -> None:
    for name in ("w_1", "w_2"):
        store.workers.join(a_worker(name))
    assert [row.worker_id for row in await store.workers.living(silent_seconds=60)] == ["w_1", "w_2"]
    handed: list[str] = []
    assert store.workers.bury(silent_seconds=60, hand_over=handed.extend) == []
    dead = store.workers.bury(silent_seconds=-60, hand_over=handed.extend, mine="w_2")
    assert [row.worker_id for row in dead] == handed == ["w_1"]
    assert [row.worker_id for row in store.workers.bury(silent_seconds=-60, hand_over=handed.extend)] == ["w_2"]
    assert not store.workers.beat("w_1", address="", sealed_token=b"", draining=False)
    assert store.workers.bury(silent_seconds=-60, hand_over=handed.extend) == []


async def test_work_that_cannot_be_handed_over_is_left_to_the_next_burial(store: Store) -> None:
    store.workers.join(a_worker("w_1"))

    def fail(ids: object) -> None:
        raise OSError(ids)

    with pytest.raises(OSError, match="w_1"):
        store.workers.bury(silent_seconds=-60, hand_over=fail)
    assert [row.worker_id for row in await store.workers.living(silent_seconds=60)] == ["w_1"]
