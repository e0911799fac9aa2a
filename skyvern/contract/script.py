"""Scripts in their stored form (contract 2.5)."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from skyvern.contract.fields import Answer, Request

_LARGEST = 1024 * 1024


class ScriptFileInput(Request):
    """One file to keep."""

    path: str = Field(min_length=1, max_length=500)
    content: str
    encoding: Literal["base64", "utf-8"] = "base64"
    mime_type: str | None = Field(None, max_length=200)

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, value: str) -> str:
        path = PurePosixPath(value.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError("must be a relative path inside the script, without '..'")
        return str(path)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if len(self.data()) > _LARGEST:
            raise ValueError(f"a file holds at most {_LARGEST // 1024} KiB")
        return self

    def data(self) -> bytes:
        """Return the file's bytes."""
        if self.encoding == "utf-8":
            return self.content.encode("utf-8", "replace")
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("content is not base64; say encoding 'utf-8' if it is plain text") from None


class ScriptRequest(Request):
    """The body that makes a script."""

    workflow_id: str | None = None
    run_id: str | None = None
    files: list[ScriptFileInput] | None = Field(None, max_length=100)


class ScriptDeploy(Request):
    """The body that makes the next revision."""

    files: list[ScriptFileInput] = Field(max_length=100)


class FileNode(Answer):
    """A file or folder of a script."""

    type: Literal["file", "directory"]
    size: int | None = None
    mime_type: str | None = None
    content_hash: str | None = None
    created_at: datetime
    children: dict[str, FileNode] | None = None


class ScriptMade(Answer):
    """A new revision."""

    script_id: str
    version: int
    run_id: str | None = None
    file_count: int
    file_tree: dict[str, FileNode]
    created_at: datetime


class ScriptAnswer(Answer):
    """A revision of a script."""

    script_revision_id: str
    script_id: str
    organization_id: str
    run_id: str | None = None
    workflow_permanent_id: str | None = None
    version: int
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None


class ScriptVersions(Answer):
    """Every revision of a script, newest first."""

    script_id: str
    versions: list[ScriptAnswer]
