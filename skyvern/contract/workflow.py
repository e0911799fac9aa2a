"""Saving a workflow, and a workflow as the server tells it (contract 2.4, 3.1)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from skyvern.contract.fields import Answer, Headers, Minutes, Origins, Proxy, Request, Scrolls

Definition = TypeVar("Definition")


class WorkflowStatus(StrEnum):
    """How finished a workflow is."""

    PUBLISHED = "published"
    DRAFT = "draft"
    AUTO_GENERATED = "auto_generated"
    IMPORTING = "importing"
    IMPORT_FAILED = "import_failed"


class WorkflowSettings(Request):
    """What a workflow sets for its runs unless a run says otherwise."""

    proxy_location: Proxy = None
    webhook_callback_url: str | None = None
    totp_verification_url: str | None = None
    totp_identifier: str | None = None
    persist_browser_session: bool = False
    reuse_browser_session: bool = False
    mask_secrets: bool | None = None
    pin_saved_session_ip: bool = False
    browser_profile_id: str | None = None
    browser_profile_key: str | None = None
    model: dict[str, Any] | None = None
    is_saved_task: bool = False
    max_screenshot_scrolls: Scrolls | None = None
    max_elapsed_time_minutes: Minutes | None = None
    extra_http_headers: Headers | None = None
    cdp_connect_headers: Headers | None = None
    allowed_origins: Origins | None = None
    status: WorkflowStatus = WorkflowStatus.PUBLISHED
    run_with: str = "agent"
    browser_type: str | None = None
    ai_fallback: bool = True
    cache_key: str | None = "default"
    adaptive_caching: bool = False
    enable_self_healing: bool | None = None
    code_version: Literal[1, 2] | None = None
    generate_script_on_terminal: bool = False
    run_sequentially: bool = False
    sequential_key: str | None = None
    folder_id: str | None = None


class WorkflowCreate(WorkflowSettings, Generic[Definition]):
    """The tree of `json_definition`; the definition inside is read by whoever knows the blocks."""

    title: str = Field(min_length=1)
    description: str | None = None
    recording_id: str | None = Field(default=None, description="Accepted; nothing is made of recordings here.")
    workflow_definition: Definition


class WorkflowBody(Request):
    """The body of create and update: exactly one of the two."""

    json_definition: dict[str, Any] | None = None
    yaml_definition: str | None = None


class WorkflowAnswer(Answer):
    """A workflow version."""

    workflow_id: str
    workflow_permanent_id: str
    agent_id: str
    organization_id: str
    title: str
    version: int
    description: str | None = None
    is_saved_task: bool
    is_template: bool = False
    workflow_definition: dict[str, Any]
    proxy_location: Any = None
    webhook_callback_url: str | None = None
    totp_verification_url: str | None = None
    totp_identifier: str | None = None
    persist_browser_session: bool = False
    reuse_browser_session: bool = False
    mask_secrets: bool = False
    pin_saved_session_ip: bool = False
    browser_profile_id: str | None = None
    browser_profile_key: str | None = None
    model: dict[str, Any] | None = None
    allowed_origins: list[str] | None = None
    status: WorkflowStatus = WorkflowStatus.PUBLISHED
    max_screenshot_scrolls: int | None = None
    max_elapsed_time_minutes: int | None = None
    extra_http_headers: dict[str, str] | None = None
    cdp_connect_headers: dict[str, str] | None = None
    run_with: str = "agent"
    browser_type: str | None = None
    ai_fallback: bool = True
    cache_key: str | None = None
    adaptive_caching: bool = False
    enable_self_healing: bool = False
    code_version: int | None = None
    generate_script_on_terminal: bool = False
    run_sequentially: bool | None = None
    sequential_key: str | None = None
    folder_id: str | None = None
    import_error: str | None = None
    created_by: str | None = None
    edited_by: str | None = None
    copilot_authored: bool = False
    effective_default_engine: str | None = None
    original_created_by: str | None = None
    original_created_at: datetime | None = None
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None


class SavedWorkflowAnswer(WorkflowAnswer):
    """A workflow version that was just saved."""

    warnings: list[str] = Field(
        default_factory=list, description="What in the definition has no effect: keys and names that mean nothing."
    )


class WorkflowTotal(Answer):
    """How many workflows a list without pages would show."""

    total: int
