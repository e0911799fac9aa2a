"""A profile: saved state of a browser that a new one can start from, and the states it had before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

KEYED = " key "
"""What stands in the name of a managed profile before the digest of its workflow's browser_profile_key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserProfile:
    """One profile's facts."""

    browser_profile_id: str
    organization_id: str
    name: str
    created_at: datetime
    modified_at: datetime
    description: str | None = None
    source_browser_type: str | None = None
    proxy_location: object = None
    proxy_session_id: str | None = None
    is_managed: bool = False
    """Kept by the server for a workflow, not made by a person."""
    workflow_permanent_id: str | None = None
    state_key: str | None = None
    """Where the saved state lies in the artifact store; None while there is none."""
    sealed: bytes | None = None
    """The key of the saved state, sealed."""
    deleted_at: datetime | None = None

    @property
    def key_digest(self) -> str | None:
        """The digest of the browser_profile_key whose runs it serves; None where there is no key."""
        return (self.name.partition(KEYED)[2] or None) if self.is_managed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileVersion:
    """A state that a profile has or had."""

    version_id: str
    browser_profile_id: str
    organization_id: str
    number: int
    """Counted from 1 within the profile; a number is never given twice while a later version is kept."""
    created_at: datetime
    state_key: str
    """Where the state lies in the artifact store."""
    sealed: bytes
    """The key of the state, sealed."""
    size: int | None = None
    """Bytes of the compressed state; None for states that were saved before versions were counted."""
    source: str | None = None
    """What left the state: the id of a session or a run, or `version N` that was restored."""
