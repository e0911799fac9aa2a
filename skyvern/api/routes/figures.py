"""Figures over many runs: what the home screen shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.present.figures import first_day, present_figures
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.figures import FiguresAnswer
from skyvern.domain.clock import utc_now
from skyvern.domain.status import FINAL, RunStatus
from skyvern.store import RunFilter

router = room("runs")

_MOST_RUNS = 20_000
_OPEN = RunFilter(statuses=sorted(status.value for status in RunStatus if status not in FINAL))


@router.get("/v1/figures", response_model=FiguresAnswer)
async def figures(caller: Authorized, deps: Deps, *, days: Annotated[int, Query(ge=1, le=90)] = 7) -> Json:
    """Tell how the runs of the last days went, what they cost, why some failed, and what waits now."""
    now = utc_now()
    since = first_day(days, now)
    of = caller.organization_id
    runs = await deps.store.figures.runs(of, since=since, most=_MOST_RUNS)
    return Json(
        present_figures(
            runs,
            await deps.store.figures.charges(of, since=since),
            titles=await deps.store.workflows.titles({run.workflow_permanent_id for run in runs}),
            days=days,
            now=now,
            open_runs=await deps.store.runs.totals(of, _OPEN),
            complete=len(runs) < _MOST_RUNS,
        )
    )
