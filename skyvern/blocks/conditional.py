"""Choose the next block by the first condition that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockResult, Evaluation, completed, failed, register
from skyvern.blocks.branch import BranchCondition
from skyvern.domain.failure import Category, Failure


@register
class ConditionalBlock(Block):
    """The first branch whose condition holds is taken, else the default, else the block's own successor.

    Conditions are templates or sentences; a sentence that compares values, or says what the open page shows, is judged
    without a model, any other needs one.
    """

    block_type: Literal["conditional"] = "conditional"
    branch_conditions: list[BranchCondition] = Field(default_factory=list[BranchCondition])

    def arms(self) -> Sequence[str | None]:
        chosen = [branch.next_block_label for branch in self.branch_conditions]
        return chosen if any(branch.is_default for branch in self.branch_conditions) else [*chosen, None]

    def chosen(self, output: object) -> str | None:
        label = cast("Mapping[str, object]", output).get("next_block_label") if isinstance(output, Mapping) else None
        return label if isinstance(label, str) else None

    def problems(self) -> Sequence[str]:
        if not self.branch_conditions:
            return ("branch_conditions: give at least one branch",)
        if sum(branch.is_default for branch in self.branch_conditions) > 1:
            return ("branch_conditions: only one branch can be the default",)
        return ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        evaluations: list[dict[str, object]] = []
        default: tuple[int, BranchCondition] | None = None
        for index, branch in enumerate(self.branch_conditions):
            if branch.criteria is None:
                default = (index, branch)
                continue
            said = await ctx.evaluate(branch.criteria.criteria_type, branch.criteria.expression)
            evaluations.append(_shown(index, branch, said))
            if said.holds:
                return completed(self._taken(ctx, index, branch, evaluations))
        if default is not None:
            return completed(self._taken(ctx, *default, evaluations))
        output = self._taken(ctx, None, None, evaluations)
        errors = [f"branch {row['branch_index']}: {row['error']}" for row in evaluations if row["error"]]
        if errors:
            reason = f"no branch holds, and some could not be evaluated: {'; '.join(errors)}"
            return failed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR), output)
        return completed(output)

    def _taken(
        self,
        ctx: BlockContext,
        index: int | None,
        branch: BranchCondition | None,
        evaluations: Sequence[Mapping[str, object]],
    ) -> dict[str, object]:
        criteria = branch.criteria if branch is not None else None
        rendered = evaluations[-1]["rendered_expression"] if criteria is not None else None
        return {
            "branch_taken": None if branch is None else "default" if branch.is_default else f"branch_{index}",
            "branch_index": index,
            "branch_id": None
            if branch is None
            else branch.id or f"{ctx.facts.workflow_permanent_id}/{self.label}/{index}",
            "branch_description": branch.description if branch is not None else None,
            "criteria_type": criteria.criteria_type if criteria is not None else None,
            "criteria_expression": criteria.expression if criteria is not None else None,
            "rendered_expression": rendered,
            "next_block_label": (branch.next_block_label if branch is not None else None) or self.next_block_label,
            "evaluations": list(evaluations),
        }


def _shown(index: int, branch: BranchCondition, said: Evaluation) -> dict[str, object]:
    assert branch.criteria is not None  # noqa: S101 - the default has no evaluation
    return {
        "branch_index": index,
        "criteria_type": branch.criteria.criteria_type,
        "expression": branch.criteria.expression,
        "rendered_expression": said.rendered,
        "result": said.holds,
        "reasoning": said.why,
        "error": said.error,
        "next_block_label": branch.next_block_label,
    }
