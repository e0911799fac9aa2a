"""The time that a block may take by its author's word: counted from its beginning, over restarts and waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from skyvern.blocks.base import Block, BlockResult, Suspended
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category, Failure
from skyvern.domain.run import BlockRun
from skyvern.domain.status import BlockStatus


async def in_its_time(
    block: Block,
    row: BlockRun,
    work: Callable[[], Awaitable[BlockResult]],
    *,
    broken_off: Callable[[], Awaitable[None]],
) -> BlockResult:
    """Return what the block came to; when its time is over first, it is broken off and timed out."""
    if block.max_elapsed_time_seconds is None:
        return await work()
    end = row.created_at + timedelta(seconds=block.max_elapsed_time_seconds)
    time = asyncio.timeout(max(0.0, (end - utc_now()).total_seconds()))
    try:
        async with time:
            return await work()
    except Suspended as wait:
        raise Suspended(wait.waits_for, until=min(wait.until, end)) from None
    except TimeoutError:
        if not time.expired():
            raise
    await broken_off()
    reason = f"it took longer than {block.max_elapsed_time_seconds} seconds (max_elapsed_time_seconds)"
    return BlockResult(
        status=BlockStatus.TIMED_OUT, output=None, failure=Failure(reason=reason, category=Category.UNKNOWN)
    )
