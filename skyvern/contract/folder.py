"""Folders of workflows (contract 2.5)."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from skyvern.contract.fields import Answer, Request


class FolderRequest(Request):
    """The body that makes a folder."""

    title: str = Field(min_length=1, max_length=255)
    description: str | None = None


class FolderChange(Request):
    """The body that changes a folder; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=255)
    description: str | None = None


class FolderAnswer(Answer):
    """A folder."""

    folder_id: str
    organization_id: str
    title: str
    description: str | None = None
    workflow_count: int = 0
    created_at: datetime
    modified_at: datetime


class FolderDeleted(Answer):
    """What became of a folder."""

    status: str
    folder_id: str
    workflows_deleted: bool


class FolderPlace(Request):
    """Which folder a workflow goes to; null takes it out of its folder."""

    folder_id: str | None = None
