"""Schedules: their rows, and what became of each moment at which one was due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    Integer,
    String,
    Table,
    Update,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from skyvern.domain.clock import utc_now
from skyvern.domain.schedule import Fire, Missed, Outcome, Overlap, Schedule
from skyvern.store.columns import CleanText, PlainJson, Word
from skyvern.store.database import Database
from skyvern.store.errors import AlreadyFired
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import LIVE_RUN, columns_of, metadata, row_of, run, workflow

schedule = Table(
    "schedule",
    metadata,
    Column("workflow_schedule_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("workflow_permanent_id", String(80), nullable=False, index=True),
    Column("timezone", String(80), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("cron_expression", CleanText),
    Column("interval_seconds", Integer),
    Column("first_fire_at", DateTime),
    Column("run_at", DateTime),
    Column("dispatch_status", String(40)),
    Column("workflow_run_id", String(80)),
    Column("parameters", PlainJson),
    Column("name", CleanText),
    Column("description", CleanText),
    Column("deleted_at", DateTime),
    Column("next_fire_at", DateTime, index=True),
    Column("overlap_policy", Word(Overlap), nullable=False, server_default=Overlap.ALLOW.value),
    Column("missed_policy", Word(Missed), nullable=False, server_default=Missed.RUN_ONCE.value),
    Index(None, "organization_id", "created_at"),
)

schedule_fire = Table(
    "schedule_fire",
    metadata,
    Column("workflow_schedule_id", String(80), primary_key=True),
    Column("due_at", DateTime, primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("run_id", String(80)),
    Column("reason", CleanText),
)
_LIVING = select(*columns_of(Schedule, schedule)).where(schedule.c.deleted_at.is_(None))
_WAKING = _LIVING.where(schedule.c.enabled)
_NEWEST = (schedule.c.created_at.desc(), schedule.c.workflow_schedule_id.desc())


class Schedules:
    """The schedules of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Schedule) -> Schedule:
        """Keep a new schedule."""
        await self._database.write(lambda connection: connection.execute(insert(schedule), row_of(row, schedule)))
        return row

    async def get(self, organization_id: str, permanent_id: str, schedule_id: str) -> Schedule | None:
        """Return a schedule of a workflow."""
        statement = _LIVING.where(
            schedule.c.organization_id == organization_id,
            schedule.c.workflow_permanent_id == permanent_id,
            schedule.c.workflow_schedule_id == schedule_id,
        )
        return await first(self._database, statement, Schedule)

    async def of_workflow(self, organization_id: str, permanent_id: str) -> list[Schedule]:
        """Return a workflow's schedules, newest first."""
        statement = _LIVING.where(
            schedule.c.organization_id == organization_id, schedule.c.workflow_permanent_id == permanent_id
        )
        return await every(self._database, statement.order_by(*_NEWEST), Schedule)

    async def list(
        self,
        organization_id: str,
        *,
        page: int = 1,
        page_size: int = 10,
        enabled: bool | None = None,
        search: str | None = None,
    ) -> tuple[list[Schedule], int]:
        """Return a page of schedules, newest first, and how many there are in all."""
        conditions: list[ColumnElement[bool]] = [schedule.c.organization_id == organization_id]
        if enabled is not None:
            conditions.append(schedule.c.enabled.is_(enabled))
        if search:
            conditions.append(_mentions(search))
        count = select(func.count()).select_from(schedule).where(schedule.c.deleted_at.is_(None), *conditions)
        total = await self._database.read(lambda connection: connection.execute(count).scalar_one())
        statement = paged(_LIVING.where(*conditions).order_by(*_NEWEST), page, page_size)
        return await every(self._database, statement, Schedule), total

    async def change(self, schedule_id: str, changes: Mapping[str, object]) -> bool:
        """Write some fields of a schedule anew; tell whether it was there."""
        statement = (
            update(schedule)
            .where(schedule.c.workflow_schedule_id == schedule_id, schedule.c.deleted_at.is_(None))
            .values(**{**changes, "modified_at": utc_now()})
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def due(self, now: datetime, *, limit: int = 100) -> list[Schedule]:
        """Return the schedules whose next moment has come, the longest due first."""
        statement = _WAKING.where(schedule.c.next_fire_at <= now).order_by(schedule.c.next_fire_at).limit(limit)
        return await every(self._database, statement, Schedule)

    async def soonest(self) -> datetime | None:
        """Return the next moment at which any schedule is due."""
        statement = select(func.min(schedule.c.next_fire_at)).where(schedule.c.enabled, schedule.c.deleted_at.is_(None))
        return await self._database.read(lambda connection: connection.execute(statement).scalar())

    async def unplanned(self) -> list[Schedule]:
        """Return the enabled schedules without a next moment: those of a release that fired none, and those over."""
        return await every(self._database, _WAKING.where(schedule.c.next_fire_at.is_(None)), Schedule)

    async def settle(self, fire: Fire, *, next_fire_at: datetime | None, dispatch_status: str | None = None) -> None:
        """Note what became of a moment without a run; raises AlreadyFired when somebody else did."""
        await self._database.write(
            lambda connection: settle(connection, fire, next_fire_at=next_fire_at, dispatch_status=dispatch_status)
        )

    async def pass_over(self, schedule_id: str, due_at: datetime, next_fire_at: datetime | None) -> None:
        """Go on to the next moment from one that has been dealt with."""
        statement = _standing(schedule_id, due_at).values(next_fire_at=next_fire_at)
        await self._database.write(lambda connection: connection.execute(statement))

    async def fires(self, schedule_id: str, *, limit: int = 50) -> list[Fire]:
        """Return what became of the last moments, newest first."""
        statement = (
            select(*columns_of(Fire, schedule_fire))
            .where(schedule_fire.c.workflow_schedule_id == schedule_id)
            .order_by(schedule_fire.c.due_at.desc())
            .limit(limit)
        )
        return await every(self._database, statement, Fire)

    async def living_runs(self, schedule_id: str) -> list[str]:
        """Return the ids of the runs that a schedule started and that have not ended."""
        statement = select(run.c.run_id).where(run.c.workflow_schedule_id == schedule_id, LIVE_RUN)
        return await self._database.read(lambda connection: list(connection.execute(statement).scalars()))


def settle(
    connection: object, fire: Fire, *, next_fire_at: datetime | None, dispatch_status: str | None = None
) -> None:
    """Note what became of a moment and go on to the next, inside the caller's transaction.

    Raises AlreadyFired, so that the transaction is undone, when somebody else dealt with the moment, or the schedule
    was changed meanwhile.
    """
    inside = cast("Connection", connection)
    values: dict[str, object] = {"next_fire_at": next_fire_at}
    if fire.run_id is not None:
        values["workflow_run_id"] = fire.run_id
    if dispatch_status is not None:
        values["dispatch_status"] = dispatch_status
    if inside.execute(_standing(fire.workflow_schedule_id, fire.due_at).values(**values)).rowcount != 1:
        raise AlreadyFired(fire.workflow_schedule_id, dealt_with=False)
    key = (schedule_fire.c.workflow_schedule_id == fire.workflow_schedule_id, schedule_fire.c.due_at == fire.due_at)
    if inside.execute(select(schedule_fire.c.at).where(*key)).first() is not None:
        raise AlreadyFired(fire.workflow_schedule_id, dealt_with=True)
    inside.execute(insert(schedule_fire), row_of(fire, schedule_fire))


def _standing(schedule_id: str, due_at: datetime) -> Update:
    """Return the change of a schedule that still stands at this moment; rows are locked until the commit."""
    return update(schedule).where(
        schedule.c.workflow_schedule_id == schedule_id,
        schedule.c.next_fire_at == due_at,
        schedule.c.enabled,
        schedule.c.deleted_at.is_(None),
    )


def _mentions(search: str) -> ColumnElement[bool]:
    wanted = search.lower()
    titled = exists().where(
        workflow.c.permanent_id == schedule.c.workflow_permanent_id,
        workflow.c.deleted_at.is_(None),
        func.lower(workflow.c.title).contains(wanted, autoescape=True),
    )
    return or_(
        func.lower(schedule.c.name).contains(wanted, autoescape=True),
        func.lower(schedule.c.description).contains(wanted, autoescape=True),
        schedule.c.workflow_permanent_id == search,
        schedule.c.workflow_schedule_id == search,
        titled.correlate(schedule),
    )
