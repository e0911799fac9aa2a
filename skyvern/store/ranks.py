"""The order in which waiting runs are taken: by priority, and within one priority organisations in turn.

A run gets its rank when it is made: one more than the last waiting one of its organisation, but at least that of the
first in line. So the n-th waiting run of each organisation comes before the n+1-th of any, and whoever comes anew need
not wait behind everything that another organisation has entered.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, select

from skyvern.domain.run import PRIORITIES, Run
from skyvern.domain.status import RunStatus
from skyvern.store.tables import run

_WIDTH = 2**27
"""Ranks of one priority; all of them fit the 31 bits that the queue has for them."""
_WAITING = (RunStatus.CREATED, RunStatus.QUEUED)


def next_rank(connection: Connection, new: Run) -> int:
    """Return the rank of a run that is about to be inserted."""
    first = (max(PRIORITIES) - new.priority) * _WIDTH + 1
    mine = run.c.organization_id == new.organization_id
    within = run.c.rank.between(first, first + _WIDTH - 1)
    last = [
        connection.execute(
            select(run.c.rank).where(mine, run.c.status == status, within).order_by(run.c.rank.desc()).limit(1)
        ).scalar()
        for status in _WAITING
    ]
    head = [
        connection.execute(
            select(run.c.rank).where(run.c.status == status, within).order_by(run.c.rank).limit(1)
        ).scalar()
        for status in _WAITING
    ]
    after = max((rank + 1 for rank in last if rank is not None), default=first)
    least = min((rank for rank in head if rank is not None), default=first)
    return min(max(after, least), first + _WIDTH - 1)


def rank_of(connection: object, run_id: str) -> int:
    """Return the rank of a run inside the transaction; runs of before there were ranks come first."""
    found = cast("Connection", connection).execute(select(run.c.rank).where(run.c.run_id == run_id)).scalar()
    return found or 1
