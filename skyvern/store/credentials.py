"""Rows of credentials: public facts and a sealed field map that only the vault can open."""

from __future__ import annotations

from sqlalchemy import Connection, Select, func, insert, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.credential import Credential, CredentialType
from skyvern.store.database import Database
from skyvern.store.tables import columns_of, credential, row_of

_LIVE = select(*columns_of(Credential, credential)).where(credential.c.deleted_at.is_(None))


class Credentials:
    """The credentials of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Credential) -> Credential:
        """Keep a new credential."""
        await self._database.write(lambda connection: connection.execute(insert(credential), row_of(row, credential)))
        return row

    async def get(self, organization_id: str, credential_id: str) -> Credential | None:
        """Return the credential with this id if it is this organisation's and not deleted."""

        def get(connection: Connection) -> Credential | None:
            row = connection.execute(_one(organization_id, credential_id)).mappings().first()
            return None if row is None else Credential(**row)

        return await self._database.read(get)

    async def exists(self, organization_id: str, credential_id: str) -> bool:
        """Tell whether this organisation has this credential."""
        return await self.get(organization_id, credential_id) is not None

    async def list(
        self,
        organization_id: str,
        *,
        page: int = 1,
        page_size: int = 10,
        search: str | None = None,
        type: CredentialType | None = None,
    ) -> list[Credential]:
        """Return a page of credentials, newest first; `search` looks in the name."""
        statement = _LIVE.where(credential.c.organization_id == organization_id)
        if search:
            statement = statement.where(func.lower(credential.c.name).contains(search.lower(), autoescape=True))
        if type is not None:
            statement = statement.where(credential.c.credential_type == type)
        statement = (
            statement.order_by(credential.c.created_at.desc(), credential.c.credential_id.desc())
            .limit(page_size)
            .offset((page - 1) * page_size)
        )
        return await self._database.read(
            lambda connection: [Credential(**row) for row in connection.execute(statement).mappings()]
        )

    async def replace(self, row: Credential) -> bool:
        """Write every field of a credential anew; tell whether it was there."""
        statement = (
            update(credential)
            .where(
                credential.c.credential_id == row.credential_id,
                credential.c.organization_id == row.organization_id,
                credential.c.deleted_at.is_(None),
            )
            .values(**row_of(row, credential))
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def delete(self, organization_id: str, credential_id: str) -> bool:
        """Mark a credential as deleted and destroy all that it held, its name too; tell whether it was there."""
        now = utc_now()
        statement = (
            update(credential)
            .where(
                credential.c.organization_id == organization_id,
                credential.c.credential_id == credential_id,
                credential.c.deleted_at.is_(None),
            )
            .values(deleted_at=now, modified_at=now, name="", public={}, sealed=b"", tested_url=None, options={})
        )
        deleted = await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)
        await self._database.scour()
        return deleted


def _one(organization_id: str, credential_id: str) -> Select[tuple[object, ...]]:
    return _LIVE.where(credential.c.organization_id == organization_id, credential.c.credential_id == credential_id)
