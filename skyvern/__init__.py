"""Browser workflows written in plain language: `from skyvern import Skyvern` (or `SyncSkyvern`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skyvern.client import Skyvern, SyncSkyvern, verify_event, verify_webhook

__version__ = "0.1.0"
__all__ = ["Skyvern", "SyncSkyvern", "__version__", "verify_event", "verify_webhook"]


def __getattr__(name: str) -> object:
    """Load the client when it is first asked for: the server's own modules do not need it."""
    if name in ("Skyvern", "SyncSkyvern", "verify_event", "verify_webhook"):
        from skyvern import client  # noqa: PLC0415 - httpx costs the most of an import that may not need it

        return getattr(client, name)
    raise AttributeError(f"module 'skyvern' has no attribute {name!r}")
