"""Batches: one call with many sets of values, progress, pause, cancel, retry, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import Query
from starlette.exceptions import HTTPException
from starlette.responses import Response

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import LargePageSize, Page, PageSize
from skyvern.api.present.batch import as_csv, present_batch, present_item, table
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.start import check
from skyvern.blocks.definition import load_definition
from skyvern.contract.batch import BatchAnswer, BatchOptions, BatchPage, BatchRequest, ItemPage
from skyvern.domain.batch import Batch, BatchStatus, ItemState
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.engine import ParameterError
from skyvern.engine.parameters import coerce_parameters

router = room("batches", route_class=CompatRoute)

_ALL = "/v1/batches"
_ONE = _ALL + "/{batch_id}"
_OPEN = (BatchStatus.RUNNING, BatchStatus.PAUSED)
_PIECE = 500


@router.post(_ALL, response_model=BatchAnswer)
async def create_batch(body: BatchRequest, caller: Authorized, deps: Deps) -> Json:
    """Run a workflow once for each set of values; values that do not fit are refused before any run begins."""
    return await begin(deps, caller, body, body.parameter_sets)


@router.get(_ALL, response_model=BatchPage)
async def list_batches(
    caller: Authorized,
    deps: Deps,
    *,
    workflow_id: Annotated[str | None, Query(max_length=80)] = None,
    page: Page = 1,
    page_size: PageSize = 10,
) -> Json:
    """List batches, newest first."""
    found, total = await deps.store.batches.list(
        caller.organization_id, permanent_id=workflow_id, page=page, page_size=page_size
    )
    counts = await deps.store.batches.counts([batch.batch_id for batch in found])
    rows = [present_batch(batch, counts[batch.batch_id]) for batch in found]
    return Json({"batches": rows, "total_count": total, "page": page, "page_size": page_size})


@router.get(_ONE, response_model=BatchAnswer)
async def get_batch(batch_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return a batch and how far it has come."""
    return await _shown(deps, caller, batch_id)


@router.get(_ONE + "/items", response_model=ItemPage)
async def list_batch_items(
    batch_id: str,
    caller: Authorized,
    deps: Deps,
    *,
    status: Literal[
        "waiting", "refused", "created", "queued", "running", "paused",
        "completed", "failed", "terminated", "canceled", "timed_out",
    ] | None = None,
    page: Page = 1,
    page_size: LargePageSize = 100,
) -> Json:  # fmt: skip
    """List the sets of values of a batch with their runs."""
    await _one(deps, caller, batch_id)
    found, total = await deps.store.batches.items(batch_id, status=status, page=page, page_size=page_size)
    rows = [present_item(item) for item in found]
    return Json({"items": rows, "total_count": total, "page": page, "page_size": page_size})


