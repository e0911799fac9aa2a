"""Batches: their rows, their items, and claiming an item for a run."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    case,
    exists,
    func,
    insert,
    null,
    select,
    update,
)

from skyvern.domain.batch import DELETED, LOST, REFUSED, WAITING, Batch, BatchItem, BatchStatus, ItemState
from skyvern.domain.clock import utc_now
from skyvern.domain.status import FINAL, RunStatus
from skyvern.store.columns import CleanText, PlainJson, TupleJson, Word
from skyvern.store.database import Database
from skyvern.store.errors import ItemTaken
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import columns_of, metadata, row_of, run

batch = Table(
    "batch",
    metadata,
    Column("batch_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("workflow_id", String(80), nullable=False),
    Column("workflow_permanent_id", String(80), nullable=False, index=True),
    Column("title", CleanText, nullable=False),
    Column("status", Word(BatchStatus), nullable=False, index=True),
    Column("total", Integer, nullable=False),
    Column("at_once", Integer, nullable=False),
    Column("request", PlainJson, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("api_key_id", String(80)),
    Column("finished_at", DateTime),
    Index(None, "organization_id", "created_at"),
)
batch_item = Table(
    "batch_item",
    metadata,
    Column("batch_id", String(80), ForeignKey("batch.batch_id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parameters", PlainJson, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("run_id", String(80)),
    Column("refusal", CleanText),
    Column("earlier", TupleJson),
)

_BATCHES = select(*columns_of(Batch, batch))
_ENDED = tuple(sorted(FINAL))
_WAITING = (batch_item.c.run_id.is_(None), batch_item.c.refusal.is_(None))
_JOINED = batch_item.outerjoin(run, run.c.run_id == batch_item.c.run_id)
_STATES = cast(
    "Select[Any]",
    select(
        batch_item.c.number,
        batch_item.c.parameters,
        batch_item.c.tries,
        batch_item.c.run_id,
        batch_item.c.refusal,
        run.c.status.label("run_status"),
        run.c.failure_reason,
        run.c.output,
        run.c.started_at,
        run.c.finished_at,
    ).select_from(_JOINED),
)


class Batches:
    """The batches of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Batch, sets: Sequence[Mapping[str, object]]) -> Batch:
        """Keep a new batch and its items, numbered from 1."""
        items = [
            row_of(BatchItem(batch_id=row.batch_id, number=number, parameters=values), batch_item)
            for number, values in enumerate(sets, start=1)
        ]

        def add(connection: Connection) -> None:
            connection.execute(insert(batch), row_of(row, batch))
            connection.execute(insert(batch_item), items)

        await self._database.write(add)
        return row

    async def find(self, organization_id: str, batch_id: str) -> Batch | None:
        """Return a batch of this organisation."""
        statement = _BATCHES.where(batch.c.batch_id == batch_id, batch.c.organization_id == organization_id)
        return await first(self._database, statement, Batch)

    async def list(
        self, organization_id: str, *, permanent_id: str | None = None, page: int = 1, page_size: int = 10
    ) -> tuple[builtins.list[Batch], int]:
        """Return a page of batches, newest first, and how many there are in all."""
        wanted: builtins.list[ColumnElement[bool]] = [batch.c.organization_id == organization_id]
        if permanent_id is not None:
            wanted.append(batch.c.workflow_permanent_id == permanent_id)
        count = select(func.count()).select_from(batch).where(*wanted)
        total = await self._database.read(lambda connection: connection.execute(count).scalar_one())
        statement = _BATCHES.where(*wanted).order_by(batch.c.created_at.desc(), batch.c.batch_id.desc())
        return await every(self._database, paged(statement, page, page_size), Batch), total

    async def running(self) -> builtins.list[Batch]:
        """Return the batches that have runs to start, or to see end, oldest first."""
        statement = _BATCHES.where(batch.c.status == BatchStatus.RUNNING).order_by(batch.c.created_at)
        return await every(self._database, statement, Batch)

    async def counts(self, batch_ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return how many items of each batch stand how."""
        word = case(
            (batch_item.c.refusal.is_not(None), REFUSED),
            (batch_item.c.run_id.is_(None), WAITING),
            (run.c.status.is_(None), DELETED),
            else_=null(),
        )
        statement = (
            select(batch_item.c.batch_id, word, run.c.status, func.count())
            .select_from(_JOINED)
            .where(batch_item.c.batch_id.in_(batch_ids))
            .group_by(batch_item.c.batch_id, word, run.c.status)
        )

        def read(connection: Connection) -> dict[str, dict[str, int]]:
            found: dict[str, dict[str, int]] = {batch_id: {} for batch_id in batch_ids}
            for batch_id, said, status, count in connection.execute(statement):
                name = said or cast("RunStatus", status).value
                found[batch_id][name] = found[batch_id].get(name, 0) + count
            return found

        return await self._database.read(read)

    async def items(
        self, batch_id: str, *, status: str | None = None, page: int = 1, page_size: int = 100
    ) -> tuple[builtins.list[ItemState], int]:
        """Return a page of items with their runs, in order, and how many there are in all."""
        wanted: builtins.list[ColumnElement[bool]] = [batch_item.c.batch_id == batch_id, *_standing(status)]
        count = select(func.count()).select_from(_JOINED).where(*wanted)
        total = await self._database.read(lambda connection: connection.execute(count).scalar_one())
        statement = paged(_STATES.where(*wanted).order_by(batch_item.c.number), page, page_size)
        return await every(self._database, statement, ItemState), total

    async def next_items(self, batch_id: str, limit: int) -> builtins.list[BatchItem]:
        """Return the first items that have no run yet."""
        statement = select(*columns_of(BatchItem, batch_item)).where(batch_item.c.batch_id == batch_id, *_WAITING)
        return await every(self._database, statement.order_by(batch_item.c.number).limit(limit), BatchItem)

    async def living_runs(self, batch_id: str) -> builtins.list[str]:
        """Return the ids of its runs that have not ended."""
        return await self._database.read(lambda connection: list(connection.execute(_living(batch_id)).scalars()))

    async def refuse(self, batch_id: str, number: int, reason: str) -> None:
        """Note that an item's run could not be started."""
        statement = (
            update(batch_item)
            .where(batch_item.c.batch_id == batch_id, batch_item.c.number == number, *_WAITING)
            .values(refusal=reason, tries=batch_item.c.tries + 1)
        )
        await self._database.write(lambda connection: connection.execute(statement))

    async def move(self, batch_id: str, *, among: Sequence[BatchStatus], to: BatchStatus) -> bool:
        """Change a batch's status when it is one of these; tell whether it was."""
        over = to in (BatchStatus.CANCELED, BatchStatus.FINISHED)
        statement = (
            update(batch)
            .where(batch.c.batch_id == batch_id, batch.c.status.in_(among))
            .values(status=to, modified_at=utc_now(), finished_at=utc_now() if over else None)
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def finish(self, batch_id: str) -> bool:
        """End a running batch whose every item has ended; tell whether it was so."""
        waiting = exists().where(batch_item.c.batch_id == batch_id, *_WAITING)
        statement = (
            update(batch)
            .where(
                batch.c.batch_id == batch_id,
                batch.c.status == BatchStatus.RUNNING,
                ~waiting,
                ~exists(_living(batch_id)),
            )
            .values(status=BatchStatus.FINISHED, modified_at=utc_now(), finished_at=utc_now())
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def retry_failed(self, batch_id: str) -> int:
        """Let every item that did not end well wait again, and the batch run; return how many there are."""
        lost = select(batch_item.c.number, batch_item.c.run_id, batch_item.c.earlier).select_from(_JOINED)
        failed = batch_item.c.refusal.is_not(None) | run.c.status.in_(tuple(sorted(LOST)))
        lost = lost.where(batch_item.c.batch_id == batch_id, failed)

        def again(connection: Connection) -> int:
            rows = connection.execute(lost).all()
            for number, run_id, earlier in rows:
                before = (*(earlier or ()), *((run_id,) if run_id else ()))
                connection.execute(
                    update(batch_item)
                    .where(batch_item.c.batch_id == batch_id, batch_item.c.number == number)
                    .values(run_id=None, refusal=None, earlier=before)
                )
            if rows:
                values = {"status": BatchStatus.RUNNING, "modified_at": utc_now(), "finished_at": None}
                connection.execute(update(batch).where(batch.c.batch_id == batch_id).values(**values))
            return len(rows)

        return await self._database.write(again)


def claim_item(connection: object, item: BatchItem, run_id: str) -> None:
    """Give an item its run inside the transaction that has just written the run.

    Raises ItemTaken, so that the transaction is undone, when the item has one, the batch does not run (any more), or as
    many of its runs are under way as may be.
    """
    inside = cast("Connection", connection)
    held = (
        update(batch)
        .where(batch.c.batch_id == item.batch_id, batch.c.status == BatchStatus.RUNNING)
        .values(modified_at=utc_now())
    )
    if inside.execute(held).rowcount != 1:  # the row is locked from here on: the count below holds until the commit
        raise ItemTaken(item.batch_id, item.number)
    most = inside.execute(select(batch.c.at_once).where(batch.c.batch_id == item.batch_id)).scalar_one()
    living = inside.execute(select(func.count()).select_from(_living(item.batch_id).subquery())).scalar_one()
    mine = (
        update(batch_item)
        .where(batch_item.c.batch_id == item.batch_id, batch_item.c.number == item.number, *_WAITING)
        .values(run_id=run_id, tries=batch_item.c.tries + 1)
    )
    if living > most or inside.execute(mine).rowcount != 1:
        raise ItemTaken(item.batch_id, item.number)


def _living(batch_id: str) -> Select[Any]:
    return select(run.c.run_id).where(run.c.batch_id == batch_id, run.c.status.not_in(_ENDED))


def _standing(status: str | None) -> tuple[ColumnElement[bool], ...]:
    match status:
        case None:
            return ()
        case "waiting":
            return _WAITING
        case "refused":
            return (batch_item.c.refusal.is_not(None),)
        case _:
            return (run.c.status == RunStatus(status),)
