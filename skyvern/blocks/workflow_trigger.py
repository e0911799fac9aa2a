"""Run another workflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from skyvern.blocks.base import Block, BlockContext, BlockResult, Templated, WorkflowOrder, completed, register
from skyvern.domain.failure import Category, Failure
from skyvern.domain.status import BlockStatus, RunStatus


@register
class WorkflowTriggerBlock(Block):
    """Starts a run of another workflow with `payload` as its parameters, and waits for its end unless told not to.

    The waiting run takes no worker. Cancelling it cancels the other; at most ten workflows may start one another.
    """

    block_type: Literal["workflow_trigger"] = "workflow_trigger"
    workflow_permanent_id: Templated[str]
    payload: Templated[dict[str, object] | None] = None
    wait_for_completion: bool | None = True
    browser_session_id: Templated[str | None] = None
    use_parent_browser_session: bool | None = False
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        if not self.workflow_permanent_id.strip():
            return ("workflow_permanent_id: say which workflow to run (wpid_…)",)
        return ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        wait = self.wait_for_completion is not False
        outcome = await ctx.run_workflow(
            WorkflowOrder(
                permanent_id=self.workflow_permanent_id.strip(),
                parameters={**ctx.payload(self.parameter_keys or ()), **(self.payload or {})},
                wait=wait,
                browser_session_id=self.browser_session_id or None,
                share_browser=wait and bool(self.use_parent_browser_session),
            )
        )
        output: dict[str, object] = {
            "workflow_run_id": outcome.run_id,
            "workflow_permanent_id": self.workflow_permanent_id.strip(),
            "status": outcome.status.value,
            "failure_reason": outcome.failure_reason,
            "outputs": outcome.output or {},
        }
        if not wait or outcome.status is RunStatus.COMPLETED:
            return completed(output)
        reason = f"the workflow's run {outcome.run_id} ended as {outcome.status.value}"
        if outcome.failure_reason:
            reason = f"{reason}: {outcome.failure_reason}"
        status = BlockStatus.TERMINATED if outcome.status is RunStatus.TERMINATED else BlockStatus.FAILED
        return BlockResult(status=status, output=output, failure=Failure(reason=reason, category=Category.UNKNOWN))
