"""`skyvern worker`: takes runs from a shared Postgres database, beside servers and other workers."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from skyvern.cli.local import local_settings
from skyvern.cli.server import warn_without_browser
from skyvern.cli.terminal import show, stop
from skyvern.engine import QUEUES
from skyvern.engine.queue import RUNS
from skyvern.serve.logs import write_logs
from skyvern.serve.wiring import AlreadyServed, House
from skyvern.serve.worker import DeclaredDead, work
from skyvern.settings import SettingError, given_key
from skyvern.store import StoreError

SILENT = 75
"""Exit code of a worker that was taken for dead: whatever started it should start it again."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("worker")(worker)


def worker(
    queues: Annotated[str, typer.Option(help="What to take, comma-separated: runs, deliveries (webhooks).")] = ",".join(
        QUEUES
    ),
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Runs at once (SKYVERN_CONCURRENCY, 4).")
    ] = None,
    data_dir: Annotated[
        str | None, typer.Option(help="Where browsers and files of running runs are (SKYVERN_DATA_DIR, ~/.skyvern).")
    ] = None,
) -> None:
    """Take runs and webhooks from a shared database (SKYVERN_DATABASE_URL) and answer nobody."""
    wanted = tuple(dict.fromkeys(filter(None, (part.strip() for part in queues.split(",")))))
    if not wanted or not set(wanted) <= set(QUEUES):
        stop(f"--queues: {queues!r} is not a list of {', '.join(QUEUES)}")
    settings = local_settings(data_dir=data_dir, concurrency=concurrency)
    if not settings.shared:
        stop(
            "SKYVERN_DATABASE_URL: a worker of its own needs Postgres, postgresql://user:password@host/database; on "
            "SQLite `skyvern server` is the worker"
        )
    if given_key("SKYVERN_SECRET_KEY") is None and not (settings.data_dir / "secret.key").exists():
        stop("SKYVERN_SECRET_KEY: all servers and workers of one database need the same one; set it")
    if RUNS in wanted:
        warn_without_browser()
    write_logs(settings.log_format)

    def announce(house: House) -> None:
        show(f"Skyvern worker: {', '.join(wanted)}, {settings.concurrency} runs at once, data in {settings.data_dir}")
        show(f"SIGTERM or Ctrl-C: takes nothing new, and gives its runs {settings.drain_seconds} s to end")
        del house

    try:
        asyncio.run(work(settings, queues=wanted, ready=announce))
    except DeclaredDead as error:
        stop(str(error), code=SILENT)
    except (SettingError, AlreadyServed, StoreError) as error:
        stop(str(error))
