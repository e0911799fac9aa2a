"""Where a run stands in the line, and why it has to wait."""

from __future__ import annotations

from sqlalchemy import Connection, exists, func, select, tuple_

from skyvern.domain.run import Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.store.browser_sessions import browser_session
from skyvern.store.gates import at_work, gates_of
from skyvern.store.tables import LIVE_RUN, run
from skyvern.store.workers import worker

_WAITING = run.c.status.in_([RunStatus.CREATED, RunStatus.QUEUED])
_NOBODY = "no worker is there: start `skyvern worker`, or look why those that there were have ended"


def line_of(connection: Connection, mine: Run) -> tuple[int | None, str | None]:
    """Return a waiting run's place among those that could begin, and what it waits for; nothing for any other run."""
    if mine.status not in (RunStatus.CREATED, RunStatus.QUEUED):
        return None, None
    match mine.waits_for:
        case WaitsFor.TURN:
            return None, _turn(connection, mine)
        case WaitsFor.LIMIT:
            return None, _limit(connection, mine)
        case WaitsFor.ATTEMPT:
            return None, f"its next attempt begins at {mine.wake_at:%Y-%m-%d %H:%M:%S} UTC"
        case _:
            return _place(connection, mine), _session_away(connection, mine) or _free_worker(connection)


def _turn(connection: Connection, mine: Run) -> str:
    others = select(run.c.run_id).where(run.c.sequence == mine.sequence, LIVE_RUN)
    first = others.where(run.c.run_id != mine.run_id).order_by(run.c.created_at, run.c.run_id).limit(1)
    return f"run {connection.execute(first).scalar()} of the same sequence has to end first"


def _limit(connection: Connection, mine: Run) -> str:
    gate = mine.waits_on or ""
    most = dict(gates_of(connection, mine.run_id)).get(gate, 0)
    kind, _, subject = gate.partition("/")
    whose = "of the organisation" if kind == "organization" else f"with {kind} {subject}"
    return f"{at_work(connection, gate)} runs {whose} are at work, and {most} may be"


def _place(connection: Connection, mine: Run) -> int:
    before = tuple_(func.coalesce(run.c.rank, 1), run.c.created_at, run.c.run_id) < tuple_(
        mine.rank or 1, mine.created_at, mine.run_id
    )
    counted = select(func.count()).select_from(run).where(_WAITING, run.c.waits_for.is_(None), before)
    return connection.execute(counted).scalar_one() + 1


def _session_away(connection: Connection, mine: Run) -> str:
    """Say that nobody is at the machine of a run's session just now, "" where somebody is or it has none."""
    if mine.browser_session_id is None or connection.dialect.name != "postgresql":
        return ""
    there = exists().where(worker.c.node_id == browser_session.c.node_id)
    away = select(browser_session.c.node_id).where(
        browser_session.c.browser_session_id == mine.browser_session_id, browser_session.c.node_id.is_not(None), ~there
    )
    gone = connection.execute(away).scalar() is not None
    return f"it waits for a worker of the machine that session {mine.browser_session_id} is on" if gone else ""


def _free_worker(connection: Connection) -> str:
    nobody = connection.dialect.name == "postgresql" and connection.execute(select(worker.c.slots).limit(1)).first()
    return _NOBODY if nobody is None else "it waits for a worker that is free"
