"""Starting a run of a saved workflow, and starting one again (contract 2.2, 2.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, cast

from fastapi import Header, Query
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.browsers import demand_usable
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.run import RunAnswer, RunBlocksRequest, RunRequest
from skyvern.domain.addresses import literal_host_refusal
from skyvern.domain.run import Run
from skyvern.domain.workflow import Workflow
from skyvern.engine import Start
from skyvern.store import AlreadyMade

router = room("runs", route_class=CompatRoute)

MaxSteps = Annotated[int | None, Header(alias="x-max-steps-override", ge=1, le=10_000)]
UserAgent = Annotated[str | None, Header(alias="x-user-agent")]
IdempotencyKey = Annotated[str | None, Header(alias="idempotency-key", pattern=r"^[!-~]{1,255}$")]
_TRIGGERS = {"skyvern-ui": "manual", "skyvern-mcp": "mcp"}
"""What kind of caller starts a run, by what it calls itself."""


@router.post("/v1/run/workflows", response_model=RunAnswer)
async def run_workflow(
    body: RunRequest,
    caller: Authorized,
    deps: Deps,
    *,
    max_steps: MaxSteps = None,
    user_agent: UserAgent = None,
    idempotency_key: IdempotencyKey = None,
    template: Annotated[bool | None, Query()] = None,
) -> Json:
    """Start a run and answer at once; poll `GET /v1/runs/{run_id}` for what becomes of it.

    The same Idempotency-Key again answers with the run that it started first.
    """
    if idempotency_key is not None:
        earlier = await deps.store.runs.by_idempotency_key(caller.organization_id, idempotency_key)
        if earlier is not None:
            return Json(await deps.answers.answer(earlier))
    workflow = await _wanted(deps, caller, body.workflow_id, template=bool(template))
    start = start_of(caller, workflow, body, max_steps=max_steps, user_agent=user_agent)
    try:
        run = await begin(deps, caller, replace(start, idempotency_key=idempotency_key))
    except AlreadyMade as again:
        run = await deps.store.runs.find(caller.organization_id, again.made_id)
        if run is None:
            raise HTTPException(409, "A request with this Idempotency-Key is still being answered.") from None
    return Json(deps.answers.fresh(run))


@router.post("/v1/run/workflows/blocks", response_model=RunAnswer)
async def run_blocks(
    body: RunBlocksRequest, caller: Authorized, deps: Deps, *, max_steps: MaxSteps = None, user_agent: UserAgent = None
) -> Json:
    """Start a run of some blocks of a workflow: to try it up to a block, or from one on in a browser that is kept."""
    workflow = _only(await _wanted(deps, caller, body.workflow_id, template=False), body.block_labels)
    start = start_of(caller, workflow, body, max_steps=max_steps, user_agent=user_agent)
    return Json(deps.answers.fresh(await begin(deps, caller, start)))


@router.post("/v1/workflows/runs/{run_id}/retry", response_model=RunAnswer)
@router.post("/v1/runs/{run_id}/retry", response_model=RunAnswer, include_in_schema=False)
async def retry_run(
    run_id: str,
    caller: Authorized,
    deps: Deps,
    *,
    max_steps: MaxSteps = None,
    user_agent: UserAgent = None,
    from_failed_block: Annotated[bool, Query()] = False,
    from_block: Annotated[str | None, Query(max_length=200)] = None,
) -> Json:
    """Start a new run with the inputs of one that has ended.

    With `from_failed_block` it begins at the block that failed, with `from_block` at the one of this label at the top
    of the workflow; with the same outputs before it, and in a new browser, at the page where the earlier run stood.
    """
    earlier = await deps.store.runs.find(caller.organization_id, run_id)
    if earlier is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    if not earlier.status.final:
        raise HTTPException(
            400, f"Run {run_id} is still {earlier.status.value}; only a run that has ended can be retried."
        )
    workflow = await deps.store.workflows.by_id(earlier.workflow_id)
    if workflow is None:
        raise HTTPException(404, f"The workflow of run {run_id} is gone.")
    given = {**earlier.request, "workflow_id": earlier.workflow_permanent_id}
    request = RunRequest.model_validate(given)
    if "block_labels" in given:
        request = RunBlocksRequest.model_validate(given)
        workflow = _only(workflow, request.block_labels)
    start = start_of(caller, workflow, request, max_steps=max_steps, user_agent=user_agent)
    start = replace(start, again=earlier, from_failure=from_failed_block, from_block=from_block)
    return Json(deps.answers.fresh(await begin(deps, caller, start)))


def start_of(
    caller: Caller, workflow: Workflow, request: RunRequest, *, max_steps: int | None, user_agent: str | None
) -> Start:
    """Return what is asked for, as every call says it."""
    return Start(
        workflow=workflow,
        request=request,
        api_key_id=caller.api_key_id,
        trigger_type=_TRIGGERS.get((user_agent or "").strip().lower(), "api"),
        max_steps=max_steps,
    )


async def begin(deps: ApiDeps, caller: Caller, start: Start) -> Run:
    """Launch a run after the checks that need no engine: addresses named outright, and something to run."""
    await check(deps, caller, start.workflow, start.request)
    return await deps.engine.launch(start)


async def check(deps: ApiDeps, caller: Caller, workflow: Workflow, request: RunRequest) -> None:
    """Refuse what can be refused before anything is written."""
    refuse_address(deps, request.webhook_url, field="webhook_url")
    refuse_address(deps, request.totp_url, field="totp_url")
    await demand_usable(
        deps,
        caller.organization_id,
        session_id=request.browser_session_id,
        profile_id=request.browser_profile_id,
    )
    if not workflow.definition.get("blocks"):
        raise HTTPException(400, f"Workflow {workflow.permanent_id} has no blocks to run.")


async def _wanted(deps: ApiDeps, caller: Caller, workflow_id: str, *, template: bool) -> Workflow:
    """Return the workflow to run: one of the caller's own, or with `template` one that is offered to everybody."""
    found = await deps.store.workflows.latest(caller.organization_id, workflow_id)
    if found is None and template:
        offered = await deps.store.workflows.template(workflow_id)
        found = None if offered is None else replace(offered, organization_id=caller.organization_id)
    if found is None:
        raise HTTPException(404, f"There is no {'template' if template else 'workflow'} {workflow_id!r}.")
    return found


