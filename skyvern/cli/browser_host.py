"""`skyvern browser-host`: the process that owns browsers; the server starts one by itself."""

from __future__ import annotations

import typer

from skyvern.serve import browser_host as host

_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": list[str]()}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("browser-host", context_settings=_PASS_ON)(browser_host)


def browser_host(context: typer.Context) -> None:
    """Own the browsers of this machine (the server starts it by itself)."""
    raise typer.Exit(host.main(context.args))
