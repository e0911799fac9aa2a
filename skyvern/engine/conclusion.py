"""Writes how an attempt of a run ended: the run's end, or its place in the queue for the next attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from pydantic import ValidationError

import skyvern.engine.attempts as attempts
from skyvern.blocks.base import Block, BlockContext
from skyvern.blocks.definition import RetryPolicy, load_definition
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.failure import Category, Failure
from skyvern.domain.ids import new_id
from skyvern.domain.run import BlockRun, JournalKind, Run
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.engine.faults import inner_failure
from skyvern.engine.interpreter import Ending, Interpreter, Standing
from skyvern.engine.ledger import Ledger
from skyvern.engine.queue import Queue
from skyvern.engine.rooms import Rooms
from skyvern.engine.scope import Scope
from skyvern.store.waiting import new_entry

_BLOCK_AFTER = {RunStatus.CANCELED: BlockStatus.CANCELED, RunStatus.TIMED_OUT: BlockStatus.TIMED_OUT}


class Conclusion:
    """The last word about one attempt of a run; every call raises ClaimLost once another worker has the run."""

    def __init__(self, rooms: Rooms, queue: Queue, run: Run, ledger: Ledger) -> None:
        self._rooms = rooms
        self._queue = queue
        self._run = run
        self._ledger = ledger

    async def write(
        self,
        ending: Ending,
        output: Mapping[str, object] | None,
        *,
        policy: RetryPolicy | None,
        steps: int,
        again: bool,
    ) -> None:
        """Write the end, its journal entry and its webhook in one transaction; or the next attempt, if `again` may be.

        `steps` is how many steps the agent has done in the run so far.
        """
        redactor = self._ledger.redactor
        reason = redactor.text(ending.failure.reason) if ending.failure else None
        record = attempts.ended_attempt(self._run, ending, reason=reason, now=utc_now())
        if policy is not None and again and attempts.another_attempt(policy, ending, self._run.cursor.attempt):
            await self._try_again(ending, record, policy=policy, steps=steps)
            return
        delivery = delivery_of(self._run)
        await self._rooms.store.runs.finish(
            self._run.run_id,
            self._ledger.claim,
            status=ending.status,
            output=cast("Mapping[str, object] | None", redactor.value(output)),
            failure_reason=reason,
            failure_category=ending.failure.category if ending.failure else None,
            errors=self._ledger.masked_errors(ending.errors),
            entries=(self._ledger.entry(JournalKind.RUN_FINISHED, status=ending.status.value, reason=reason),),
            block_runs=await self._unfinished_blocks(ending.status),
            delivery=delivery,
            also=None
            if delivery is None
            else lambda connection: self._queue.enter_delivery(connection, delivery.delivery_id),
            changes=None if policy is None else {"attempts": (*(self._run.attempts or ()), record)},
            enter=self._queue.enter_again_in,
        )
        if delivery is not None:
            self._queue.kick()

    async def _try_again(
        self, ending: Ending, record: Mapping[str, object], *, policy: RetryPolicy, steps: int
    ) -> None:
        """Put the run back into the queue for its next attempt, and tell of this one when the policy says so."""
        run = self._run
        changes = attempts.next_attempt(run, record, policy, now=utc_now())
        entry = new_entry(run.run_id)
        told = delivery_of(run) if policy.webhook_on_retry == attempts.EVERY else None
        delivery = None if told is None else replace(told, attempt=run.cursor.attempt)

        def enter(connection: object) -> None:
            self._queue.enter_later(connection, run.run_id, entry, seconds=policy.delay_seconds)
            if delivery is not None:
                self._queue.enter_delivery(connection, delivery.delivery_id)

        await self._rooms.store.runs.commit(
            run.run_id,
            self._ledger.claim,
            cursor=attempts.restarted(run),
            block_runs=await self._unfinished_blocks(ending.status),
            entries=(self._ledger.entry(JournalKind.RUN_LEFT, attempt=dict(record)),),
            changes={**changes, "entry": entry, "step_count": steps},
            delivery=delivery,
            also=enter,
        )
        self._queue.kick()

    async def _unfinished_blocks(self, status: RunStatus) -> list[BlockRun]:
        after = _BLOCK_AFTER.get(status, BlockStatus.FAILED)
        if status is RunStatus.COMPLETED:
            return []
        now = utc_now()
        return [
            row.evolve(status=after, finished_at=now, modified_at=now)
            for row in await self._rooms.store.runs.block_runs(self._run.run_id)
            if not row.status.final
        ]

    async def output_so_far(self) -> Mapping[str, object] | None:
        """Return what the blocks left of a run that ends before it is taken up again."""
        if not self._run.cursor.path:
            return None
        try:
            definition = load_definition(self._run.definition)
        except ValidationError:
            return None
        earlier = await self._rooms.store.runs.block_runs(self._run.run_id)
        scope = Scope(parameters={}, facts={})
        return Interpreter(
            self._run, definition, scope=scope, ledger=self._ledger, context=_no_context, earlier=earlier
        ).output()


def delivery_of(run: Run) -> Delivery | None:
    """Return the webhook that a run's end owes, None where nobody asked for one."""
    if not run.webhook_url:
        return None
    return Delivery(delivery_id=new_id("whd"), run_id=run.run_id, url=run.webhook_url, tries=0, created_at=utc_now())


def timed_out(run: Run) -> Ending:
    """The run's time is over."""
    minutes = (run.deadline_at - (run.started_at or run.created_at)).total_seconds() / 60
    reason = f"the run exceeded its time limit of {minutes:g} minutes (max_elapsed_time_minutes)"
    return Ending(status=RunStatus.TIMED_OUT, failure=Failure(reason=reason, category=Category.UNKNOWN))


def broken(error: BaseException) -> Ending:
    """Something went wrong that no block is to blame for."""
    return ended_by(inner_failure(error))


def ended_by(failure: Failure) -> Ending:
    """The run failed for this reason."""
    return Ending(status=RunStatus.FAILED, failure=failure)


def _no_context(interpreter: Interpreter, block: Block, standing: Standing) -> BlockContext:
    del interpreter, standing
    raise AssertionError(f"block {block.label!r} is not to run any more")
