"""The durable queue under the engine (DBOS): a run or a delivery is entered with our rows, and picked up at once."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Collection, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, WorkflowStatus
from dbos._core import execute_dequeued_workflow
from dbos._dbos import _get_dbos_instance  # pyright: ignore[reportPrivateUsage]
from dbos._queue import _INTERNAL_QUEUE_CONSTRUCTION, Queue as DbosQueue  # pyright: ignore[reportPrivateUsage]
from dbos._utils import GlobalParams

from skyvern.domain.worker import RUNS, Worker
from skyvern.store import rank_of

log = structlog.get_logger()

ENGINE_VERSION = "1"
"""Raise only when the engine calls in `execute` or `deliver`, or the cursor's format, change."""

Work = Callable[[str], Awaitable[None]]
"""Takes the id of what is to be done and returns when it is done."""

RunWork = Callable[[str, str | None], Awaitable[None]]
"""The same for runs; it is also told the id of the entry."""

DELIVERIES = "deliveries"
QUEUES = (RUNS, DELIVERIES)
LOCAL = "local"
"""The worker of a database that can have no other."""
_POLL_SECONDS = 1.0
_SEEN_SECONDS = 10.0
"""After so long a run has taken the memory that it needs."""
_WAITING_DELIVERIES = 2000
"""Deliveries under way, nearly all of them asleep until their next try; `Webhooks` limits those that talk."""
_AGAIN = "."
"""Parts the id of what is to be done from a number, when it was entered once more."""


