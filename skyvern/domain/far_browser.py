"""A browser that a caller brings along: where its DevTools answer, and what to send when connecting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from skyvern.domain.proxy import masked_proxy_url
from skyvern.domain.redaction import MASK

FAR_SEALED = "browser_sealed"
"""Setting of a run: its caller's browser, sealed."""
FAR_BROWSER = "far"
"""The browser id of a run that works in its caller's browser."""
_MOST_RUNS = 1000
SCHEMES = ("ws", "wss", "http", "https")


@dataclass(frozen=True, slots=True, kw_only=True)
class FarBrowser:
    """An address (ws, wss, http or https) and headers. Both may hold keys."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def as_text(self) -> str:
        """Return the form that is sealed."""
        return json.dumps({"address": self.address, "headers": dict(self.headers)})

    @classmethod
    def from_text(cls, text: str) -> FarBrowser:
        """Read the form that was sealed."""
        data = cast("Mapping[str, object]", json.loads(text))
        return cls(address=str(data["address"]), headers=cast("Mapping[str, str]", data["headers"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePlace:
    """A browser on another machine, and how many runs may be in it at once."""

    address: str
    runs: int = 1

    @classmethod
    def listed(cls, text: str) -> tuple[RemotePlace, ...]:
        """Read a comma-separated list of `ADDRESS` or `N*ADDRESS`. Raises ValueError."""
        found: list[RemotePlace] = []
        for number, item in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
            runs, star, address = item.partition("*")
            if not star:
                runs, address = "1", item
            if not runs.isdecimal() or not 1 <= int(runs) <= _MOST_RUNS or not is_address(address):
                raise ValueError(
                    f"item {number} is not ADDRESS or N*ADDRESS, with N runs at once (1 to {_MOST_RUNS}) and an "
                    "address that begins with ws, wss, http or https"
                )
            found.append(cls(address=address, runs=int(runs)))
        if len({place.address for place in found}) < len(found):
            raise ValueError("an address is named twice: say N*ADDRESS for several runs at once")
        return tuple(found)

    def __str__(self) -> str:
        return f"{self.runs}*{masked_address(self.address)}"


def masked_address(url: str) -> str:
    """Return an address that may be shown: without user, password, and the values of its query."""
    parts = urlsplit(masked_proxy_url(url))
    query = [(name, MASK) for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return parts._replace(query=urlencode(query, safe="*")).geturl()


def is_address(url: str) -> bool:
    """Tell whether DevTools could answer there."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
