"""Run blocks again and again while a condition holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, register
from skyvern.blocks.branch import Criteria
from skyvern.blocks.for_loop import MAX_ITERATIONS, loop_item
from skyvern.domain.failure import Category, Failure

if TYPE_CHECKING:
    from skyvern.blocks.base import Block as AnyBlock


@register
class WhileLoopBlock(Block):
    """The condition is asked before every pass; inside, `current_index` counts from 0. At most 1000 passes."""

    block_type: Literal["while_loop"] = "while_loop"
    loop_blocks: list[AnyBlock] = Field(min_length=1)
    condition: Criteria

    def inner(self) -> Sequence[Block]:
        return self.loop_blocks

    async def run(self, ctx: BlockContext) -> BlockResult:
        async def holds(index: int) -> bool:
            said = await ctx.evaluate(self.condition.criteria_type, self.condition.expression)
            if said.error:
                raise BlockError(_bad(f"condition: {said.error}"), output=[])
            if said.holds and index >= MAX_ITERATIONS:
                raise BlockError(_bad(f"the condition still holds after {MAX_ITERATIONS} passes"), output=[])
            return said.holds

        loop = await ctx.run_while(self.loop_blocks, holds=holds, next_on_failure=self.next_loop_on_failure)
        output = [loop_item(iteration) for iteration in loop.iterations]
        return BlockResult(status=loop.status, output=output, failure=loop.failure)


def _bad(reason: str) -> Failure:
    return Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR)
