"""A run as spans: who began when and ended how, what contains what; the same ids whoever tells it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One part of a trace. Ids are as OpenTelemetry has them: 16 and 8 bytes."""

    trace_id: int
    span_id: int
    parent_id: int | None
    name: str
    began_at: datetime
    ended_at: datetime
    failure: str | None = None
    """Why it failed; None when it did not."""
    calls: bool = False
    """Whether it is a call to somebody else, such as a model."""
    facts: Mapping[str, str | int | float | bool] = field(default_factory=dict[str, "str | int | float | bool"])


def trace_id(run_id: str) -> int:
    """Return the id of a run's trace."""
    return _number(run_id, 16)


def span_id(subject_id: str) -> int:
    """Return the id of the span of a run, of a block run, or of what else has an id."""
    return _number(f"span {subject_id}", 8)


def _number(text: str, size: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:size]) or 1
