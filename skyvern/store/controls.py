"""Who has the controls of which browser: one row for each that somebody has taken."""

from __future__ import annotations

from sqlalchemy import Column, Connection, DateTime, String, Table, delete, insert, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.control import Control
from skyvern.store.columns import CleanText
from skyvern.store.database import Database
from skyvern.store.locks import hold
from skyvern.store.rows import first
from skyvern.store.signals import Signal, signal
from skyvern.store.tables import columns_of, metadata, row_of

control = Table(
    "control",
    metadata,
    Column("browser_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("holder", CleanText, nullable=False),
    Column("token", String(80), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("reason", CleanText, nullable=False),
    Column("run_id", String(80)),
)
_CONTROLS = select(*columns_of(Control, control))


class Controls:
    """The rows; a lapsed one is still there until somebody ends it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, browser_id: str) -> Control | None:
        """Return who has a browser's controls, lapsed or not."""
        return await first(self._database, _CONTROLS.where(control.c.browser_id == browser_id), Control)

    async def take(self, wanted: Control) -> Control:
        """Give the controls to somebody if they are free; return who has them now."""

        def take(connection: Connection) -> Control:
            hold(connection, f"control of {wanted.browser_id}")
            mine = control.c.browser_id == wanted.browser_id
            row = connection.execute(_CONTROLS.where(mine).with_for_update()).mappings().first()
            held = None if row is None else Control(**row)
            if held is not None and held.token != wanted.token:
                return held
            if held is not None:
                connection.execute(update(control).where(mine).values(seen_at=wanted.seen_at))
                return held
            connection.execute(insert(control), row_of(wanted, control))
            signal(connection, Signal.CONTROL, wanted.browser_id)
            return wanted

        return await self._database.write(take)

    async def seen(self, browser_id: str, token: str) -> bool:
        """Note that the holder is still there; False when the controls are not theirs any more."""
        mine = (control.c.browser_id == browser_id) & (control.c.token == token)
        statement = update(control).where(mine).values(seen_at=utc_now())
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def end(self, held: Control, *, only_if_lapsed: bool = False) -> bool:
        """Take the controls from their holder; tell whether this call did it."""
        statement = delete(control).where(control.c.browser_id == held.browser_id, control.c.token == held.token)
        if only_if_lapsed:
            statement = statement.where(control.c.seen_at <= held.seen_at)

        def end(connection: Connection) -> bool:
            ended = connection.execute(statement).rowcount == 1
            if ended:
                signal(connection, Signal.CONTROL, held.browser_id)
            return ended

        return await self._database.write(end)
