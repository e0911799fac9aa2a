"""A script in its stored form: numbered revisions of a set of files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFile:
    """One file of a revision."""

    file_id: str
    path: str
    content: bytes
    media_type: str
    checksum: str
    """SHA-256, hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One revision of a script."""

    script_revision_id: str
    script_id: str
    organization_id: str
    version: int
    created_at: datetime
    modified_at: datetime
    workflow_permanent_id: str | None = None
    run_id: str | None = None
    deleted_at: datetime | None = None
