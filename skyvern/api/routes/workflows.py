"""Workflows: save, save anew, read, list, versions, delete (contract 2.4, 2.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.definitions import Tree, read_body
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.present.workflow import present_workflow
from skyvern.api.reply import Json
from skyvern.api.routes.start import IdempotencyKey, refuse_address
from skyvern.blocks.definition import parse_definition
from skyvern.contract.workflow import WorkflowAnswer, WorkflowBody, WorkflowCreate, WorkflowSettings, WorkflowStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.workflow import Workflow
from skyvern.store import AlreadyMade

router = APIRouter(tags=["workflows"], route_class=CompatRoute)

_LISTED = (WorkflowStatus.PUBLISHED, WorkflowStatus.DRAFT)
FolderId = Annotated[str | None, Query()]


@router.post("/v1/workflows", response_model=WorkflowAnswer)
async def create_workflow(
    body: WorkflowBody,
    request: Request,
    caller: Authorized,
    deps: Deps,
    *,
    folder_id: FolderId = None,
    idempotency_key: IdempotencyKey = None,
) -> Json:
    """Save a workflow; the same Idempotency-Key again returns the first one."""
    if idempotency_key is not None:
        earlier = await deps.store.workflows.by_idempotency_key(caller.organization_id, idempotency_key)
        if earlier is not None:
            return Json(present_workflow(earlier, for_sdk=official_sdk(request)))
    create = read_body(body)
    refuse_address(deps, create.webhook_callback_url, field="webhook_callback_url")
    workflow = first_version(create, organization_id=caller.organization_id, folder_id=folder_id)
    try:
        await deps.store.workflows.add(workflow, idempotency_key=idempotency_key)
    except AlreadyMade as again:
        earlier = await deps.store.workflows.latest(caller.organization_id, again.made_id)
        if earlier is None or idempotency_key is None:
            raise HTTPException(409, "A request with this Idempotency-Key is still being answered.") from None
        workflow = earlier
    return Json(present_workflow(workflow, for_sdk=official_sdk(request)))


@router.get("/v1/workflows", response_model=list[WorkflowAnswer])
async def list_workflows(
    request: Request,
    caller: Authorized,
    deps: Deps,
    *,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=500)] = 10,
    search: Annotated[str | None, Query(alias="search_key")] = None,
    title: str | None = None,
    status: Annotated[list[WorkflowStatus] | None, Query()] = None,
) -> Json:
    """List the latest versions, newest first."""
    found = await deps.store.workflows.list(
        caller.organization_id, page=page, page_size=page_size, search=search or title, statuses=status or _LISTED
    )
    return Json([present_workflow(item, for_sdk=official_sdk(request)) for item in found])


@router.post("/v1/workflows/{workflow_id}", response_model=WorkflowAnswer)
@router.put("/v1/workflows/{workflow_id}", response_model=WorkflowAnswer, include_in_schema=False)
async def update_workflow(
    workflow_id: str,
    body: WorkflowBody,
    request: Request,
    caller: Authorized,
    deps: Deps,
    *,
    folder_id: FolderId = None,
) -> Json:
    """Save the next version; runs that have begun keep theirs."""
    latest = await _latest(deps, caller, workflow_id)
    create = read_body(body)
    refuse_address(deps, create.webhook_callback_url, field="webhook_callback_url")
    first = first_version(create, organization_id=caller.organization_id, folder_id=folder_id)
    following = next_version(latest, first)
    await deps.store.workflows.add(following)
    return Json(present_workflow(following, for_sdk=official_sdk(request)))


@router.get("/v1/workflows/{workflow_id}", response_model=WorkflowAnswer)
async def get_workflow(
    workflow_id: str,
    request: Request,
    caller: Authorized,
    deps: Deps,
    *,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    template: bool | None = None,
) -> Json:
    """Return the latest version, or the one asked for."""
    if version is None:
        workflow = await _latest(deps, caller, workflow_id)
        return Json(present_workflow(workflow, for_sdk=official_sdk(request)))
    found = await deps.store.workflows.version(caller.organization_id, workflow_id, version)
    if found is None:
        raise HTTPException(404, f"Workflow {workflow_id!r} has no version {version}.")
    return Json(present_workflow(found, for_sdk=official_sdk(request)))


@router.get("/v1/workflows/{workflow_id}/versions", response_model=list[WorkflowAnswer])
async def workflow_versions(workflow_id: str, request: Request, caller: Authorized, deps: Deps) -> Json:
    """Return every version, newest first."""
    found = await deps.store.workflows.versions(caller.organization_id, workflow_id)
    if not found:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")
    return Json([present_workflow(item, for_sdk=official_sdk(request)) for item in found])


@router.post("/v1/workflows/{workflow_id}/delete")
@router.delete("/v1/workflows/{workflow_id}", include_in_schema=False)
async def delete_workflow(workflow_id: str, caller: Authorized, deps: Deps) -> Json:
    """Delete every version; runs stay. Doing it again changes nothing."""
    await deps.store.workflows.delete(caller.organization_id, workflow_id)
    return Json(None)


def first_version(
    create: WorkflowCreate[Tree], *, organization_id: str, folder_id: str | None = None, hidden: bool = False
) -> Workflow:
    """Return the workflow that a request asks for, its definition checked. Raises DefinitionError."""
    parsed = parse_definition(create.workflow_definition)
    settings = create.model_dump(mode="json", include=set(WorkflowSettings.model_fields))
    if folder_id is not None:
        settings["folder_id"] = folder_id
    now = utc_now()
    return Workflow(
        workflow_id=new_id("w"),
        permanent_id=new_id("wpid"),
        organization_id=organization_id,
        version=1,
        title=create.title,
        description=create.description,
        definition=parsed.tree,
        settings=settings,
        created_at=now,
        modified_at=now,
        hidden=hidden,
    )


def next_version(latest: Workflow, wanted: Workflow) -> Workflow:
    """Return `wanted` as the version after `latest`."""
    return replace(
        wanted,
        permanent_id=latest.permanent_id,
        version=latest.version + 1,
        created_at=latest.created_at,
        hidden=latest.hidden,
    )


def official_sdk(request: Request) -> bool:
    """Tell whether an official SDK is asking, which cannot read every block type."""
    return "x-fern-sdk-name" in request.headers


async def _latest(deps: ApiDeps, caller: Caller, workflow_id: str) -> Workflow:
    found = await deps.store.workflows.latest(caller.organization_id, workflow_id)
    if found is None:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")
    return found
