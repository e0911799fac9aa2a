"""The vault that every installation has: fields encrypted in the database's own rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from skyvern.credentials.errors import CredentialMissing
from skyvern.credentials.fields import check, public, typed
from skyvern.credentials.ports import CredentialRows
from skyvern.credentials.seal import Purpose, Sealer
from skyvern.credentials.vaults import OpenedCredential
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import Credential, CredentialType
from skyvern.domain.ids import new_id

_PURPOSE = Purpose.CREDENTIAL
_FOLDER = "folder_id"
"""Stays when the credential is replaced: it is said by itself."""


class LocalVault:
    """Creates, reads, replaces and deletes credentials."""

    def __init__(self, rows: CredentialRows, sealer: Sealer) -> None:
        self._rows = rows
        self._sealer = sealer

    async def create(
        self,
        organization_id: str,
        *,
        name: str,
        type: CredentialType,
        fields: Mapping[str, object],
        tested_url: str | None = None,
        browser_profile_id: str | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Credential:
        """Keep a new credential. Raises `InvalidCredential`."""
        check(type, fields)
        now = utc_now()
        row = Credential(
            credential_id=new_id("cred"),
            organization_id=organization_id,
            name=name,
            credential_type=type,
            public=public(type, fields),
            sealed=b"",
            created_at=now,
            modified_at=now,
            tested_url=tested_url,
            browser_profile_id=browser_profile_id,
            options=options or {},
        )
        return await self._rows.add(self._sealed(row, fields))

    async def replace(
        self,
        organization_id: str,
        credential_id: str,
        *,
        name: str,
        type: CredentialType,
        fields: Mapping[str, object],
        tested_url: str | None = None,
        browser_profile_id: str | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Credential:
        """Replace a credential whole, its id and age apart. Raises `InvalidCredential`, `CredentialMissing`."""
        check(type, fields)
        known = await self._row(organization_id, credential_id)
        folder = {name: value for name, value in known.options.items() if name == _FOLDER}
        row = replace(
            known,
            name=name,
            credential_type=type,
            public=public(type, fields),
            modified_at=utc_now(),
            tested_url=tested_url,
            browser_profile_id=browser_profile_id,
            options={**(options or {}), **folder},
        )
        sealed = self._sealed(row, fields)
        if not await self._rows.replace(sealed):
            raise CredentialMissing(credential_id)
        return sealed

    async def amend(
        self,
        organization_id: str,
        credential_id: str,
        *,
        name: str | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Credential:
        """Rename a credential, or change some of what is said of it; its secrets stay. Raises `CredentialMissing`."""
        row = await self._row(organization_id, credential_id)
        changed = replace(row, name=name or row.name, options={**row.options, **(options or {})}, modified_at=utc_now())
        if not await self._rows.replace(changed):
            raise CredentialMissing(credential_id)
        return changed

    async def read(self, organization_id: str, credential_id: str) -> OpenedCredential:
        """Return a credential with its fields. Raises `CredentialMissing`, `SealBroken`."""
        row = await self._row(organization_id, credential_id)
        opened = self._sealer.open(row.sealed, _PURPOSE, context=_context(row))
        return OpenedCredential(credential=row, fields=typed(cast("dict[str, object]", json.loads(opened))))

    async def delete(self, organization_id: str, credential_id: str) -> None:
        """Delete a credential and destroy its secrets. Raises `CredentialMissing`."""
        if not await self._rows.delete(organization_id, credential_id):
            raise CredentialMissing(credential_id)

    async def _row(self, organization_id: str, credential_id: str) -> Credential:
        row = await self._rows.get(organization_id, credential_id)
        if row is None:
            raise CredentialMissing(credential_id)
        return row

    def _sealed(self, row: Credential, fields: Mapping[str, object]) -> Credential:
        data = json.dumps(dict(fields)).encode()
        return replace(row, sealed=self._sealer.seal(data, _PURPOSE, context=_context(row)))


def _context(row: Credential) -> str:
    """Bind the sealed bytes to their row, so that they open nowhere else."""
    return f"{row.organization_id}/{row.credential_id}"
