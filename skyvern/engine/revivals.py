"""How often a session's browser that died is opened again: one that dies again and again is given up."""

from __future__ import annotations

import time
from collections import defaultdict, deque

MOST, WITHIN_SECONDS = 3, 600.0


class Revivals:
    """Counts by session."""

    def __init__(self) -> None:
        self._at: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST))

    def allow(self, session_id: str) -> bool:
        """Count one more, unless there were too many lately."""
        now, times = time.monotonic(), self._at[session_id]
        if len(times) == MOST and now - times[0] < WITHIN_SECONDS:
            return False
        times.append(now)
        return True

    def forget(self, session_id: str) -> None:
        """Forget a session that has ended."""
        self._at.pop(session_id, None)
