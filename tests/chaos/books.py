"""What the database of a server or a fleet says of its runs, asked past the product, whether that lives or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from tests.e2e.conftest import ENDED

_TWICE = (
    "SELECT kind, count(*) FROM journal WHERE run_id = :id AND kind IN ('block_started', 'block_finished') "
    "GROUP BY kind, block_run_id HAVING count(*) > 1"
)
_AGAIN = "SELECT key, count(*) FROM block_run WHERE run_id = :id GROUP BY key, attempt HAVING count(*) > 1"


class Books:
    """One database, read only."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)

    @classmethod
    def of_folder(cls, data_dir: Path) -> Books:
        """Read the SQLite file of a data folder."""
        return cls(f"sqlite:///file:{data_dir / 'skyvern.db'}?mode=ro&uri=true")

    def ask(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Ask the database."""
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def count(self, kind: str) -> int:
        """Count the journal's entries of a kind."""
        ((many,),) = self.ask("SELECT count(*) FROM journal WHERE kind = :kind", kind=kind)
        return int(str(many))

    def how_far(self) -> dict[str, str]:
        """Return where each run stands that has not ended."""
        found = self.ask("SELECT run_id, cursor, status FROM run")
        return {str(run_id): str(cursor) for run_id, cursor, status in found if status not in ENDED}

    def doubles_of(self, run_id: str) -> list[str]:
        """Say what a run's journal shows that must not be: blocks begun or ended twice, several ends."""
        finished = "SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_finished'"
        ((ends,),) = self.ask(finished, id=run_id)
        wrong = [] if ends == 1 else [f"{ends} ends"]
        wrong += [f"{kind} {many} times" for kind, many in self.ask(_TWICE, id=run_id)]
        wrong += [f"block {key} ran {many} times" for key, many in self.ask(_AGAIN, id=run_id)]
        return wrong

    def journal_of(self, run_id: str) -> list[dict[str, object]]:
        """Return the entries of a run's journal, in their order."""
        columns = ("seq", "at", "kind", "block_run_id", "payload")
        rows = self.ask(f"SELECT {', '.join(columns)} FROM journal WHERE run_id = :id ORDER BY seq", id=run_id)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def lateness(self, run_id: str) -> timedelta:
        """Return how long after its deadline a run ended."""
        ((deadline, finished),) = self.ask("SELECT deadline_at, finished_at FROM run WHERE run_id = :id", id=run_id)
        return datetime.fromisoformat(str(finished)) - datetime.fromisoformat(str(deadline))
