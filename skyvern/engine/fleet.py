"""This process among others on one Postgres: its heartbeat, take-over of the dead, what others tell, and draining.

A worker that is silent too long is declared dead by another one, which puts its runs back into the queue. Nothing that
it may still do counts: every write of a run is fenced by its claim. A worker that hears that it was declared dead ends.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from skyvern.credentials import Purpose
from skyvern.domain.clock import utc_now
from skyvern.domain.worker import Worker
from skyvern.engine.executor import Executor
from skyvern.engine.queue import ENGINE_VERSION, Duty, Queue
from skyvern.engine.reconcile import reconcile
from skyvern.engine.rooms import Rooms
from skyvern.store import Listener, Signal

log = structlog.get_logger()

_BEATS = 5
"""Heartbeats in the time after which silence is death."""
_CANCELS_SECONDS = 1.0
_AWAY_SECONDS = 1.0
"""Between two looks whether somebody is back at the machine of a run's session."""
_LINE_LOOKS, _LOST_LOOKS = 10, 60
"""Every so many looks for cancelled runs, the line is looked at, and what the queue has lost."""


def _unreached() -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The machine and data folder of this process."""

    node_id: str = ""
    reach: Callable[[], tuple[str, str]] = _unreached
    """Where its browser host answers other machines, and what opens it; empty while it does not."""
    silent_seconds: float = 15.0
    """Silence after which a worker is taken for dead."""
    shared: bool = False
    """Whether other processes may use the same database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drain:
    """How a worker ends: it gives its runs so many seconds, or until somebody is in a hurry."""

    seconds: float
    hurry: asyncio.Event


