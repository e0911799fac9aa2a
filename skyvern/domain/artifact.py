"""A file that a run made or a user gave: bytes in an artifact store, this row in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ArtifactType(StrEnum):
    """The kinds of artifact made here (names from contract 4.6)."""

    RECORDING = "recording"
    SCREENSHOT = "screenshot"
    SCREENSHOT_ACTION = "screenshot_action"
    SCREENSHOT_FINAL = "screenshot_final"
    SCREENSHOT_LLM = "screenshot_llm"
    DOWNLOAD = "download"
    PDF = "pdf"
    CONSOLE_LOG = "browser_console_log"
    HAR = "har"
    TRACE = "trace"
    LLM_PROMPT = "llm_prompt"
    LLM_RESPONSE = "llm_response"
    UPLOAD = "unknown"


RECORDINGS = frozenset({ArtifactType.RECORDING})
PICTURES = frozenset(kind for kind in ArtifactType if kind.value.startswith("screenshot"))
LOGS = frozenset(
    {
        ArtifactType.CONSOLE_LOG,
        ArtifactType.HAR,
        ArtifactType.TRACE,
        ArtifactType.LLM_PROMPT,
        ArtifactType.LLM_RESPONSE,
    }
)
"""What a run left for whoever wants to see how it went; it may be kept for another time than its results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One stored file. `key` is its place in the artifact store; `file_name` what a person would call it."""

    artifact_id: str
    organization_id: str
    artifact_type: ArtifactType
    key: str
    file_name: str
    media_type: str
    size: int
    checksum: str
    """SHA-256, hex."""
    created_at: datetime
    run_id: str | None = None
    block_run_id: str | None = None
    task_id: str | None = None
    step: int | None = None
    source_url: str | None = None
    expires_at: datetime | None = None
    browser_session_id: str | None = None
    """The session in which a program, not a run, downloaded it."""
