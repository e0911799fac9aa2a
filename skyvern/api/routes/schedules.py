"""Schedules: kept, changed, and told when they are due (contract 2.5); a worker fires them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.moments import plain_moment
from skyvern.api.paging import Page, PageSize, Words
from skyvern.api.present.schedule import present_fire, present_listed_schedule, present_one_schedule, present_schedule
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.blocks.definition import load_definition
from skyvern.contract.schedule import (
    Deleted,
    OneSchedule,
    ScheduleFires,
    SchedulePage,
    ScheduleRequest,
    WorkflowSchedules,
)
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.schedule import Schedule
from skyvern.domain.workflow import Workflow
from skyvern.engine.parameters import coerce_parameters
from skyvern.engine.schedules import ScheduleRefused, check, next_fire

router = room("schedules", route_class=CompatRoute)

_OF = "/v1/workflows/{workflow_id}/schedules"
_ONE = _OF + "/{workflow_schedule_id}"
CANCELED = "canceled"


@router.get("/v1/schedules", response_model=SchedulePage)
async def list_schedules(
    caller: Authorized,
    deps: Deps,
    *,
    page: Page = 1,
    page_size: PageSize = 10,
    status: Literal["active", "paused"] | None = None,
    search: Words = None,
) -> Json:
    """List the schedules of all workflows, newest first."""
    found, total = await deps.store.schedules.list(
        caller.organization_id,
        page=page,
        page_size=page_size,
        enabled=None if status is None else status == "active",
        search=search,
    )
    titles: dict[str, str | None] = {}
    for wpid in {row.workflow_permanent_id for row in found}:
        workflow = await deps.store.workflows.latest(caller.organization_id, wpid)
        titles[wpid] = None if workflow is None else workflow.title
    now = utc_now()
    rows = [present_listed_schedule(row, now, title=titles[row.workflow_permanent_id]) for row in found]
    return Json({"schedules": rows, "total_count": total, "page": page, "page_size": page_size})


@router.get(_OF, response_model=WorkflowSchedules)
async def list_workflow_schedules(workflow_id: str, caller: Authorized, deps: Deps) -> Json:
    """List the schedules of one workflow, newest first."""
    await _workflow(deps, caller, workflow_id)
    found = await deps.store.schedules.of_workflow(caller.organization_id, workflow_id)
    return Json({"schedules": [present_schedule(row) for row in found]})


@router.post(_OF, response_model=OneSchedule)
async def create_schedule(workflow_id: str, body: ScheduleRequest, caller: Authorized, deps: Deps) -> Json:
    """Keep a schedule: from now on it starts runs when it is due."""
    workflow = await _workflow(deps, caller, workflow_id)
    now = utc_now()
    empty = Schedule(
        workflow_schedule_id=new_id("wfs"),
        organization_id=caller.organization_id,
        workflow_permanent_id=workflow_id,
        timezone=body.timezone,
        enabled=body.enabled,
        created_at=now,
        modified_at=now,
    )
    schedule = _filled(empty, body, workflow)
    await deps.store.schedules.add(replace(schedule, next_fire_at=next_fire(schedule, now)))
    deps.engine.schedules_changed()
    return Json(present_one_schedule(schedule, now))


@router.get(_ONE, response_model=OneSchedule)
async def get_schedule(workflow_id: str, workflow_schedule_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return a schedule and when it is due next."""
    return Json(present_one_schedule(await _one(deps, caller, workflow_id, workflow_schedule_id), utc_now()))


