"""What is asked often is found by an index, however many runs have ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from skyvern.domain.clock import utc_now
from skyvern.store import Database, Store


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'skyvern.db'}")
    made.migrate()
    yield made
    made.close()


def _enter(connection: object, run_id: str, entry: str) -> None:
    raise AssertionError((connection, run_id, entry))


ASKED: dict[str, Callable[[Store], Awaitable[object]]] = {
    "list of runs": lambda store: store.runs.list("o_1"),
    "changes": lambda store: store.figures.changed("o_1", since=utc_now(), most=10),
    "figures": lambda store: store.figures.runs("o_1", since=utc_now(), most=10),
    "unfinished": lambda store: store.runs.unfinished(),
    "live browsers": lambda store: store.runs.live_browsers(),
    "line": lambda store: store.runs.let_in(_enter),
}


@pytest.mark.parametrize("asked", ASKED)
async def test_no_table_of_runs_is_read_from_end_to_end(database: Database, asked: str) -> None:
    assert isinstance(database.engine, Engine)
    statements: list[tuple[str, Any]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda c, cu, said, values, co, m: statements.append((said, values))
    )
    await ASKED[asked](Store(database))
    plans = [plan for said, values in list(statements) for plan in _plan(database.engine, said, values)]
    assert any("INDEX" in plan for plan in plans), plans
    assert not [plan for plan in plans if plan.startswith("SCAN run") and "INDEX" not in plan]
    if asked in ("list of runs", "changes", "figures"):
        assert "USE TEMP B-TREE FOR ORDER BY" not in _of_the_choice(plans), plans


def _of_the_choice(plans: list[str]) -> list[str]:
    """What is done to choose a page among all runs; the rest is done with the page."""
    if "LIST SUBQUERY 1" not in plans:
        return plans
    chosen = plans[plans.index("LIST SUBQUERY 1") :]
    return chosen[: chosen.index("REUSE LIST SUBQUERY 1")]


def _plan(engine: Engine, said: str, values: Any) -> list[str]:  # noqa: ANN401 - whatever the driver was given
    if not said.startswith("SELECT"):
        return []
    with engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]
