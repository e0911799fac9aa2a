"""Credentials as the house knows them: public facts on the row, secret fields only in the vault and in tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CredentialType(StrEnum):
    """The kinds of credential."""

    PASSWORD = "password"  # noqa: S105 - a kind, not a secret
    CREDIT_CARD = "credit_card"
    SECRET = "secret"  # noqa: S105 - a kind, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A credential's row. `sealed` is the encrypted field map; `public` what may be shown (username, last four, …)."""

    credential_id: str
    organization_id: str
    name: str
    credential_type: CredentialType
    public: Mapping[str, object]
    sealed: bytes
    created_at: datetime
    modified_at: datetime
    tested_url: str | None = None
    browser_profile_id: str | None = None
    deleted_at: datetime | None = None
