"""Where credentials are kept: one port, one file per vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from skyvern.domain.credential import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCredential:
    """A credential with its fields readable; lives only as long as a run needs it and never shows its values."""

    credential: Credential
    fields: Mapping[str, str] = field(repr=False)
    """username, password, totp (the seed) | card_number, … | secret_value; absent ones are left out."""


class Vault(Protocol):
    """What a run needs of any vault."""

    async def read(self, organization_id: str, credential_id: str, /) -> OpenedCredential:
        """Return a credential with its fields. Raises `CredentialMissing`, `SealBroken`."""
        ...
