"""`skyvern restore`: bring a backup back into an empty installation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from skyvern.cli.local import local_settings
from skyvern.cli.terminal import show, stop
from skyvern.serve.backup import BackupRefused, restore as bring_back
from skyvern.serve.folder import AlreadyServed
from skyvern.settings import SettingError
from skyvern.store import StoreError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("restore")(restore)


def restore(file: Annotated[Path, typer.Argument(help="The file that `skyvern backup` wrote.")]) -> None:
    """Bring a backup back into an empty data folder or database; the server must be stopped."""
    settings = local_settings()
    try:
        tally = asyncio.run(bring_back(settings, file.absolute()))
    except (BackupRefused, SettingError, StoreError, AlreadyServed) as error:
        stop(f"nothing was restored: {error}")
    show(f"{tally.rows} rows and {tally.files} files are restored into {settings.data_dir}")
    if tally.cut_off:
        show(f"{tally.cut_off} runs were under way when the backup was made; they ended as failed")
