"""What happened in a run, block by block (contract 4.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from skyvern.contract.fields import Answer


class TimelineAction(Answer):
    """One thing done to a page."""

    action_type: str
    status: str | None = None
    action_id: str | None = None
    workflow_run_id: str | None = None
    task_id: str | None = None
    step_order: int | None = None
    action_order: int | None = None
    reasoning: str | None = None
    intention: str | None = None
    description: str | None = None
    response: str | None = None
    url: str | None = None
    """The address of the page afterwards."""
    element_id: str | None = None
    skyvern_element_data: dict[str, Any] | None = None
    screenshot_artifact_id: str | None = None
    text: str | None = None
    is_checked: bool | None = None
    download_triggered: bool | None = None
    downloaded_files: list[str] | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None


class TimelineBlock(Answer):
    """One execution of a block."""

    workflow_run_block_id: str
    block_workflow_run_id: str | None = None
    workflow_run_id: str
    attempt_number: int | None = None
    organization_id: str
    description: str | None = None
    parent_workflow_run_block_id: str | None = None
    block_type: str
    label: str | None = None
    status: str | None = None
    output: dict[str, Any] | list[Any] | str | None = None
    continue_on_failure: bool = False
    failure_reason: str | None = None
    mind: str | None = None
    """What decided: embedded, model or script."""
    evidence: str | None = None
    """Why it was believed to be done."""
    error_codes: list[str] = Field(default_factory=list[str])
    engine: str | None = None
    task_id: str | None = None
    url: str | None = None
    final_url: str | None = None
    finish_reason: str | None = None
    navigation_goal: str | None = None
    navigation_payload: dict[str, Any] | list[Any] | str | None = None
    data_extraction_goal: str | None = None
    data_schema: dict[str, Any] | list[Any] | str | None = None
    terminate_criterion: str | None = None
    complete_criterion: str | None = None
    actions: list[TimelineAction] = Field(default_factory=list[TimelineAction])
    created_at: datetime
    modified_at: datetime
    include_action_history_in_verification: bool | None = False
    include_extracted_text: bool = True
    duration: float | None = None
    loop_values: list[Any] | None = None
    current_value: str | None = None
    current_index: int | None = None
    recipients: list[str] | None = None
    attachments: list[str] | None = None
    subject: str | None = None
    body: str | None = None
    prompt: str | None = None
    instructions: str | None = None
    positive_descriptor: str | None = None
    negative_descriptor: str | None = None
    executed_branch_id: str | None = None
    executed_branch_expression: str | None = None
    executed_branch_result: bool | None = None
    executed_branch_next_block: str | None = None
    script_run: dict[str, Any] | None = None
    downloaded_file_count: int | None = None


class TimelineItem(Answer):
    """A block with what ran inside it."""

    type: str
    attempt: int
    block: TimelineBlock | None = None
    thought: dict[str, Any] | None = None
    children: list[TimelineItem] = Field(default_factory=list["TimelineItem"])
    created_at: datetime
    modified_at: datetime


class ModelCall(Answer):
    """One request to a language model."""

    model: str
    """`provider:model`."""
    tokens: int
    prompt_tokens: int | None = None
    """The size of what was asked: rules, goal and observation."""
    answer_tokens: int | None = None
    cost: float
    """US dollars; 0 where nobody knows the model's price."""
    settled: bool
    """False while the answer is awaited: tokens and cost are then the most that it may take."""
    asked_at: datetime
    answered_at: datetime | None = None
    workflow_run_block_id: str | None = None
    step_order: int | None = None
    """The step that it led to; the actions of that step have the same."""
