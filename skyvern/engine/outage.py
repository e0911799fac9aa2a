"""While the database cannot be reached or written nothing is decided; afterwards the work is taken up again.

An outage is to a run what a crash is: it goes on from its cursor, and what must not be done twice is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from skyvern.domain.run import JournalKind
from skyvern.engine.ledger import Ledger
from skyvern.store import ClaimLost, Unusable

log = structlog.get_logger()

T = TypeVar("T")

DATABASE = "database"
"""What a run waited for, as its journal tells."""

_AGAIN_SECONDS = 0.5
"""Between one question and the next; there is no limit to them, as without a database nothing can be ended either."""


async def in_the_end(work: Callable[[], Awaitable[T]], **about: object) -> T:
    """Do this until the database lets it be done; it must be safe to do again."""
    away = False
    while True:
        try:
            done = await work()
        except Unusable as outage:
            if not away:
                log.error("database_away", error=str(outage), **about)
            away = True
            await asyncio.sleep(_AGAIN_SECONDS)
        else:
            if away:
                log.warning("database_back", **about)
            return done


async def taken_back(ledger: Ledger) -> bool:
    """Return, when an outage is over, whether its run has not ended and is still this worker's.

    That it was left is noted, lest the outage is taken for the death of a process.
    """
    await asyncio.sleep(_AGAIN_SECONDS)
    try:
        await in_the_end(
            lambda: ledger.commit(ledger.entry(JournalKind.RUN_LEFT, waits_for=DATABASE)), run_id=ledger.run_id
        )
    except ClaimLost:
        return False
    return True
