"""What a run asked of language models, each call with the block and the step that made it."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.domain.clock import iso
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind
from skyvern.domain.spending import MICROS, Charge

DECIDED = (JournalKind.DECIDED,)
"""The journal entries that tell which step a call was made for."""


def present_model_calls(
    charges: Sequence[Charge], blocks: Sequence[BlockRun], decided: Sequence[JournalEntry]
) -> list[dict[str, object]]:
    """Return the calls in the order in which they were made."""
    known = {block.block_run_id: block for block in blocks}
    return [
        _call(charge, known.get(charge.block_run_id) if charge.block_run_id else _around(charge, blocks), decided)
        for charge in charges
    ]


def _call(charge: Charge, block: BlockRun | None, decided: Sequence[JournalEntry]) -> dict[str, object]:
    written = charge.answer_tokens
    return {
        "model": charge.model,
        "tokens": charge.tokens,
        "prompt_tokens": None if written is None else charge.tokens - written,
        "answer_tokens": written,
        "cost": charge.micros / MICROS,
        "settled": charge.settled,
        "asked_at": iso(charge.at),
        "answered_at": iso(charge.settled_at),
        "workflow_run_block_id": None if block is None else block.block_run_id,
        "step_order": None if block is None else _step(charge, block, decided),
    }


def _around(charge: Charge, blocks: Sequence[BlockRun]) -> BlockRun | None:
    """Return the block that was at work, for charges that do not name theirs.

    Of those that were, the one that began last is inside the others.
    """
    at_work = [b for b in blocks if b.created_at <= charge.at and (b.finished_at is None or charge.at <= b.finished_at)]
    return max(at_work, key=lambda block: (block.created_at, block.order), default=None)


def _step(charge: Charge, block: BlockRun, decided: Sequence[JournalEntry]) -> object:
    """Return the step that the call led to: the first one of its block that was decided after it."""
    later = (one for one in decided if one.block_run_id == block.block_run_id and one.at >= charge.at)
    found = next(later, None)
    return None if found is None else found.payload.get("step")
