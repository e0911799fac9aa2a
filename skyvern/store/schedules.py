"""Schedules: their rows."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Index,
    Integer,
    String,
    Table,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from skyvern.domain.clock import utc_now
from skyvern.domain.schedule import Schedule
from skyvern.store.columns import CleanText, PlainJson
from skyvern.store.database import Database
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import columns_of, metadata, row_of, workflow

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
    Index(None, "organization_id", "created_at"),
)
_LIVING = select(*columns_of(Schedule, schedule)).where(schedule.c.deleted_at.is_(None))
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
        titled.correlate(schedule),
    )
