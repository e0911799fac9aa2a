"""Browser profiles (contract 2.5, 8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import Field, model_validator

from skyvern.contract.fields import Answer, Proxy, Request


class ProfileRequest(Request):
    """The body that makes a profile; without a session and a run it is empty."""

    name: str = Field(min_length=1, max_length=255)
    description: str | None = None
    browser_session_id: str | None = None
    workflow_run_id: str | None = None
    proxy_location: Proxy = None
    proxy_session_id: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.browser_session_id and self.workflow_run_id:
            raise ValueError("give browser_session_id or workflow_run_id, not both")
        return self


class ProfileChange(Request):
    """The body that changes a profile; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=255)
    description: str | None = None
    proxy_location: Proxy = None
    proxy_session_id: str | None = None
    rotate_proxy_session_id: bool = False


class ProfileVersionAnswer(Answer):
    """A state that a profile has or had."""

    version: int
    current: bool
    """Browsers that begin from the profile begin with this one."""
    created_at: datetime
    size_bytes: int | None = None
    source: str | None = None
    """The session or run that left it, or the version that was restored."""


class ProfileAnswer(Answer):
    """A profile."""

    browser_profile_id: str
    organization_id: str
    name: str
    description: str | None = None
    source_browser_type: str | None = None
    proxy_location: Any = None
    proxy_session_id: str | None = None
    is_managed: bool = False
    workflow_permanent_id: str | None = None
    browser_profile_key_digest: str | None = None
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None
    last_verified_login_at: datetime | None = None
    linked_credential_name: str | None = None
