"""What the verbs of a resource stand on: one connection, and paths with ids that cannot break out of them."""

from __future__ import annotations

from urllib.parse import quote

from skyvern.client.wire import Wire


class Verbs:
    """A group of methods of the client."""

    _wire: Wire


def at(path: str, *parts: str) -> str:
    """Return a path whose `{}` are filled with ids, each escaped."""
    return path.format(*(quote(part, safe="") for part in parts))
