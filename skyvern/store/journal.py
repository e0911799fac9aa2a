"""The append-only list of what happened in each run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, bindparam, func, insert, select

from skyvern.domain.run import JournalEntry, JournalKind
from skyvern.store.database import Database
from skyvern.store.tables import columns_of, journal, row_of, run

_ENTRIES = select(*columns_of(JournalEntry, journal)).order_by(journal.c.seq)
_LAST = select(func.coalesce(func.max(journal.c.seq), 0)).where(journal.c.run_id == bindparam("of_run"))
_HOLD_RUN = select(run.c.run_id).where(run.c.run_id == bindparam("of_run")).with_for_update()


class Journal:
    """Reads and appends entries; those that belong to a commit of the run are written by `Runs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, entries: Sequence[JournalEntry]) -> None:
        """Add entries to the ends of their runs' journals."""
        if entries:
            await self._database.write(lambda connection: write_entries(connection, entries))

    async def of(
        self, run_id: str, *, after: int = 0, kinds: Collection[JournalKind] | None = None
    ) -> list[JournalEntry]:
        """Return a run's entries with a `seq` above `after`, in order."""
        statement = _ENTRIES.where(journal.c.run_id == run_id, journal.c.seq > after)
        if kinds is not None:
            statement = statement.where(journal.c.kind.in_(kinds))
        return await self._database.read(
            lambda connection: [JournalEntry(**row) for row in connection.execute(statement).mappings()]
        )


def write_entries(connection: Connection, entries: Iterable[JournalEntry]) -> None:
    """Insert entries with the next numbers of their runs; the run's row is held so that numbers stay unique."""
    last: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for entry in entries:
        if entry.run_id not in last:
            if connection.dialect.name != "sqlite":
                connection.execute(_HOLD_RUN, {"of_run": entry.run_id})
            last[entry.run_id] = connection.execute(_LAST, {"of_run": entry.run_id}).scalar_one()
        last[entry.run_id] += 1
        rows.append(row_of(entry, journal) | {"seq": last[entry.run_id]})
    if rows:
        connection.execute(insert(journal), rows)