@router.get(_ONE + "/results", response_model=list[dict[str, object]])
async def batch_results(
    batch_id: str, caller: Authorized, deps: Deps, *, format: Literal["json", "csv"] = "json"
) -> Response:
    """Return the results as a table: one flat row for each set of values, as JSON or CSV."""
    await _one(deps, caller, batch_id)
    items: list[ItemState] = []
    total = 1
    while len(items) < total:
        piece, total = await deps.store.batches.items(batch_id, page=len(items) // _PIECE + 1, page_size=_PIECE)
        if not piece:
            break
        items += piece
    rows = table(items)
    if format == "json":
        return Json(rows)
    named = {"content-disposition": f'attachment; filename="{batch_id}.csv"'}
    return Response(as_csv(rows), media_type="text/csv; charset=utf-8", headers=named)


@router.post(_ONE + "/pause", response_model=BatchAnswer)
async def pause_batch(batch_id: str, caller: Authorized, deps: Deps) -> Json:
    """Start no further run; those under way go on."""
    return await _moved(deps, caller, batch_id, among=(BatchStatus.RUNNING,), to=BatchStatus.PAUSED)


@router.post(_ONE + "/resume", response_model=BatchAnswer)
async def resume_batch(batch_id: str, caller: Authorized, deps: Deps) -> Json:
    """Go on with a batch that was paused."""
    return await _moved(deps, caller, batch_id, among=(BatchStatus.PAUSED,), to=BatchStatus.RUNNING)


@router.post(_ONE + "/cancel", response_model=BatchAnswer)
async def cancel_batch(batch_id: str, caller: Authorized, deps: Deps) -> Json:
    """Start no further run, and cancel those under way; a batch that has ended stays as it was."""
    await deps.engine.cancel_batch(await _one(deps, caller, batch_id))
    return await _shown(deps, caller, batch_id)


@router.post(_ONE + "/retry-failed", response_model=BatchAnswer)
async def retry_failed_items(batch_id: str, caller: Authorized, deps: Deps) -> Json:
    """Run every set of values anew whose run did not complete, and those that a cancelled batch never began."""
    batch = await _one(deps, caller, batch_id)
    again = await deps.store.batches.retry_failed(batch_id)
    if not again and batch.status is BatchStatus.CANCELED:
        await deps.store.batches.move(batch_id, among=(BatchStatus.CANCELED,), to=BatchStatus.RUNNING)
    deps.engine.batches_changed()
    return await _shown(deps, caller, batch_id)


async def begin(deps: ApiDeps, caller: Caller, options: BatchOptions, sets: Sequence[Mapping[str, object]]) -> Json:
    """Keep a batch of these sets of values, and let its runs begin."""
    workflow = await deps.store.workflows.latest(caller.organization_id, options.workflow_id)
    if workflow is None:
        raise HTTPException(404, f"There is no workflow {options.workflow_id!r}.")
    await check(deps, caller, workflow, options)
    declared = load_definition(workflow.definition).parameters
    whole = [{**(options.parameters or {}), **values} for values in sets]
    for number, values in enumerate(whole, start=1):
        try:
            coerce_parameters(declared, values)
        except ParameterError as error:
            raise ParameterError(f"parameter_sets, number {number}: {error}") from None
    now = utc_now()
    batch = Batch(
        batch_id=new_id("batch"),
        organization_id=caller.organization_id,
        workflow_id=workflow.workflow_id,
        workflow_permanent_id=workflow.permanent_id,
        title=options.title or workflow.title,
        status=BatchStatus.RUNNING,
        total=len(whole),
        at_once=options.at_once,
        request=options.model_dump(
            mode="json", exclude_none=True, exclude={"workflow_id", "parameters", "at_once", "parameter_sets"}
        ),
        created_at=now,
        modified_at=now,
        api_key_id=caller.api_key_id,
    )
    await deps.store.batches.add(batch, whole)
    deps.engine.batches_changed()
    return Json(present_batch(batch, {"waiting": batch.total}))


async def _moved(
    deps: ApiDeps, caller: Caller, batch_id: str, *, among: Sequence[BatchStatus], to: BatchStatus
) -> Json:
    batch = await _one(deps, caller, batch_id)
    if batch.status is not to and not await deps.store.batches.move(batch_id, among=among, to=to):
        raise HTTPException(409, f"Batch {batch_id} is {batch.status.value}; it cannot become {to.value}.")
    deps.engine.batches_changed()
    return await _shown(deps, caller, batch_id)


async def _shown(deps: ApiDeps, caller: Caller, batch_id: str) -> Json:
    batch = await _one(deps, caller, batch_id)
    counts = await deps.store.batches.counts([batch_id])
    return Json(present_batch(batch, counts[batch_id]))


async def _one(deps: ApiDeps, caller: Caller, batch_id: str) -> Batch:
    found = await deps.store.batches.find(caller.organization_id, batch_id)
    if found is None:
        raise HTTPException(404, f"There is no batch {batch_id!r}.")
    return found
