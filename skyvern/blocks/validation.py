"""Check criteria on the current page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from skyvern.blocks.base import BlockContext, Templated, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.goal import Goal, GoalKind


@register
class ValidationBlock(GoalBlock):
    """Completed when the complete criterion holds, terminated when the terminate criterion does."""

    kind: ClassVar[GoalKind] = GoalKind.VALIDATION

    block_type: Literal["validation"] = "validation"
    complete_criterion: Templated[str | None] = None
    terminate_criterion: Templated[str | None] = None
    without_page_information: bool | None = False

    def problems(self) -> Sequence[str]:
        if not self.complete_criterion and not self.terminate_criterion:
            return ("complete_criterion: a validation needs a complete_criterion or a terminate_criterion",)
        return ()

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            complete_criterion=self.complete_criterion or "",
            terminate_criterion=self.terminate_criterion or "",
        )
