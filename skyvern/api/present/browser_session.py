"""Browser sessions as callers see them (contract 2.5, 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from skyvern.api.present.run import Link, downloaded_files, present_file, shown_proxy
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.browser_session import BrowserSession
from skyvern.domain.clock import iso


def browser_address(session_id: str, public_url: str) -> str:
    """Return where DevTools clients connect to a session's browser; they send their API key in a header."""
    return f"ws{public_url.rstrip('/').removeprefix('http')}/v1/browser_sessions/{session_id}/cdp"


SESSION_ARTIFACTS = frozenset({ArtifactType.RECORDING, ArtifactType.DOWNLOAD, ArtifactType.PDF})
"""What of the runs in a session, and of what programs downloaded there, is listed on it."""


def present_session(
    session: BrowserSession,
    now: datetime,
    *,
    public_url: str,
    link: Link,
    artifacts: Sequence[Artifact] = (),
    warning: str | None = None,
) -> dict[str, object]:
    """Return a session as it stands; `artifacts` are those of the runs and programs in it, oldest first."""
    live = not session.status.final
    return {
        "browser_session_id": session.browser_session_id,
        "organization_id": session.organization_id,
        "status": session.status.value,
        "runnable_type": "workflow_run" if session.run_id else None,
        "runnable_id": session.run_id,
        "timeout": session.timeout,
        "browser_address": browser_address(session.browser_session_id, public_url) if live else None,
        "app_url": f"{public_url.rstrip('/')}/browser-session/{session.browser_session_id}",
        "extensions": None if session.extensions is None else list(session.extensions),
        "browser_type": session.browser_type,
        "browser_profile_id": session.browser_profile_id,
        "generate_browser_profile": session.generate_browser_profile,
        "browser_settings": None if session.browser_settings is None else dict(session.browser_settings),
        "browser_settings_receipt": None,
        "proxy_location": shown_proxy(session.proxy_location),
        "vnc_streaming_supported": False,
        "stream_transport": None,
        "download_path": None,
        "downloaded_files": downloaded_files(artifacts, link=link),
        "recordings": [
            present_file(item, link=link) for item in artifacts if item.artifact_type is ArtifactType.RECORDING
        ],
        "started_at": iso(session.started_at),
        "completed_at": iso(session.completed_at),
        "created_by": None,
        "created_at": iso(session.created_at),
        "modified_at": iso(session.modified_at),
        "deleted_at": None,
        "warning": warning or (f"The session failed: {why}." if (why := session.failure_reason) else None),
        "source": "managed",
        "remaining_lifetime_seconds": max(0, int((session.ends_at - now).total_seconds())) if live else 0,
    }
