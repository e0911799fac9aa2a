"""Talks to a server through the SDK, and turns its troubles into sentences."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from skyvern.cli.terminal import stop
from skyvern.client import ForbiddenError, Skyvern, SkyvernError

T = TypeVar("T")
DEFAULT_URL = "http://localhost:8000"
_INTERRUPTED = 130


def speak(work: Callable[[Skyvern], Awaitable[T]]) -> T:
    """Do one piece of work with a connected client; a refusal ends the command with the server's own sentence."""

    async def connected() -> T:
        async with Skyvern(api_key=key_for(base_url()), base_url=base_url()) as client:
            return await work(client)

    try:
        return asyncio.run(connected())
    except ForbiddenError as error:
        cure = "set SKYVERN_API_KEY, or make one there with `skyvern keys create`"
        stop(f"{base_url()} refuses the API key: {error.detail} ({cure})")
    except SkyvernError as error:
        stop(str(error))
    except KeyboardInterrupt:
        stop("interrupted", code=_INTERRUPTED)


def base_url() -> str:
    """Return the server's address: SKYVERN_BASE_URL, else this machine's."""
    return (os.environ.get("SKYVERN_BASE_URL") or DEFAULT_URL).strip().rstrip("/")


def key_for(url: str) -> str | None:
    """Return SKYVERN_API_KEY, else for a server on this machine the key that its first start kept in a file."""
    if given := os.environ.get("SKYVERN_API_KEY"):
        return given
    kept = Path(os.environ.get("SKYVERN_DATA_DIR") or "~/.skyvern").expanduser() / "api_key"
    if not on_this_machine(url):
        return None
    try:
        return kept.read_text().strip() or None
    except OSError:
        return None


def on_this_machine(url: str) -> bool:
    """Tell whether a URL points at this machine, by its words alone."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
