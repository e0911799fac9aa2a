"""Sessions: their rows. Time that has run out ends a session when it is read."""

from __future__ import annotations

import builtins
from collections.abc import Mapping

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
    insert,
    select,
    update,
)

from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.store.columns import CleanText, PlainJson, TupleJson, Word
from skyvern.store.database import Database
from skyvern.store.locks import hold
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import columns_of, metadata, row_of

browser_session = Table(
    "browser_session",
    metadata,
    Column("browser_session_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("status", Word(SessionStatus), nullable=False),
    Column("timeout", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("url", CleanText),
    Column("proxy_location", PlainJson),
    Column("proxy_session_id", CleanText),
    Column("extensions", TupleJson),
    Column("browser_type", String(40)),
    Column("browser_profile_id", String(80)),
    Column("generate_browser_profile", Boolean, nullable=False),
    Column("browser_settings", PlainJson),
    Column("run_id", String(80)),
    Column("started_at", DateTime),
    Column("completed_at", DateTime),
    Column("failure_reason", CleanText),
    Column("workflow_permanent_id", String(80)),
    Column("node_id", String(120)),
    Index(None, "organization_id", "created_at"),
)
_SESSIONS = select(*columns_of(BrowserSession, browser_session))
_NEWEST = (browser_session.c.created_at.desc(), browser_session.c.browser_session_id.desc())
_OPEN = browser_session.c.status.in_([status for status in SessionStatus if not status.final])


class BrowserSessions:
    """The sessions of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: BrowserSession) -> BrowserSession:
        """Keep a new session."""
        values = row_of(row, browser_session)
        await self._database.write(lambda connection: connection.execute(insert(browser_session), values))
        return row

    async def take_of_workflow(self, new: BrowserSession) -> BrowserSession:
        """Give the free session of `new`'s workflow to `new`'s run; keep `new` where there is none."""
        mine = browser_session.c.organization_id == new.organization_id
        shared = _SESSIONS.where(mine, browser_session.c.workflow_permanent_id == new.workflow_permanent_id, _OPEN)

        def take(connection: Connection) -> BrowserSession:
            hold(connection, f"session of {new.workflow_permanent_id}")
            rows = connection.execute(shared.order_by(*_NEWEST).with_for_update()).mappings().all()
            living = [row for row in (BrowserSession(**row).at(utc_now()) for row in rows) if not row.status.final]
            free = next((row for row in living if row.run_id in (None, new.run_id)), None)
            if free is None:
                connection.execute(insert(browser_session), row_of(new, browser_session))
                return new
            change = update(browser_session).where(_is(new.organization_id, free.browser_session_id))
            connection.execute(change.values(run_id=new.run_id, modified_at=utc_now()))
            return free

        return await self._database.write(take)

    async def get(self, organization_id: str, session_id: str) -> BrowserSession | None:
        """Return a session as it stands now."""
        found = await first(self._database, _SESSIONS.where(_is(organization_id, session_id)), BrowserSession)
        return None if found is None else found.at(utc_now())

    async def open(self, organization_id: str) -> list[BrowserSession]:
        """Return the sessions that have not ended, newest first."""
        statement = _SESSIONS.where(browser_session.c.organization_id == organization_id, _OPEN).order_by(*_NEWEST)
        found = await every(self._database, statement, BrowserSession)
        return [row for row in (row.at(utc_now()) for row in found) if not row.status.final]

    async def list(self, organization_id: str, *, page: int = 1, page_size: int = 10) -> list[BrowserSession]:
        """Return a page of all sessions, newest first."""
        statement = _SESSIONS.where(browser_session.c.organization_id == organization_id).order_by(*_NEWEST)
        found = await every(self._database, paged(statement, page, page_size), BrowserSession)
        return [row.at(utc_now()) for row in found]

    async def find(self, session_id: str) -> BrowserSession | None:
        """Return a session of any organisation as it stands now."""
        statement = _SESSIONS.where(browser_session.c.browser_session_id == session_id)
        found = await first(self._database, statement, BrowserSession)
        return None if found is None else found.at(utc_now())

    async def unfinished(self) -> builtins.list[BrowserSession]:
        """Return every session that nobody has ended in writing, also those whose time is over."""
        return await every(self._database, _SESSIONS.where(_OPEN), BrowserSession)

    async def change(self, organization_id: str, session_id: str, changes: Mapping[str, object]) -> bool:
        """Write some fields of a session that has not ended; tell whether there was one."""
        statement = (
            update(browser_session)
            .where(_is(organization_id, session_id), _OPEN)
            .values(**{**changes, "modified_at": utc_now()})
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)


def _is(organization_id: str, session_id: str) -> ColumnElement[bool]:
    return (browser_session.c.organization_id == organization_id) & (browser_session.c.browser_session_id == session_id)
