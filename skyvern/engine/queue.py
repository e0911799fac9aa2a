"""The durable queue under the engine (DBOS): a run or a delivery is entered with our rows, and picked up at once."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from dbos._core import execute_dequeued_workflow
from dbos._dbos import _get_dbos_instance  # pyright: ignore[reportPrivateUsage]
from dbos._utils import GlobalParams

log = structlog.get_logger()

ENGINE_VERSION = "1"
"""Raise only when the engine calls in `execute` or `deliver`, or the cursor's format, change."""

Work = Callable[[str], Awaitable[None]]
"""Takes the id of what is to be done and returns when it is done."""

RunWork = Callable[[str, str | None], Awaitable[None]]
"""The same for runs; it is also told the id of the entry."""

RUNS = "runs"
DELIVERIES = "deliveries"
_POLL_SECONDS = 1.0
_HAND_OVER_SECONDS = 0.01
_WAITING_DELIVERIES = 2000
"""Deliveries under way, nearly all of them asleep until their next try; `Webhooks` limits those that talk."""
_AGAIN = "."
"""Parts the id of what is to be done from a number, when it was entered once more."""


class Queue:
    """Two queues in the database of the store; one worker a process."""

    def __init__(self, *, url: str, engine: object, concurrency: int) -> None:
        self._url = url
        self._engine = engine
        self._concurrency = concurrency
        self._client: DBOSClient | None = None
        self._kicks: set[asyncio.Task[None]] = set()
        self._lock = threading.Lock()
        self._worker = False

    async def start(
        self,
        *,
        execute: RunWork | None,
        deliver: Work | None,
    ) -> None:
        """Open the queue; with `execute` and `deliver` this process also works on it."""
        shared: dict[str, Any] = {
            "system_database_url": self._url,
            "system_database_engine": self._engine,
            "serializer": DBOSPortableJSONSerializer(),
        }
        if execute is not None and deliver is not None:
            await self._start_worker(execute, deliver, shared)
        self._client = await asyncio.to_thread(lambda: DBOSClient(application_name="skyvern", **shared))

    async def _start_worker(
        self,
        execute: RunWork,
        deliver: Callable[[str], Awaitable[None]],
        shared: dict[str, Any],
    ) -> None:
        config = DBOSConfig(
            name="skyvern",
            application_version=ENGINE_VERSION,
            executor_id="local",
            log_level="ERROR",
            scheduler_polling_interval_sec=30,
            notification_listener_polling_interval_sec=_POLL_SECONDS,
            **shared,
        )
        DBOS(config=config)

        @DBOS.workflow(name="execute", max_recovery_attempts=1000)
        async def _execute(run_id: str) -> None:
            await execute(run_id, DBOS.workflow_id)
            # its place is free once DBOS has written its end, a moment after this returns
            asyncio.get_running_loop().call_later(_HAND_OVER_SECONDS, self.kick)

        @DBOS.workflow(name="deliver", max_recovery_attempts=1000)
        async def _deliver(delivery_id: str) -> None:
            await deliver(delivery_id)

        DBOS.launch()
        await DBOS.register_queue_async(RUNS, global_concurrency=self._concurrency, polling_interval_sec=_POLL_SECONDS)
        await DBOS.register_queue_async(
            DELIVERIES, global_concurrency=_WAITING_DELIVERIES, polling_interval_sec=_POLL_SECONDS
        )
        self._worker = True

    def enter_run(self, connection: object, run_id: str) -> None:
        """Enter a run inside the caller's transaction."""
        self._enter(connection, RUNS, "execute", run_id)

    def enter_again_in(self, connection: object, run_id: str, entry: str) -> None:
        """Enter a run that waited once more, inside the caller's transaction; `entry` is the id to enter it by."""
        self._enter(connection, RUNS, "execute", run_id, entry=entry)

    def enter_later(self, connection: object, run_id: str, *, entry: str, seconds: float) -> None:
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
    ) -> None:
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        options: dict[str, object] = {
            "workflow_name": workflow,
            "queue_name": queue,
            "workflow_id": entry or entry_id,
            "app_version": ENGINE_VERSION,
        }
        if seconds > 0:
            options["delay_seconds"] = seconds
        self._client.enqueue_in_transaction(cast("Any", connection), cast("Any", options), entry_id)

    async def lost(self, *, runs: Sequence[str], deliveries: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return those of these ids for which nothing waits or works in the queue any more."""
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        statuses = await asyncio.to_thread(
            self._client.list_workflows,
            name=["execute", "deliver"],
            status=["ENQUEUED", "DELAYED", "PENDING"],
            load_input=False,
            load_output=False,
        )
        live = {status.workflow_id.partition(_AGAIN)[0] for status in statuses}
        return [item for item in runs if item not in live], [item for item in deliveries if item not in live]

    async def enter_again(self, *, runs: Sequence[str], deliveries: Sequence[str]) -> None:
        """Enter what the queue lost; the entry's id differs, so that the one that failed stays on record."""
        assert self._client is not None, "the queue is not started"  # noqa: S101 - a composition error, not input
        entries = [(RUNS, "execute", item) for item in runs] + [(DELIVERIES, "deliver", item) for item in deliveries]
        for queue, workflow, entry_id in entries:
            options = {
                "workflow_name": workflow,
                "queue_name": queue,
                "workflow_id": f"{entry_id}{_AGAIN}{uuid.uuid4().hex[:8]}",
                "app_version": ENGINE_VERSION,
            }
            await asyncio.to_thread(self._client.enqueue, cast("Any", options), entry_id)

    def kick(self, queue: str = RUNS) -> None:
        """Claim what waits now instead of at the next poll; best effort, the poll is the net."""
        if not self._worker:
            return
        task = asyncio.get_running_loop().create_task(asyncio.to_thread(self._claim_now, queue))
        self._kicks.add(task)
        task.add_done_callback(self._kicked)

    def _kicked(self, task: asyncio.Task[None]) -> None:
        self._kicks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("kick_failed", error=repr(error))

    def _claim_now(self, queue_name: str) -> None:
        instance: Any = _get_dbos_instance()
        database = instance._sys_db  # noqa: SLF001 - DBOS has no public wake-up; pinned and contract-tested
        with self._lock:
            queue = database.get_queue(queue_name)
            owner = str(uuid.uuid4())
            running = instance._active_workflows_set.count_for_queue(queue_name)  # noqa: SLF001 - as above
            ids, _ = database.start_queued_workflows(
                queue,
                GlobalParams.executor_id,
                GlobalParams.app_version,
                None,
                running,
                owner_xid=owner,
                is_latest_version=None,
            )
            statuses: list[Any] = database.get_workflow_statuses(ids) if ids else []
            for status in statuses:
                execute_dequeued_workflow(instance, status, owner)

    async def stop(self) -> None:
        """Stop taking work and close the queue's threads."""
        worker, self._worker = self._worker, False
        for task in list(self._kicks):
            await asyncio.wait({task})
        if self._client is not None:
            await asyncio.to_thread(self._client.destroy)
        if worker:
            await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0, destroy_registry=True)
            # DBOS had put its own thread pool under the loop, and took it along
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
