"""Fires schedules: each moment gets one run at most, whichever of the workers comes first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from skyvern.contract.run import RunRequest
from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.domain.schedule import Fire, Missed, Outcome, Overlap, Schedule
from skyvern.domain.workflow import Workflow
from skyvern.engine.admission import DiskLow, QuotaSpent
from skyvern.engine.launch import Launcher
from skyvern.engine.parameters import ParameterError
from skyvern.engine.schedules import next_fire
from skyvern.engine.start import LaunchRefused, Occasion, Start
from skyvern.store import AlreadyFired, Store
from skyvern.store.schedules import settle

log = structlog.get_logger()

LATE = timedelta(seconds=60)
"""A moment that is dealt with later than this was missed: no worker was there."""
_LONGEST_REST = 5.0
_DISPATCHED = "dispatched"
_SKIPPED = "skipped"
_FAILED = "failed"


class Timetable:
    """The chore that starts what is due."""

    name = "schedules"

    def __init__(
        self,
        store: Store,
        launcher: Launcher,
        *,
        cancel: Callable[[Run], Awaitable[None]],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._launcher = launcher
        self._cancel = cancel
        self._now = now
        self._planned = False

    async def tend(self) -> float:
        """Fire everything that is due; return how long nothing will be."""
        if not self._planned:
            await self._plan()
        for schedule in await self._store.schedules.due(self._now()):
            await self._fire(schedule)
        soonest = await self._store.schedules.soonest()
        if soonest is None:
            return _LONGEST_REST
        return min(max(0.0, (soonest - self._now()).total_seconds()), _LONGEST_REST)

    async def _plan(self) -> None:
        """Give schedules that an earlier release kept without firing them their next moment."""
        for schedule in await self._store.schedules.unplanned():
            due = next_fire(schedule, self._now())
            if due is not None:
                await self._store.schedules.change(schedule.workflow_schedule_id, {"next_fire_at": due})
        self._planned = True

    async def _fire(self, schedule: Schedule) -> None:
        due = schedule.next_fire_at
        if due is None:
            return
        then = self._then(schedule, due)
        try:
            await self._deal(schedule, due, then)
        except AlreadyFired as taken:
            if taken.dealt_with:
                await self._store.schedules.pass_over(schedule.workflow_schedule_id, due, then)
        except (ParameterError, LaunchRefused, DiskLow, QuotaSpent) as refused:
            await self._settle(schedule, due, then, outcome=Outcome.REFUSED, reason=str(refused))
        except Exception as error:  # the worker's rim: one schedule must not keep the others from firing
            log.error("schedule_broke", schedule=schedule.workflow_schedule_id, exc_info=error)
            said = f"internal error: {type(error).__name__}; the server's log says more"
            await self._settle(schedule, due, then, outcome=Outcome.REFUSED, reason=said)

    def _then(self, schedule: Schedule, due: datetime) -> datetime | None:
        """Return the moment after this one: after all that were missed, unless each is to have its run."""
        now = self._now()
        after = due if schedule.missed_policy is Missed.RUN_ALL or now - due <= LATE else now
        return next_fire(schedule, after)

    async def _deal(self, schedule: Schedule, due: datetime, then: datetime | None) -> None:
        if schedule.missed_policy is Missed.SKIP and self._now() - due > LATE:
            reason = f"no worker was there from {due.isoformat(sep=' ', timespec='seconds')} UTC on"
            await self._settle(schedule, due, then, outcome=Outcome.MISSED, reason=reason)
            return
        living: list[str] = []
        if schedule.overlap_policy in (Overlap.SKIP, Overlap.CANCEL):
            living = await self._store.schedules.living_runs(schedule.workflow_schedule_id)
        if living and schedule.overlap_policy is Overlap.SKIP:
            reason = f"run {living[0]} of this schedule has not ended"
            await self._settle(schedule, due, then, outcome=Outcome.SKIPPED, reason=reason)
            return
        workflow = await self._workflow(schedule)
        await self._start(schedule, workflow, due=due, then=then)
        for run_id in living:
            earlier = await self._store.runs.get(run_id)
            if earlier is not None:
                await self._cancel(earlier)

    async def _workflow(self, schedule: Schedule) -> Workflow:
        found = await self._store.workflows.latest(schedule.organization_id, schedule.workflow_permanent_id)
        if found is None:
            raise LaunchRefused(f"workflow {schedule.workflow_permanent_id} is gone; delete its schedules")
        return found

    async def _start(self, schedule: Schedule, workflow: Workflow, *, due: datetime, then: datetime | None) -> None:
        def claim(run: Run, connection: object) -> None:
            fire = self._fact(schedule, due, outcome=Outcome.STARTED, run_id=run.run_id)
            settle(connection, fire, next_fire_at=then, dispatch_status=_word(schedule, Outcome.STARTED))

        wanted = {"workflow_id": workflow.permanent_id, "parameters": dict(schedule.parameters or {})}
        await self._launcher.launch(
            Start(
                workflow=workflow,
                request=RunRequest.model_validate(wanted),
                api_key_id=None,
                trigger_type="scheduled",
                occasion=Occasion(
                    claim=claim,
                    workflow_schedule_id=schedule.workflow_schedule_id,
                    in_turn=schedule.workflow_schedule_id if schedule.overlap_policy is Overlap.QUEUE else None,
                ),
            )
        )

    async def _settle(
        self, schedule: Schedule, due: datetime, then: datetime | None, *, outcome: Outcome, reason: str
    ) -> None:
        fire = self._fact(schedule, due, outcome=outcome, reason=reason)
        log.warning("schedule_started_nothing", schedule=schedule.workflow_schedule_id, outcome=outcome, reason=reason)
        try:
            await self._store.schedules.settle(fire, next_fire_at=then, dispatch_status=_word(schedule, outcome))
        except AlreadyFired:
            return

    def _fact(
        self,
        schedule: Schedule,
        due: datetime,
        *,
        outcome: Outcome,
        run_id: str | None = None,
        reason: str | None = None,
    ) -> Fire:
        return Fire(
            workflow_schedule_id=schedule.workflow_schedule_id,
            due_at=due,
            organization_id=schedule.organization_id,
            at=self._now(),
            outcome=outcome,
            run_id=run_id,
            reason=reason,
        )


def _word(schedule: Schedule, outcome: Outcome) -> str | None:
    """Return what a schedule that runs once says of its one moment."""
    if schedule.run_at is None:
        return None
    return {Outcome.STARTED: _DISPATCHED, Outcome.REFUSED: _FAILED}.get(outcome, _SKIPPED)
