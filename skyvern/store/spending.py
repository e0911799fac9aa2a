"""What language models have cost; a request is reserved before it is made, so that limits hold for runs at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.spending import MICROS, SCOPES, Budgets, Charge, OverBudget
from skyvern.store.database import Database
from skyvern.store.rows import every
from skyvern.store.tables import columns_of, model_charge, row_of

_COLUMNS = {
    "run": model_charge.c.run_id,
    "workflow": model_charge.c.workflow_permanent_id,
    "organization": model_charge.c.organization_id,
}


class Spending:
    """The charges of all runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, charge: Charge, budgets: Budgets) -> None:
        """Keep a charge with the most it may use; raises OverBudget, and keeps nothing, where that passes a limit."""

        def reserve(connection: Connection) -> None:
            for scope in SCOPES:
                if scope in budgets.limits:
                    _check(connection, charge, scope, budgets)
            connection.execute(insert(model_charge), row_of(charge, model_charge))

        await self._database.write(reserve)

    async def settle(self, charge_id: str, *, tokens: int, micros: int, answer_tokens: int | None = None) -> None:
        """Put what a request really used in the place of what was reserved."""
        used = {"tokens": tokens, "micros": micros, "answer_tokens": answer_tokens}
        charge = update(model_charge).where(model_charge.c.charge_id == charge_id)
        statement = charge.values(**used, settled=True, settled_at=utc_now())
        await self._database.write(lambda connection: connection.execute(statement))

    async def of_run(self, run_id: str) -> list[Charge]:
        """Return what a run asked of models, in the order in which it did."""
        found = select(*columns_of(Charge, model_charge)).where(model_charge.c.run_id == run_id)
        return await every(self._database, found.order_by(model_charge.c.at, model_charge.c.charge_id), Charge)

    async def used(self, scope: str, key: str, *, since: datetime | None = None) -> tuple[int, int]:
        """Return tokens and millionths of a dollar used or reserved in a scope."""
        return await self._database.read(lambda connection: _used(connection, scope, key, since))


def _check(connection: Connection, charge: Charge, scope: str, budgets: Budgets) -> None:
    key = {"run": charge.run_id, "workflow": charge.workflow_permanent_id, "organization": charge.organization_id}[
        scope
    ]
    if key is None:
        return
    since = None if scope == "run" else charge.at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    tokens, micros = _used(connection, scope, key, since)
    limit = budgets.limits[scope]
    if limit.tokens is not None and tokens + charge.tokens > limit.tokens:
        raise OverBudget(scope=scope, limit=f"{limit.tokens} tokens", used=f"{tokens}; this one needs {charge.tokens}")
    if limit.micros is not None and micros + charge.micros > limit.micros:
        used = f"{_dollars(micros)}; this request may cost {_dollars(charge.micros)}"
        raise OverBudget(scope=scope, limit=_dollars(limit.micros), used=used)


def _used(connection: Connection, scope: str, key: str, since: datetime | None) -> tuple[int, int]:
    sums = select(
        func.coalesce(func.sum(model_charge.c.tokens), 0), func.coalesce(func.sum(model_charge.c.micros), 0)
    ).where(_COLUMNS[scope] == key, *_after(since))
    tokens, micros = connection.execute(sums).one()
    return int(tokens), int(micros)


def _after(since: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return () if since is None else (model_charge.c.at >= since,)


def _dollars(micros: int) -> str:
    return f"${micros / MICROS:.4g}"
