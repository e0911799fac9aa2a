"""Tags of workflows and of runs: set, take away, tell, and what happened to them (contract 2.1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.moments import plain_moment
from skyvern.api.present.tag import present_batch, present_tag, present_tag_event
from skyvern.api.reply import Json
from skyvern.contract.tag import (
    RunTagHistory,
    RunTagsAnswer,
    RunTagsBatch,
    RunTagsBatchRequest,
    TagKeyText,
    TagsRequest,
    WorkflowTagHistory,
    WorkflowTagsAnswer,
    WorkflowTagsBatch,
    WorkflowTagsBatchRequest,
)
from skyvern.domain.tag import TagSubject

router = APIRouter(tags=["tags"], route_class=CompatRoute)

_MOST = 500
Ids = Annotated[str | None, Query(max_length=100_000, description="Ids, separated by commas.")]
Limit = Annotated[int, Query(ge=1, le=500)]
Key = Annotated[TagKeyText | None, Query()]


@router.get("/v1/workflows/{workflow_id}/tags", response_model=WorkflowTagsAnswer)
async def get_workflow_tags(workflow_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell the tags of a workflow."""
    await _demand_workflow(deps, caller, workflow_id)
    return await _of(deps, caller, TagSubject.WORKFLOW, workflow_id)


@router.post("/v1/workflows/{workflow_id}/tags", response_model=WorkflowTagsAnswer)
async def apply_workflow_tags(workflow_id: str, body: TagsRequest, caller: Authorized, deps: Deps) -> Json:
    """Set tags of a workflow and take others away; a key has one value."""
    await _demand_workflow(deps, caller, workflow_id)
    await _apply(deps, caller, TagSubject.WORKFLOW, workflow_id, body)
    return await _of(deps, caller, TagSubject.WORKFLOW, workflow_id)


@router.delete("/v1/workflows/{workflow_id}/tags/{key}", response_model=WorkflowTagsAnswer)
async def delete_workflow_tag(workflow_id: str, key: str, caller: Authorized, deps: Deps) -> Json:
    """Take a tag off a workflow."""
    await _demand_workflow(deps, caller, workflow_id)
    await deps.store.tags.change(caller.organization_id, TagSubject.WORKFLOW, workflow_id, put={}, remove=[key])
    return await _of(deps, caller, TagSubject.WORKFLOW, workflow_id)


@router.get("/v1/workflows/{workflow_id}/tags/history", response_model=WorkflowTagHistory)
async def workflow_tag_history(
    workflow_id: str,
    caller: Authorized,
    deps: Deps,
    *,
    limit: Limit = 100,
    since: datetime | None = None,
    key: Key = None,
) -> Json:
    """Tell what happened to a workflow's tags, latest first."""
    await _demand_workflow(deps, caller, workflow_id)
    found = await deps.store.tags.history(
        caller.organization_id, TagSubject.WORKFLOW, workflow_id, limit=limit, since=plain_moment(since), key=key
    )
    return Json({"workflow_permanent_id": workflow_id, "events": [present_tag_event(event) for event in found]})


