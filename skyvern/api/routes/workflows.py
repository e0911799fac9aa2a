"""Workflows: save, save anew, read, list, versions, delete (contract 2.4, 2.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.definitions import Tree, read_body
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import LargePageSize, Page
from skyvern.api.present.workflow import present_workflow
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.start import IdempotencyKey, refuse_address
from skyvern.blocks.definition import load_definition
from skyvern.contract.folder import FolderPlace
from skyvern.contract.workflow import (
    SavedWorkflowAnswer,
    WorkflowAnswer,
    WorkflowBody,
    WorkflowCreate,
    WorkflowSettings,
    WorkflowStatus,
    WorkflowTotal,
)
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.workflow import Workflow
from skyvern.engine.checking import check_definition, warnings_of
from skyvern.store import AlreadyMade, WorkflowFilter

router = room("workflows", route_class=CompatRoute)

_LISTED = (WorkflowStatus.PUBLISHED, WorkflowStatus.DRAFT)
FolderId = Annotated[str | None, Query()]


def _wanted(  # noqa: PLR0913 - the filters of the contract
    *,
    only_saved_tasks: bool = False,
    only_workflows: bool = False,
    only_templates: bool = False,
    template: bool = False,
    search: Annotated[str | None, Query(alias="search_key", max_length=500)] = None,
    title: Annotated[str | None, Query(max_length=500)] = None,
    folder_id: FolderId = None,
    status: Annotated[list[WorkflowStatus] | None, Query()] = None,
    tags: Annotated[list[str] | None, Query(max_length=50)] = None,
) -> WorkflowFilter:
    """Which workflows to list. Null of both `only_…`: saved tasks and workflows alike."""
    if only_saved_tasks and only_workflows:
        raise HTTPException(400, "only_saved_tasks and only_workflows exclude one another; give one of them.")
    return WorkflowFilter(
        search=search or title,
        statuses=status or _LISTED,
        folder_id=folder_id,
        saved_tasks=True if only_saved_tasks else False if only_workflows else None,
        templates=only_templates or template,
        tags=tags,
    )


Wanted = Annotated[WorkflowFilter, Depends(_wanted)]


@router.post("/v1/workflows", response_model=SavedWorkflowAnswer)
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
            return _saved(earlier, request)
    create = read_body(body)
    refuse_address(deps, create.webhook_callback_url, field="webhook_callback_url")
    await _demand_folder(deps, caller, folder_id or create.folder_id)
    workflow = first_version(create, organization_id=caller.organization_id, folder_id=folder_id)
    try:
        await deps.store.workflows.add(workflow, idempotency_key=idempotency_key)
    except AlreadyMade as again:
        earlier = await deps.store.workflows.latest(caller.organization_id, again.made_id)
        if earlier is None or idempotency_key is None:
            raise HTTPException(409, "A request with this Idempotency-Key is still being answered.") from None
        workflow = earlier
    return _saved(workflow, request)


@router.get("/v1/workflows", response_model=list[WorkflowAnswer])
async def list_workflows(
    request: Request, caller: Authorized, deps: Deps, wanted: Wanted, *, page: Page = 1, page_size: LargePageSize = 10
) -> Json:
    """List the latest versions, newest first."""
    found = await deps.store.workflows.list(caller.organization_id, page=page, page_size=page_size, where=wanted)
    return Json([present_workflow(item, for_sdk=official_sdk(request)) for item in found])


@router.get("/v1/workflows/totals", response_model=WorkflowTotal)
async def workflow_totals(caller: Authorized, deps: Deps, wanted: Wanted) -> Json:
    """Count the workflows that the list with these filters would show on all its pages."""
    return Json({"total": await deps.store.workflows.count(caller.organization_id, wanted)})


@router.post("/v1/workflows/{workflow_id}", response_model=SavedWorkflowAnswer)
@router.put("/v1/workflows/{workflow_id}", response_model=SavedWorkflowAnswer, include_in_schema=False)
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
    await _demand_folder(deps, caller, folder_id or create.folder_id)
    first = first_version(create, organization_id=caller.organization_id, folder_id=folder_id)
    following = next_version(latest, first)
    await deps.store.workflows.add(following)
    return _saved(following, request)


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
    """Return the latest version, or the one asked for; with `template` also a template of somebody else."""
    if version is None:
        workflow = await _latest(deps, caller, workflow_id, template=bool(template))
        return Json(present_workflow(workflow, for_sdk=official_sdk(request)))
    found = await deps.store.workflows.version(caller.organization_id, workflow_id, version)
    if found is None:
        raise HTTPException(404, f"Workflow {workflow_id!r} has no version {version}.")
    return Json(present_workflow(found, for_sdk=official_sdk(request)))


@router.get("/v1/workflows/{workflow_id}/versions", response_model=list[WorkflowAnswer])
async def workflow_versions(
    workflow_id: str, request: Request, caller: Authorized, deps: Deps, *, template: bool | None = None
) -> Json:
    """Return every version, newest first; with `template` also those of somebody else's template."""
    owner = caller.organization_id
    if template and (offered := await deps.store.workflows.template(workflow_id)) is not None:
        owner = offered.organization_id
    found = await deps.store.workflows.versions(owner, workflow_id)
    if not found:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")
    return Json([present_workflow(item, for_sdk=official_sdk(request)) for item in found])


