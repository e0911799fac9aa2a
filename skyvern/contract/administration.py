"""API keys, organisations and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field

from skyvern.contract.fields import Answer, OwnRequest
from skyvern.domain.audit import Deed
from skyvern.domain.organization import Scope


class KeyRequest(OwnRequest):
    """The body that makes a key."""

    name: str = Field("key", min_length=1, max_length=255)
    scope: Scope = Field(Scope.ADMIN, description="read, run, write or admin; each may do what those before it may.")
    expires_at: AwareDatetime | None = None


class KeyAnswer(Answer):
    """A key, without its text."""

    api_key_id: str
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class NewKeyAnswer(KeyAnswer):
    """A new key; its text is shown this once."""

    api_key: str


class KeyList(Answer):
    """An organisation's keys, oldest first."""

    keys: list[KeyAnswer]


class OrganizationRequest(OwnRequest):
    """The body that makes or renames an organisation."""

    name: str = Field(min_length=1, max_length=255)


class OrganizationAnswer(Answer):
    """An organisation."""

    organization_id: str
    name: str
    created_at: datetime


class NewOrganizationAnswer(OrganizationAnswer):
    """A new organisation and its first key, whose text is shown this once."""

    api_key: str


class OrganizationList(Answer):
    """Organisations, oldest first."""

    organizations: list[OrganizationAnswer]


class AuditEntryAnswer(Answer):
    """One deed."""

    audit_id: str
    at: datetime
    actor: str
    deed: Deed
    subject: str
    details: dict[str, Any]


class AuditPage(Answer):
    """A page of the audit log, newest first."""

    entries: list[AuditEntryAnswer]
    total_count: int
    page: int
    page_size: int
