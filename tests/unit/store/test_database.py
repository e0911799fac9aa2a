"""The schema's history, transactions and threads of the database."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from skyvern.store import Database, UnknownSchema, Unusable
from skyvern.store.migrations import HEAD, REVISIONS
from skyvern.store.migrations.upgrade import alembic_config, upgrade
from skyvern.store.tables import metadata

ENGINE_TABLES = {
    "application_versions", "datasource_outputs", "dbos_migrations", "event_dispatch_kv", "notifications",
    "operation_outputs", "queues", "streams", "workflow_events", "workflow_events_history", "workflow_input",
    "workflow_output", "workflow_schedules", "workflow_status",
}  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    database.migrate()
    yield database
    database.close()


def test_the_revisions_make_exactly_the_tables(tmp_path: Path, database: Database) -> None:
    """A fresh database gets the tables at once; one that grew by revisions must be the same."""
    grown = Database(f"sqlite:///{tmp_path / 'grown.db'}")
    with cast("Engine", grown.engine).begin() as connection:
        upgrade(connection)
    grown.migrate()
    for each in (grown, database):
        with cast("Engine", each.engine).connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert _schema(grown) == _schema(database)
    assert _triggers(grown) == _triggers(database) != []
    grown.close()


def _triggers(database: Database) -> list[tuple[object, ...]]:
    with cast("Engine", database.engine).connect() as connection:
        told = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"))
        return [tuple(row) for row in told]


def _schema(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with cast("Engine", database.engine).connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        told = ("table_info", "index_list", "foreign_key_list")
        return {
            f"{name}.{pragma}": sorted(
                (tuple(row)[1:] for row in connection.execute(text(f"PRAGMA {pragma}('{name}')"))), key=str
            )
            for name in names
            for pragma in told
        }


def test_the_list_of_revisions_is_what_alembic_finds() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == REVISIONS
    assert scripts.get_current_head() == HEAD


def test_no_table_has_a_name_of_the_engine() -> None:
    assert not ENGINE_TABLES & set(metadata.tables)


def test_a_second_migration_changes_nothing_and_needs_no_alembic(database: Database) -> None:
    program = (
        "import sys; from skyvern.store import Database; database = Database(sys.argv[1]); database.migrate(); "
        "database.close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, database.url], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_many_may_migrate_at_once(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'shared.db'}") for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(Database.migrate, databases))
    with cast("Engine", databases[0].engine).connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]
    for each in databases:
        each.close()


def test_a_newer_schema_is_refused(database: Database) -> None:
    with cast("Engine", database.engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchema, match="9999"):
        database.migrate()


async def test_every_sqlite_connection_is_prepared(database: Database) -> None:
    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        return [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    prepared = ["wal", 1, 30_000, 1]
    assert await asyncio.gather(*(database.read(pragmas) for _ in range(6))) == [prepared] * 6


async def test_a_failed_write_leaves_nothing(database: Database) -> None:
    def work(connection: Connection) -> None:
        connection.execute(text("INSERT INTO organization VALUES ('o_1', 'x', '2026-01-01 00:00:00.000000')"))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(work)
    assert await database.read(lambda c: c.execute(text("SELECT count(*) FROM organization")).scalar()) == 0


async def test_a_full_disk_is_told_as_a_database_that_cannot_be_used(database: Database) -> None:
    def fill(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        connection.execute(text("INSERT INTO organization VALUES ('o_1', :name, '2026-01-01')"), {"name": "x" * 2**20})

    with pytest.raises(Unusable, match="full"):
        await database.write(fill)


@pytest.mark.parametrize("whole_until", [0, 4096])
def test_a_damaged_file_is_told_with_its_cure(tmp_path: Path, whole_until: int) -> None:
    path = tmp_path / "skyvern.db"
    with closing(Database(f"sqlite:///{path}")) as fresh:
        fresh.migrate()
    data = path.read_bytes()
    path.write_bytes(data[:whole_until] + b"\x5a" * (len(data) - whole_until))
    with (
        closing(Database(f"sqlite:///{path}")) as damaged,
        pytest.raises(Unusable, match=r"is damaged; .* `skyvern restore`"),
    ):
        damaged.migrate()


async def test_damage_that_is_met_later_is_told_as_a_database_that_cannot_be_used(database: Database) -> None:
    database.settle()
    path = Path(database.url.removeprefix("sqlite:///"))
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\x5a" * (len(data) - 4096))
    with closing(Database(database.url)) as later, pytest.raises(Unusable, match="is damaged"):
        await later.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM run").scalar())


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    """A read begun while another process holds the write lock answers at once, with what was committed before."""
    other = sqlite3.connect(database.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO organization VALUES ('o_1', 'x', '2026-01-01 00:00:00.000000')")
    count = database.read(lambda c: c.execute(text("SELECT count(*) FROM organization")).scalar())
    assert await asyncio.wait_for(count, timeout=5) == 0
    other.execute("ROLLBACK")
    other.close()


async def test_a_writer_waits_for_another_process(database: Database) -> None:
    other = sqlite3.connect(database.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    insert = text("INSERT INTO organization VALUES ('o_1', 'x', '2026-01-01 00:00:00.000000')")
    writing = asyncio.ensure_future(database.write(lambda c: c.execute(insert).rowcount))
    done, _ = await asyncio.wait({writing}, timeout=0.2)
    assert not done
    other.execute("ROLLBACK")
    assert await writing == 1
    other.close()


@pytest.mark.parametrize("given", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"])
def test_postgres_urls_get_the_driver(given: str) -> None:
    database = Database(given)
    assert database.url == "postgresql+psycopg://u:p@h/d"
    database.close()