@router.get("/v1/runs/{run_id}/tags", response_model=RunTagsAnswer)
async def get_run_tags(run_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell the tags of a run; what it was started with as run_metadata is among them."""
    await _demand_run(deps, caller, run_id)
    return await _of(deps, caller, TagSubject.RUN, run_id)


@router.post("/v1/runs/{run_id}/tags", response_model=RunTagsAnswer)
async def apply_run_tags(run_id: str, body: TagsRequest, caller: Authorized, deps: Deps) -> Json:
    """Set tags of a run and take others away; a key has one value."""
    await _demand_run(deps, caller, run_id)
    await _apply(deps, caller, TagSubject.RUN, run_id, body)
    return await _of(deps, caller, TagSubject.RUN, run_id)


@router.delete("/v1/runs/{run_id}/tags/{key}", response_model=RunTagsAnswer)
async def delete_run_tag(run_id: str, key: str, caller: Authorized, deps: Deps) -> Json:
    """Take a tag off a run."""
    await _demand_run(deps, caller, run_id)
    await deps.store.tags.change(caller.organization_id, TagSubject.RUN, run_id, put={}, remove=[key])
    return await _of(deps, caller, TagSubject.RUN, run_id)


@router.get("/v1/runs/{run_id}/tags/history", response_model=RunTagHistory)
async def run_tag_history(
    run_id: str,
    caller: Authorized,
    deps: Deps,
    *,
    limit: Limit = 100,
    since: datetime | None = None,
    key: Key = None,
) -> Json:
    """Tell what happened to a run's tags, latest first."""
    await _demand_run(deps, caller, run_id)
    found = await deps.store.tags.history(
        caller.organization_id, TagSubject.RUN, run_id, limit=limit, since=plain_moment(since), key=key
    )
    return Json({"workflow_run_id": run_id, "events": [present_tag_event(event) for event in found]})


@router.get("/v1/workflow-tags", response_model=WorkflowTagsBatch)
async def workflow_tags_of(caller: Authorized, deps: Deps, *, workflow_permanent_ids: Ids = None) -> Json:
    """Tell the tags of several workflows; unknown ones are left out."""
    return await _workflow_batch(deps, caller, _split(workflow_permanent_ids))


@router.post("/v1/workflow-tags", response_model=WorkflowTagsBatch)
async def workflow_tags_of_many(body: WorkflowTagsBatchRequest, caller: Authorized, deps: Deps) -> Json:
    """Tell the tags of several workflows; unknown ones are left out."""
    return await _workflow_batch(deps, caller, body.workflow_permanent_ids or [])


@router.get("/v1/run-tags", response_model=RunTagsBatch)
async def run_tags_of(caller: Authorized, deps: Deps, *, workflow_run_ids: Ids = None) -> Json:
    """Tell the tags of several runs; unknown ones are left out."""
    return await _run_batch(deps, caller, _split(workflow_run_ids))


@router.post("/v1/run-tags", response_model=RunTagsBatch)
async def run_tags_of_many(body: RunTagsBatchRequest, caller: Authorized, deps: Deps) -> Json:
    """Tell the tags of several runs; unknown ones are left out."""
    return await _run_batch(deps, caller, body.workflow_run_ids or [])


async def _workflow_batch(deps: ApiDeps, caller: Caller, ids: Sequence[str]) -> Json:
    known = await _known(ids, lambda item: deps.store.workflows.latest(caller.organization_id, item))
    found = await deps.store.tags.of(caller.organization_id, TagSubject.WORKFLOW, known)
    return Json({"workflow_tags": present_batch(found)})


async def _run_batch(deps: ApiDeps, caller: Caller, ids: Sequence[str]) -> Json:
    known = await _known(ids, lambda item: deps.store.runs.find(caller.organization_id, item))
    found = await deps.store.tags.of(caller.organization_id, TagSubject.RUN, known)
    return Json({"run_tags": present_batch(found)})


async def _known(ids: Sequence[str], find: Callable[[str], Awaitable[object | None]]) -> list[str]:
    if not ids:
        raise HTTPException(400, "Name at least one id.")
    if len(ids) > _MOST:
        raise HTTPException(400, f"At most {_MOST} ids are answered at once.")
    return [item for item in dict.fromkeys(ids) if await find(item) is not None]


async def _apply(deps: ApiDeps, caller: Caller, subject: TagSubject, subject_id: str, body: TagsRequest) -> None:
    put = {tag.key: tag.value for tag in body.tags or []}
    colors = {(tag.key, tag.value): tag.color for tag in body.tags or [] if tag.color is not None}
    now = {
        tag.key: tag.value
        for tag in (await deps.store.tags.of(caller.organization_id, subject, [subject_id]))[subject_id]
    }
    for key, color in (body.colors or {}).items():
        value = put.get(key, now.get(key))
        if color is not None and value is not None:
            colors[(key, value)] = color
    remove = [tag.key for tag in body.tags_to_delete or [] if tag.key not in put]
    await deps.store.tags.change(caller.organization_id, subject, subject_id, put=put, remove=remove, colors=colors)


async def _of(deps: ApiDeps, caller: Caller, subject: TagSubject, subject_id: str) -> Json:
    found = await deps.store.tags.of(caller.organization_id, subject, [subject_id])
    name = "workflow_permanent_id" if subject is TagSubject.WORKFLOW else "workflow_run_id"
    return Json({name: subject_id, "tags": [present_tag(tag) for tag in found[subject_id]]})


async def _demand_workflow(deps: ApiDeps, caller: Caller, workflow_id: str) -> None:
    if await deps.store.workflows.latest(caller.organization_id, workflow_id) is None:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")


async def _demand_run(deps: ApiDeps, caller: Caller, run_id: str) -> None:
    if await deps.store.runs.find(caller.organization_id, run_id) is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")


def _split(ids: str | None) -> list[str]:
    return [item.strip() for item in (ids or "").split(",") if item.strip()]
