"""Starting a run, and what the server says about it (contract 2.2, 2.3, 2.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from skyvern.contract.fields import Answer, Headers, Minutes, OwnRequest, Proxy, Request, Scrolls
from skyvern.domain.status import RunStatus

Tag = Annotated[str, StringConstraints(max_length=256)]

TWO_BROWSERS = "start_fresh_browser cannot be combined with a session, a profile or a browser address"


class RunRequest(Request):
    """The body of `POST /v1/run/workflows`."""

    workflow_id: str = Field(min_length=1, description="The `wpid_` of the workflow; `agent_id` is accepted too.")
    parameters: dict[str, Any] | None = None
    title: str | None = None
    proxy_location: Proxy = None
    webhook_url: str | None = None
    totp_url: str | None = None
    totp_identifier: str | None = None
    browser_session_id: str | None = None
    reuse_browser_session: bool | None = None
    browser_profile_id: str | None = None
    start_fresh_browser: bool = False
    max_screenshot_scrolls: Scrolls | None = None
    max_elapsed_time_minutes: Minutes | None = None
    extra_http_headers: Headers | None = None
    cdp_connect_headers: Headers | None = None
    browser_address: str | None = None
    ai_fallback: bool | None = None
    run_with: str | None = None
    browser_type: str | None = None
    run_metadata: dict[Annotated[str, StringConstraints(max_length=64)], Tag] | None = Field(None, max_length=20)
    file_ids: list[str] | None = Field(None, max_length=50)
    trace: bool | None = Field(None, description="Whether to keep a Playwright trace, which slows the browser down.")
    priority: int | None = Field(None, ge=-5, le=5, description="Of waiting runs the highest goes first.")

    @field_validator("run_with")
    @classmethod
    def _known_mind(cls, value: str | None) -> str | None:
        if value is None:
            return None
        return "code" if value in ("code", "code_v2") else "agent"

    @model_validator(mode="after")
    def _one_browser(self) -> Self:
        if self.start_fresh_browser and (self.browser_session_id or self.browser_profile_id or self.browser_address):
            raise ValueError(TWO_BROWSERS)
        if self.browser_type and (self.browser_session_id or self.browser_address):
            raise ValueError("browser_type cannot be combined with a session or a browser address")
        return self


class RunBlocksRequest(RunRequest):
    """The body of `POST /v1/run/workflows/blocks`."""

    block_labels: list[str] = Field(min_length=1, description="Blocks at the top of the workflow; the others are left.")


class FileInfo(Answer):
    """A file that a run saved, under both published vocabularies."""

    url: str
    file_url: str
    filename: str | None = None
    file_name: str | None = None
    checksum: str | None = None
    file_size: int | None = None
    modified_at: datetime | None = None
    artifact_id: str | None = None


class RunError(Answer):
    """One entry of a run's `errors`."""

    error_code: str
    reasoning: str
    confidence_float: float
    error_type: str | None = None


class RunAnswer(Answer):
    """A run as `GET /v1/runs/{run_id}` and the webhook tell it."""

    run_id: str
    run_type: str
    status: RunStatus
    output: dict[str, Any] | list[Any] | str | None = None
    downloaded_files: list[FileInfo] | None = None
    recording_url: str | None = None
    recording_archived: bool = False
    screenshot_urls: list[str] | None = None
    failure_reason: str | None = None
    errors: list[RunError] | None = None
    created_at: datetime
    modified_at: datetime
    queued_at: datetime | None = None
    queue_position: int | None = None
    queue_reason: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    app_url: str | None = None
    browser_session_id: str | None = None
    browser_profile_id: str | None = None
    max_screenshot_scrolls: int | None = None
    script_run: dict[str, Any] | None = None
    step_count: int | None = None
    warnings: list[str] = Field(default_factory=list[str])
    attempt: int = 1
    retry_pending: bool = False
    next_attempt_at: datetime | None = None
    attempts: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    run_with: str = "agent"
    ai_fallback: bool | None = None
    script_id: str | None = None
    browser_seed_source: str | None = None
    browser_settings_receipt: dict[str, Any] | None = None
    run_request: dict[str, Any] | None = None


