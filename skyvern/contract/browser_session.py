"""Browser sessions (contract 2.5, 8)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from skyvern.contract.fields import Answer, Proxy, Request, WholeNumber
from skyvern.contract.run import FileInfo


class Extension(StrEnum):
    """Extensions of a browser."""

    AD_BLOCKER = "ad-blocker"
    CAPTCHA_SOLVER = "captcha-solver"


class BrowserType(StrEnum):
    """Kinds of browser."""

    MSEDGE = "msedge"
    CHROME = "chrome"
    STEALTH_CHROMIUM = "stealth-chromium"


class SessionRequest(Request):
    """The body that opens a session; it may be absent."""

    url: str | None = None
    timeout: WholeNumber = Field(default=60, ge=5, description="Minutes; above 240 it is 240, with a warning.")
    proxy_location: Proxy = None
    proxy_session_id: str | None = None
    extensions: list[Extension] | None = None
    browser_type: BrowserType | None = None
    browser_profile_id: str | None = Field(default=None, pattern="^bp_")
    generate_browser_profile: bool = False
    browser_settings: dict[str, Any] | None = None
    needs_live_view: bool = False


class SessionExtension(Request):
    """By how much a session is to last longer."""

    additional_minutes: WholeNumber = Field(ge=1, le=1_000_000)


class SessionChange(Request):
    """Whether a profile is saved when the session ends."""

    generate_browser_profile: bool


class SessionClosed(Answer):
    """That a session is closed."""

    message: str


class SessionAnswer(Answer):
    """A session."""

    browser_session_id: str
    organization_id: str
    status: str | None = None
    runnable_type: str | None = None
    runnable_id: str | None = None
    timeout: int | None = None
    browser_address: str | None = None
    app_url: str | None = None
    extensions: list[Extension] | None = None
    browser_type: BrowserType | None = None
    browser_profile_id: str | None = None
    generate_browser_profile: bool = False
    browser_settings: dict[str, Any] | None = None
    browser_settings_receipt: dict[str, Any] | None = None
    vnc_streaming_supported: bool = False
    stream_transport: str | None = None
    download_path: str | None = None
    downloaded_files: list[FileInfo] | None = None
    recordings: list[FileInfo] | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    created_by: str | None = None
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None
    warning: str | None = None
    source: Literal["managed", "external"] = "managed"
    remaining_lifetime_seconds: int | None = None
