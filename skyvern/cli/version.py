"""`skyvern version`."""

from __future__ import annotations

import typer

from skyvern import __version__
from skyvern.cli.terminal import show


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("version")(version)


def version() -> None:
    """Print the version."""
    show(__version__)
