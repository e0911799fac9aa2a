"""Runs and deliveries that are not over but have no place in the queue get one again; at a start, and now and then.

Several processes may look at once: an entry is named after how its run stood, so that it is made once.
"""

from __future__ import annotations

import structlog

from skyvern.engine.queue import Queue
from skyvern.store import Store

log = structlog.get_logger()


async def reconcile(store: Store, queue: Queue, *, silent_seconds: float | None = None) -> int:
    """Enter what was lost, such as a run whose queue entry broke off, and return how many entries that made.

    With `silent_seconds` entries that no living worker can take count as lost, too: of an engine version that none has,
    or for a node that has none.
    """
    runs = await store.runs.unfinished()
    deliveries = {row.delivery_id: f"d{row.tries}" for row in await store.deliveries.pending()}
    if not runs and not deliveries:
        return 0
    living = [] if silent_seconds is None else await store.workers.living(silent_seconds=silent_seconds)
    lost_runs, lost_deliveries = await queue.lost(runs=list(runs), deliveries=list(deliveries), living=living)
    if lost_runs or lost_deliveries:
        log.warning("entered_again", runs=lost_runs, deliveries=lost_deliveries)
        await store.runs.let_any_entry(lost_runs)
        await queue.enter_again(
            runs={item: runs[item] for item in lost_runs},
            deliveries={item: deliveries[item] for item in lost_deliveries},
        )
    return len(lost_runs) + len(lost_deliveries)
