"""Who owns things: organisations and their API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An owner of workflows, runs and credentials."""

    organization_id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key: its hash for look-up, its encrypted text for signing webhooks."""

    api_key_id: str
    organization_id: str
    name: str
    hash: str
    """SHA-256 of the key, hex."""
    sealed: bytes
    created_at: datetime
    revoked_at: datetime | None = None
