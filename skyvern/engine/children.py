"""Starting another workflow from a block: once, whatever restarts lie between, and waiting for it without a worker."""

from __future__ import annotations

from skyvern.blocks.base import BlockError, Suspended, WorkflowOrder, WorkflowOutcome
from skyvern.contract.run import RunRequest
from skyvern.domain.failure import Category, Failure
from skyvern.domain.run import BlockRun, Run, WaitsFor
from skyvern.engine.launch import Launcher
from skyvern.engine.parameters import ParameterError
from skyvern.engine.start import LaunchRefused, Parent, Start
from skyvern.store import Store


async def run_workflow(
    order: WorkflowOrder, *, parent: Run, block_run: BlockRun, launcher: Launcher, store: Store
) -> WorkflowOutcome:
    """Return how the child stands; raises Suspended while it is to be waited for, BlockError when it cannot be."""
    key = f"child of {block_run.block_run_id}"
    child = await store.runs.by_idempotency_key(parent.organization_id, key)
    if child is None:
        child = await _start(order, parent=parent, key=key, launcher=launcher, store=store)
    if order.wait and not child.status.final:
        raise Suspended(WaitsFor.CHILD, until=parent.deadline_at)
    return WorkflowOutcome(
        run_id=child.run_id, status=child.status, failure_reason=child.failure_reason, output=child.output
    )


async def _start(order: WorkflowOrder, *, parent: Run, key: str, launcher: Launcher, store: Store) -> Run:
    workflow = await store.workflows.latest(parent.organization_id, order.permanent_id)
    if workflow is None:
        raise _refused(f"there is no workflow {order.permanent_id!r}")
    wanted = {"parameters": dict(order.parameters), "browser_session_id": order.browser_session_id}
    request = RunRequest.model_validate({"workflow_id": order.permanent_id, **wanted})
    try:
        return await launcher.launch(
            Start(
                workflow=workflow,
                request=request,
                api_key_id=parent.api_key_id,
                trigger_type="workflow",
                idempotency_key=key,
                parent=Parent(run=parent, awaited=order.wait, share_browser=order.share_browser),
            )
        )
    except (ParameterError, LaunchRefused) as error:
        raise _refused(str(error)) from None


def _refused(reason: str) -> BlockError:
    return BlockError(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
