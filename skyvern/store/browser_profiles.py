"""Profiles and the versions of their states; names are unique among an organisation's living profiles."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from skyvern.domain.browser_profile import BrowserProfile, ProfileVersion
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
browser_profile_version = Table(
    "browser_profile_version",
    metadata,
    Column("version_id", String(80), primary_key=True),
    Column("browser_profile_id", String(80), nullable=False),
    Column("organization_id", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("state_key", String(400), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("size", BigInteger),
    Column("source", String(120)),
    UniqueConstraint("browser_profile_id", "number", name="uq_browser_profile_version_browser_profile_id_number"),
)
_VERSIONS = select(*columns_of(ProfileVersion, browser_profile_version))
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

    async def versions(self, organization_id: str, profile_id: str) -> builtins.list[ProfileVersion]:
        """Return the states that are kept of a profile, newest first."""
        statement = _VERSIONS.where(_of(organization_id, profile_id))
        return await every(self._database, statement.order_by(browser_profile_version.c.number.desc()), ProfileVersion)

    async def write_state(
        self, version: ProfileVersion, *, keep: int, unless_since: datetime | None = None
    ) -> builtins.list[str] | None:
        """Make this the state of its profile, under the next number, and forget all but the `keep` newest.

        Returns the keys of the states that were forgotten. With nothing written returns None: the profile is gone, or
        was given another state after `unless_since`.
        """
        owner, profile_id = version.organization_id, version.browser_profile_id

        def write(connection: Connection) -> builtins.list[str] | None:
            living = select(browser_profile.c.state_key).where(_is(owner, profile_id), _LIVING).with_for_update()
            profile = connection.execute(living).first()
            if profile is None:
                return None
            found = connection.execute(
                _VERSIONS.where(_of(owner, profile_id)).order_by(browser_profile_version.c.number.desc())
            )
            before = [ProfileVersion(**row) for row in found.mappings()]
            if unless_since is not None and before and before[0].created_at > unless_since:
                return None
            numbered = replace(version, number=before[0].number + 1 if before else 1)
            connection.execute(insert(browser_profile_version), row_of(numbered, browser_profile_version))
            state = {"state_key": version.state_key, "sealed": version.sealed, "modified_at": utc_now()}
            connection.execute(update(browser_profile).where(_is(owner, profile_id)).values(**state))
            gone = before[keep - 1 :]
            unlisted = {profile.state_key} - {None, *(one.state_key for one in before)}  # older releases list none
            old = browser_profile_version.c.version_id.in_([one.version_id for one in gone])
            connection.execute(delete(browser_profile_version).where(old))
            return [*(one.state_key for one in gone), *unlisted]

        return await self._database.write(write)

    async def delete(self, organization_id: str, profile_id: str) -> builtins.list[str] | None:
        """Mark a profile as deleted and forget its states; return their keys, None when it was not there."""
        now = utc_now()
        marking = (
            update(browser_profile)
            .where(_is(organization_id, profile_id), _LIVING)
            .values(deleted_at=now, modified_at=now, state_key=None, sealed=None)
        )
        current = select(browser_profile.c.state_key).where(_is(organization_id, profile_id), _LIVING)
        keys = select(browser_profile_version.c.state_key).where(_of(organization_id, profile_id))

        def erase(connection: Connection) -> builtins.list[str] | None:
            found = {*connection.execute(keys).scalars(), *connection.execute(current).scalars()} - {None}
            if connection.execute(marking).rowcount != 1:
                return None
            connection.execute(delete(browser_profile_version).where(_of(organization_id, profile_id)))
            return builtins.list(found)

        return await self._database.write(erase)


def _is(organization_id: str, profile_id: str) -> ColumnElement[bool]:
    return (browser_profile.c.organization_id == organization_id) & (browser_profile.c.browser_profile_id == profile_id)


def _of(organization_id: str, profile_id: str) -> ColumnElement[bool]:
    mine = browser_profile_version.c.organization_id == organization_id
    return mine & (browser_profile_version.c.browser_profile_id == profile_id)
