"""Feeds batches: starts a run for each set of values, so many at once as the batch allows, until all have ended."""

from __future__ import annotations

import structlog

from skyvern.contract.run import RunRequest
from skyvern.domain.batch import Batch, BatchItem
from skyvern.domain.run import Run
from skyvern.engine.admission import DiskLow, QuotaSpent
from skyvern.engine.launch import Launcher
from skyvern.engine.parameters import ParameterError
from skyvern.engine.start import LaunchRefused, Occasion, Start
from skyvern.store import ItemTaken, Store
from skyvern.store.batches import claim_item

log = structlog.get_logger()

_REST_WITH_BATCHES = 0.5
_REST = 5.0


class Feeder:
    """The chore that starts what waits in batches."""

    name = "batches"

    def __init__(self, store: Store, launcher: Launcher) -> None:
        self._store = store
        self._launcher = launcher

    async def tend(self) -> float:
        """Start what may be started, and end batches whose every run has ended."""
        batches = await self._store.batches.running()
        for batch in batches:
            try:
                await self._feed(batch)
            except Exception as error:  # the worker's rim: one batch must not keep the others waiting
                log.error("batch_broke", batch=batch.batch_id, exc_info=error)
        return _REST_WITH_BATCHES if batches else _REST

    async def _feed(self, batch: Batch) -> None:
        room = batch.at_once - len(await self._store.batches.living_runs(batch.batch_id))
        waiting = await self._store.batches.next_items(batch.batch_id, room) if room > 0 else []
        for item in waiting:
            try:
                await self._start(batch, item)
            except ItemTaken:
                return
            except (DiskLow, QuotaSpent) as lack:  # the rest waits until there is room again
                log.warning("batch_waits", batch=batch.batch_id, why=str(lack))
                return
            except (ParameterError, LaunchRefused) as refused:
                await self._store.batches.refuse(batch.batch_id, item.number, str(refused))
        if room > 0 and not waiting:
            await self._store.batches.finish(batch.batch_id)

    async def _start(self, batch: Batch, item: BatchItem) -> None:
        workflow = await self._store.workflows.by_id(batch.workflow_id)
        if workflow is None:
            raise LaunchRefused(f"workflow {batch.workflow_permanent_id} is gone")

        def claim(run: Run, connection: object) -> None:
            claim_item(connection, item, run.run_id)

        wanted = {**batch.request, "workflow_id": workflow.permanent_id, "parameters": dict(item.parameters)}
        await self._launcher.launch(
            Start(
                workflow=workflow,
                request=RunRequest.model_validate(wanted),
                api_key_id=batch.api_key_id,
                occasion=Occasion(claim=claim, batch_id=batch.batch_id),
            )
        )
