"""A Postgres server of its own for tests, in a temporary folder; reached by a socket file, or at an address."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from skyvern.domain.ids import new_id
from skyvern.engine.queue import Queue
from skyvern.store.database import Database

_PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_bin() -> Path | None:
    """Return the folder of Postgres' programs, None where there are none."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    for place in _PLACES:
        for initdb in sorted(Path(place).glob("*/bin/initdb"), reverse=True):
            return initdb.parent
    return None


class Cluster:
    """A running server; `url` is of its first database."""

    def __init__(self, folder: Path, programs: Path, *, safe: bool = False, address: str = "") -> None:
        self._folder = folder
        self._programs = programs
        self._options = () if safe else _FAST
        self._address, self._port = address, _free_port() if address else 5432
        self.url = self._url("postgres")
        self._pattern = ""

    def _url(self, name: str) -> str:
        if self._address:
            return f"postgresql+psycopg://postgres@{self._address}:{self._port}/{name}"
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def new_database(self, *, like: str = "template1") -> str:
        """Make a database, an empty one unless it is to be `like` another, and return its URL."""
        name = new_id("test").lower()
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
        engine.dispose()
        return self._url(name)

    def ready_database(self) -> str:
        """Make a database that has all tables, as a copy of one that got them the usual way."""
        if not self._pattern:
            url = self.new_database()
            asyncio.run(_furnish(url))
            self._pattern = str(make_url(url).database)
        return self.new_database(like=self._pattern)

    def make(self) -> None:
        """Lay out the files of the server."""
        self._run("initdb", "-D", self._data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        if self._address:
            with (Path(self._data) / "pg_hba.conf").open("a") as rules:
                rules.write("host all all samenet trust\n")

    def start(self) -> None:
        """Start it and wait until it answers."""
        given = " ".join(f"-c {option}" for option in self._options)
        where = f"-k {self._folder} -p {self._port} -c listen_addresses='{self._address}'"
        options = f"{where} -c max_connections=300 {given}"
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self, *, mode: str = "immediate") -> None:
        """Stop it; `immediate` is what a crash leaves, `fast` breaks connections off in order."""
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "60", "-m", mode, "stop")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:  # Postgres refuses to run as root
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout.decode(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _furnish(url: str) -> None:
    database = Database(url)
    database.migrate()
    queue = Queue(url=database.url, engine=database.engine)
    await queue.start()
    await queue.stop()
    database.close()


@contextmanager
def cluster(*, safe: bool = False, address: str = "") -> Iterator[Cluster | None]:
    """Yield a running server, None where Postgres is not installed.

    `safe` writes to the disk as in earnest; at `address` it listens for the machines of its network.
    """
    programs = find_bin()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="skyvern-pg-"))
    try:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        made = Cluster(folder, programs, safe=safe, address=address)
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
