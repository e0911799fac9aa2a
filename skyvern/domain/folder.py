"""A folder: a name that workflows are kept under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder and how many workflows are in it."""

    folder_id: str
    organization_id: str
    title: str
    description: str | None
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None
    workflow_count: int = 0