@router.post("/v1/workflows/{workflow_id}/delete")
@router.delete("/v1/workflows/{workflow_id}", include_in_schema=False)
async def delete_workflow(workflow_id: str, caller: Authorized, deps: Deps) -> Json:
    """Delete every version; runs stay. Doing it again changes nothing."""
    await deps.store.workflows.delete(caller.organization_id, workflow_id)
    return Json(None)


@router.put("/v1/workflows/{workflow_id}/folder", response_model=WorkflowAnswer)
async def move_workflow(workflow_id: str, body: FolderPlace, request: Request, caller: Authorized, deps: Deps) -> Json:
    """Put a workflow into a folder, or take it out of the one it is in."""
    await _latest(deps, caller, workflow_id)
    if body.folder_id is not None and await deps.store.folders.get(caller.organization_id, body.folder_id) is None:
        raise HTTPException(400, f"folder_id: there is no folder {body.folder_id!r}.")
    await deps.store.workflows.place(caller.organization_id, workflow_id, {"folder_id": body.folder_id})
    workflow = await _latest(deps, caller, workflow_id)
    return Json(present_workflow(workflow, for_sdk=official_sdk(request)))


@router.put("/v1/workflows/{workflow_id}/template", response_model=WorkflowAnswer)
async def offer_workflow(
    workflow_id: str, request: Request, caller: Authorized, deps: Deps, *, is_template: bool = True
) -> Json:
    """Offer a workflow as a template to every organisation of this server, or stop doing so."""
    await _latest(deps, caller, workflow_id)
    await deps.store.workflows.place(caller.organization_id, workflow_id, {"is_template": is_template})
    workflow = await _latest(deps, caller, workflow_id)
    return Json(present_workflow(workflow, for_sdk=official_sdk(request)))


@router.post("/v1/workflows/{workflow_id}/browser_session/reset_profile", status_code=204)
async def reset_profile(workflow_id: str, caller: Authorized, deps: Deps) -> Response:
    """Forget what runs of a workflow left for the next ones (persist_browser_session), whatever their key."""
    workflow = await _latest(deps, caller, workflow_id)
    await deps.profiles.forget_workflow(caller.organization_id, workflow.permanent_id)
    return Response(status_code=204)


def _saved(workflow: Workflow, request: Request) -> Json:
    """Answer with what was saved and with what in it has no effect."""
    warnings = warnings_of(workflow.definition, load_definition(workflow.definition))
    return Json(present_workflow(workflow, for_sdk=official_sdk(request)) | {"warnings": list(warnings)})


def first_version(
    create: WorkflowCreate[Tree], *, organization_id: str, folder_id: str | None = None, hidden: bool = False
) -> Workflow:
    """Return the workflow that a request asks for, its definition checked. Raises DefinitionError."""
    parsed = check_definition(create.workflow_definition)
    settings = create.model_dump(mode="json", include=set(WorkflowSettings.model_fields))
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
        folder_id=folder_id or create.folder_id,
    )


def next_version(latest: Workflow, wanted: Workflow) -> Workflow:
    """Return `wanted` as the version after `latest`."""
    return replace(
        wanted,
        permanent_id=latest.permanent_id,
        version=latest.version + 1,
        created_at=latest.created_at,
        hidden=latest.hidden,
        folder_id=wanted.folder_id or latest.folder_id,
        is_template=latest.is_template,
    )


def official_sdk(request: Request) -> bool:
    """Tell whether an official SDK is asking, which cannot read every block type."""
    return "x-fern-sdk-name" in request.headers


async def _latest(deps: ApiDeps, caller: Caller, workflow_id: str, *, template: bool = False) -> Workflow:
    found = await deps.store.workflows.latest(caller.organization_id, workflow_id)
    if found is None and template:
        found = await deps.store.workflows.template(workflow_id)
    if found is None:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")
    return found


async def _demand_folder(deps: ApiDeps, caller: Caller, folder_id: str | None) -> None:
    if folder_id and await deps.store.folders.get(caller.organization_id, folder_id) is None:
        raise HTTPException(404, f"There is no folder {folder_id!r}.")
