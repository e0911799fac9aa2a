"""Folders and what is in them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    String,
    Table,
    func,
    insert,
    or_,
    select,
    update,
)

from skyvern.domain.clock import utc_now
from skyvern.domain.folder import Folder
from skyvern.store.columns import CleanText
from skyvern.store.database import Database
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import credential, metadata, row_of, workflow

folder = Table(
    "folder",
    metadata,
    Column("folder_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("title", CleanText, nullable=False),
    Column("description", CleanText),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("deleted_at", DateTime),
    Index(None, "organization_id", "created_at"),
)

_COUNT = (
    select(func.count(workflow.c.permanent_id.distinct()))
    .where(workflow.c.folder_id == folder.c.folder_id, workflow.c.deleted_at.is_(None), workflow.c.hidden.is_(False))
    .correlate(folder)
    .scalar_subquery()
    .label("workflow_count")
)
_LIVE = select(*folder.c, _COUNT).where(folder.c.deleted_at.is_(None))


class Folders:
    """The folders of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Folder) -> Folder:
        """Keep a new folder."""
        await self._database.write(lambda connection: connection.execute(insert(folder), row_of(row, folder)))
        return row

    async def get(self, organization_id: str, folder_id: str) -> Folder | None:
        """Return the folder with this id."""
        return await first(self._database, _LIVE.where(_is(organization_id, folder_id)), Folder)

    async def list(
        self, organization_id: str, *, page: int = 1, page_size: int = 100, search: str | None = None
    ) -> list[Folder]:
        """Return a page of folders, newest first; `search` looks in title and description."""
        statement = _LIVE.where(folder.c.organization_id == organization_id)
        if search:
            statement = statement.where(mentions(search))
        statement = statement.order_by(folder.c.created_at.desc(), folder.c.folder_id.desc())
        return await every(self._database, paged(statement, page, page_size), Folder)

    async def change(self, organization_id: str, folder_id: str, changes: Mapping[str, object]) -> Folder | None:
        """Write some fields of a folder anew and return it, None when there is no such folder."""
        statement = (
            update(folder)
            .where(_is(organization_id, folder_id), folder.c.deleted_at.is_(None))
            .values(**{**changes, "modified_at": utc_now()})
        )
        await self._database.write(lambda connection: connection.execute(statement))
        return await self.get(organization_id, folder_id)

    async def delete(self, organization_id: str, folder_id: str, *, workflows: bool) -> bool:
        """Delete a folder, with its workflows or leaving them without one; tell whether it was there."""
        now = utc_now()
        inside = update(workflow).where(
            workflow.c.organization_id == organization_id,
            workflow.c.folder_id == folder_id,
            workflow.c.deleted_at.is_(None),
        )
        emptied = inside.values(deleted_at=now) if workflows else inside.values(folder_id=None)
        gone = (
            update(folder)
            .where(_is(organization_id, folder_id), folder.c.deleted_at.is_(None))
            .values(deleted_at=now, modified_at=now)
        )

        def delete(connection: Connection) -> bool:
            if connection.execute(gone).rowcount == 0:
                return False
            connection.execute(emptied)
            _empty_of_credentials(connection, organization_id, folder_id)
            return True

        return await self._database.write(delete)


def _empty_of_credentials(connection: Connection, organization_id: str, folder_id: str) -> None:
    """Take the credentials out of a folder; a folder's end never deletes them."""
    kept = select(credential.c.credential_id, credential.c.options).where(
        credential.c.organization_id == organization_id, credential.c.deleted_at.is_(None)
    )
    for row in connection.execute(kept).all():
        if row.options.get("folder_id") == folder_id:
            changed = {name: value for name, value in row.options.items() if name != "folder_id"}
            connection.execute(
                update(credential).where(credential.c.credential_id == row.credential_id).values(options=changed)
            )


def mentions(search: str) -> ColumnElement[bool]:
    """Return the condition that a folder's words contain these."""
    wanted = search.lower()
    return or_(
        func.lower(folder.c.title).contains(wanted, autoescape=True),
        func.lower(folder.c.description).contains(wanted, autoescape=True),
    )


def _is(organization_id: str, folder_id: str) -> ColumnElement[bool]:
    return (folder.c.organization_id == organization_id) & (folder.c.folder_id == folder_id)
