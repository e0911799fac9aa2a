"""Which sites a workflow keeps to: `example.com`, `*.example.com` (itself and all below it), either with a port."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from skyvern.domain.addresses import DEFAULT_PORTS

ALLOWED_ORIGINS = "allowed_origins"
"""The setting of a workflow, and so of its runs."""

_NAME = re.compile(r"(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.?")


def parse_origin(text: str) -> str:
    """Return an item of the list as `host` or `host:port`; `https://example.com` means port 443 only.

    Raises ValueError saying what an item looks like.
    """
    given = text.strip().lower()
    scheme, separator, rest = given.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname, parts.port
        alone = rest.rstrip("/") == parts.netloc and "@" not in parts.netloc
        known = not separator or scheme in ("http", "https")
    except ValueError:
        host, port, alone, known = None, None, False, False
    if not host or not alone or not known or not (":" in host or _NAME.fullmatch(_ascii(host))):
        raise ValueError(
            f"{text!r} is no origin: write example.com, *.example.com, example.com:8443 or https://example.com"
        )
    name = f"[{host}]" if ":" in host else _ascii(host).rstrip(".")
    port = port or (DEFAULT_PORTS[scheme] if separator else None)
    return f"{name}:{port}" if port else name


def permits(origins: Iterable[str] | None, host: str, port: int) -> bool:
    """Whether a host and port are on the list; no list permits everything, an empty one nothing."""
    return origins is None or any(_matches(item, host, port) for item in origins)


def _matches(item: str, host: str, port: int) -> bool:
    parts = urlsplit(f"//{item.lower()}")
    wanted, name = parts.hostname or "", _ascii(host.lower()).rstrip(".")
    if parts.port not in (None, port):
        return False
    if wanted.startswith("*."):
        return name == wanted[2:] or name.endswith(wanted[1:])
    return name == wanted


def _ascii(host: str) -> str:
    """The name as it goes over the wire."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host
