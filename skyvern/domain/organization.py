"""Who owns things: organisations and their API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key may do; each may do what those before it may."""

    READ = "read"
    """Look."""
    RUN = "run"
    """Start runs, batches and browser sessions, and steer them."""
    WRITE = "write"
    """Change workflows, schedules, credentials and files."""
    ADMIN = "admin"
    """Keys, the organisation, the audit log."""

    def covers(self, needed: Scope) -> bool:
        """Whether a key with this scope may do what needs that one."""
        order = tuple(Scope)
        return order.index(self) >= order.index(needed)


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
    scope: Scope = Scope.ADMIN
    expires_at: datetime | None = None

    def live(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
