"""End the run as terminated, with a reason."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from skyvern.blocks.base import Block, BlockContext, BlockResult, Templated, register
from skyvern.domain.failure import Category, Failure, UserError
from skyvern.domain.status import BlockStatus


@register
class TerminateBlock(Block):
    """Stop here on purpose."""

    block_type: Literal["terminate"] = "terminate"
    reason: Templated[str]
    error_code: Templated[str | None] = None

    @field_validator("reason")
    @classmethod
    def _said(cls, reason: str) -> str:
        if not reason.strip():
            raise ValueError("say why the run stops")
        return reason.strip()

    async def run(self, ctx: BlockContext) -> BlockResult:
        errors = (UserError(error_code=self.error_code, reasoning=self.reason),) if self.error_code else ()
        return BlockResult(
            status=BlockStatus.TERMINATED,
            output={"reason": self.reason},
            failure=Failure(reason=self.reason, category=Category.UNKNOWN, errors=errors),
        )
