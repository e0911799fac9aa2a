"""Tags of workflows and of runs: set, take away, tell, and what happened to them (contract 2.1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.moments import plain_moment
from skyvern.api.present.tag import present_batch, present_tag, present_tag_event
from skyvern.api.reply import Json
from skyvern.api.room import room
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

router = room("tags", route_class=CompatRoute)

_MOST = 500
Ids = Annotated[str | None, Query(max_length=100_000, description="Ids, separated by commas.")]
Limit = Annotated[int, Query(ge=1, le=500)]
Key = Annotated[TagKeyText | None, Query()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """What carries tags, and how answers call its id."""

    subject: TagSubject
    id: str
    named: str


async def _workflow(workflow_id: str, caller: Authorized, deps: Deps) -> Tagged:
    if await deps.store.workflows.latest(caller.organization_id, workflow_id) is None:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")
    return Tagged(subject=TagSubject.WORKFLOW, id=workflow_id, named="workflow_permanent_id")


async def _run(run_id: str, caller: Authorized, deps: Deps) -> Tagged:
    if await deps.store.runs.find(caller.organization_id, run_id) is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    return Tagged(subject=TagSubject.RUN, id=run_id, named="workflow_run_id")


def _offer(
    path: str,
    find: Callable[..., Awaitable[Tagged]],
    *,
    what: str,
    answer: type[BaseModel],
    past: type[BaseModel],
) -> None:
    """Add the four routes by which the tags of one kind of subject are told and changed."""

    @router.get(
        f"{path}/tags", response_model=answer, name=f"get_{what}_tags", description=f"Tell the tags of a {what}."
    )
    async def tell(caller: Authorized, deps: Deps, *, it: Tagged = Depends(find)) -> Json:  # noqa: B008 - of FastAPI
        return await _of(deps, caller, it)

    @router.post(
        f"{path}/tags",
        response_model=answer,
        name=f"apply_{what}_tags",
        description=f"Set tags of a {what} and take others away; a key has one value.",
    )
    async def apply(body: TagsRequest, caller: Authorized, deps: Deps, *, it: Tagged = Depends(find)) -> Json:  # noqa: B008 - of FastAPI
        await _apply(deps, caller, it, body)
        return await _of(deps, caller, it)

    @router.delete(
        f"{path}/tags/{{key}}",
        response_model=answer,
        name=f"delete_{what}_tag",
        description=f"Take a tag off a {what}.",
    )
    async def take_off(key: str, caller: Authorized, deps: Deps, *, it: Tagged = Depends(find)) -> Json:  # noqa: B008 - of FastAPI
        await deps.store.tags.change(caller.organization_id, it.subject, it.id, put={}, remove=[key])
        return await _of(deps, caller, it)

    @router.get(
        f"{path}/tags/history",
        response_model=past,
        name=f"{what}_tag_history",
        description=f"Tell what happened to a {what}'s tags, latest first.",
    )
    async def history(
        caller: Authorized,
        deps: Deps,
        *,
        limit: Limit = 100,
        since: datetime | None = None,
        key: Key = None,
        it: Tagged = Depends(find),  # noqa: B008 - of FastAPI
    ) -> Json:
        found = await deps.store.tags.history(
            caller.organization_id, it.subject, it.id, limit=limit, since=plain_moment(since), key=key
        )
        return Json({it.named: it.id, "events": [present_tag_event(event) for event in found]})


_offer("/v1/workflows/{workflow_id}", _workflow, what="workflow", answer=WorkflowTagsAnswer, past=WorkflowTagHistory)
_offer("/v1/runs/{run_id}", _run, what="run", answer=RunTagsAnswer, past=RunTagHistory)


@router.get("/v1/workflow-tags", response_model=WorkflowTagsBatch)
async def workflow_tags_of(caller: Authorized, deps: Deps, *, workflow_permanent_ids: Ids = None) -> Json:
    """Tell the tags of several workflows; unknown ones are left out."""
    return await _batch(deps, caller, TagSubject.WORKFLOW, _split(workflow_permanent_ids))


@router.post("/v1/workflow-tags", response_model=WorkflowTagsBatch)
async def workflow_tags_of_many(body: WorkflowTagsBatchRequest, caller: Authorized, deps: Deps) -> Json:
    """Tell the tags of several workflows; unknown ones are left out."""
    return await _batch(deps, caller, TagSubject.WORKFLOW, body.workflow_permanent_ids or [])


@router.get("/v1/run-tags", response_model=RunTagsBatch)
async def run_tags_of(caller: Authorized, deps: Deps, *, workflow_run_ids: Ids = None) -> Json:
    """Tell the tags of several runs; unknown ones are left out."""
    return await _batch(deps, caller, TagSubject.RUN, _split(workflow_run_ids))


@router.post("/v1/run-tags", response_model=RunTagsBatch)
async def run_tags_of_many(body: RunTagsBatchRequest, caller: Authorized, deps: Deps) -> Json:
    """Tell the tags of several runs; unknown ones are left out."""
    return await _batch(deps, caller, TagSubject.RUN, body.workflow_run_ids or [])


async def _batch(deps: ApiDeps, caller: Caller, subject: TagSubject, ids: Sequence[str]) -> Json:
    if not ids:
        raise HTTPException(400, "Name at least one id.")
    if len(ids) > _MOST:
        raise HTTPException(400, f"At most {_MOST} ids are answered at once.")
    is_run = subject is TagSubject.RUN
    find = deps.store.runs.find if is_run else deps.store.workflows.latest
    known = [item for item in dict.fromkeys(ids) if await find(caller.organization_id, item) is not None]
    found = await deps.store.tags.of(caller.organization_id, subject, known)
    return Json({"run_tags" if is_run else "workflow_tags": present_batch(found)})


async def _apply(deps: ApiDeps, caller: Caller, it: Tagged, body: TagsRequest) -> None:
    put = {tag.key: tag.value for tag in body.tags or []}
    colors = {(tag.key, tag.value): tag.color for tag in body.tags or [] if tag.color is not None}
    now = {tag.key: tag.value for tag in (await deps.store.tags.of(caller.organization_id, it.subject, [it.id]))[it.id]}
    for key, color in (body.colors or {}).items():
        value = put.get(key, now.get(key))
        if color is not None and value is not None:
            colors[(key, value)] = color
    remove = [tag.key for tag in body.tags_to_delete or [] if tag.key not in put]
    await deps.store.tags.change(caller.organization_id, it.subject, it.id, put=put, remove=remove, colors=colors)


async def _of(deps: ApiDeps, caller: Caller, it: Tagged) -> Json:
    found = await deps.store.tags.of(caller.organization_id, it.subject, [it.id])
    return Json({it.named: it.id, "tags": [present_tag(tag) for tag in found[it.id]]})


def _split(ids: str | None) -> list[str]:
    return [item.strip() for item in (ids or "").split(",") if item.strip()]
