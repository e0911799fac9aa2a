"""The database refuses what no run may do, whoever asks for it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.domain.status import TRANSITIONS, RunStatus
from skyvern.store import Database, Store

if TYPE_CHECKING:
    from sqlalchemy import Engine


def a_run(status: RunStatus = RunStatus.CREATED) -> Run:
    now = utc_now()
    return Run(
        run_id="wr_1",
        organization_id="o_1",
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=status,
        title="Test",
        parameters={},
        request={},
        definition={},
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now,
    )


async def test_only_legal_moves_of_a_run_are_possible(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'skyvern.db'}")
    database.migrate()
    await Store(database).runs.create(a_run())
    with cast("Engine", database.engine).connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'run_moves'")).scalar_one()
        for old, new in product(RunStatus, RunStatus):
            connection.exec_driver_sql("DROP TRIGGER run_moves")
            connection.execute(text("UPDATE run SET status = :old"), {"old": old.value})
            connection.exec_driver_sql(made)
            legal = old is new or new in TRANSITIONS.get(old, ())
            try:
                connection.execute(text("UPDATE run SET status = :new"), {"new": new.value})
            except IntegrityError:
                assert not legal, f"{old} to {new}"
            else:
                assert legal, f"{old} to {new}"
    database.close()
