"""Runs: read, list, cancel, timeline, files, and the webhook once more (contract 2.3, 2.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import Body, Depends, Path, Query
from starlette.exceptions import HTTPException
from starlette.responses import Response

from skyvern.api.auth import Authorized
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.moments import plain_moment
from skyvern.api.paging import Page, PageSize, Words
from skyvern.api.present.artifact import present_artifact
from skyvern.api.present.model_calls import DECIDED, present_model_calls
from skyvern.api.present.run import present_run_item, present_workflow_run
from skyvern.api.present.timeline import ACTED, present_timeline
from skyvern.api.present.workflow import present_workflow
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.start import refuse_address
from skyvern.contract.artifact import ArtifactAnswer
from skyvern.contract.run import (
    BulkCancelAnswer,
    BulkCancelRequest,
    RunAnswer,
    RunDetailAnswer,
    RunListItem,
    RunTotals,
    WebhookReplayAnswer,
    WebhookReplayRequest,
    WorkflowRunItem,
)
from skyvern.contract.timeline import ModelCall, TimelineItem
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.audit import Deed
from skyvern.domain.run import Run
from skyvern.domain.spending import MICROS
from skyvern.domain.status import RunStatus
from skyvern.store import RunFilter, RunOrder

router = room("runs", route_class=CompatRoute)

RunId = Annotated[str, Path(description="`wr_…`")]
Statuses = Annotated[list[RunStatus] | None, Query(alias="status")]
Search = Annotated[str | None, Query(alias="search_key", max_length=500)]
LongSearch = Annotated[str | None, Query(alias="search_key", min_length=3, max_length=500)]
Tags = Annotated[list[str] | None, Query(max_length=50, description="Each `key` or `key:value`; all of them.")]
Several = Annotated[list[str] | None, Query(max_length=500)]


def _shared(
    *,
    status: Statuses = None,
    error_code: Words = None,
    failure_category: Words = None,
    tags: Tags = None,
    created_at_start: datetime | None = None,
    created_at_end: datetime | None = None,
) -> RunFilter:
    return RunFilter(
        statuses=status,
        tags=tags,
        failure_category=failure_category,
        error_code=error_code,
        created_from=plain_moment(created_at_start),
        created_until=plain_moment(created_at_end),
    )


Shared = Annotated[RunFilter, Depends(_shared)]


def _any_run(
    shared: Shared, *, search: LongSearch = None, run_type: Several = None, workflow_permanent_id: Several = None
) -> RunFilter:
    return replace(shared, search=search, run_types=run_type, permanent_ids=workflow_permanent_id)


def _workflow_run(shared: Shared, *, search: Search = None) -> RunFilter:
    return replace(shared, search=search)


AnyRun = Annotated[RunFilter, Depends(_any_run)]
WorkflowRun = Annotated[RunFilter, Depends(_workflow_run)]


@router.get("/v1/runs", response_model=list[RunListItem])
async def list_runs(
    caller: Authorized,
    deps: Deps,
    wanted: AnyRun,
    *,
    sort: Annotated[RunOrder, Query(description="A minus before it: backwards.")] = "-created_at",
    page: Page = 1,
    page_size: PageSize = 10,
) -> Json:
    """List runs, newest first unless they are sorted otherwise."""
    of = caller.organization_id
    found = await deps.store.runs.list(of, page=page, page_size=page_size, where=wanted, sort=sort)
    of_runs = {run.workflow_permanent_id for run in found}
    gone = await deps.store.workflows.deleted_among(of_runs)
    titles = await deps.store.workflows.titles(of_runs)
    return Json(
        [
            present_run_item(
                run,
                workflow_title=titles.get(run.workflow_permanent_id),
                workflow_deleted=run.workflow_permanent_id in gone,
            )
            for run in found
        ]
    )


@router.get("/v1/runs/totals", response_model=RunTotals)
async def run_totals(caller: Authorized, deps: Deps, wanted: AnyRun) -> Json:
    """Count the runs that the list with these filters would show on all its pages, by status."""
    counts = await deps.store.runs.totals(caller.organization_id, wanted)
    return Json({"total": sum(counts.values()), "by_status": counts})


@router.post("/v1/runs/cancel", response_model=BulkCancelAnswer)
async def cancel_runs(body: BulkCancelRequest, caller: Authorized, deps: Deps) -> Json:
    """Ask several runs to stop."""
    cancelled: list[str] = []
    failed: list[str] = []
    for run_id in body.run_ids:
        run = await deps.store.runs.find(caller.organization_id, run_id)
        if run is None or run.status.final:
            failed.append(run_id)
            continue
        await deps.engine.cancel(run)
        cancelled.append(run_id)
    return Json({"cancelled": cancelled, "failed": failed})


@router.get("/v1/runs/{run_id}", response_model=RunAnswer)
async def get_run(run_id: RunId, caller: Authorized, deps: Deps) -> Json:
    """Tell how a run stands."""
    return Json(await deps.answers.answer(await _run(deps, caller.organization_id, run_id)))


@router.post("/v1/runs/{run_id}/cancel")
@router.post("/v1/workflows/runs/{run_id}/cancel", include_in_schema=False)
async def cancel_run(run_id: RunId, caller: Authorized, deps: Deps) -> Json:
    """Ask a run to stop; one that has ended stays as it was."""
    run = await _run(deps, caller.organization_id, run_id)
    if not run.status.final:
        await deps.engine.cancel(run)
    return Json(None)


@router.get("/v1/runs/{run_id}/timeline", response_model=list[TimelineItem])
@router.get("/v1/workflows/runs/{run_id}/timeline", include_in_schema=False)
async def run_timeline(run_id: RunId, caller: Authorized, deps: Deps) -> Json:
    """Tell what happened, block by block."""
    run = await _run(deps, caller.organization_id, run_id)
    block_runs = await deps.store.runs.block_runs(run_id)
    entries = await deps.store.journal.of(run_id, kinds=ACTED)
    return Json(present_timeline(run, block_runs, entries))


@router.get("/v1/runs/{run_id}/model-calls", response_model=list[ModelCall])
async def run_model_calls(run_id: RunId, caller: Authorized, deps: Deps) -> Json:
    """List what the run asked of language models: for which step, at what size and cost."""
    await _run(deps, caller.organization_id, run_id)
    charges = await deps.store.spending.of_run(run_id)
    if not charges:
        return Json([])
    block_runs = await deps.store.runs.block_runs(run_id)
    decided = await deps.store.journal.of(run_id, kinds=DECIDED)
    return Json(present_model_calls(charges, block_runs, decided))


@router.get("/v1/runs/{run_id}/artifacts", response_model=list[ArtifactAnswer])
async def run_artifacts(
    run_id: RunId, caller: Authorized, deps: Deps, *, artifact_type: Annotated[list[str] | None, Query()] = None
) -> Json:
    """List the files of a run; an unknown run has none."""
    run = await deps.store.runs.find(caller.organization_id, run_id)
    if run is None:
        return Json([])
    known = {kind.value for kind in ArtifactType}
    types = None if artifact_type is None else [ArtifactType(kind) for kind in artifact_type if kind in known]
    found = await deps.store.artifacts.of_run(run_id, types)
    return Json([present_artifact(item, link=deps.signer.sign) for item in reversed(found)])


@router.delete("/v1/runs/{run_id}", status_code=204)
async def delete_run(run_id: RunId, caller: Authorized, deps: Deps) -> Response:
    """Delete a run that has ended, for good: its journal, outputs, files and webhooks."""
    run = await _run(deps, caller.organization_id, run_id)
    if not await deps.engine.erase_run(run):
        raise HTTPException(409, f"Run {run_id} is still {run.status.value}; cancel it first.")
    await deps.store.audit.note(caller.organization_id, Deed.RUN_DELETED, actor=caller.api_key_id, subject=run_id)
    return Response(status_code=204)


@router.post("/v1/runs/{run_id}/retry_webhook", response_model=WebhookReplayAnswer)
async def retry_webhook(
    run_id: RunId, caller: Authorized, deps: Deps, *, body: Annotated[WebhookReplayRequest | None, Body()] = None
) -> Json:
    """Send the webhook of a run that has ended once more, signed with the caller's key."""
    run = await _run(deps, caller.organization_id, run_id)
    target = (body.webhook_url if body else None) or run.webhook_url
    if not run.status.final:
        raise HTTPException(400, f"Run {run_id} is still {run.status.value}; its webhook goes out when it has ended.")
    if not target:
        raise HTTPException(400, f"Run {run_id} has no webhook URL; give one as webhook_url.")
    refuse_address(deps, target, field="webhook_url")
    if caller.api_key is None:
        raise HTTPException(403, "Sending a webhook needs the API key itself, it signs the message.")
    return Json(await deps.engine.replay_webhook(run, body.webhook_url if body else None, caller.api_key))


