"""Words between the processes of one Postgres database; they make things prompt, and nothing depends on them.

A word is sent with the transaction that it tells of, and heard only when that is committed. On SQLite there is one
process, which needs none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import cast

import psycopg
import structlog
from sqlalchemy import Connection, Engine, bindparam, text
from sqlalchemy.exc import DBAPIError

log = structlog.get_logger()

_CHANNEL = "skyvern"
_NOTIFY = text(f"SELECT pg_notify('{_CHANNEL}', :word)").bindparams(bindparam("word"))
_LISTEN = text(f"LISTEN {_CHANNEL}")
_LOOK_SECONDS = 1.0
"""How soon a listener notices that it is to stop, and how long it waits before it tries a lost connection again."""


class Signal(StrEnum):
    """What a word is about."""

    RUNS = "runs"
    """A run waits for a worker; of no run in particular."""
    DELIVERIES = "deliveries"
    CANCEL = "cancel"
    """Somebody asked for this run's end."""
    ENDED = "ended"
    """This run has ended, or waits."""
    CONTROL = "control"
    """The controls of this browser changed hands."""


Hear = Callable[[Signal, str], None]
"""Is told the subject and the id; called in the listener's thread."""


def signal(connection: Connection, about: Signal, subject_id: str = "") -> None:
    """Tell the other processes once the transaction is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY, {"word": f"{about.value} {subject_id}"})


class Listener:
    """Hears what is told, in a thread of its own, until it is stopped."""

    def __init__(self, engine: Engine, hear: Hear) -> None:
        self._engine = engine
        self._hear = hear
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="store-listen", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; returns when the connection is closed."""
        self._stopped.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                self._hear_on_one_connection()
            except (DBAPIError, psycopg.Error) as error:
                log.warning("listening_broke_off", error=str(error).partition("\n")[0])
            self._stopped.wait(_LOOK_SECONDS)

    def _hear_on_one_connection(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(_LISTEN)
            driver = cast("psycopg.Connection", connection.connection.driver_connection)
            try:
                while not self._stopped.is_set():
                    for notice in driver.notifies(timeout=_LOOK_SECONDS):
                        about, _, subject_id = notice.payload.partition(" ")
                        self._hear(Signal(about), subject_id)
            finally:
                connection.invalidate()  # a connection that listens is not given back to the pool
