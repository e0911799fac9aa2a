"""A session: a browser that outlives single runs; the browser itself is the host's matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_MINUTES = 240
"""The longest time that a session may be given at its start."""
LONGEST_EXTENDED_MINUTES = 360
"""The longest life of a session with all its extensions."""

STARTS_ON = "starts_on"
"""Setting of a run: the address of the open page, of several, that it begins on."""
UNRECORDED = "unrecorded"
"""Setting of a run: no video is made of it."""
TRACED = "trace"
"""Setting of a run: a Playwright trace of it is kept."""


class SessionStatus(StrEnum):
    """Where a session stands; the last three are final."""

    CREATED = "created"
    RUNNING = "running"
    RETRY = "retry"
    COMPLETED = "completed"
    FAILED = "failed"
    TIMEOUT = "timeout"

    @property
    def final(self) -> bool:
        """Whether the session has ended."""
        return self in (SessionStatus.COMPLETED, SessionStatus.FAILED, SessionStatus.TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """One session as it was asked for and as it stands."""

    browser_session_id: str
    organization_id: str
    status: SessionStatus
    timeout: int
    """Minutes, counted from the start."""
    created_at: datetime
    modified_at: datetime
    url: str | None = None
    proxy_location: object = None
    proxy_session_id: str | None = None
    extensions: tuple[str, ...] | None = None
    browser_type: str | None = None
    browser_profile_id: str | None = None
    generate_browser_profile: bool = False
    browser_settings: Mapping[str, object] | None = None
    run_id: str | None = None
    """The run that uses it now."""
    started_at: datetime | None = None
    completed_at: datetime | None = None
    failure_reason: str | None = None
    """Why it failed."""
    workflow_permanent_id: str | None = None
    """The workflow whose runs share it (reuse_browser_session)."""
    node_id: str | None = None
    """The node that its browser is on."""

    @property
    def opened_at_once(self) -> bool:
        """Whether its browser is started with it, not by the first run of its workflow."""
        return self.workflow_permanent_id is None

    @property
    def ends_at(self) -> datetime:
        """When its time is over; a run that uses it keeps it alive, up to the longest life of all."""
        minutes = LONGEST_EXTENDED_MINUTES if self.run_id else self.timeout
        return (self.started_at or self.created_at) + timedelta(minutes=max(minutes, self.timeout))

    def at(self, now: datetime) -> BrowserSession:
        """Return the session as it stands at a moment: one whose time is over has ended."""
        if self.status.final or now < self.ends_at:
            return self
        return replace(self, status=SessionStatus.TIMEOUT, completed_at=self.ends_at)
