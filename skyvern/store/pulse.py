"""Reads how the installation is doing, all of it by counting in the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import DeliveryStatus
from skyvern.domain.pulse import Pulse
from skyvern.domain.status import RunStatus
from skyvern.store.batches import batch
from skyvern.store.database import Database
from skyvern.store.schedules import schedule, schedule_fire
from skyvern.store.tables import delivery, model_charge, run

_WAITING = (RunStatus.CREATED, RunStatus.QUEUED)
_MOST = 10_000


async def read_pulse(database: Database) -> Pulse:
    """Return how everything stands now."""
    return await database.read(_pulse)


def _pulse(connection: Connection) -> Pulse:
    now = utc_now()
    oldest = connection.execute(select(func.min(run.c.created_at)).where(run.c.status.in_(_WAITING))).scalar()
    living = (schedule.c.enabled, schedule.c.deleted_at.is_(None))
    due = connection.execute(select(func.min(schedule.c.next_fire_at)).where(*living)).scalar()
    ended = connection.execute(
        select(run.c.created_at, run.c.started_at, run.c.finished_at)
        .where(run.c.finished_at >= now - timedelta(hours=1), run.c.started_at.is_not(None))
        .limit(_MOST)
    ).all()
    tokens, micros = connection.execute(
        select(func.coalesce(func.sum(model_charge.c.tokens), 0), func.coalesce(func.sum(model_charge.c.micros), 0))
    ).one()
    given_up, arrived = delivery.c.given_up_at.is_not(None), delivery.c.delivered_at.is_not(None)
    return Pulse(
        runs={status.value: 0 for status in RunStatus} | _counted(connection, run, run.c.status),
        oldest_waiting_seconds=_since(oldest, now),
        deliveries={
            DeliveryStatus.DELIVERED.value: _count(connection, delivery, arrived),
            DeliveryStatus.FAILED.value: _count(connection, delivery, given_up, ~arrived),
            DeliveryStatus.PENDING.value: _count(connection, delivery, ~given_up, ~arrived),
        },
        batches=_counted(connection, batch, batch.c.status),
        schedules=_count(connection, schedule, *living),
        late_seconds=_since(due, now),
        fires=_counted(
            connection, schedule_fire, schedule_fire.c.outcome, schedule_fire.c.at >= now - timedelta(days=1)
        ),
        waited=[(row.started_at - row.created_at).total_seconds() for row in ended],
        took=[(row.finished_at - row.started_at).total_seconds() for row in ended],
        tokens=int(tokens),
        micros=int(micros),
    )


def _counted(connection: Connection, table: Table, column: Column[Any], *wanted: Any) -> dict[str, int]:  # noqa: ANN401 - SQL conditions
    statement = select(column, func.count()).select_from(table).where(*wanted).group_by(column)
    return {word.value: count for word, count in connection.execute(statement)}


def _count(connection: Connection, table: Table, *wanted: Any) -> int:  # noqa: ANN401 - SQL conditions
    return connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one()


def _since(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())
