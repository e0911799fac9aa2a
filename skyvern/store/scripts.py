"""Scripts: revisions and their files, added and never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    exists,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from skyvern.domain.script import Script, ScriptFile
from skyvern.store.columns import CleanText
from skyvern.store.database import Database
from skyvern.store.errors import VersionConflict
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import columns_of, metadata, row_of

script = Table(
    "script",
    metadata,
    Column("script_revision_id", String(80), primary_key=True),
    Column("script_id", String(80), nullable=False),
    Column("organization_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("workflow_permanent_id", String(80), index=True),
    Column("run_id", String(80)),
    Column("deleted_at", DateTime),
    UniqueConstraint("script_id", "version"),
    Index(None, "organization_id", "created_at"),
)
script_file = Table(
    "script_file",
    metadata,
    Column("file_id", String(80), primary_key=True),
    Column(
        "script_revision_id",
        String(80),
        ForeignKey("script.script_revision_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("path", CleanText, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("media_type", CleanText, nullable=False),
    Column("checksum", String(64), nullable=False),
)
_LIVING = select(*columns_of(Script, script)).where(script.c.deleted_at.is_(None))
_FILES = select(*columns_of(ScriptFile, script_file)).order_by(script_file.c.path)
_newer = script.alias("newer")
_LATEST = ~exists().where(_newer.c.script_id == script.c.script_id, _newer.c.version > script.c.version).correlate(
    script
)


class Scripts:
    """The scripts of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, revision: Script, files: Sequence[ScriptFile]) -> Script:
        """Keep a revision with its files. Raises VersionConflict."""

        def add(connection: Connection) -> Script:
            try:
                connection.execute(insert(script), row_of(revision, script))
            except IntegrityError as conflict:
                raise VersionConflict(revision.script_id, revision.version) from conflict
            owner = {"script_revision_id": revision.script_revision_id}
            if files:
                connection.execute(insert(script_file), [row_of(item, script_file) | owner for item in files])
            return revision

        return await self._database.write(add)

    async def latest(self, organization_id: str, script_id: str) -> Script | None:
        """Return the newest revision."""
        found = await self.versions(organization_id, script_id)
        return found[0] if found else None

    async def versions(self, organization_id: str, script_id: str) -> list[Script]:
        """Return every revision, newest first."""
        statement = _LIVING.where(_is(organization_id, script_id)).order_by(script.c.version.desc())
        return await every(self._database, statement, Script)

    async def version(self, organization_id: str, script_id: str, version: int) -> Script | None:
        """Return one revision."""
        statement = _LIVING.where(_is(organization_id, script_id), script.c.version == version)
        return await first(self._database, statement, Script)

    async def files(self, revision_id: str) -> list[ScriptFile]:
        """Return a revision's files by their paths."""
        statement = _FILES.where(script_file.c.script_revision_id == revision_id)
        return await every(self._database, statement, ScriptFile)

    async def list(self, organization_id: str, *, page: int = 1, page_size: int = 10) -> list[Script]:
        """Return a page of newest revisions, newest script first."""
        statement = _LIVING.where(script.c.organization_id == organization_id, _LATEST).order_by(
            script.c.created_at.desc(), script.c.script_revision_id.desc()
        )
        return await every(self._database, paged(statement, page, page_size), Script)


def _is(organization_id: str, script_id: str) -> ColumnElement[bool]:
    return (script.c.organization_id == organization_id) & (script.c.script_id == script_id)
