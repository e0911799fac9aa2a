"""Credentials as the house knows them: public facts on the row, secret fields only in the vault and in tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    options: Mapping[str, object] = field(default_factory=dict[str, object])
    """proxy_location, proxy_session_id, auto_profile_disabled, pin_saved_session_ip, folder_id."""


class CodeKind(StrEnum):
    """What a message with a second factor holds."""

    TOTP = "totp"
    MAGIC_LINK = "magic_link"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeCode:
    """A code (or link) that somebody pushed for an identifier; `sealed` holds it and the message it came in."""

    totp_code_id: str
    organization_id: str
    totp_identifier: str
    kind: CodeKind
    sealed: bytes = field(repr=False)
    created_at: datetime
    run_id: str | None = None
    """Only this run may use it; None for any."""
    task_id: str | None = None
    workflow_permanent_id: str | None = None
    source: str | None = None
    expires_at: datetime | None = None
    used_by: str | None = None
    """The run that was given it; nobody is given it twice."""
