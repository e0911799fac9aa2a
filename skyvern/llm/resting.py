"""Remembers for a while which models could not be asked, so that each question does not wait for them anew."""

from __future__ import annotations

import time
from collections.abc import Callable

REST = 60.0


class Resting:
    """The models that rest, by name, each until its time is over."""

    def __init__(self, *, seconds: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._until: dict[str, float] = {}

    def send(self, name: str) -> None:
        """Let a model rest that could not be asked."""
        self._until[name] = self._clock() + self._seconds

    def wake(self, name: str) -> None:
        """A model that answered rests no more."""
        self._until.pop(name, None)

    def rests(self, name: str) -> bool:
        """Whether it is too early to ask a model before the others."""
        return self._clock() < self._until.get(name, 0.0)
