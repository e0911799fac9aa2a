"""Tools for runs: start, wait, look, list, cancel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from skyvern.client import Record, RunTimeout, Skyvern
from skyvern.mcp.summary import has_ended, kept, listed_run, run_summary
from skyvern.mcp.tool import ToolContext, acts, destroys, reads, speaking

Status = Literal["created", "queued", "running", "paused", "completed", "failed", "terminated", "canceled", "timed_out"]
RunId = Annotated[str, Field(description="The run: 'wr_…' or 'tsk_…', as the tools that start a run return it.")]
WorkflowId = Annotated[str, Field(description="The workflow: 'wpid_…', as list_workflows tells it.")]
Wait = Annotated[
    int,
    Field(
        ge=0,
        le=600,
        description="Seconds to wait for the run to end; 0 returns at once. When they are over, the run goes on.",
    ),
]


async def run_workflow(
    ctx: ToolContext,
    workflow_id: WorkflowId,
    parameters: Annotated[
        dict[str, Any] | None,
        Field(description="Values by parameter key; get_workflow tells the keys, their types and which are required."),
    ] = None,
    title: Annotated[str | None, Field(description="A name for this run.")] = None,
    wait_seconds: Wait = 60,
) -> dict[str, Any]:
    """Run a saved workflow in a real browser and return its output when it ends within wait_seconds.

    The output has one entry '<label>_output' for each block. While the status is created, queued or running, call
    wait_for_run. When it is failed or terminated, failure_reason says why and get_run_timeline shows where.
    """
    async with speaking(ctx) as client:
        run = await client.run_workflow(workflow_id, parameters, title=title)
        return run_summary(await ended_or_not(ctx, client, run, wait_seconds))


async def wait_for_run(ctx: ToolContext, run_id: RunId, wait_seconds: Wait = 120) -> dict[str, Any]:
    """Wait until a run has ended, at most wait_seconds, and return how it stands then; it can be called again.

    Final statuses: completed, failed, terminated, timed_out, canceled. 'paused' means that a person has to decide.
    """
    async with speaking(ctx) as client:
        return run_summary(await ended_or_not(ctx, client, await client.get_run(run_id), wait_seconds))


async def get_run(ctx: ToolContext, run_id: RunId) -> dict[str, Any]:
    """Return how a run stands now, without waiting: status, output, failure_reason, files, screenshots, recording."""
    async with speaking(ctx) as client:
        return run_summary(await client.get_run(run_id))


async def list_runs(
    ctx: ToolContext,
    status: Annotated[list[Status] | None, Field(description="Only runs with one of these statuses.")] = None,
    search: Annotated[str | None, Field(min_length=3, description="Words in the title, or an id.")] = None,
    page: Annotated[int, Field(ge=1)] = 1,
    page_size: Annotated[int, Field(ge=1, le=100)] = 10,
) -> list[dict[str, Any]]:
    """List runs, newest first, one line each. get_run tells everything about one of them."""
    async with speaking(ctx) as client:
        found = await client.get_runs(status=status, search_key=search, page=page, page_size=page_size)
        return [listed_run(run) for run in found]


async def get_run_timeline(ctx: ToolContext, run_id: RunId) -> list[dict[str, Any]]:
    """Tell what happened in a run: each block with its status, its actions, their reasons and failures.

    Read it to find out why a run failed, then change the workflow or its parameters and run again.
    """
    async with speaking(ctx) as client:
        return [_item(row.to_dict()) for row in await client.get_run_timeline(run_id)]


async def cancel_run(ctx: ToolContext, run_id: RunId) -> dict[str, Any]:
    """Stop a run that goes on, and return how it stands. One that has ended already stays as it was."""
    async with speaking(ctx) as client:
        await client.cancel_run(run_id)
        return run_summary(await ended_or_not(ctx, client, await client.get_run(run_id), 10))


async def ended_or_not(ctx: ToolContext, client: Skyvern, run: Record, seconds: float) -> Record:
    """Return the run as it stands when it has ended, or when the time is over; tells progress meanwhile."""

    async def tell(now: Record) -> None:
        await ctx.report_progress(now.get("step_count") or 0, message=f"{run.run_id} is {now.status}")

    if not seconds or has_ended(run):
        return run
    try:
        return await client.wait_for_run(run.run_id, timeout=seconds, on_update=tell)
    except RunTimeout:
        return await client.get_run(run.run_id)


_BLOCK = ("label", "block_type", "status", "failure_reason", "output", "duration", "current_value", "current_index")
_ACTION = ("action_type", "status", "reasoning", "response", "text", "option")


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    block: Mapping[str, Any] = row.get("block") or {}
    actions: Sequence[Mapping[str, Any]] = block.get("actions") or ()
    children: Sequence[Mapping[str, Any]] = row.get("children") or ()
    found = kept(block, _BLOCK)
    if actions:
        found["actions"] = [kept(action, _ACTION) for action in actions]
    if children:
        found["children"] = [_item(child) for child in children]
    return found


TOOLS = (
    acts(run_workflow),
    reads(wait_for_run),
    reads(get_run),
    reads(list_runs),
    reads(get_run_timeline),
    destroys(cancel_run),
)
