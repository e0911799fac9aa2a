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
    step_order: int | None = None
    action_order: int | None = None
    reasoning: str | None = None
    description: str | None = None
    screenshot_artifact_id: str | None = None


class TimelineBlock(Answer):
    """One execution of a block."""

    workflow_run_block_id: str
    workflow_run_id: str
    organization_id: str
    block_type: str
    label: str | None = None
    status: str | None = None
    output: dict[str, Any] | list[Any] | str | None = None
    failure_reason: str | None = None
    actions: list[TimelineAction] = Field(default_factory=list[TimelineAction])
    created_at: datetime
    modified_at: datetime
    current_value: str | None = None
    current_index: int | None = None


class TimelineItem(Answer):
    """A block with what ran inside it."""

    type: str
    attempt: int
    block: TimelineBlock | None = None
    thought: dict[str, Any] | None = None
    children: list[TimelineItem] = Field(default_factory=list["TimelineItem"])
    created_at: datetime
    modified_at: datetime