def _only(workflow: Workflow, labels: Sequence[str]) -> Workflow:
    """Return a workflow with only these of its blocks, in their order there; refuses labels that it has not."""
    blocks = cast("Sequence[Mapping[str, object]]", workflow.definition.get("blocks") or ())
    known = [str(block["label"]) for block in blocks]
    if strange := [label for label in labels if label not in known]:
        raise HTTPException(
            400, f"block_labels: no block {strange[0]!r} at the top of it; there are {', '.join(known)}."
        )
    kept = [
        {key: value for key, value in block.items() if key != "next_block_label" or value in labels}
        for block in blocks
        if block["label"] in labels
    ]
    last = workflow.definition.get("finally_block_label")
    more = {} if last in labels else {"finally_block_label": None}
    return replace(workflow, definition={**workflow.definition, "blocks": kept, **more})


def refuse_address(deps: ApiDeps, url: str | None, *, field: str) -> None:
    """Refuse, with 400, a URL that is no web address or that names a private host outright."""
    if url is None or not url.strip():
        return
    scheme, colons, rest = url.strip().partition("://")
    if not colons or scheme.lower() not in ("http", "https") or not rest.strip("/"):
        raise HTTPException(400, f"{field}: {url!r} is not an http or https URL.")
    refusal = literal_host_refusal(url.strip(), deps.addresses)
    if refusal is not None:
        raise HTTPException(400, f"{field}: {refusal}")