@router.get(_ONE + "/fires", response_model=ScheduleFires)
async def list_schedule_fires(workflow_id: str, workflow_schedule_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell what became of the last fifty moments at which a schedule was due."""
    schedule = await _one(deps, caller, workflow_id, workflow_schedule_id)
    found = await deps.store.schedules.fires(schedule.workflow_schedule_id)
    return Json({"fires": [present_fire(fire) for fire in found]})


@router.put(_ONE, response_model=OneSchedule)
async def update_schedule(
    workflow_id: str, workflow_schedule_id: str, body: ScheduleRequest, caller: Authorized, deps: Deps
) -> Json:
    """Replace a schedule whole."""
    workflow = await _workflow(deps, caller, workflow_id)
    schedule = _filled(await _one(deps, caller, workflow_id, workflow_schedule_id), body, workflow)
    names = ("cron_expression", "interval_seconds", "first_fire_at", "run_at", "timezone", "enabled")
    rest = ("parameters", "name", "description", "dispatch_status", "overlap_policy", "missed_policy")
    changes = {name: getattr(schedule, name) for name in (*names, *rest)}
    return await _changed(deps, caller, schedule, changes)


@router.post(_ONE + "/enable", response_model=OneSchedule)
async def enable_schedule(workflow_id: str, workflow_schedule_id: str, caller: Authorized, deps: Deps) -> Json:
    """Let a schedule be due again."""
    schedule = await _one(deps, caller, workflow_id, workflow_schedule_id)
    return await _changed(deps, caller, schedule, {"enabled": True, "dispatch_status": None})


@router.post(_ONE + "/disable", response_model=OneSchedule)
async def disable_schedule(workflow_id: str, workflow_schedule_id: str, caller: Authorized, deps: Deps) -> Json:
    """Let a schedule rest."""
    schedule = await _one(deps, caller, workflow_id, workflow_schedule_id)
    return await _changed(deps, caller, schedule, {"enabled": False})


@router.post(_ONE + "/cancel", response_model=OneSchedule)
async def cancel_schedule(workflow_id: str, workflow_schedule_id: str, caller: Authorized, deps: Deps) -> Json:
    """Give up a schedule: it rests, and one that was to run once will not."""
    schedule = await _one(deps, caller, workflow_id, workflow_schedule_id)
    status = CANCELED if schedule.run_at is not None else None
    return await _changed(deps, caller, schedule, {"enabled": False, "dispatch_status": status})


@router.delete(_ONE, response_model=Deleted)
async def delete_schedule(workflow_id: str, workflow_schedule_id: str, caller: Authorized, deps: Deps) -> Json:
    """Delete a schedule."""
    schedule = await _one(deps, caller, workflow_id, workflow_schedule_id)
    await deps.store.schedules.change(schedule.workflow_schedule_id, {"deleted_at": utc_now(), "enabled": False})
    return Json({"ok": True})


async def _changed(deps: ApiDeps, caller: Caller, schedule: Schedule, changes: dict[str, object]) -> Json:
    due = next_fire(replace(schedule, **changes), utc_now())
    await deps.store.schedules.change(schedule.workflow_schedule_id, {**changes, "next_fire_at": due})
    deps.engine.schedules_changed()
    after = await _one(deps, caller, schedule.workflow_permanent_id, schedule.workflow_schedule_id)
    return Json(present_one_schedule(after, utc_now()))


def _filled(schedule: Schedule, body: ScheduleRequest, workflow: Workflow) -> Schedule:
    """Return the schedule as a body wants it. Raises ScheduleRefused, ParameterError."""
    filled = replace(
        schedule,
        cron_expression=" ".join(body.cron_expression.split()) if body.cron_expression is not None else None,
        interval_seconds=body.interval_seconds,
        first_fire_at=plain_moment(body.first_fire_at),
        run_at=plain_moment(body.run_at),
        dispatch_status=None,
        timezone=body.timezone,
        enabled=body.enabled,
        parameters=body.parameters,
        name=body.name,
        description=body.description,
        overlap_policy=body.overlap_policy,
        missed_policy=body.missed_policy,
    )
    check(filled)
    if filled.run_at is not None and filled.run_at <= utc_now():
        raise ScheduleRefused(f"run_at: {filled.run_at} UTC has passed; give a moment to come")
    coerce_parameters(load_definition(workflow.definition).parameters, body.parameters)
    return filled


async def _workflow(deps: ApiDeps, caller: Caller, workflow_id: str) -> Workflow:
    found = await deps.store.workflows.latest(caller.organization_id, workflow_id)
    if found is None:
        raise HTTPException(404, f"There is no workflow {workflow_id!r}.")
    return found


async def _one(deps: ApiDeps, caller: Caller, workflow_id: str, schedule_id: str) -> Schedule:
    found = await deps.store.schedules.get(caller.organization_id, workflow_id, schedule_id)
    if found is None:
        raise HTTPException(404, f"Workflow {workflow_id!r} has no schedule {schedule_id!r}.")
    return found
