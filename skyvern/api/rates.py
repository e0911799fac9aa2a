"""How often a key may ask: a bucket for each that fills evenly; an empty one is refused with the time to wait."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from starlette.exceptions import HTTPException

_MOST_KEYS = 10_000


class Rates:
    """The buckets of one server. With 0 requests a minute there is no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def demand(self, key_id: str) -> None:
        """Count a request of a key, or refuse it with 429."""
        if not self._most:
            return
        now = self._clock()
        left, since = self._buckets.get(key_id, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / 60)
        if left < 1:
            seconds = math.ceil((1 - left) * 60 / self._most)
            raise HTTPException(
                429,
                f"More than {self._most:g} requests a minute with this API key; ask again in {seconds} s.",
                headers={"Retry-After": str(seconds)},
            )
        if len(self._buckets) >= _MOST_KEYS:
            self._buckets.clear()
        self._buckets[key_id] = (left - 1, now)
