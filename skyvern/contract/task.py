"""Runs of a single goal without a saved workflow: tasks, logins and downloads (contract 2.5)."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator

from skyvern.contract.fields import Headers, Proxy, Request, RunEngine, Scrolls, WholeNumber
from skyvern.contract.run import TWO_BROWSERS


class TaskRequest(Request):
    """The body of `POST /v1/run/tasks`."""

    prompt: str = Field(min_length=1)
    url: str | None = None
    engine: RunEngine = RunEngine.SKYVERN_1
    title: str | None = None
    proxy_location: Proxy = None
    data_extraction_schema: dict[str, Any] | list[Any] | str | None = None
    error_code_mapping: dict[str, str] | None = None
    max_steps: WholeNumber | None = Field(None, ge=1)
    webhook_url: str | None = None
    totp_identifier: str | None = None
    totp_url: str | None = None
    browser_session_id: str | None = None
    browser_profile_id: str | None = None
    start_fresh_browser: bool = False
    model: dict[str, Any] | None = None
    extra_http_headers: Headers | None = None
    cdp_connect_headers: Headers | None = None
    publish_workflow: bool = False
    include_action_history_in_verification: bool = False
    max_screenshot_scrolls: Scrolls | None = None
    browser_address: str | None = None
    run_with: str | None = None
    file_ids: list[str] | None = Field(None, max_length=50)

    @model_validator(mode="after")
    def _one_browser(self) -> Self:
        if self.start_fresh_browser and (self.browser_session_id or self.browser_profile_id or self.browser_address):
            raise ValueError(TWO_BROWSERS)
        return self


class _OneBlockRequest(Request):
    url: str | None = None
    webhook_url: str | None = None
    proxy_location: Proxy = None
    totp_identifier: str | None = None
    totp_url: str | None = None
    browser_session_id: str | None = None
    browser_profile_id: str | None = None
    start_fresh_browser: bool = False
    browser_address: str | None = None
    extra_http_headers: Headers | None = None
    cdp_connect_headers: Headers | None = None
    max_screenshot_scrolling_times: Scrolls | None = None

    @model_validator(mode="after")
    def _one_browser(self) -> Self:
        if self.start_fresh_browser and (self.browser_session_id or self.browser_profile_id or self.browser_address):
            raise ValueError(TWO_BROWSERS)
        return self


class LoginRequest(_OneBlockRequest):
    """The body of `POST /v1/run/tasks/login`."""

    credential_type: str
    prompt: str | None = None
    credential_id: str | None = None
    bitwarden_collection_id: str | None = None
    bitwarden_item_id: str | None = None
    onepassword_vault_id: str | None = None
    onepassword_item_id: str | None = None
    onepassword_totp_field_name: str | None = None
    azure_vault_name: str | None = None
    azure_vault_username_key: str | None = None
    azure_vault_password_key: str | None = None
    azure_vault_totp_secret_key: str | None = None


class DownloadFilesRequest(_OneBlockRequest):
    """The body of `POST /v1/run/tasks/download_files`."""

    navigation_goal: str = Field(min_length=1)
    download_suffix: str | None = None
    download_timeout: float | None = Field(None, gt=0)
    max_steps_per_run: WholeNumber | None = Field(None, ge=1)
