"""The outbox: webhooks that wait, were delivered, or were given up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.store.database import Database
from skyvern.store.tables import columns_of, delivery, row_of, run

_DELIVERIES = select(*columns_of(Delivery, delivery))
_OLDEST_FIRST = (delivery.c.created_at, delivery.c.delivery_id)


class Deliveries:
    """Webhooks of every run; a run's end writes its own in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Delivery) -> Delivery:
        """Keep a delivery that no end of a run wrote, such as a replay that a user asked for."""
        await self._database.write(lambda connection: connection.execute(insert(delivery), row_of(row, delivery)))
        return row

    async def get(self, delivery_id: str) -> Delivery | None:
        """Return the delivery with this id."""
        found = await self._all(_DELIVERIES.where(delivery.c.delivery_id == delivery_id))
        return found[0] if found else None

    async def of_run(self, run_id: str) -> list[Delivery]:
        """Return a run's deliveries, oldest first."""
        return await self._all(_DELIVERIES.where(delivery.c.run_id == run_id).order_by(*_OLDEST_FIRST))

    async def pending(self) -> list[Delivery]:
        """Return what is neither delivered nor given up, oldest first."""
        statement = _DELIVERIES.where(delivery.c.delivered_at.is_(None), delivery.c.given_up_at.is_(None))
        return await self._all(statement.order_by(*_OLDEST_FIRST))

    async def record_try(
        self,
        delivery_id: str,
        *,
        delivered: bool,
        given_up: bool = False,
        status: int | None = None,
        error: str | None = None,
        next_try_at: datetime | None = None,
    ) -> Delivery | None:
        """Count one try and what came of it; the run's `webhook_failure_reason` follows when this was the last."""
        now = utc_now()

        def record(connection: Connection) -> Delivery | None:
            changes = _outcome(now, delivered=delivered, given_up=given_up)
            connection.execute(
                update(delivery)
                .where(delivery.c.delivery_id == delivery_id)
                .values(
                    tries=delivery.c.tries + 1, last_status=status, last_error=error, next_try_at=next_try_at, **changes
                )
            )
            statement = _DELIVERIES.where(delivery.c.delivery_id == delivery_id)
            row = connection.execute(statement).mappings().first()
            if row is None:
                return None
            if delivered or given_up:
                reason = None if delivered else error or f"the receiver answered {status}"
                connection.execute(
                    update(run).where(run.c.run_id == row["run_id"]).values(webhook_failure_reason=reason)
                )
            return Delivery(**row)

        return await self._database.write(record)

    async def _all(self, statement: Select[tuple[object, ...]]) -> list[Delivery]:
        return await self._database.read(
            lambda connection: [Delivery(**row) for row in connection.execute(statement).mappings()]
        )


def _outcome(now: datetime, *, delivered: bool, given_up: bool) -> dict[str, datetime]:
    if delivered:
        return {"delivered_at": now}
    return {"given_up_at": now} if given_up else {}
