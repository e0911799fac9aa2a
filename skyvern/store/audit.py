"""The audit log's rows: only ever added to, until their organisation or their time ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, DateTime, Index, String, Table, delete, func, insert, select

from skyvern.domain.audit import AuditEntry, Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.store.columns import CleanText, PlainJson, Word
from skyvern.store.database import Database
from skyvern.store.rows import every, paged
from skyvern.store.tables import columns_of, metadata, row_of

audit = Table(
    "audit",
    metadata,
    Column("audit_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("actor", CleanText, nullable=False),
    Column("deed", Word(Deed), nullable=False),
    Column("subject", CleanText, nullable=False),
    Column("details", PlainJson, nullable=False),
    Index(None, "organization_id", "at"),
    Index(None, "subject", "at"),
)


class Audit:
    """The audit log of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, organization_id: str, deed: Deed, *, actor: str, subject: str, **details: object) -> None:
        """Write down a deed."""
        entry = AuditEntry(
            audit_id=new_id("audit"),
            organization_id=organization_id,
            at=utc_now(),
            actor=actor,
            deed=deed,
            subject=subject,
            details=details,
        )
        await self._database.write(lambda connection: connection.execute(insert(audit), row_of(entry, audit)))

    async def list(
        self, organization_id: str, *, deed: Deed | None = None, page: int = 1, page_size: int = 10
    ) -> tuple[list[AuditEntry], int]:
        """Return a page of entries, newest first, and how many there are in all."""
        wanted = [audit.c.organization_id == organization_id]
        if deed is not None:
            wanted.append(audit.c.deed == deed)
        count = select(func.count()).select_from(audit).where(*wanted)
        total = await self._database.read(lambda connection: connection.execute(count).scalar_one())
        statement = select(*columns_of(AuditEntry, audit)).where(*wanted)
        statement = statement.order_by(audit.c.at.desc(), audit.c.audit_id.desc())
        return await every(self._database, paged(statement, page, page_size), AuditEntry), total

    async def last(self, organization_id: str, deed: Deed, subjects: Collection[str]) -> dict[str, datetime]:
        """Return when a deed was last done to each of these, as far as the log goes back."""
        statement = (
            select(audit.c.subject, func.max(audit.c.at))
            .where(audit.c.organization_id == organization_id, audit.c.deed == deed, audit.c.subject.in_(subjects))
            .group_by(audit.c.subject)
        )
        return await self._database.read(lambda connection: {row[0]: row[1] for row in connection.execute(statement)})

    async def forget_before(self, moment: datetime) -> int:
        """Delete entries that are older; return how many there were."""
        statement = delete(audit).where(audit.c.at < moment)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)
