"""`skyvern backup`: everything of this machine's installation into one file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from skyvern.cli.local import local_settings
from skyvern.cli.terminal import show, stop
from skyvern.serve.backup import BackupRefused, back_up
from skyvern.settings import SettingError
from skyvern.store import StoreError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backup")(backup)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as skyvern.tar.gz.")],
    without_key: Annotated[bool, typer.Option("--without-key", help="Leave the secret key out.")] = False,
) -> None:
    """Write database, files and secret key into one file; the server may run meanwhile."""
    settings = local_settings()
    try:
        tally = asyncio.run(back_up(settings, file.absolute(), with_key=not without_key))
    except (BackupRefused, SettingError, StoreError) as error:
        stop(str(error))
    gone = f" ({tally.missing} files have rows and no bytes)" if tally.missing else ""
    show(f"{tally.rows} rows and {tally.files} files are in {file}{gone}")
    if without_key:
        show("the secret key is not in it: without the key nothing sealed in it can be opened; keep it elsewhere")
    else:
        show("the secret key is in it: whoever has this file can open every credential; keep it safe")
