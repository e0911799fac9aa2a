"""Reads a run that has ended as a trace: the run, its blocks, the agent's steps, and the calls to models in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import cast

import structlog

from skyvern.domain.clock import utc_now
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind, Run
from skyvern.domain.spending import MICROS, Charge
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.domain.trace import Span, span_id, trace_id
from skyvern.engine.rooms import Rooms

log = structlog.get_logger()

_WELL = (RunStatus.COMPLETED, BlockStatus.COMPLETED, BlockStatus.SKIPPED)


async def tell_trace(rooms: Rooms, run_id: str) -> None:
    """Tell the trace of a run that has ended to whoever wants traces."""
    if rooms.traces is None:
        return
    try:
        run = await rooms.store.runs.get(run_id)
        if run is not None and run.status.final:
            rooms.traces(
                spans(
                    run,
                    await rooms.store.runs.block_runs(run_id),
                    await rooms.store.journal.of(run_id),
                    await rooms.store.spending.of_run(run_id),
                )
            )
    except Exception as error:  # noqa: BLE001 - clean-up: the run has ended, whoever hears of it
        log.warning("trace_not_told", run_id=run_id, error=repr(error))


def spans(
    run: Run, blocks: Sequence[BlockRun], journal: Sequence[JournalEntry], charges: Sequence[Charge]
) -> list[Span]:
    """Return the spans of a run, each after the one that contains it."""
    end = run.finished_at or utc_now()
    began = run.started_at or run.created_at
    whole = Span(
        trace_id=trace_id(run.run_id),
        span_id=span_id(run.run_id),
        parent_id=None,
        name=f"run {run.title}",
        began_at=began,
        ended_at=end,
        failure=None if run.status in _WELL else run.failure_reason or run.status.value,
        facts={
            "skyvern.run_id": run.run_id,
            "skyvern.workflow_id": run.workflow_permanent_id,
            "skyvern.organization_id": run.organization_id,
            "skyvern.status": run.status.value,
            "skyvern.queue_seconds": (began - run.created_at).total_seconds(),
            "skyvern.steps": run.step_count,
        },
    )
    inner = [_block(whole, block, end) for block in blocks]
    ends = {block.block_run_id: one.ended_at for block, one in zip(blocks, inner, strict=True)}
    steps = [step for block in blocks for step in _steps(whole, block, journal, ends[block.block_run_id])]
    calls = [_call(charge, [whole, *inner, *steps]) for charge in charges]
    return [whole, *inner, *steps, *calls]


def _block(whole: Span, block: BlockRun, end: datetime) -> Span:
    return Span(
        trace_id=whole.trace_id,
        span_id=span_id(block.block_run_id),
        parent_id=whole.span_id if block.parent_id is None else span_id(block.parent_id),
        name=f"block {block.label}",
        began_at=block.created_at,
        ended_at=block.finished_at or end,
        failure=None if block.status in _WELL else block.failure_reason or block.status.value,
        facts={
            "skyvern.block_type": block.block_type,
            "skyvern.status": block.status.value,
            "skyvern.attempt": block.attempt,
        },
    )


def _steps(whole: Span, block: BlockRun, journal: Sequence[JournalEntry], end: datetime) -> Iterator[Span]:
    """Yield the agent's steps in a block: each from the end of the one before to the end of its last action."""
    began, taken = block.created_at, [entry for entry in journal if entry.block_run_id == block.block_run_id]
    decided = [number for number, entry in enumerate(taken) if entry.kind is JournalKind.DECIDED]
    for number, following in pairwise([*decided, len(taken)]):
        acted = [entry for entry in taken[number:following] if entry.kind is JournalKind.ACTED]
        ended = acted[-1].at if acted else taken[number].at
        payload = taken[number].payload
        decision = cast("Mapping[str, object]", payload.get("decision") or {})
        yield Span(
            trace_id=whole.trace_id,
            span_id=span_id(f"{block.block_run_id} {number}"),
            parent_id=span_id(block.block_run_id),
            name=f"step {payload.get('step')}",
            began_at=began,
            ended_at=min(ended, end),
            facts={"skyvern.decision": str(decision.get("kind", "")), "skyvern.actions": len(acted)},
        )
        began = ended


def _call(charge: Charge, around: Sequence[Span]) -> Span:
    """Return a call to a model: in the shortest span of its block in which it was made, in the run without one."""
    mine = span_id(charge.block_run_id) if charge.block_run_id else ""
    own = [span for span in around if not mine or mine in (span.span_id, span.parent_id)]
    within = [span for span in own if span.began_at <= charge.at <= span.ended_at] or own[:1] or list(around[:1])
    outer = min(within, key=lambda span: span.ended_at - span.began_at)
    provider, _, model = charge.model.partition(":")
    return Span(
        trace_id=outer.trace_id,
        span_id=span_id(charge.charge_id),
        parent_id=outer.span_id,
        name=f"chat {model or provider}",
        began_at=charge.at,
        ended_at=charge.settled_at or charge.at,
        calls=True,
        facts={
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": provider,
            "gen_ai.request.model": model or provider,
            "skyvern.tokens": charge.tokens,
            "skyvern.dollars": charge.micros / MICROS,
        },
    )