def _unlimited() -> int:
    return sys.maxsize


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a worker takes."""

    slots: int
    """Runs at once."""
    queues: tuple[str, ...] = QUEUES
    worker_id: str = LOCAL
    """Unique per boot where the database is shared: two processes of one id would do everything twice."""
    node_id: str = ""
    """Whose browsers it can reach: runs that need one of them are entered for this node."""
    bears: Callable[[], int] = _unlimited
    """How many runs more the machine bears now. A worker that has none takes one in any case."""


def of_node(node_id: str) -> str:
    """Return the queue of the runs that only workers of one node can take."""
    return f"{RUNS}@{node_id}"


def _waits_for_a_node_without(living: Collection[Worker], entry: WorkflowStatus) -> bool:
    """Tell whether an entry waits for a node that has no worker for runs."""
    if entry.status == "PENDING" or not (entry.queue_name or "").startswith(of_node("")):
        return False
    return entry.queue_name not in {of_node(worker.node_id) for worker in living if RUNS in worker.queues}


class Queue:
    """Two queues in the database of the store, and one more for each node; one worker a process."""

    def __init__(self, *, url: str, engine: object) -> None:
        self._url = url
        self._engine = engine
        self._client: DBOSClient | None = None
        self._lock = threading.Lock()
        self._duty: Duty | None = None
        self._wanted, self._freed = asyncio.Event(), asyncio.Event()
        self._pump: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._mine: dict[str, dict[str, float]] = {RUNS: {}, DELIVERIES: {}}
        """The entries in the hands of this worker, by what they are, and since when."""
        self._unknown: set[str] = set()
        """Entries that counted as worked on by this worker when it looked last, and were not in its hands."""
        self._away: set[str] = set()
        """Entries for nodes that had no worker when it looked last."""

    async def start(
        self,
        duty: Duty | None = None,
        *,
        execute: RunWork | None = None,
        deliver: Work | None = None,
    ) -> None:
        """Open the queue; with a duty this process also works on it."""
        shared: dict[str, Any] = {
            "system_database_url": self._url,
            "system_database_engine": self._engine,
            "serializer": DBOSPortableJSONSerializer(),
        }
        self._loop = asyncio.get_running_loop()
        if duty is not None and execute is not None and deliver is not None:
            self._start_worker(duty, execute, deliver, shared)
        self._client = client = await asyncio.to_thread(lambda: DBOSClient(application_name="skyvern", **shared))
        if self._duty is None:  # a client alone makes no tables; a server may well be there before any worker
            await asyncio.to_thread(client._sys_db.run_migrations)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    def _start_worker(self, duty: Duty, execute: RunWork, deliver: Work, shared: dict[str, Any]) -> None:
        config = DBOSConfig(
            name="skyvern",
            application_version=ENGINE_VERSION,
            executor_id=duty.worker_id,
            log_level="ERROR",
            scheduler_polling_interval_sec=30,
            notification_listener_polling_interval_sec=_POLL_SECONDS,
            **shared,
        )
        DBOS(config=config)

        @DBOS.workflow(name="execute", max_recovery_attempts=1000)
        async def _execute(run_id: str) -> None:
            entry = DBOS.workflow_id
            with self._in_hand(RUNS, entry):
                await execute(run_id, entry)

        @DBOS.workflow(name="deliver", max_recovery_attempts=1000)
        async def _deliver(delivery_id: str) -> None:
            with self._in_hand(DELIVERIES, DBOS.workflow_id):
                await deliver(delivery_id)

        DBOS.listen_queues([])  # what is taken, and when, is decided here
        DBOS.launch()
        self._duty = duty
        self._pump = asyncio.create_task(self._take_on())

    @contextmanager
    def _in_hand(self, kind: str, entry: str | None) -> Generator[None]:
        self._mine[kind].setdefault(entry or "", time.monotonic())
        try:
            yield
        finally:
            self._mine[kind].pop(entry or "", None)
            self._wanted.set()
            self._freed.set()

    async def _take_on(self) -> None:
        """Claim what waits whenever somebody said so, until it is to rest; the look every second is the net."""
        while self._duty is not None:
            try:
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            self._wanted.clear()
            try:
                await asyncio.to_thread(self._claim)
            except Exception as error:  # noqa: BLE001 - the worker's rim: the database may answer the next time
                log.warning("claim_failed", error=repr(error))

    def _claim(self) -> None:
        duty = self._duty
        if duty is None:
            return
        if RUNS in duty.queues:
            if duty.node_id:
                self._claim_of(of_node(duty.node_id), RUNS, self._slots(duty))
            self._claim_of(RUNS, RUNS, self._slots(duty))
        if DELIVERIES in duty.queues:
            self._claim_of(DELIVERIES, DELIVERIES, _WAITING_DELIVERIES)

    def _slots(self, duty: Duty) -> int:
        """Return how many runs may be at work here now; what those need that have just begun is not yet seen."""
        begun = list(self._mine[RUNS].values())
        just = sum(time.monotonic() - since < _SEEN_SECONDS for since in begun)
        return min(duty.slots, max(1, len(begun) + max(0, duty.bears() - just)))

    def _claim_of(self, name: str, kind: str, slots: int) -> None:
        instance: Any = _get_dbos_instance()
        database = instance._sys_db  # noqa: SLF001 - DBOS has no public wake-up; pinned and contract-tested
        with self._lock:
            room = slots - len(self._mine[kind])
            if room <= 0:
                return
            owner = str(uuid.uuid4())
            queue = DbosQueue(name, worker_concurrency=room, token=_INTERNAL_QUEUE_CONSTRUCTION)
            ids, _ = database.start_queued_workflows(
                queue, GlobalParams.executor_id, GlobalParams.app_version, None, owner_xid=owner
            )
            self._mine[kind].update(dict.fromkeys(ids, time.monotonic()))
            try:
                statuses: list[Any] = database.get_workflow_statuses(ids) if ids else []
            except Exception:  # the worker's rim: what was claimed and not begun is found again by `lost`
                for entry in ids:
                    self._mine[kind].pop(entry, None)
                raise
            for status in statuses:
                try:
                    execute_dequeued_workflow(instance, status, owner)
                except Exception as error:  # the worker's rim: the others that were claimed must begin
                    log.error("entry_not_begun", entry=status["workflow_uuid"], exc_info=error)
                    self._mine[kind].pop(status["workflow_uuid"], None)

    @property
    def at_work(self) -> int:
        """How many runs are in the hands of this worker."""
        return len(self._mine[RUNS])

    async def idle(self, seconds: float) -> None:
        """Return when no run is in the hands of this worker, at the latest after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while self._mine[RUNS]:
                    self._freed.clear()
                    await self._freed.wait()
        except TimeoutError:
            return

    def rest(self) -> None:
        """Take nothing any more; what is in hand goes on."""
        self._duty = None

    def recover(self, worker_ids: Sequence[str]) -> None:
        """Put what these workers had in their hands back into the queue. Blocks; safe to repeat."""
        DBOS._recover_pending_workflows(list(worker_ids))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    def enter_run(self, connection: object, run_id: str) -> None:
        """Enter a run inside the caller's transaction."""
        self._enter(connection, RUNS, "execute", run_id)

    def enter_again_in(self, connection: object, run_id: str, entry: str) -> None:
        """Enter a run that waited once more, inside the caller's transaction; `entry` is the id to enter it by."""
        self._enter(connection, RUNS, "execute", run_id, entry=entry)

    def enter_for_node(self, connection: object, run_id: str, entry: str, *, node_id: str, version: str) -> None:
        """Enter a run that only a node's workers of this version can take, inside the caller's transaction."""
        self._enter(connection, of_node(node_id), "execute", run_id, entry=entry, version=version)

    def enter_later(self, connection: object, run_id: str, entry: str, *, seconds: float) -> None:
        """Enter a run once more, to be taken after so many seconds."""
        self._enter(connection, RUNS, "execute", run_id, entry=entry, seconds=seconds)

    def enter_delivery(self, connection: object, delivery_id: str, *, again: bool = False) -> None:
        """Enter a delivery inside the caller's transaction; `again` when its first entry has come to its end."""
        entry = f"{delivery_id}{_AGAIN}{uuid.uuid4().hex[:8]}" if again else None
        self._enter(connection, DELIVERIES, "deliver", delivery_id, entry=entry)

    def _enter(
        self,
        connection: object,
        queue: str,
        workflow: str,
        entry_id: str,
        *,
        entry: str | None = None,
        seconds: float = 0.0,
        version: str = ENGINE_VERSION,
    ) -> None:
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        options: dict[str, object] = {
            "workflow_name": workflow,
            "queue_name": queue,
            "workflow_id": entry or entry_id,
            "app_version": version,
        }
        if workflow == "execute":
            options["priority"] = rank_of(connection, entry_id)
        if seconds > 0:
            options["delay_seconds"] = seconds
        self._client.enqueue_in_transaction(cast("Any", connection), cast("Any", options), entry_id)

    async def lost(
        self, *, runs: Sequence[str], deliveries: Sequence[str], living: Collection[Worker] = ()
    ) -> tuple[list[str], list[str]]:
        """Return those of these ids for which nothing waits or works in the queue any more.

        An entry that this worker has claimed and does not have in hand, because the database was away just then, is no
        work. Of the `living`, an entry of another engine version than theirs and our own is withdrawn, and one for a
        node that had none of them at this look and at the last one: until then its worker may be starting again.
        """
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        statuses = await asyncio.to_thread(self._living)
        stranded = self._dropped(statuses)
        if living:
            versions = {ENGINE_VERSION, *(worker.version for worker in living)}
            stranded += [one.workflow_id for one in statuses if one.app_version not in versions]
            away = {one.workflow_id for one in statuses if _waits_for_a_node_without(living, one)}
            stranded += sorted(away & self._away)
            self._away = away
        for workflow_id in stranded:
            await asyncio.to_thread(self._client.cancel_workflow, workflow_id)
        live = {one.workflow_id.partition(_AGAIN)[0] for one in statuses if one.workflow_id not in stranded}
        return [item for item in runs if item not in live], [item for item in deliveries if item not in live]

    def _living(self) -> list[WorkflowStatus]:
        """Return the entries that wait or are worked on; none is claimed while they are read."""
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        with self._lock:
            return self._client.list_workflows(
                name=["execute", "deliver"],
                status=["ENQUEUED", "DELAYED", "PENDING"],
                load_input=False,
                load_output=False,
            )

    def _dropped(self, entries: Sequence[WorkflowStatus]) -> list[str]:
        """Return what counts as worked on by this worker and was not in its hands at this look nor at the last one."""
        if self._duty is None:
            return []
        held, mine = set[str]().union(*self._mine.values()), self._duty.worker_id
        unknown = {one.workflow_id for one in entries if one.status == "PENDING" and one.executor_id == mine} - held
        dropped, self._unknown = unknown & self._unknown, unknown
        return sorted(dropped)

    async def enter_again(self, *, runs: Mapping[str, str], deliveries: Mapping[str, str]) -> None:
        """Enter what the queue lost, each under an id made of how it stood: two who see the same enter it once."""
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        for queue, workflow, lost in ((RUNS, "execute", runs), (DELIVERIES, "deliver", deliveries)):
            for entry_id, stood in lost.items():
                options = {
                    "workflow_name": workflow,
                    "queue_name": queue,
                    "workflow_id": f"{entry_id}{_AGAIN}{stood}",
                    "app_version": ENGINE_VERSION,
                }
                await asyncio.to_thread(self._client.enqueue, cast("Any", options), entry_id)

    def kick(self) -> None:
        """Claim what waits now instead of at the next look; best effort. May be called from any thread."""
        if self._duty is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._wanted.set)

    async def stop(self) -> None:
        """Stop taking work and close the queue's threads."""
        self.rest()
        pump, self._pump = self._pump, None
        if pump is not None:
            self._wanted.set()
            await asyncio.wait({pump})
        if self._client is not None:
            await asyncio.to_thread(self._client.destroy)
        if pump is not None:
            await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0, destroy_registry=True)
            # DBOS had put its own thread pool under the loop, and took it along
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