class WorkflowRunItem(Answer):
    """A run in the lists of workflow runs."""

    workflow_run_id: str
    workflow_id: str
    workflow_permanent_id: str
    organization_id: str
    browser_session_id: str | None = None
    browser_profile_id: str | None = None
    browser_seed_source: str | None = None
    browser_sink_profile_id: str | None = None
    start_fresh_browser: bool | None = None
    reuse_browser_session: bool | None = None
    debug_session_id: str | None = None
    status: RunStatus
    attempt: int = 1
    retry_pending: bool = False
    next_attempt_at: datetime | None = None
    attempts: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    extra_http_headers: dict[str, str] | None = None
    cdp_connect_headers: dict[str, str] | None = None
    proxy_location: Any = None
    webhook_callback_url: str | None = None
    webhook_failure_reason: str | None = None
    totp_verification_url: str | None = None
    totp_identifier: str | None = None
    failure_reason: str | None = None
    failure_category: list[dict[str, Any]] | None = None
    retried_from_workflow_run_id: str | None = None
    fallback_attempt: int | None = None
    parent_workflow_run_id: str | None = None
    workflow_title: str | None = None
    max_screenshot_scrolls: int | None = None
    max_elapsed_time_minutes: int | None = None
    browser_address: str | None = None
    run_with: str | None = None
    browser_type: str | None = None
    browser_settings: dict[str, Any] | None = None
    browser_settings_receipt: dict[str, Any] | None = None
    script_run: dict[str, Any] | None = None
    job_id: str | None = None
    depends_on_workflow_run_id: str | None = None
    sequential_key: str | None = None
    sequential_credential_id: str | None = None
    ai_fallback: bool | None = None
    code_gen: bool | None = None
    trigger_type: str | None = None
    workflow_schedule_id: str | None = None
    ignore_inherited_workflow_system_prompt: bool = False
    copilot_session_id: str | None = None
    created_by: str | None = None
    credits_used: int = 0
    cached_credits_used: int = 0
    queued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    created_at: datetime
    modified_at: datetime


class RunDetailAnswer(RunAnswer):
    """Everything about a run, as `GET /v1/workflows/runs/{run_id}` and the webhook tell it."""

    workflow_id: str
    agent_id: str
    workflow_permanent_id: str
    workflow_run_id: str
    agent_run_id: str
    workflow_title: str | None = None
    failure_category: list[dict[str, Any]] | None = None
    retried_from_workflow_run_id: str | None = None
    retried_by_workflow_run_id: str | None = None
    proxy_location: Any = None
    webhook_callback_url: str | None = None
    webhook_failure_reason: str | None = None
    totp_verification_url: str | None = None
    totp_identifier: str | None = None
    extra_http_headers: dict[str, str] | None = None
    cdp_connect_headers: dict[str, str] | None = None
    parameters: dict[str, Any]
    recording_urls: list[str] | None = None
    downloaded_file_urls: list[str] | None = None
    outputs: dict[str, Any] | None = None
    total_steps: int | None = None
    total_cost: float | None = None
    model_tokens: int | None = None
    credits_used: int = 0
    cached_credits_used: int = 0
    task_v2: dict[str, Any] | None = None
    browser_sink_profile_id: str | None = None
    browser_address: str | None = None
    browser_type: str | None = None


class RunTotals(Answer):
    """How many runs a list without pages would show."""

    total: int
    by_status: dict[str, int]


class RunListItem(Answer):
    """A run in `GET /v1/runs`."""

    task_run_id: str
    run_id: str
    task_run_type: str
    status: RunStatus
    title: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    created_at: datetime
    workflow_permanent_id: str | None = None
    workflow_title: str | None = None
    """Ours, beyond the contract: `title` is the run's own."""
    workflow_deleted: bool = False
    script_run: bool = False
    trigger_type: str | None = None
    created_by: str | None = None
    failure_reason: str | None = None
    """Ours, beyond the contract: a list that does not say why is no list of failures."""


class BulkCancelRequest(Request):
    """The body of `POST /v1/runs/cancel`."""

    run_ids: list[str] = Field(max_length=100)


class BulkCancelAnswer(Answer):
    """Which runs were asked to stop and which could not be."""

    cancelled: list[str]
    failed: list[str]


class AnswerRequest(OwnRequest):
    """What a person says to a run that waits for them; an absent body approves."""

    approved: bool = True
    reason: str = Field("", max_length=2000)


class WebhookReplayRequest(Request):
    """The optional body of `POST /v1/runs/{run_id}/retry_webhook`."""

    webhook_url: str | None = None


class WebhookReplayAnswer(Answer):
    """What was sent to a webhook once more, and what came back."""

    run_id: str
    run_type: str
    default_webhook_url: str | None = None
    target_webhook_url: str | None = None
    payload: str
    headers: dict[str, str]
    status_code: int | None = None
    latency_ms: int | None = None
    response_body: str | None = None
    error: str | None = None
