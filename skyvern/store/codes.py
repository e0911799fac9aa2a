"""Rows of pushed one-time codes: kept sealed, given to one run only."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.credential import CodeKind, OneTimeCode
from skyvern.store.database import Database
from skyvern.store.rows import every, paged
from skyvern.store.tables import columns_of, one_time_code as code, row_of

_KEPT = timedelta(days=1)


class OneTimeCodes:
    """The codes of every organisation; what is older than a day is forgotten when the next one comes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: OneTimeCode) -> OneTimeCode:
        """Keep a new code."""

        def add(connection: Connection) -> None:
            connection.execute(delete(code).where(code.c.created_at < utc_now() - _KEPT))
            connection.execute(insert(code), row_of(row, code))

        await self._database.write(add)
        return row

    async def list(
        self, organization_id: str, *, page: int, page_size: int, totp_identifier: str | None = None
    ) -> list[OneTimeCode]:
        """Return a page of codes, newest first, those that were given out included."""
        statement = select(*columns_of(OneTimeCode, code)).where(code.c.organization_id == organization_id)
        if totp_identifier:
            statement = statement.where(code.c.totp_identifier == totp_identifier)
        statement = statement.order_by(code.c.created_at.desc(), code.c.totp_code_id.desc())
        return await every(self._database, paged(statement, page, page_size), OneTimeCode)

    async def take(
        self, organization_id: str, totp_identifier: str, *, run_id: str, since: datetime, kind: CodeKind
    ) -> OneTimeCode | None:
        """Return the newest code of a kind that this run may use and mark it as used; None where there is none."""
        wanted = (
            select(*columns_of(OneTimeCode, code))
            .where(
                code.c.organization_id == organization_id,
                code.c.totp_identifier == totp_identifier,
                code.c.kind == kind,
                code.c.created_at >= since,
                code.c.used_by.is_(None),
                or_(code.c.run_id.is_(None), code.c.run_id == run_id),
                or_(code.c.expires_at.is_(None), code.c.expires_at > utc_now()),
            )
            .order_by(code.c.created_at.desc(), code.c.totp_code_id.desc())
            .limit(1)
        )

        def take(connection: Connection) -> OneTimeCode | None:
            row = connection.execute(wanted).mappings().first()
            if row is None:
                return None
            found = OneTimeCode(**row)
            mark = update(code).where(code.c.totp_code_id == found.totp_code_id, code.c.used_by.is_(None))
            return found if connection.execute(mark.values(used_by=run_id)).rowcount == 1 else None

        return await self._database.write(take)
