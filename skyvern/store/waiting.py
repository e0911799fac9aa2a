"""Runs that wait for a turn, a person, a child or another attempt, and how they get back into the queue."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.store.gates import closed_gate, gates_of, gates_waited_at, next_at
from skyvern.store.locks import hold
from skyvern.store.signals import Signal, signal
from skyvern.store.tables import LIVE_RUN, run

Enter = Callable[[object, str, str], None]
"""Puts a run into the queue inside a transaction: the connection, the run's id, the id of the entry."""

_WAITING = (RunStatus.CREATED, RunStatus.QUEUED)
_MINE = select(run.c.entry, run.c.sequence, run.c.status, run.c.cancel_requested, run.c.created_at, run.c.run_id).where(
    run.c.run_id == bindparam("of_run"), LIVE_RUN
)
_TO_LINE = (
    update(run)
    .where(run.c.run_id == bindparam("of_run"), LIVE_RUN)
    .values(
        waits_for=bindparam("reason", type_=run.c.waits_for.type),
        waits_on=bindparam("gate", type_=run.c.waits_on.type),
        status=RunStatus.QUEUED.value,
        queued_at=func.coalesce(run.c.queued_at, bindparam("now", type_=run.c.queued_at.type)),
    )
)
_WOKEN = (
    update(run).where(run.c.run_id == bindparam("of_run"), LIVE_RUN).values(wakes=func.coalesce(run.c.wakes, 0) + 1)
)
_WAITS = select(run.c.waits_for, run.c.status).where(run.c.run_id == bindparam("of_run"), LIVE_RUN)
_UP = update(run).where(run.c.run_id == bindparam("of_run"), LIVE_RUN)


def new_entry(run_id: str) -> str:
    """Return the id of a further entry of a run in the queue."""
    return f"{run_id}.{new_id('q')}"


def may_begin(connection: Connection, run_id: str, entry: str | None, enter: Enter | None = None) -> bool:
    """Tell whether this queue entry may take the run now; one whose turn has not come is put among those that wait.

    `enter` gives the places that it leaves to the next.
    """
    mine = connection.execute(_MINE, {"of_run": run_id}).first()
    if mine is None or (entry is not None and mine.entry is not None and mine.entry != entry):
        return False
    if mine.status not in _WAITING or mine.cancel_requested:
        return True
    if _others_first(connection, mine):
        _line_up(connection, run_id, WaitsFor.TURN, None)
        return False
    gates = gates_of(connection, run_id)
    shut = closed_gate(connection, gates)
    if shut is None:
        return True
    _line_up(connection, run_id, WaitsFor.LIMIT, shut)
    for gate, _ in gates:
        if enter is not None and gate != shut:
            _let_in(connection, gate, enter)
    return False


def _others_first(connection: Connection, mine: Row[*tuple[Any, ...]]) -> bool:
    """Whether another run of the sequence is at work, or came before."""
    if mine.sequence is None:
        return False
    hold(connection, mine.sequence)
    began = run.c.status.not_in(_WAITING)
    older = (run.c.created_at < mine.created_at) | (
        (run.c.created_at == mine.created_at) & (run.c.run_id < mine.run_id)
    )
    others = select(run.c.run_id).where(run.c.sequence == mine.sequence, LIVE_RUN, run.c.run_id != mine.run_id)
    return connection.execute(others.where(began | older).limit(1)).first() is not None


def _line_up(connection: Connection, run_id: str, reason: WaitsFor, gate: str | None) -> None:
    connection.execute(_TO_LINE, {"of_run": run_id, "reason": reason, "gate": gate, "now": utc_now()})


def _let_in(connection: Connection, gate: str, enter: Enter) -> bool:
    following = next_at(connection, gate)
    return following is not None and wake(connection, following, enter, reasons=(WaitsFor.LIMIT,))


def let_in_all(connection: Connection, enter: Enter) -> int:
    """Bring back whoever waits in line for no reason any more; the net under what ends and limits tell at once."""
    woken = 0
    for gate in sorted(gates_waited_at(connection)):
        woken += _let_in(connection, gate, enter)
    waiting = select(run.c.sequence).where(run.c.waits_for == WaitsFor.TURN, LIVE_RUN).distinct()
    for sequence in sorted(str(item) for item in connection.execute(waiting).scalars()):
        woken += _next_of(connection, sequence, enter)
    return woken


def _next_of(connection: Connection, sequence: str, enter: Enter) -> bool:
    """Wake the first of a sequence, if it waits for its turn."""
    hold(connection, sequence)
    living = select(run.c.run_id, run.c.waits_for, run.c.status).where(run.c.sequence == sequence, LIVE_RUN)
    rows = connection.execute(living.order_by(run.c.created_at, run.c.run_id)).all()
    if not rows or any(row.status not in _WAITING for row in rows):
        return False
    return wake(connection, rows[0].run_id, enter, reasons=(WaitsFor.TURN,))


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
    values = {
        "waits_for": None,
        "waits_on": None,
        "wake_at": None,
        "entry": entry,
        "status": status,
        "modified_at": utc_now(),
    }
    connection.execute(_UP.values(**values), {"of_run": run_id})
    enter(connection, run_id, entry)
    signal(connection, Signal.RUNS)
    return True


def wake_others(connection: Connection, run_id: str, enter: Enter, *, was_at_work: bool) -> bool:
    """After a run's end: wake the run that started it and waits, the next in its sequence, and at its gates."""
    ended = connection.execute(select(run.c.parent_run_id, run.c.sequence).where(run.c.run_id == run_id)).one()
    woken = ended.parent_run_id is not None and wake(connection, ended.parent_run_id, enter, reasons=(WaitsFor.CHILD,))
    if ended.sequence is not None:
        woken = _next_of(connection, ended.sequence, enter) or woken
    for gate, _ in gates_of(connection, run_id) if was_at_work else ():
        woken = _let_in(connection, gate, enter) or woken
    return woken


def let_any_entry(connection: Connection, run_ids: Collection[str]) -> None:
    """Let any queue entry take these runs: those that the queue knew are lost."""
    connection.execute(update(run).where(run.c.run_id.in_(run_ids)).values(entry=None))
