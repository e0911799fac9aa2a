"""How an installation is doing at this moment, over all organisations: what monitoring asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Counts by status, and what the last hour's runs took."""

    runs: Mapping[str, int]
    oldest_waiting_seconds: float
    """How long the run has waited that has waited the longest; 0 when none waits."""
    deliveries: Mapping[str, int]
    batches: Mapping[str, int]
    schedules: int
    """Enabled ones."""
    late_seconds: float
    """How long the schedule is overdue that is overdue the longest; 0 when none is."""
    fires: Mapping[str, int]
    """What became of the moments of schedules in the last day."""
    waited: Sequence[float]
    """Seconds from its queueing to its start, of each run that ended in the last hour."""
    took: Sequence[float]
    """Seconds from its start to its end."""
    tokens: int
    micros: int
    """What models have used and cost, in millionths of a dollar, since the oldest kept charge."""
