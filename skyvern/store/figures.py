"""Reading over many runs at once: for figures, and for those who follow what changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, bindparam, func, select

from skyvern.domain.figures import ChargeFigure, RunFigure
from skyvern.domain.run import Run
from skyvern.store.database import Database
from skyvern.store.rows import every
from skyvern.store.tables import artifact, columns_of, model_charge, run, run_snapshot

_RUNS = (
    select(*columns_of(RunFigure, run))
    .where(run.c.organization_id == bindparam("of"), run.c.created_at >= bindparam("since"))
    .order_by(run.c.created_at.desc())
    .limit(bindparam("most"))
)
_CHARGES = select(*columns_of(ChargeFigure, model_charge)).where(
    model_charge.c.organization_id == bindparam("of"), model_charge.c.at >= bindparam("since")
)
_CHANGED = (
    select(*columns_of(Run, run, run_snapshot))
    .join(run_snapshot, run_snapshot.c.run_id == run.c.run_id)
    .where(run.c.organization_id == bindparam("of"), run.c.modified_at > bindparam("since"))
    .order_by(run.c.modified_at)
    .limit(bindparam("most"))
)


class Figures:
    """What is read of many runs together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def runs(self, organization_id: str, *, since: datetime, most: int) -> list[RunFigure]:
        """Return the runs made since a moment, newest first, `most` of them."""
        return await every(self._database, _RUNS.params(of=organization_id, since=since, most=most), RunFigure)

    async def runs_since(self, organization_id: str, since: datetime) -> int:
        """Return how many runs an organisation has started since a moment."""
        made = (run.c.organization_id == organization_id, run.c.created_at >= since)
        return await self._one(select(func.count()).select_from(run).where(*made))

    async def stored(self, organization_id: str) -> int:
        """Return how many bytes an organisation's files have."""
        return await self._one(
            select(func.coalesce(func.sum(artifact.c.size), 0)).where(artifact.c.organization_id == organization_id)
        )

    async def _one(self, statement: Select[int]) -> int:
        return int(await self._database.read(lambda connection: connection.execute(statement).scalar_one()))

    async def charges(self, organization_id: str, *, since: datetime) -> list[ChargeFigure]:
        """Return what models have cost since a moment."""
        return await every(self._database, _CHARGES.params(of=organization_id, since=since), ChargeFigure)

    async def changed(self, organization_id: str, *, since: datetime, most: int) -> list[Run]:
        """Return the runs that changed after a moment, in the order in which they changed, `most` of them."""
        return await every(self._database, _CHANGED.params(of=organization_id, since=since, most=most), Run)
