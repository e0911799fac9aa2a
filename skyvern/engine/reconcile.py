"""At a worker's start: runs and deliveries that are not over but have no place in the queue get one again."""

from __future__ import annotations

import structlog

from skyvern.engine.queue import Queue
from skyvern.store import Store

log = structlog.get_logger()


async def reconcile(store: Store, queue: Queue) -> int:
    """Enter what was lost, such as a run whose queue entry broke off, and return how many entries that made."""
    runs = await store.runs.unfinished()
    deliveries = [delivery.delivery_id for delivery in await store.deliveries.pending()]
    if not runs and not deliveries:
        return 0
    runs, deliveries = await queue.lost(runs=runs, deliveries=deliveries)
    if runs or deliveries:
        log.warning("entered_again", runs=runs, deliveries=deliveries)
        await store.runs.let_any_entry(runs)
        await queue.enter_again(runs=runs, deliveries=deliveries)
    return len(runs) + len(deliveries)
