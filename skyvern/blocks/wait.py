"""Pause the run for a fixed time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockResult, completed, register


@register
class WaitBlock(Block):
    """Sleep; a restart goes on with what is left."""

    block_type: Literal["wait"] = "wait"
    wait_sec: int = Field(ge=1, le=1800, description="Seconds to sleep")

    async def run(self, ctx: BlockContext) -> BlockResult:
        await ctx.sleep(self.wait_sec)
        return completed({"success": True})
