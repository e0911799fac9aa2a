"""What this room needs of others: somewhere to keep the rows of credentials."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from skyvern.domain.credential import CodeKind, Credential, OneTimeCode


class CredentialRows(Protocol):
    """Rows of credentials."""

    async def add(self, row: Credential, /) -> Credential:
        """Keep a new row."""
        ...

    async def get(self, organization_id: str, credential_id: str, /) -> Credential | None:
        """Return a row of this organisation that is not deleted."""
        ...

    async def replace(self, row: Credential, /) -> bool:
        """Write every field of a row anew; tell whether it was there."""
        ...

    async def delete(self, organization_id: str, credential_id: str, /) -> bool:
        """Mark a row as deleted; tell whether it was there."""
        ...


class CodeRows(Protocol):
    """Rows of one-time codes."""

    async def add(self, row: OneTimeCode, /) -> OneTimeCode:
        """Keep a new row."""
        ...

    async def take(
        self, organization_id: str, totp_identifier: str, /, *, run_id: str, since: datetime, kind: CodeKind
    ) -> OneTimeCode | None:
        """Return the newest code of a kind that this run may use and mark it as used; None where there is none."""
        ...
