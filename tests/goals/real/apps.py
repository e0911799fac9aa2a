"""Installs, seeds and runs the three real applications; `python -m tests.goals.real.apps` does the first two."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACE = Path(os.environ.get("SKYVERN_REAL_APPS", Path.home() / ".cache" / "skyvern-real-apps"))
"""Where the environment and the seeded folders are kept; everything works without a network once it is filled."""
PASSWORD = "harbour-lantern-42"
START_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One application: how it is reached, signed in to, and which tables hold what people made."""

    name: str
    home: str
    database: str
    login: str
    person: str
    fields: tuple[str, str, str]
    """Selectors of user name, password and the button."""
    out: str
    """What only someone who is signed out sees."""
    tables: tuple[str, ...]


APPS = {
    "wagtail": App(
        name="wagtail",
        home="/admin/",
        database="db.sqlite3",
        login="/admin/login/",
        person="admin",
        fields=("[name=username]", "[name=password]", "form button[type=submit]"),
        out="[name=password]",
        tables=(
            "wagtailcore_page",
            "wagtail_office_contact",
            "wagtail_office_newspage",
            "wagtail_office_eventpage",
            "wagtaildocs_document",
            "wagtailredirects_redirect",
        ),
    ),
    "roundup": App(
        name="roundup",
        home="/tracker/",
        database="tracker/db/db",
        login="/tracker/",
        person="hwalsh",
        fields=("[name=__login_name]", "[name=__login_password]", "input[type=submit][value=Login]"),
        out="[name=__login_password]",
        tables=("_issue", "_msg", "_file", "_keyword", "_user", "issue_keyword"),
    ),
    "appbuilder": App(
        name="appbuilder",
        home="/departmentview/list/",
        database="db.sqlite3",
        login="/login/",
        person="admin",
        fields=("[name=username]", "[name=password]", "[type=submit]"),
        out="[name=password]",
        tables=("department", "employee", "asset"),
    ),
}


class Running:
    """An application that runs on a folder of its own, with its database within reach."""

    def __init__(self, app: App, url: str, seeded: Path, folder: Path) -> None:
        self.app = app
        self.url = url
        self._seeded = seeded / app.database
        self._live = folder / app.database

    def reset(self) -> None:
        """Make the database what it was after seeding."""
        with closing(sqlite3.connect(self._seeded)) as seeded, closing(sqlite3.connect(self._live, timeout=60)) as live:
            seeded.backup(live)

    def rows(self, query: str) -> list[list[object]]:
        """Ask the application's own database."""
        with closing(sqlite3.connect(self._live, timeout=60)) as live:
            return [list(row) for row in live.execute(query)]

    def contents(self, table: str) -> list[list[object]]:
        """Every row of a table."""
        return sorted(self.rows(f"select * from {table}"), key=repr)

    def changed(self) -> list[str]:
        """Return the tables that are no longer what they were after seeding."""
        with closing(sqlite3.connect(self._seeded)) as seeded:
            before = {
                table: sorted([list(row) for row in seeded.execute(f"select * from {table}")], key=repr)
                for table in self.app.tables
            }
        return [table for table in self.app.tables if self.contents(table) != before[table]]


class NotInstalled(Exception):
    """The applications' packages could not be had; the message is what pip said."""


def installed(place: Path = PLACE) -> Path:
    """Return the folder with the environment and the seeded applications, making what is not there.

    One process makes it and the others wait. Raises NotInstalled.
    """
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _made(place)


def _made(place: Path) -> Path:
    parts = [HERE / "requirements.txt", *sorted((HERE / "sites").rglob("*.py"))]
    mark = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
    needs = hashlib.sha256(parts[0].read_bytes()).hexdigest()[:12]
    python = place / f"venv-{needs}" / "bin" / "python"
    if not (place / f"venv-{needs}" / "complete").exists():
        venv.create(python.parent.parent, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(parts[0])]
        tried = subprocess.run(command, check=False, capture_output=True, text=True)
        if tried.returncode != 0:
            raise NotInstalled(tried.stderr[-1500:])
        (place / f"venv-{needs}" / "complete").touch()
    folder = place / f"seeded-{mark}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in APPS:
        if not (folder / name).is_dir():
            making = folder / f"{name}.making"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            _site(python, name, "seed", str(making), check=True)
            making.rename(folder / name)
    (folder / "python").unlink(missing_ok=True)
    (folder / "python").symlink_to(python)
    return folder


def _site(python: Path, name: str, *words: str, check: bool) -> subprocess.Popen[bytes]:
    command = [str(python), str(HERE / "sites" / f"{name}_site.py"), *words]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    log = Path(words[1]).with_suffix(".log")
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)
    if check and process.wait() != 0:
        raise RuntimeError(f"{name} could not be seeded:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
    return process


@contextmanager
def running(name: str, folder: Path) -> Iterator[Running]:
    """Run an application on a copy of its seeded folder, on a free port, for the length of a `with` block."""
    ready = installed()
    copy = folder / name
    shutil.copytree(ready / name, copy)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = _site((ready / "python").readlink(), name, "serve", str(copy), str(port), check=False)
    app = APPS[name]
    url = f"http://127.0.0.1:{port}"
    try:
        _answering(url + app.login, process)
        yield Running(app, url, ready / name, copy)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answering(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=60):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer (exit code {process.poll()})")


if __name__ == "__main__":
    print(installed(Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE))
