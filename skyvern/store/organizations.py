"""Organisations and their API keys."""

from __future__ import annotations

import builtins

from sqlalchemy import Connection, insert, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.organization import ApiKey, Organization
from skyvern.store.database import Database
from skyvern.store.errors import AlreadyMade
from skyvern.store.idempotency import remember
from skyvern.store.locks import hold
from skyvern.store.rows import every
from skyvern.store.tables import api_key, columns_of, organization, row_of

_ORGANIZATIONS = select(*columns_of(Organization, organization))
_OLDEST = _ORGANIZATIONS.order_by(organization.c.created_at, organization.c.organization_id).limit(1)
_KEYS = select(*columns_of(ApiKey, api_key))


class Organizations:
    """The organisations of this installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ensure_default(self, name: str = "Default") -> Organization:
        """Return the oldest organisation, made now when there is none."""

        def ensure(connection: Connection) -> Organization:
            row = connection.execute(_OLDEST).mappings().first()
            if row is not None:
                return Organization(**row)
            made = Organization(organization_id=new_id("o"), name=name, created_at=utc_now())
            try:
                remember(connection, "", scope="organization", key="default", made_id=made.organization_id)
            except AlreadyMade:
                return Organization(**connection.execute(_OLDEST).mappings().one())
            connection.execute(insert(organization), row_of(made, organization))
            return made

        return await self._database.write(ensure)

    async def add_first_key(self, row: ApiKey) -> bool:
        """Keep a key of an organisation that never had one; tell whether that was so."""
        mine = select(api_key.c.api_key_id).where(api_key.c.organization_id == row.organization_id)

        def add(connection: Connection) -> bool:
            hold(connection, f"first key of {row.organization_id}")
            if connection.execute(mine.limit(1)).first() is not None:
                return False
            connection.execute(insert(api_key), row_of(row, api_key))
            return True

        return await self._database.write(add)

    async def add(self, row: Organization) -> Organization:
        """Keep a new organisation."""
        await self._database.write(
            lambda connection: connection.execute(insert(organization), row_of(row, organization))
        )
        return row

    async def list(self) -> builtins.list[Organization]:
        """Return every organisation, oldest first."""
        statement = _ORGANIZATIONS.order_by(organization.c.created_at, organization.c.organization_id)
        return await every(self._database, statement, Organization)

    async def rename(self, organization_id: str, name: str) -> bool:
        """Give an organisation another name; tell whether it is there."""
        statement = update(organization).where(organization.c.organization_id == organization_id).values(name=name)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def get(self, organization_id: str) -> Organization | None:
        """Return the organisation with this id."""

        def get(connection: Connection) -> Organization | None:
            statement = _ORGANIZATIONS.where(organization.c.organization_id == organization_id)
            row = connection.execute(statement).mappings().first()
            return None if row is None else Organization(**row)

        return await self._database.read(get)

    async def add_key(self, key: ApiKey) -> ApiKey:
        """Keep a new key."""
        await self._database.write(lambda connection: connection.execute(insert(api_key), row_of(key, api_key)))
        return key

    async def key_by_hash(self, digest: str) -> ApiKey | None:
        """Return the live key with this SHA-256, the look-up behind every request."""

        def find(connection: Connection) -> ApiKey | None:
            statement = _KEYS.where(api_key.c.hash == digest, api_key.c.revoked_at.is_(None))
            row = connection.execute(statement).mappings().first()
            return None if row is None or not (key := ApiKey(**row)).live(utc_now()) else key

        return await self._database.read(find)

    async def key(self, api_key_id: str) -> ApiKey | None:
        """Return the key with this id, revoked or not."""

        def find(connection: Connection) -> ApiKey | None:
            row = connection.execute(_KEYS.where(api_key.c.api_key_id == api_key_id)).mappings().first()
            return None if row is None else ApiKey(**row)

        return await self._database.read(find)

    async def keys(self, organization_id: str) -> builtins.list[ApiKey]:
        """Return every key of an organisation, oldest first, revoked ones too."""
        statement = _KEYS.where(api_key.c.organization_id == organization_id).order_by(
            api_key.c.created_at, api_key.c.api_key_id
        )
        return await self._database.read(
            lambda connection: [ApiKey(**row) for row in connection.execute(statement).mappings()]
        )

    async def revoke_key(self, api_key_id: str) -> bool:
        """Make a key useless from now on; tell whether it was live."""
        statement = (
            update(api_key)
            .where(api_key.c.api_key_id == api_key_id, api_key.c.revoked_at.is_(None))
            .values(revoked_at=utc_now())
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)
