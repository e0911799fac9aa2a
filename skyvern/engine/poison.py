"""Runs that take the server down with them: how often that happened in one place, and when that is enough.

The journal tells it: every taking-up of a run notes the cursor, every clean stop notes that the run was left. A process
that left no such note died, and the run may have been why.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from skyvern.domain.failure import Category, Failure
from skyvern.domain.run import Cursor, JournalEntry, JournalKind, path_key

MOST_DEATHS = 3
"""Deaths of the process in one place of a run after which it is not taken up again."""
ALONE_SECONDS = 30.0
"""How long a run that may be deadly keeps others that may be from going on."""

_BEGINNINGS = frozenset({JournalKind.RUN_STARTED, JournalKind.RUN_RESUMED})


def place(cursor: Cursor) -> str:
    """Return where a run stands, as its beginnings are noted in the journal."""
    return f"{path_key(cursor.path)}#{cursor.attempt}.{cursor.step}"


def deaths(journal: Sequence[JournalEntry], cursor: Cursor) -> int:
    """Count the processes in a row that died while the run stood where it stands."""
    here, count = place(cursor), 0
    for entry in reversed(journal):
        if entry.kind is JournalKind.RUN_LEFT:
            break
        if entry.kind in _BEGINNINGS and entry.block_run_id is None:
            count += 1
            if entry.payload.get("place") != here:
                break
    return count


def deadly(cursor: Cursor) -> Failure:
    """Say why a run was given up."""
    where = f"in block {path_key(cursor.path)!r}" if cursor.path else "before its first block"
    reason = (
        f"the server's process ended {MOST_DEATHS} times while the run was {where} and got no further, so it is not "
        "taken up again; a block that needs more memory than there is can do that"
    )
    return Failure(reason=reason, category=Category.INFRASTRUCTURE_ERROR)


class Quarantine:
    """Lets runs that may have ended an earlier process go on one at a time, so that only the deadly one is blamed."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    @asynccontextmanager
    async def alone(self, *, suspect: bool, moved: asyncio.Event) -> AsyncGenerator[None]:
        """Keep other suspects waiting until this one moved, ended, or lived on for a while."""
        if not suspect:
            yield
            return
        await self._one.acquire()
        watch = asyncio.create_task(self._release(moved))
        try:
            yield
        finally:
            moved.set()
            await watch

    async def _release(self, moved: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(ALONE_SECONDS):
                await moved.wait()
        except TimeoutError:
            pass  # it has lived long enough to be trusted
        finally:
            self._one.release()
