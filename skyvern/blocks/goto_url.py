"""Open a URL."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, BlockResult, Templated, failed, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.failure import Category, Failure
from skyvern.domain.goal import Goal, GoalKind


@register
class GotoUrlBlock(GoalBlock):
    """Open a page and wait until it is loaded; nothing is decided."""

    kind: ClassVar[GoalKind] = GoalKind.NAVIGATION

    block_type: Literal["goto_url"] = "goto_url"
    url: Templated[str] = Field(min_length=1, description="Page to open")  # type: ignore[assignment]

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(ctx)

    async def run(self, ctx: BlockContext) -> BlockResult:
        if not self.url.strip():
            reason = (
                "url: it is empty once the values of the run are put in; see that its {{ … }} name what the run has"
            )
            return failed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
        return await super().run(ctx)
