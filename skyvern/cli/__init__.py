"""The `skyvern` command: one file per command group, and only the group that is called gets loaded."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Annotated

import typer

from skyvern import __version__

COMMANDS = {
    "server": "Serve the API, the web UI and a worker.",
    "worker": "Take runs from a shared database, beside servers and other workers.",
    "run": "Run a workflow, or the workflow in a file.",
    "workflow": "Save, read, list and delete workflows.",
    "runs": "Look at runs, cancel them, see what they left.",
    "schedules": "Run workflows by themselves: at times, in rhythms, once.",
    "batches": "Run a workflow once for each row of a table.",
    "credentials": "Keep passwords that workflows may use.",
    "webhooks": "Receive webhooks here to try them; send dead letters again.",
    "keys": "Make, list and revoke API keys on this machine.",
    "organizations": "Make, list, rename and delete organisations on this machine.",
    "backup": "Write database, files and secret key into one file.",
    "restore": "Bring a backup back into an empty installation.",
    "mcp": "Let agents of other programs use a server (MCP).",
    "doctor": "Find out what is wrong here and how to mend it.",
    "demo": "See a sample workflow run from start to end.",
    "sites": "Serve the sample sites to try workflows on.",
    "browser-host": "Own the browsers of this machine (the server starts it by itself).",
    "version": "Print the version.",
}
"""Every command or group with its line of help; `browser-host` lives in `skyvern/cli/browser_host.py`, and so on."""


def application(wanted: Sequence[str]) -> typer.Typer:
    """Return the command line with the wanted commands; of the others only their lines of help."""
    app = typer.Typer(
        name="skyvern",
        help="Browser workflows written in plain language.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_whole)
    for name, line in COMMANDS.items():
        if name in wanted:
            _load(name).register(app)
        else:
            app.command(name, help=line)(_not_loaded)
    return app


def _load(name: str) -> ModuleType:
    """Import a command. What it brings lives as long as the process: no garbage is looked for in it, now or later."""
    gc.disable()
    try:
        return importlib.import_module(f"skyvern.cli.{name.replace('-', '_')}")
    finally:
        gc.freeze()
        gc.enable()


def main() -> None:
    """Run the command that the arguments name."""
    named = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), "")
    application([named])()


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _whole(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Browser workflows written in plain language."""


def _not_loaded() -> None:
    raise AssertionError("the command that is called is always loaded")
