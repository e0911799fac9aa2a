"""Remembers what was found out about models, so that each question does not find it out anew."""

from __future__ import annotations

import time
from collections.abc import Callable

REST = 60.0


class Known:
    """Which models could not be asked a moment ago and rest, each until its time is over, and which call no tools."""

    def __init__(self, *, seconds: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._until: dict[str, float] = {}
        self.without_tools: set[str] = set()

    def send(self, name: str) -> None:
        """Let a model rest that could not be asked."""
        self._until[name] = self._clock() + self._seconds

    def wake(self, name: str) -> None:
        """A model that answered rests no more."""
        self._until.pop(name, None)

    def rests(self, name: str) -> bool:
        """Whether it is too early to ask a model before the others."""
        return self._clock() < self._until.get(name, 0.0)