class Fleet:
    """The part of the engine that knows of other processes."""

    def __init__(self, rooms: Rooms, queue: Queue, executor: Executor, node: Node) -> None:
        self._rooms, self._store = rooms, rooms.store
        self._queue = queue
        self._executor = executor
        self._node = node
        self._duty: Duty | None = None
        self._listener: Listener | None = None
        self._looking: asyncio.Task[None] | None = None
        self._beating: threading.Thread | None = None
        self._stopped = threading.Event()
        self._draining = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self.declared_dead = asyncio.Event()
        """Set when others took this worker for dead: its runs are theirs now."""

    async def start(self, duty: Duty | None) -> None:
        """Join; without a duty only listen."""
        self._loop = asyncio.get_running_loop()
        self._duty = duty
        self._listener = self._store.listener(self._hear)
        if self._listener is not None:
            self._listener.start()
        if duty is None:
            return
        if self._node.shared:
            await asyncio.to_thread(self._store.workers.join, self._worker(duty))
            self._beating = threading.Thread(target=self._beat, args=(duty,), name="heartbeat", daemon=True)
            self._beating.start()
        self._looking = asyncio.create_task(self._look())

    def _worker(self, duty: Duty) -> Worker:
        now = utc_now()
        address, token = self._reach(duty.worker_id)
        return Worker(
            worker_id=duty.worker_id,
            node_id=duty.node_id,
            address=address,
            sealed_token=token,
            version=ENGINE_VERSION,
            slots=duty.slots,
            queues=duty.queues,
            host_name=socket.gethostname(),
            pid=os.getpid(),
            started_at=now,
            beat_at=now,
        )

    def _reach(self, worker_id: str) -> tuple[str, bytes]:
        address, token = self._node.reach()
        return address, self._rooms.sealer.seal(token.encode(), Purpose.HOST, context=worker_id) if token else b""

    def _beat(self, duty: Duty) -> None:
        """The heartbeat, in a thread: a block that keeps the loop busy is no death."""
        silent = self._node.silent_seconds
        healthy_since = time.monotonic()
        while not self._stopped.wait(silent / _BEATS):
            began = time.monotonic()
            try:
                address, token = self._reach(duty.worker_id)
                alive = self._store.workers.beat(
                    duty.worker_id, address=address, sealed_token=token, draining=self._draining
                )
                if not alive:
                    log.error("declared_dead", worker=duty.worker_id)
                    self._queue.rest()
                    self._tell_dead()
                    return
                # after an outage of the database everybody looks dead: let the others beat first
                if began - healthy_since > silent:
                    self._bury(silent, duty.worker_id)
            except Exception as error:  # noqa: BLE001 - the rim of the thread: the database may answer the next time
                log.warning("heartbeat_failed", error=repr(error))
                healthy_since = time.monotonic()

    def _bury(self, silent: float, mine: str) -> None:
        for dead in self._store.workers.bury(silent_seconds=silent, hand_over=self._queue.recover, mine=mine):
            log.warning("worker_declared_dead", worker=dead.worker_id, node=dead.node_id, host=dead.host_name)
            self._queue.kick()

    def _tell_dead(self) -> None:
        assert self._loop is not None  # noqa: S101 - the thread is started after it is known
        self._loop.call_soon_threadsafe(self.declared_dead.set)

    async def _look(self) -> None:
        """What nobody told: cancelled runs, and runs that wait in line for no reason any more."""
        looks = 0
        while True:
            await asyncio.sleep(_CANCELS_SECONDS)
            looks += 1
            try:
                if self._node.shared and (active := list(self._executor.active)):
                    for run_id in await self._store.runs.cancels(active):
                        self._cancelled(run_id)
                if looks % _LINE_LOOKS == 0:
                    await self._store.runs.let_in(self._queue.enter_again_in)
                if looks % _LOST_LOOKS == 0:
                    silent = self._node.silent_seconds if self._node.shared else None
                    await reconcile(self._store, self._queue, silent_seconds=silent)
            except Exception as error:  # noqa: BLE001 - the rim of the look: the next one may go better
                log.warning("line_not_looked_at", error=repr(error))

    def _hear(self, about: Signal, subject_id: str) -> None:
        """Take what another process, or this one, told. Called in the listener's thread."""
        assert self._loop is not None  # noqa: S101 - the listener is started after it is known
        if about in (Signal.RUNS, Signal.DELIVERIES):
            self._queue.kick()
        elif about is Signal.CANCEL:
            self._loop.call_soon_threadsafe(self._cancelled, subject_id)
        elif about is Signal.ENDED:
            self._loop.call_soon_threadsafe(self._executor.ends.tell, subject_id)
        else:
            self._loop.call_soon_threadsafe(self._rooms.controls.stir)

    def _cancelled(self, run_id: str) -> None:
        if run_id in self._executor.active and run_id not in self._executor.unwanted:
            self._executor.interrupt(run_id)

    async def sent_on(self, run_id: str) -> bool:
        """Enter a run whose browser is on another node for the workers there; True when it was entered.

        One whose session is there is put off while nobody is: the worker may be starting again, and a session to whose
        machine none comes back is ended by those who watch it.
        """
        mine = self._node.node_id
        if not self._node.shared or (node_id := await self._store.runs.node_of(run_id)) in (None, "", mine):
            return False
        living = await self._store.workers.living(silent_seconds=self._node.silent_seconds)
        versions = {worker.version for worker in living if worker.node_id == node_id and worker.takes_runs}
        if not versions:
            return await self._put_off(run_id, str(node_id))
        version = ENGINE_VERSION if ENGINE_VERSION in versions else max(versions)
        enter = partial(self._queue.enter_for_node, node_id=str(node_id), version=version)
        await self._store.runs.send_on(run_id, enter=enter)
        log.info("sent_on", run_id=run_id, node=node_id)
        return True

    async def _put_off(self, run_id: str, node_id: str) -> bool:
        """Have a run taken again soon whose session's machine has no worker now; False where it need not wait."""
        session_id = await self._store.runs.session_of(run_id)
        session = None if session_id is None else await self._store.browser_sessions.find(session_id)
        if session is None or session.status.final:
            return False
        await self._store.runs.send_on(run_id, enter=partial(self._queue.enter_later, seconds=_AWAY_SECONDS))
        log.info("session_awaited", run_id=run_id, session=session_id, node=node_id)
        return True

    async def drain(self, drain: Drain) -> None:
        """Take nothing any more and give what is in hand time to end."""
        if self.declared_dead.is_set():
            return
        self._draining = True
        self._queue.rest()
        log.info("draining", runs=self._queue.at_work, seconds=drain.seconds)
        ways = {asyncio.create_task(self._queue.idle(drain.seconds)), asyncio.create_task(drain.hurry.wait())}
        _, rest = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in rest:
            way.cancel()

    async def hand_over(self) -> None:
        """Put what was interrupted back into the queue for others, now instead of when this worker is missed."""
        if self._duty is not None and self._node.shared and not self.declared_dead.is_set():
            await asyncio.to_thread(self._queue.recover, [self._duty.worker_id])

    async def leave(self) -> None:
        """Be no part of the fleet any more; what is still in hand has been handed over."""
        self._stopped.set()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})
        if self._beating is not None:
            await asyncio.to_thread(self._beating.join)
        if self._duty is not None and self._node.shared:
            await asyncio.to_thread(self._store.workers.leave, self._duty.worker_id)
        if self._listener is not None:
            await asyncio.to_thread(self._listener.stop)
