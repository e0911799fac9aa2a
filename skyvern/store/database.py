"""One database for our rows and the engine's: connections, threads, transactions, and the schema's version."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from skyvern.store.columns import json_text
from skyvern.store.errors import UnknownSchema, Unusable
from skyvern.store.migrations import HEAD, REVISIONS
from skyvern.store.rules import rules
from skyvern.store.signals import Hear, Listener
from skyvern.store.tables import metadata

T = TypeVar("T")

_READERS = 4
_WRITERS = 8
_BUSY_MILLISECONDS = 30_000
_PRAGMAS = (
    f"busy_timeout={_BUSY_MILLISECONDS}",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
)
_SCOUR_MILLISECONDS = 1000
_AGAIN_SECONDS = 0.02
_DAMAGED = "its file is damaged; stop what uses it, keep a copy, and bring back a backup with `skyvern restore`"
_SILENCE: Mapping[str, int] = {
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""Seconds (of the last: milliseconds) after which a connection to a server that does not answer is given up."""
_MIGRATION_LOCK = "SELECT pg_advisory_xact_lock(7595876293)"
_CREATE_VERSION = text(
    "CREATE TABLE IF NOT EXISTS alembic_version"
    " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_SET_VERSION = text("INSERT INTO alembic_version (version_num) VALUES (:head)")


class Database:
    """Runs functions of a connection in threads; on SQLite one writer at a time, readers beside it."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self._sqlite = self.url.startswith("sqlite")
        self._engine = _engine(self.url)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="store-read")
        self._writers = ThreadPoolExecutor(1 if self._sqlite else _WRITERS, thread_name_prefix="store-write")

    @property
    def engine(self) -> object:
        """The connection pool, for the queue that keeps its tables in the same database; opaque outside the store."""
        return self._engine

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a connection that takes no write lock."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._reading, work)

    async def snapshot(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a connection to which the database stands still."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._standing_still, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, committed when it returns, undone when it raises.

        For a caller that is cancelled meanwhile it happens whole or not at all, and the caller cannot tell which.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writers, self._writing, work)

    def write_here(self, work: Callable[[Connection], T]) -> T:
        """The same in the caller's own thread, which must not be the loop's."""
        return self._writing(work)

    def listen(self, hear: Hear) -> Listener | None:
        """Return a listener for what other processes tell; None where there can be no other."""
        return None if self._sqlite else Listener(self._engine, hear)

    def settle(self) -> None:
        """Bring what was committed to the disk, so that no loss of power undoes it. Raises Unusable."""
        if not self._sqlite:
            return
        with self._engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:
            raise Unusable("another program reads the database; end it and try again")

    async def scour(self) -> None:
        """Take what was deleted out of the write-ahead log, too; where somebody reads it, a later call does that.

        SQLite overwrites deleted rows with zeros. Postgres frees their place by itself, when it vacuums.
        """
        if self._sqlite:
            await asyncio.get_running_loop().run_in_executor(self._writers, self._scour)

    def _scour(self) -> None:
        with _in_reach(), self._engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_SCOUR_MILLISECONDS}")
            try:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")

    def migrate(self) -> None:
        """Bring the schema up to date; alembic is loaded only when it is behind. Raises UnknownSchema, Unusable."""
        try:
            self._migrate()
        except DBAPIError as error:
            raise Unusable(_reason(error)) from error

    def _migrate(self) -> None:
        with self._engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if self._sqlite else _MIGRATION_LOCK)
            _bring_up_to_date(connection)

    def close(self) -> None:
        """Finish what is being written and close every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    def _reading(self, work: Callable[[Connection], T]) -> T:
        with _in_reach(), self._engine.connect() as connection:
            return work(connection)

    def _standing_still(self, work: Callable[[Connection], T]) -> T:
        begin = "BEGIN" if self._sqlite else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        with _in_reach(), self._engine.connect() as connection:
            connection.exec_driver_sql(begin)
            return work(connection)

    def _writing(self, work: Callable[[Connection], T]) -> T:
        with _in_reach(), self._engine.begin() as connection:
            if self._sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            return work(connection)


@contextmanager
def _in_reach() -> Generator[None]:
    """Say as Unusable that the database is away, is shutting down, has no room, or that its file is damaged."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, OperationalError | InterfaceError) or _damaged(error):
            raise Unusable(_reason(error)) from error
        raise


def _damaged(error: DBAPIError) -> bool:
    # the first byte of SQLite's codes is their kind, such as CORRUPT for CORRUPT_INDEX
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _reason(error: DBAPIError) -> str:
    said = str(error.orig).strip().partition("\n")[0]
    return f"{said}: {_DAMAGED}" if _damaged(error) else said


def _bring_up_to_date(connection: Connection) -> None:
    revision = _revision(connection)
    if revision == HEAD:
        return
    if revision is None:
        _create(connection)
        return
    if revision not in REVISIONS:
        raise UnknownSchema(revision)
    from skyvern.store.migrations.upgrade import upgrade  # noqa: PLC0415 - alembic is slow to import, seldom needed

    upgrade(connection)


def _create(connection: Connection) -> None:
    """Make today's tables at once: a test holds them equal to what all revisions make one after another."""
    metadata.create_all(connection)
    for rule in rules(connection.dialect.name):
        connection.exec_driver_sql(rule)
    connection.execute(_CREATE_VERSION)
    connection.execute(_SET_VERSION, {"head": HEAD})


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _with_driver(url: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url, json_serializer=json_text, pool_size=8, max_overflow=24, connect_args=_limits(url))
    except (ArgumentError, ImportError) as error:
        raise Unusable(f"SKYVERN_DATABASE_URL: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _limits(url: str) -> dict[str, int]:
    """Return for how long a Postgres that has fallen silent is waited for; what the URL says itself stands."""
    given = make_url(url)
    if given.get_backend_name() != "postgresql":
        return {}
    return {name: value for name, value in _SILENCE.items() if name not in given.query}


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _log_ahead(connection)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log.

    Where several open a new file at once, SQLite says "locked" to all but one without waiting, whatever the busy
    time-out (it would be a deadlock); so this asks again.
    """
    end = time.monotonic() + _BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_AGAIN_SECONDS)
        else:
            return
