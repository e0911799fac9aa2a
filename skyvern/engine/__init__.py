"""The durable interpreter: accepts runs, walks them by their cursors, ends each in exactly one state."""

from __future__ import annotations

from skyvern.contract.run import RunRequest
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.ids import new_id
from skyvern.domain.run import JournalEntry, JournalKind, Run
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.engine.executor import Executor
from skyvern.engine.launch import Launcher, LaunchRefused
from skyvern.engine.parameters import ParameterError
from skyvern.engine.queue import DELIVERIES, Queue
from skyvern.engine.reconcile import reconcile
from skyvern.engine.rooms import Rooms
from skyvern.engine.webhooks import Webhooks
from skyvern.store.errors import ClaimLost

__all__ = ["Engine", "LaunchRefused", "ParameterError", "Queue", "Rooms"]


class Engine:
    """What the API and the worker see of the engine."""

    def __init__(self, rooms: Rooms, queue: Queue) -> None:
        self._rooms = rooms
        self._queue = queue
        self._launcher = Launcher(rooms, queue)
        self._executor = Executor(rooms, queue)
        self._webhooks = Webhooks(rooms)

    async def start(self, *, worker: bool) -> None:
        """Open the queue; as a worker, take up what an earlier process left and whatever comes."""
        if worker:
            await self._rooms.sweep(await self._rooms.store.runs.live_browsers())
            await self._queue.start(execute=self._executor.execute, deliver=self._webhooks.deliver)
            await reconcile(self._rooms.store, self._queue)
            self._queue.kick()
        else:
            await self._queue.start(execute=None, deliver=None)

    async def stop(self) -> None:
        """Interrupt runs without ending them and close the queue."""
        await self._executor.stop()
        await self._queue.stop()

    async def launch(
        self,
        workflow: Workflow,
        request: RunRequest,
        *,
        api_key_id: str | None,
        trigger_type: str = "api",
        max_steps: int | None = None,
        run_type: str = "workflow_run",
        idempotency_key: str | None = None,
        again: Run | None = None,
    ) -> Run:
        """Start a run and return at once; raises ParameterError or LaunchRefused. `again` is the run it repeats."""
        return await self._launcher.launch(
            workflow,
            request,
            api_key_id=api_key_id,
            trigger_type=trigger_type,
            max_steps=max_steps,
            run_type=run_type,
            idempotency_key=idempotency_key,
            again=again,
        )

    async def cancel(self, run: Run) -> None:
        """Stop a run; a run that has ended stays as it ended."""
        status = await self._rooms.store.runs.request_cancel(run.run_id)
        if status is None or status.final:
            return
        asked = JournalEntry(run_id=run.run_id, kind=JournalKind.CANCEL_REQUESTED, payload={"v": 1}, at=utc_now())
        await self._rooms.store.journal.append((asked,))
        if self._executor.interrupt(run.run_id):
            return
        await self._end_unclaimed(run)

    async def _end_unclaimed(self, run: Run) -> None:
        """End a run that no worker has taken yet; one that is just being taken sees the flag itself."""
        entry = JournalEntry(
            run_id=run.run_id, kind=JournalKind.RUN_FINISHED, payload={"v": 1, "status": "canceled"}, at=utc_now()
        )
        delivery = (
            Delivery(delivery_id=new_id("whd"), run_id=run.run_id, url=run.webhook_url, tries=0, created_at=utc_now())
            if run.webhook_url
            else None
        )
        try:
            await self._rooms.store.runs.finish(
                run.run_id,
                None,
                status=RunStatus.CANCELED,
                entries=(entry,),
                delivery=delivery,
                also=None
                if delivery is None
                else lambda connection: self._queue.enter_delivery(connection, delivery.delivery_id),
            )
        except ClaimLost:
            return
        if delivery is not None:
            self._queue.kick(DELIVERIES)

    async def replay_webhook(self, run: Run, url: str | None, api_key: str) -> dict[str, object]:
        """Send the run's webhook once more; raises ValueError without a target."""
        return await self._webhooks.replay(run, url, api_key)
