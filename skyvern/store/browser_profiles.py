"""Profiles: their rows; names are unique among an organisation's living ones."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Index,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.clock import utc_now
from skyvern.store.columns import CleanText, PlainJson
from skyvern.store.database import Database
from skyvern.store.errors import NameTaken
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import columns_of, metadata, row_of

browser_profile = Table(
    "browser_profile",
    metadata,
    Column("browser_profile_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("name", CleanText, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("description", CleanText),
    Column("source_browser_type", String(40)),
    Column("proxy_location", PlainJson),
    Column("proxy_session_id", CleanText),
    Column("is_managed", Boolean, nullable=False),
    Column("workflow_permanent_id", String(80)),
    Column("state_key", String(400)),
    Column("sealed", LargeBinary),
    Column("deleted_at", DateTime),
)
_LIVING = browser_profile.c.deleted_at.is_(None)
Index(
    "uq_browser_profile_organization_id_name",
    browser_profile.c.organization_id,
    browser_profile.c.name,
    unique=True,
    sqlite_where=_LIVING,
    postgresql_where=_LIVING,
)
_PROFILES = select(*columns_of(BrowserProfile, browser_profile))


class BrowserProfiles:
    """The profiles of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: BrowserProfile) -> BrowserProfile:
        """Keep a new profile. Raises NameTaken."""
        values = row_of(row, browser_profile)
        try:
            await self._database.write(lambda connection: connection.execute(insert(browser_profile), values))
        except IntegrityError as clash:
            raise NameTaken("browser profile", row.name) from clash
        return row

    async def get(self, organization_id: str, profile_id: str) -> BrowserProfile | None:
        """Return a living profile."""
        return await first(self._database, _PROFILES.where(_is(organization_id, profile_id), _LIVING), BrowserProfile)

    async def named(self, organization_id: str, name: str) -> BrowserProfile | None:
        """Return the living profile of this name."""
        mine = (browser_profile.c.organization_id == organization_id) & (browser_profile.c.name == name)
        return await first(self._database, _PROFILES.where(mine, _LIVING), BrowserProfile)

    async def of_workflow(self, organization_id: str, workflow_permanent_id: str) -> list[BrowserProfile]:
        """Return the living profiles that the server keeps for a workflow."""
        mine = browser_profile.c.organization_id == organization_id
        kept = (browser_profile.c.workflow_permanent_id == workflow_permanent_id) & browser_profile.c.is_managed
        return await every(self._database, _PROFILES.where(mine, kept, _LIVING), BrowserProfile)

    async def list(
        self,
        organization_id: str,
        *,
        page: int = 1,
        page_size: int = 10,
        search: str | None = None,
        managed: bool | None = None,
        deleted: bool = False,
    ) -> list[BrowserProfile]:
        """Return a page of profiles, newest first; `search` looks in name and description."""
        statement = _PROFILES.where(browser_profile.c.organization_id == organization_id)
        if not deleted:
            statement = statement.where(_LIVING)
        if managed is not None:
            statement = statement.where(browser_profile.c.is_managed.is_(managed))
        if search:
            columns = (browser_profile.c.name, browser_profile.c.description)
            statement = statement.where(
                or_(*(func.lower(column).contains(search.lower(), autoescape=True) for column in columns))
            )
        statement = statement.order_by(browser_profile.c.created_at.desc(), browser_profile.c.browser_profile_id.desc())
        return await every(self._database, paged(statement, page, page_size), BrowserProfile)

    async def change(
        self, organization_id: str, profile_id: str, changes: Mapping[str, object]
    ) -> BrowserProfile | None:
        """Write some fields of a living profile anew and return it. Raises NameTaken."""
        statement = (
            update(browser_profile)
            .where(_is(organization_id, profile_id), _LIVING)
            .values(**{**changes, "modified_at": utc_now()})
        )
        try:
            await self._database.write(lambda connection: connection.execute(statement))
        except IntegrityError as clash:
            raise NameTaken("browser profile", str(changes.get("name"))) from clash
        return await self.get(organization_id, profile_id)

    async def delete(self, organization_id: str, profile_id: str) -> bool:
        """Mark a profile as deleted; tell whether it was there."""
        now = utc_now()
        statement = (
            update(browser_profile)
            .where(_is(organization_id, profile_id), _LIVING)
            .values(deleted_at=now, modified_at=now)
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)


def _is(organization_id: str, profile_id: str) -> ColumnElement[bool]:
    return (browser_profile.c.organization_id == organization_id) & (browser_profile.c.browser_profile_id == profile_id)
