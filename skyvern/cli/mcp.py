"""`skyvern mcp`: lets agents of other programs use a Skyvern server, over standard input and output."""

from __future__ import annotations

import asyncio

import typer

from skyvern import __version__
from skyvern.cli.remote import base_url, key_for
from skyvern.cli.terminal import stop
from skyvern.client import Skyvern

MISSING = "`skyvern mcp` needs the package `mcp`: install it with `pip install 'skyvern[mcp]'`"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mcp")(mcp)


def mcp() -> None:
    """Speak MCP over standard input and output, for the server at SKYVERN_BASE_URL.

    Programs such as desktop assistants and editors start this by themselves. A server also speaks MCP over HTTP, at
    /mcp, with the API key in x-api-key.
    """
    try:
        from skyvern.mcp.server import serve_stdio  # noqa: PLC0415 - optional, and a second to load
    except ImportError as error:
        stop(f"{MISSING} ({error})")

    async def speak() -> None:
        async with Skyvern(api_key=key_for(base_url()), base_url=base_url()) as client:
            await serve_stdio(client, version=__version__)

    asyncio.run(speak())
