"""Waiting for the end of a run: told at once by a worker of this process, else looked up every second."""

from __future__ import annotations

import asyncio

from skyvern.domain.clock import Deadline
from skyvern.domain.run import Run
from skyvern.store import Runs

_LOOK_SECONDS = 1.0


class Ends:
    """Who waits for which run."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def tell(self, run_id: str) -> None:
        """Wake those who wait for this run; they look for themselves how it stands."""
        for event in self._waiting.get(run_id, ()):
            event.set()

    async def wait(self, run: Run, rows: Runs, *, deadline: Deadline) -> Run:
        """Return the run as it ended, or as it stands when the time is over."""
        event = asyncio.Event()
        self._waiting.setdefault(run.run_id, set()).add(event)
        try:
            while True:
                event.clear()
                now = await rows.get(run.run_id) or run
                if now.status.final or not deadline.left:
                    return now
                try:
                    async with asyncio.timeout(min(_LOOK_SECONDS, deadline.left)):
                        await event.wait()
                except TimeoutError:
                    continue
        finally:
            waiting = self._waiting[run.run_id]
            waiting.discard(event)
            if not waiting:
                del self._waiting[run.run_id]
