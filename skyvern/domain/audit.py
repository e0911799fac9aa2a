"""The audit log: who used or changed keys, credentials and controls, and deleted things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What is written down."""

    KEY_CREATED = "key_created"
    KEY_REVOKED = "key_revoked"
    CREDENTIAL_CREATED = "credential_created"
    CREDENTIAL_CHANGED = "credential_changed"
    CREDENTIAL_DELETED = "credential_deleted"
    CREDENTIAL_USED = "credential_used"
    CONTROL_TAKEN = "control_taken"
    CONTROL_RELEASED = "control_released"
    CONTROL_LAPSED = "control_lapsed"
    RUN_DELETED = "run_deleted"
    ORGANIZATION_CHANGED = "organization_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One deed. It never holds a secret."""

    audit_id: str
    organization_id: str
    at: datetime
    actor: str
    """The id of an API key or of a run, or `command line`."""
    deed: Deed
    subject: str
    """The id of what it was done to."""
    details: Mapping[str, object] = field(default_factory=dict[str, object])
