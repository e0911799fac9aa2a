"""Limits on how many runs are at work at once: of an organisation, with a credential. A run passes all or waits.

A gate is a text such as `organization/o_1`; a run that is at work and has it counts. Whoever passes or leaves a gate
holds its lock meanwhile, so that a place that becomes free is never overlooked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, func, insert, select

from skyvern.domain.run import WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.store.locks import hold
from skyvern.store.tables import LIVE_RUN, metadata, run

run_gate = Table(
    "run_gate",
    metadata,
    Column("run_id", String(80), ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True),
    Column("gate", String(200), primary_key=True, index=True),
    Column("most", Integer, nullable=False),
)
"""`most` is the limit as it was when the run was made."""

_AT_WORK = run.c.status.in_([RunStatus.RUNNING, RunStatus.PAUSED])


def set_gates(connection: Connection, run_id: str, gates: Mapping[str, int]) -> None:
    """Note what a new run has to pass."""
    if gates:
        rows = [{"run_id": run_id, "gate": gate, "most": most} for gate, most in gates.items()]
        connection.execute(insert(run_gate), rows)


def gates_of(connection: Connection, run_id: str) -> list[tuple[str, int]]:
    """Return a run's gates and their limits, in the order in which everybody locks them."""
    found = select(run_gate.c.gate, run_gate.c.most).where(run_gate.c.run_id == run_id).order_by(run_gate.c.gate)
    return [(row.gate, row.most) for row in connection.execute(found)]


def at_work(connection: Connection, gate: str) -> int:
    """Return how many runs are at work that have this gate."""
    counted = select(func.count()).select_from(run_gate.join(run, run.c.run_id == run_gate.c.run_id))
    return connection.execute(counted.where(run_gate.c.gate == gate, _AT_WORK)).scalar_one()


def closed_gate(connection: Connection, gates: Sequence[tuple[str, int]]) -> str | None:
    """Return the first of these gates that lets nobody through now; those that do are held."""
    for gate, most in gates:
        hold(connection, gate)
        if at_work(connection, gate) >= most:
            return gate
    return None


def next_at(connection: Connection, gate: str) -> str | None:
    """Return the run that is to pass a gate next, if there is room and one waits; holds the gate."""
    hold(connection, gate)
    first = (
        select(run.c.run_id, run_gate.c.most)
        .join(run_gate, run_gate.c.run_id == run.c.run_id)
        .where(run.c.waits_on == gate, run_gate.c.gate == gate, run.c.waits_for == WaitsFor.LIMIT)
        .order_by(run.c.rank, run.c.created_at, run.c.run_id)
        .limit(1)
    )
    row = connection.execute(first).first()
    return None if row is None or at_work(connection, gate) >= row.most else row.run_id


def gates_waited_at(connection: Connection) -> Collection[str]:
    """Return the gates that runs wait at."""
    waiting = (LIVE_RUN, run.c.waits_for == WaitsFor.LIMIT, run.c.waits_on.is_not(None))
    found = select(run.c.waits_on).where(*waiting).distinct()
    return [str(gate) for gate in connection.execute(found).scalars()]
