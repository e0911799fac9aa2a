"""Check criteria on the current page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, BlockResult, Pursuit, Templated, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.failure import matching_errors, validation_failed
from skyvern.domain.goal import Goal, GoalKind, Outcome
from skyvern.domain.status import BlockStatus


@register
class ValidationBlock(GoalBlock):
    """Completed when the complete criterion holds, terminated when the terminate criterion does."""

    kind: ClassVar[GoalKind] = GoalKind.VALIDATION

    block_type: Literal["validation"] = "validation"
    complete_criterion: Templated[str | None] = None
    terminate_criterion: Templated[str | None] = None
    without_page_information: bool | None = Field(
        default=False, description="Judge by the values of the run alone; no page is opened or read"
    )

    def problems(self) -> Sequence[str]:
        if not self.complete_criterion and not self.terminate_criterion:
            return ("complete_criterion: a validation needs a complete_criterion or a terminate_criterion",)
        if self.without_page_information and self.post_conditions:
            return ("post_conditions: they look at the page, which without_page_information leaves out",)
        return ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        if not self.without_page_information:
            return await super().run(ctx)
        return self.result(ctx, Pursuit(outcome=await self._by_values(ctx)))

    async def _by_values(self, ctx: BlockContext) -> Outcome:
        evidence = ""
        if self.terminate_criterion and (said := await ctx.judge(self.terminate_criterion)).holds:
            return self._not_met(ctx, BlockStatus.TERMINATED, self.terminate_criterion, said.why)
        if self.complete_criterion:
            said = await ctx.judge(self.complete_criterion)
            if not said.holds:
                return self._not_met(ctx, BlockStatus.FAILED, self.complete_criterion, said.why)
            evidence = said.why
        return Outcome(status=BlockStatus.COMPLETED, evidence=evidence)

    def _not_met(self, ctx: BlockContext, status: BlockStatus, criterion: str, why: str) -> Outcome:
        failure = validation_failed(f"{criterion.strip().rstrip('.')}: {why}")
        codes = {**ctx.facts.error_codes, **(self.error_code_mapping or {})}
        failure = replace(failure, errors=matching_errors(failure.reason, codes))
        return Outcome(status=status, failure=failure, errors=failure.errors)

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            complete_criterion=self.complete_criterion or "",
            terminate_criterion=self.terminate_criterion or "",
        )