@router.get("/v1/workflows/runs", response_model=list[WorkflowRunItem])
async def list_all_workflow_runs(
    caller: Authorized, deps: Deps, wanted: WorkflowRun, *, page: Page = 1, page_size: PageSize = 10
) -> Json:
    """List the runs of all workflows, newest first."""
    found = await deps.store.runs.list(caller.organization_id, page=page, page_size=page_size, where=wanted)
    return Json([present_workflow_run(run) for run in found])


@router.get("/v1/workflows/runs/{run_id}", response_model=RunDetailAnswer)
async def run_detail(run_id: RunId, caller: Authorized, deps: Deps) -> Json:
    """Tell everything about a run, its workflow too."""
    run = await _run(deps, caller.organization_id, run_id)
    workflow = await deps.store.workflows.by_id(run.workflow_id)
    detail = await deps.answers.detail(run)
    detail["retried_by_workflow_run_id"] = await deps.store.runs.retried_by(run_id)
    tokens, micros = await deps.store.spending.used("run", run_id)
    detail |= {"model_tokens": tokens, "total_cost": micros / MICROS if tokens else None}
    detail["workflow"] = None if workflow is None else present_workflow(workflow)
    return Json(detail)


@router.get("/v1/workflows/{workflow_id}/runs", response_model=list[WorkflowRunItem])
async def list_workflow_runs(
    workflow_id: str, caller: Authorized, deps: Deps, wanted: WorkflowRun, *, page: Page = 1, page_size: PageSize = 10
) -> Json:
    """List the runs of one workflow, newest first."""
    where = replace(wanted, permanent_ids=[workflow_id])
    found = await deps.store.runs.list(caller.organization_id, page=page, page_size=page_size, where=where)
    return Json([present_workflow_run(run) for run in found])


async def _run(deps: ApiDeps, organization_id: str, run_id: str) -> Run:
    run = await deps.store.runs.find(organization_id, run_id)
    if run is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    return run
