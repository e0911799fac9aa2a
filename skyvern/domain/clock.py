"""Time as this project keeps it: naive UTC datetimes on rows, one deadline value handed down through a run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment as a naive UTC datetime with microseconds."""
    return datetime.now(UTC).replace(tzinfo=None)


def iso(moment: datetime | None) -> str | None:
    """Write a moment the way the wire wants it: naive ISO-8601 with six digits of microseconds."""
    return None if moment is None else moment.isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The latest moment that a piece of work may use, as seconds since the epoch."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline that many seconds from now."""
        return cls(time.time() + seconds)

    @property
    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self.at - time.time())

    def sooner(self, seconds: float) -> Deadline:
        """Return the earlier of this deadline and `seconds` from now."""
        return Deadline(min(self.at, time.time() + seconds))
