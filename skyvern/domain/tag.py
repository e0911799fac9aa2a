"""Tags: a key with one value, on a workflow or on a run; every change is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TagSubject(StrEnum):
    """What can carry tags."""

    WORKFLOW = "workflow"
    RUN = "run"


class TagChange(StrEnum):
    """What happened to a tag."""

    SET = "set"
    REMOVED = "removed"


COLORS = ("blue", "green", "orange", "purple", "red", "teal", "yellow", "gray")


def usual_color(key: str, value: str) -> str:
    """Return the colour of a value that nobody chose one for: always the same one."""
    return COLORS[sum(f"{key}:{value}".encode()) % len(COLORS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag on something."""

    subject_id: str
    key: str
    value: str
    color: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TagEvent:
    """One change of one tag."""

    event_id: str
    subject_id: str
    key: str
    value: str
    change: TagChange
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TagKey:
    """A key that is in use or described, and on how many workflows."""

    key: str
    description: str | None
    workflow_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagValue:
    """A value of a key, its colour, and on how many workflows."""

    key: str
    value: str
    color: str
    workflow_count: int
