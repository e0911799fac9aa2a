"""What a worker sees to beside its runs: chores, each again and again, none stopping another."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

log = structlog.get_logger()

_AFTER_TROUBLE = 5.0


class Chore(Protocol):
    """Something to be done again and again."""

    @property
    def name(self) -> str:
        """What it is called in logs, and when it is to be woken."""
        ...

    async def tend(self) -> float:
        """Do what there is to do now, and return how many seconds may pass until the next time."""
        ...


class Tending:
    """Runs the chores of one worker."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        self._chores = chores
        self._wakes: Mapping[str, asyncio.Event] = {chore.name: asyncio.Event() for chore in chores}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(self._keep(chore)) for chore in self._chores]

    def wake(self, name: str) -> None:
        """Let a chore be done at once; a process that does not tend it leaves it to those that do."""
        if self._tasks:
            self._wakes[name].set()

    async def stop(self) -> None:
        """End; what a chore was writing happens whole or not at all."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._tasks = []

    async def _keep(self, chore: Chore) -> None:
        wake = self._wakes[chore.name]
        while True:
            wake.clear()
            try:
                seconds = await chore.tend()
            except Exception as error:  # the worker's rim: the database may be away, and comes back
                log.error("chore_failed", chore=chore.name, exc_info=error)
                seconds = _AFTER_TROUBLE
            try:
                async with asyncio.timeout(seconds):
                    await wake.wait()
            except TimeoutError:
                continue
