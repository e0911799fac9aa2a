"""Batches: so many runs at once as they allow, paused, retried and finished, with several workers feeding."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from skyvern.domain.batch import Batch, BatchStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.engine.batches import Feeder
from skyvern.engine.launch import Launcher
from skyvern.store import Store

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

NUMBER = [{"key": "n", "parameter_type": "workflow", "workflow_parameter_type": "integer"}]


def feeder(shop: Shop) -> Feeder:
    """Return a worker's feeder."""
    store = Store(shop.database)
    return Feeder(store, Launcher(shop.rooms, shop.queue))  # type: ignore[arg-type]


async def a_batch(shop: Shop, sets: list[Mapping[str, object]], *, at_once: int = 2) -> Batch:
    """Keep a batch."""
    now = utc_now()
    workflow = Workflow(
        workflow_id=new_id("w"),
        permanent_id=new_id("wpid"),
        organization_id="o_1",
        version=1,
        title="T",
        description=None,
        definition={"parameters": NUMBER, "blocks": [{"label": "c", "block_type": "code", "code": "x = n"}]},
        settings={},
        created_at=now,
        modified_at=now,
    )
    await shop.rooms.store.workflows.add(workflow)
    row = Batch(
        batch_id=new_id("batch"),
        organization_id="o_1",
        workflow_id=workflow.workflow_id,
        workflow_permanent_id=workflow.permanent_id,
        title="T",
        status=BatchStatus.RUNNING,
        total=len(sets),
        at_once=at_once,
        request={"title": "Of a batch"},
        created_at=now,
        modified_at=now,
    )
    return await shop.rooms.store.batches.add(row, sets)


async def counts(shop: Shop, batch: Batch) -> dict[str, int]:
    """Return how many items stand how."""
    return (await shop.rooms.store.batches.counts([batch.batch_id]))[batch.batch_id]


async def end(shop: Shop, batch: Batch, *statuses: RunStatus) -> None:
    """End the batch's living runs so."""
    living = sorted(await shop.rooms.store.batches.living_runs(batch.batch_id))
    for run_id, status in zip(living, statuses, strict=True):
        await shop.rooms.store.runs.finish(run_id, None, status=status, output={"x": 1})


async def status_of(shop: Shop, batch: Batch) -> BatchStatus:
    """Return the batch's status."""
    found = await shop.rooms.store.batches.find("o_1", batch.batch_id)
    assert found is not None
    return found.status


async def test_a_batch_is_fed_until_every_item_has_ended(shop: Shop) -> None:
    batch = await a_batch(shop, [{"n": 1}, {"n": "x"}, {"n": 3}, {"n": 4}])
    tend = feeder(shop).tend
    assert await tend() < 1
    assert await counts(shop, batch) == {"created": 1, "refused": 1, "waiting": 2}
    await tend()
    assert await counts(shop, batch) == {"created": 2, "refused": 1, "waiting": 1}
    await end(shop, batch, RunStatus.COMPLETED, RunStatus.FAILED)
    await tend()
    await end(shop, batch, RunStatus.COMPLETED)
    assert await status_of(shop, batch) is BatchStatus.RUNNING
    await tend()
    assert await status_of(shop, batch) is BatchStatus.FINISHED
    assert await tend() == 5.0
    items, total = await shop.rooms.store.batches.items(batch.batch_id)
    assert [(item.number, item.status) for item in items] == [
        (1, "completed"),
        (2, "refused"),
        (3, "failed"),
        (4, "completed"),
    ]
    assert total == 4
    assert (items[1].refusal or "").startswith("parameter 'n': 'x' is not a whole number")
    run = await shop.rooms.store.runs.get(str(items[0].run_id))
    assert run is not None
    assert (run.title, run.parameters, run.batch_id) == ("Of a batch", {"n": 1}, batch.batch_id)


async def test_what_failed_is_tried_again_and_nothing_else(shop: Shop) -> None:
    batch = await a_batch(shop, [{"n": 1}, {"n": 2}])
    await feeder(shop).tend()
    await end(shop, batch, RunStatus.COMPLETED, RunStatus.FAILED)
    await feeder(shop).tend()
    before = {item.number: item.run_id for item in (await shop.rooms.store.batches.items(batch.batch_id))[0]}
    assert await shop.rooms.store.batches.retry_failed(batch.batch_id) == 1
    await feeder(shop).tend()
    items, _ = await shop.rooms.store.batches.items(batch.batch_id)
    assert [(item.number, item.tries, item.run_id == before[item.number]) for item in items] == [
        (1, 1, True),
        (2, 2, False),
    ]
    await end(shop, batch, RunStatus.COMPLETED)
    await feeder(shop).tend()
    assert await status_of(shop, batch) is BatchStatus.FINISHED


async def test_a_paused_batch_starts_nothing(shop: Shop) -> None:
    batch = await a_batch(shop, [{"n": 1}, {"n": 2}, {"n": 3}], at_once=1)
    await feeder(shop).tend()
    move = shop.rooms.store.batches.move
    assert await move(batch.batch_id, among=(BatchStatus.RUNNING,), to=BatchStatus.PAUSED)
    await end(shop, batch, RunStatus.COMPLETED)
    await feeder(shop).tend()
    assert await counts(shop, batch) == {"completed": 1, "waiting": 2}
    assert not await move(batch.batch_id, among=(BatchStatus.RUNNING,), to=BatchStatus.PAUSED)
    assert await move(batch.batch_id, among=(BatchStatus.PAUSED,), to=BatchStatus.RUNNING)
    await feeder(shop).tend()
    assert await counts(shop, batch) == {"completed": 1, "created": 1, "waiting": 1}


async def test_many_workers_start_each_item_once_and_no_more_than_may_be(shop: Shop) -> None:
    batch = await a_batch(shop, [{"n": n} for n in range(20)], at_once=7)
    for _ in range(3):
        await asyncio.gather(*(feeder(shop).tend() for _ in range(5)))
        living = await shop.rooms.store.batches.living_runs(batch.batch_id)
        assert len(living) == len(set(shop.queue.runs)) == 7
    await end(shop, batch, *[RunStatus.COMPLETED] * 7)
    await asyncio.gather(*(feeder(shop).tend() for _ in range(5)))
    assert len(shop.queue.runs) == len(set(shop.queue.runs)) == 14
