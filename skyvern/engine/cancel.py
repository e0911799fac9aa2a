"""Ends a run on somebody's wish, wherever it stands, and the runs that it started and waits for."""

from __future__ import annotations

from collections.abc import Callable

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.ids import new_id
from skyvern.domain.run import JournalEntry, JournalKind, Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.engine.queue import Queue
from skyvern.engine.rooms import Rooms
from skyvern.store.errors import ClaimLost

AWAITED = "awaited"
"""Setting of a run whose parent waits for it."""
_WITH_A_BROWSER = (WaitsFor.PERSON, WaitsFor.CHILD)


async def cancel(run: Run, *, rooms: Rooms, queue: Queue, interrupt: Callable[[str], bool]) -> None:
    """Stop a run; a run that has ended stays as it ended."""
    status = await rooms.store.runs.request_cancel(run.run_id)
    if status is None or status.final:
        return
    asked = JournalEntry(run_id=run.run_id, kind=JournalKind.CANCEL_REQUESTED, payload={"v": 1}, at=utc_now())
    await rooms.store.journal.append((asked,))
    await cancel_children(run, rooms=rooms, queue=queue, interrupt=interrupt)
    if interrupt(run.run_id):
        return
    if await rooms.store.runs.wake(run.run_id, reasons=_WITH_A_BROWSER, enter=queue.enter_again_in):
        queue.kick()
        return
    await _end_unclaimed(run, rooms, queue)


async def cancel_children(run: Run, *, rooms: Rooms, queue: Queue, interrupt: Callable[[str], bool]) -> None:
    """Stop the runs that this one waits for."""
    for child in await rooms.store.runs.children(run.run_id):
        if child.settings.get(AWAITED):
            await cancel(child, rooms=rooms, queue=queue, interrupt=interrupt)


async def _end_unclaimed(run: Run, rooms: Rooms, queue: Queue) -> None:
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
        await rooms.store.runs.finish(
            run.run_id,
            None,
            status=RunStatus.CANCELED,
            entries=(entry,),
            delivery=delivery,
            also=None
            if delivery is None
            else lambda connection: queue.enter_delivery(connection, delivery.delivery_id),
            enter=queue.enter_again_in,
        )
    except ClaimLost:
        return
    queue.kick()
