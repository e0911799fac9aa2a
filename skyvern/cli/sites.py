"""`skyvern sites`: the sample sites, to try workflows on."""

from __future__ import annotations

from typing import Annotated

import typer

from skyvern.cli.listening import check_port
from skyvern.cli.terminal import show
from skyvern.testing.sites.server import SITES, serve


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sites")(sites)


def sites(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8010,
    variant: Annotated[int, typer.Option(help="Seed of another shape of every page; 0 is the plain one.")] = 0,
) -> None:
    """Serve the sample sites to try workflows on."""
    check_port(host, port)
    for name, line in SITES.items():
        show(f"http://{host}:{port}/{name}/  {line}")
    show(f"A server reaches them with SKYVERN_ALLOWED_PRIVATE_NETWORKS={host}/32:{port}")
    serve(host, port, variant)
