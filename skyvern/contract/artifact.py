"""Artifacts and uploaded files as the server tells them (contract 2.5)."""

from __future__ import annotations

from datetime import datetime

from skyvern.contract.fields import Answer


class ArtifactAnswer(Answer):
    """One stored file and where to fetch it."""

    artifact_id: str
    artifact_type: str
    uri: str
    organization_id: str
    created_at: datetime
    modified_at: datetime
    checksum: str | None = None
    file_size: int | None = None
    bundle_key: str | None = None
    task_id: str | None = None
    step_id: str | None = None
    browser_session_id: str | None = None
    observer_cruise_id: str | None = None
    observer_thought_id: str | None = None
    ai_suggestion_id: str | None = None
    workflow_run_id: str | None = None
    workflow_run_block_id: str | None = None
    run_id: str | None = None
    signed_url: str | None = None
    archived: bool = False


class UploadAnswer(Answer):
    """An uploaded file: pass `file_id` or the URL as a parameter of type file_url."""

    file_id: str
    s3_uri: str
    presigned_url: str
    expires_at: datetime | None = None
