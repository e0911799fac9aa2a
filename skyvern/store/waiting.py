"""Runs that wait for a turn, a person, a child or another attempt, and how they get back into the queue."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import Connection, bindparam, func, select, tuple_, update

from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import WaitsFor
from skyvern.domain.status import FINAL, RunStatus
from skyvern.store.tables import run

Enter = Callable[[object, str, str], None]
"""Puts a run into the queue inside a transaction: the connection, the run's id, the id of the entry."""

_LIVE = run.c.status.not_in(tuple(sorted(FINAL)))
_MINE = select(run.c.entry, run.c.sequence, run.c.status, run.c.cancel_requested, run.c.created_at, run.c.run_id).where(
    run.c.run_id == bindparam("of_run"), _LIVE
)
_TO_TURN = (
    update(run)
    .where(run.c.run_id == bindparam("of_run"), _LIVE)
    .values(
        waits_for=WaitsFor.TURN.value,
        status=RunStatus.QUEUED.value,
        queued_at=func.coalesce(run.c.queued_at, bindparam("now", type_=run.c.queued_at.type)),
    )
)
_WOKEN = update(run).where(run.c.run_id == bindparam("of_run"), _LIVE).values(wakes=func.coalesce(run.c.wakes, 0) + 1)
_WAITS = select(run.c.waits_for, run.c.status).where(run.c.run_id == bindparam("of_run"), _LIVE)
_UP = update(run).where(run.c.run_id == bindparam("of_run"), _LIVE)


def new_entry(run_id: str) -> str:
    """Return the id of a further entry of a run in the queue."""
    return f"{run_id}.{new_id('q')}"


def may_begin(connection: Connection, run_id: str, entry: str | None) -> bool:
    """Tell whether this queue entry may take the run now; one whose turn has not come is put among those that wait."""
    mine = connection.execute(_MINE, {"of_run": run_id}).first()
    if mine is None or (entry is not None and mine.entry is not None and mine.entry != entry):
        return False
    waiting = mine.status in (RunStatus.CREATED, RunStatus.QUEUED) and not mine.cancel_requested
    if not waiting or mine.sequence is None:
        return True
    older = (
        select(run.c.run_id)
        .where(
            run.c.sequence == mine.sequence,
            _LIVE,
            tuple_(run.c.created_at, run.c.run_id) < tuple_(mine.created_at, mine.run_id),
        )
        .with_for_update()
    )
    if connection.execute(older).first() is None:
        return True
    connection.execute(_TO_TURN, {"of_run": run_id, "now": utc_now()})
    return False


def wakes(connection: Connection, run_id: str) -> int:
    """Return how often the run has been woken."""
    return connection.execute(select(run.c.wakes).where(run.c.run_id == run_id)).scalar() or 0


def wake(connection: Connection, run_id: str, enter: Enter, *, reasons: Collection[WaitsFor]) -> bool:
    """Bring a run that waits for one of these back into the queue; one that does not wait yet hears of it, too."""
    connection.execute(_WOKEN, {"of_run": run_id})
    row = connection.execute(_WAITS, {"of_run": run_id}).first()
    if row is None or row.waits_for not in reasons:
        return False
    entry = new_entry(run_id)
    status = RunStatus.RUNNING if row.status is RunStatus.PAUSED else row.status
    values = {"waits_for": None, "wake_at": None, "entry": entry, "status": status, "modified_at": utc_now()}
    connection.execute(_UP.values(**values), {"of_run": run_id})
    enter(connection, run_id, entry)
    return True


def wake_others(connection: Connection, run_id: str, enter: Enter) -> bool:
    """After a run's end: wake the run that started it and waits, and the next in its sequence."""
    ended = connection.execute(select(run.c.parent_run_id, run.c.sequence).where(run.c.run_id == run_id)).one()
    woken = ended.parent_run_id is not None and wake(connection, ended.parent_run_id, enter, reasons=(WaitsFor.CHILD,))
    if ended.sequence is not None:
        following = connection.execute(
            select(run.c.run_id)
            .where(run.c.sequence == ended.sequence, _LIVE)
            .order_by(run.c.created_at, run.c.run_id)
            .limit(1)
        ).scalar()
        if following is not None:
            woken = wake(connection, following, enter, reasons=(WaitsFor.TURN,)) or woken
    return woken


def let_any_entry(connection: Connection, run_ids: Collection[str]) -> None:
    """Let any queue entry take these runs: those that the queue knew are lost."""
    connection.execute(update(run).where(run.c.run_id.in_(run_ids)).values(entry=None))
