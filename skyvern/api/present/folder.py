"""Folders as callers see them (contract 2.5)."""

from __future__ import annotations

from skyvern.domain.clock import iso
from skyvern.domain.folder import Folder


def present_folder(folder: Folder) -> dict[str, object]:
    """Return a folder."""
    return {
        "folder_id": folder.folder_id,
        "organization_id": folder.organization_id,
        "title": folder.title,
        "description": folder.description,
        "workflow_count": folder.workflow_count,
        "created_at": iso(folder.created_at),
        "modified_at": iso(folder.modified_at),
    }
