"""The durable interpreter: accepts runs, walks them by their cursors, ends each in exactly one state."""

from __future__ import annotations

from skyvern.domain.batch import Batch, BatchStatus
from skyvern.domain.clock import Deadline, utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.run import JournalEntry, JournalKind, Run, WaitsFor
from skyvern.engine.admission import DiskLow, QuotaSpent
from skyvern.engine.batches import Feeder
from skyvern.engine.cancel import cancel
from skyvern.engine.executor import Executor
from skyvern.engine.fleet import Drain, Fleet, Node
from skyvern.engine.launch import Launcher
from skyvern.engine.parameters import ParameterError
from skyvern.engine.people import answer_in
from skyvern.engine.queue import QUEUES, Duty, Queue
from skyvern.engine.reconcile import reconcile
from skyvern.engine.retention import Eraser, Retention
from skyvern.engine.rooms import Rooms
from skyvern.engine.start import LaunchRefused, Start
from skyvern.engine.tending import Tending
from skyvern.engine.timetable import Timetable
from skyvern.engine.webhooks import Webhooks

__all__ = [
    "QUEUES",
    "DiskLow",
    "Drain",
    "Duty",
    "Engine",
    "LaunchRefused",
    "Node",
    "ParameterError",
    "Queue",
    "QuotaSpent",
    "Rooms",
    "Start",
]


_ALONE = Node()
ASKS = "human_interaction"
"""The kind of block that waits for a person."""


class Engine:
    """What the API and the worker see of the engine."""

    def __init__(self, rooms: Rooms, queue: Queue, node: Node = _ALONE) -> None:
        self._rooms = rooms
        self._queue = queue
        self._launcher = Launcher(rooms, queue)
        self._executor = Executor(rooms, queue)
        self._webhooks = Webhooks(rooms)
        self._eraser = Eraser(rooms.store, rooms.archive)
        self._tending = Tending(
            (
                Timetable(rooms.store, self._launcher, cancel=self.cancel),
                Feeder(rooms.store, self._launcher),
                Retention(rooms.store, rooms.archive, rooms.keep),
            )
        )
        self._fleet = Fleet(rooms, queue, self._executor, node)
        self._executor.sent_on = self._fleet.sent_on
        self.declared_dead = self._fleet.declared_dead

    async def start(self, duty: Duty | None) -> None:
        """Open the queue; with a duty, take up what an earlier process left and whatever comes."""
        if duty is None:
            await self._queue.start()
        else:
            await self._rooms.sweep(await self._rooms.store.runs.live_browsers())
            await self._queue.start(duty, execute=self._executor.execute, deliver=self._webhooks.deliver)
            await reconcile(self._rooms.store, self._queue)
        await self._fleet.start(duty)
        self._queue.kick()
        if duty is not None:
            self._tending.start()

    async def stop(self, drain: Drain | None = None) -> None:
        """Give runs time to end, interrupt the others without ending them, and close the queue."""
        if drain is not None:
            await self._fleet.drain(drain)
        await self._tending.stop()
        await self._executor.stop()
        await self._fleet.hand_over()
        await self._queue.stop()
        await self._fleet.leave()

    async def launch(self, start: Start) -> Run:
        """Start a run and return at once; with nothing written, raises ParameterError, LaunchRefused,
        DiskLow or QuotaSpent.
        """
        return await self._launcher.launch(start)

    async def cancel(self, run: Run) -> None:
        """Stop a run and those it waits for; a run that has ended stays as it ended."""
        await cancel(run, rooms=self._rooms, queue=self._queue, interrupt=self._executor.interrupt)

    def schedules_changed(self) -> None:
        """Look at once for what is due; other workers see it within seconds."""
        self._tending.wake(Timetable.name)

    def batches_changed(self) -> None:
        """Look at once for what may be started; other workers see it within seconds."""
        self._tending.wake(Feeder.name)

    async def cancel_batch(self, batch: Batch) -> bool:
        """End a batch: no further run begins, and those under way are cancelled; False when it has ended."""
        open_ones = (BatchStatus.RUNNING, BatchStatus.PAUSED)
        if not await self._rooms.store.batches.move(batch.batch_id, among=open_ones, to=BatchStatus.CANCELED):
            return False
        for run_id in await self._rooms.store.batches.living_runs(batch.batch_id):
            run = await self._rooms.store.runs.get(run_id)
            if run is not None:
                await self.cancel(run)
        return True

    async def erase_run(self, run: Run) -> bool:
        """Delete a run that has ended with every file of it; False when it has not ended."""
        erased = await self._eraser.erase_run(run.run_id)
        await self._eraser.scour()
        return erased

    async def erase_organization(self, organization_id: str) -> None:
        """Cancel what an organisation has under way and delete everything of it."""
        await self._eraser.erase_organization(organization_id, cancel=self.cancel)

    async def ended(self, run: Run, *, seconds: float) -> Run:
        """Return the run as it ended, or as it stands when the time is over."""
        return await self._executor.ends.wait(run, self._rooms.store.runs, deadline=Deadline.after(seconds))

    async def answer(self, run: Run, *, approved: bool, reason: str = "", block_run_id: str | None = None) -> bool:
        """Answer the block that asks a person; False when none does (any more)."""
        begun = [row for row in await self._rooms.store.runs.block_runs(run.run_id) if not row.status.final]
        asking = [row for row in begun if row.block_type == ASKS]
        if not asking and run.waits_for is WaitsFor.PERSON:  # any block may ask; the innermost one is where it stands
            asking = [max(begun, key=lambda row: row.order)] if begun else []
        asking = [row for row in asking if block_run_id in (None, row.block_run_id)]
        journal = await self._rooms.store.journal.of(run.run_id, kinds={JournalKind.ANSWERED})
        open_ones = [row for row in asking if answer_in(journal, row.block_run_id) is None]
        if run.status.final or not open_ones:
            return False
        entry = JournalEntry(
            run_id=run.run_id,
            kind=JournalKind.ANSWERED,
            payload={"v": 1, "approved": approved, "reason": reason[:2000]},
            at=utc_now(),
            block_run_id=open_ones[0].block_run_id,
        )
        await self._rooms.store.runs.wake(
            run.run_id, reasons=(WaitsFor.PERSON,), enter=self._queue.enter_again_in, entries=(entry,)
        )
        self._queue.kick()
        return True

    async def deliver_again(self, delivery: Delivery) -> Delivery | None:
        """Bring a delivery that is over back into the queue, as the same event; None when it is not over."""
        found = await self._rooms.store.deliveries.try_again(
            delivery.delivery_id,
            also=lambda connection: self._queue.enter_delivery(connection, delivery.delivery_id, again=True),
        )
        self._queue.kick()
        return found

    async def replay_webhook(self, run: Run, url: str | None, api_key: str) -> dict[str, object]:
        """Send the run's webhook once more; raises ValueError without a target."""
        return await self._webhooks.replay(run, url, api_key)
