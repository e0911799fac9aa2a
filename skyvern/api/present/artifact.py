"""Artifacts and uploads as callers see them (contract 2.5)."""

from __future__ import annotations

from datetime import datetime

from skyvern.api.present.run import Link
from skyvern.domain.artifact import Artifact
from skyvern.domain.clock import iso


def present_artifact(item: Artifact, *, link: Link) -> dict[str, object]:
    """Return one artifact with a URL that opens without a key."""
    made = iso(item.created_at)
    return {
        "artifact_id": item.artifact_id,
        "artifact_type": item.artifact_type.value,
        "uri": f"skyvern://{item.key}",
        "file_name": item.file_name,
        "media_type": item.media_type,
        "checksum": item.checksum,
        "file_size": item.size,
        "bundle_key": None,
        "task_id": item.task_id,
        "step_id": None,
        "workflow_run_id": item.run_id,
        "workflow_run_block_id": item.block_run_id,
        "run_id": item.run_id,
        "browser_session_id": None,
        "observer_cruise_id": None,
        "observer_thought_id": None,
        "ai_suggestion_id": None,
        "signed_url": link(item.artifact_id),
        "archived": False,
        "organization_id": item.organization_id,
        "created_at": made,
        "modified_at": made,
    }


def present_upload(item: Artifact, *, link: Link) -> dict[str, object]:
    """Return an uploaded file: its id and both keys hold something that a file_url parameter accepts."""
    url = link(item.artifact_id)
    expires: datetime | None = item.expires_at
    return {"file_id": item.artifact_id, "s3_uri": url, "presigned_url": url, "expires_at": iso(expires)}
