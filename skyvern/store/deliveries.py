"""The outbox: webhooks that wait, were delivered, or were given up."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery, DeliveryStatus
from skyvern.store.database import Database
from skyvern.store.rows import every, first, paged
from skyvern.store.runs import Also
from skyvern.store.tables import columns_of, delivery, row_of, run

_DELIVERIES = select(*columns_of(Delivery, delivery))
_JOINED = delivery.join(run, run.c.run_id == delivery.c.run_id)
_OF_RUNS = select(*columns_of(Delivery, delivery)).select_from(_JOINED)
_STANDING: dict[DeliveryStatus, tuple[ColumnElement[bool], ...]] = {
    DeliveryStatus.PENDING: (delivery.c.delivered_at.is_(None), delivery.c.given_up_at.is_(None)),
    DeliveryStatus.DELIVERED: (delivery.c.delivered_at.is_not(None),),
    DeliveryStatus.FAILED: (delivery.c.delivered_at.is_(None), delivery.c.given_up_at.is_not(None)),
}
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

    async def of_run(self, run_id: str) -> builtins.list[Delivery]:
        """Return a run's deliveries, oldest first."""
        return await self._all(_DELIVERIES.where(delivery.c.run_id == run_id).order_by(*_OLDEST_FIRST))

    async def pending(self) -> builtins.list[Delivery]:
        """Return what is neither delivered nor given up, oldest first."""
        statement = _DELIVERIES.where(delivery.c.delivered_at.is_(None), delivery.c.given_up_at.is_(None))
        return await self._all(statement.order_by(*_OLDEST_FIRST))

    async def find(self, organization_id: str, delivery_id: str) -> Delivery | None:
        """Return a delivery about one of this organisation's runs."""
        statement = _OF_RUNS.where(delivery.c.delivery_id == delivery_id, run.c.organization_id == organization_id)
        return await first(self._database, statement, Delivery)

    async def list(
        self,
        organization_id: str,
        *,
        status: DeliveryStatus | None = None,
        run_id: str | None = None,
        page: int = 1,
        page_size: int = 10,
    ) -> tuple[Sequence[Delivery], int]:
        """Return a page of an organisation's deliveries, newest first, and how many there are in all."""
        wanted: builtins.list[ColumnElement[bool]] = [run.c.organization_id == organization_id]
        if status is not None:
            wanted.extend(_STANDING[status])
        if run_id is not None:
            wanted.append(delivery.c.run_id == run_id)
        count = select(func.count()).select_from(_JOINED).where(*wanted)
        total = await self._database.read(lambda connection: connection.execute(count).scalar_one())
        statement = _OF_RUNS.where(*wanted).order_by(delivery.c.created_at.desc(), delivery.c.delivery_id.desc())
        return await every(self._database, paged(statement, page, page_size), Delivery), total

    async def try_again(self, delivery_id: str, *, also: Also) -> Delivery | None:
        """Make a delivery that is over wait anew, and let `also` add to the transaction; None when it is not over."""
        over = delivery.c.delivered_at.is_not(None) | delivery.c.given_up_at.is_not(None)

        def again(connection: Connection) -> Delivery | None:
            changed = connection.execute(
                update(delivery)
                .where(delivery.c.delivery_id == delivery_id, over)
                .values(delivered_at=None, given_up_at=None, next_try_at=None, tried_since=utc_now())
            )
            if changed.rowcount != 1:
                return None
            also(connection)
            row = connection.execute(_DELIVERIES.where(delivery.c.delivery_id == delivery_id)).mappings().one()
            return Delivery(**row)

        return await self._database.write(again)

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

    async def _all(self, statement: Select[tuple[object, ...]]) -> builtins.list[Delivery]:
        return await self._database.read(
            lambda connection: [Delivery(**row) for row in connection.execute(statement).mappings()]
        )


def _outcome(now: datetime, *, delivered: bool, given_up: bool) -> dict[str, datetime]:
    if delivered:
        return {"delivered_at": now}
    return {"given_up_at": now} if given_up else {}
