"""The workers of a fleet: who is alive, told by the database's clock. Called from the heartbeat's own thread, too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)

from skyvern.domain.clock import utc_now
from skyvern.domain.worker import Worker
from skyvern.store.columns import CleanText, TupleJson
from skyvern.store.database import Database
from skyvern.store.locks import hold
from skyvern.store.tables import columns_of, metadata, row_of

worker = Table(
    "worker",
    metadata,
    Column("worker_id", String(120), primary_key=True),
    Column("node_id", String(120), nullable=False, index=True),
    Column("address", CleanText, nullable=False),
    Column("sealed_token", LargeBinary, nullable=False),
    Column("version", String(40), nullable=False),
    Column("slots", Integer, nullable=False),
    Column("queues", TupleJson, nullable=False),
    Column("host_name", CleanText, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("beat_at", DateTime, nullable=False),
    Column("draining", Boolean, nullable=False),
)
_WORKERS = select(*columns_of(Worker, worker)).order_by(worker.c.started_at, worker.c.worker_id)
_CLOCK = text("SELECT timezone('utc', clock_timestamp())")
_BURIAL = "burial of workers"


class Workers:
    """The rows; a worker that is gone has none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, row: Worker) -> None:
        """Enter a worker, alive from now on."""

        def enter(connection: Connection) -> None:
            now = _now(connection)
            connection.execute(insert(worker), {**row_of(row, worker), "started_at": now, "beat_at": now})

        self._database.write_here(enter)

    def beat(self, worker_id: str, *, address: str, sealed_token: bytes, draining: bool) -> bool:
        """Note that a worker lives; False when it has been declared dead, and its runs are somebody else's."""

        def note(connection: Connection) -> bool:
            values = {
                "beat_at": _now(connection),
                "address": address,
                "sealed_token": sealed_token,
                "draining": draining,
            }
            return connection.execute(update(worker).where(_is(worker_id)).values(**values)).rowcount == 1

        return self._database.write_here(note)

    def leave(self, worker_id: str) -> None:
        """Take out a worker that has handed over all it had."""
        self._database.write_here(lambda connection: connection.execute(delete(worker).where(_is(worker_id))))

    def bury(
        self, *, silent_seconds: float, hand_over: Callable[[Sequence[str]], None], mine: str = ""
    ) -> list[Worker]:
        """Take out the workers but `mine` that were silent for so long, after `hand_over` gave their work to others.

        Only one process does that at a time; one that dies over it leaves it to the next.
        """

        def take_out(connection: Connection) -> list[Worker]:
            hold(connection, _BURIAL)
            before = _now(connection) - timedelta(seconds=silent_seconds)
            silent = _WORKERS.where(worker.c.beat_at < before, worker.c.worker_id != mine)
            dead = [Worker(**row) for row in connection.execute(silent).mappings()]
            if dead:
                ids = [row.worker_id for row in dead]
                connection.execute(delete(worker).where(worker.c.worker_id.in_(ids)))
                hand_over(ids)
            return dead

        return self._database.write_here(take_out)

    async def living(self, *, silent_seconds: float) -> list[Worker]:
        """Return the workers that have been heard of lately, oldest first."""

        def read(connection: Connection) -> list[Worker]:
            since = _now(connection) - timedelta(seconds=silent_seconds)
            return [Worker(**row) for row in connection.execute(_WORKERS.where(worker.c.beat_at >= since)).mappings()]

        return await self._database.read(read)


def _is(worker_id: str) -> ColumnElement[bool]:
    return worker.c.worker_id == worker_id


def _now(connection: Connection) -> datetime:
    """Return the time of the one clock that all workers share."""
    if connection.dialect.name != "postgresql":
        return utc_now()
    found: datetime = connection.execute(_CLOCK).scalar_one()
    return found
