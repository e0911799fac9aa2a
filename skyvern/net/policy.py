"""What one proxy listener lets through, and what it counts."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from skyvern.domain.addresses import AddressRules
from skyvern.domain.origins import permits
from skyvern.net.upstream import Upstream

RECENT_REFUSALS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A connection that was not made: when (epoch seconds), to whom, which kind of refusal or failure, and why."""

    at: float
    host: str
    port: int
    kind: str
    reason: str


@dataclass(slots=True)
class Traffic:
    """What went through one listener: totals since it was opened."""

    connections: int = 0
    requests: int = 0
    tunnels: int = 0
    refused: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    refusals: deque[Refusal] = field(default_factory=lambda: deque[Refusal](maxlen=RECENT_REFUSALS))

    def count_up(self, size: int) -> None:
        """Adds bytes that went from the browser to the site."""
        self.bytes_up += size

    def count_down(self, size: int) -> None:
        """Adds bytes that came from the site."""
        self.bytes_down += size


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyPolicy:
    """What one listener lets through: the address rules, an optional list of origins, an optional upstream proxy.

    An origin is a host (`example.com`), its subdomains too (`*.example.com`), either with an optional `:port`.
    """

    rules: AddressRules = field(default_factory=AddressRules)
    origins: tuple[str, ...] | None = None
    upstream: Upstream | None = None

    def permits_origin(self, host: str, port: int) -> bool:
        """Whether the host is on the list of origins, if there is one."""
        return permits(self.origins, host, port)


def with_upstream(policy: ProxyPolicy, url: str | None) -> ProxyPolicy:
    """The policy with its upstream proxy set from a URL, or taken away. Raises ValueError on a bad URL."""
    return replace(policy, upstream=Upstream.parse(url) if url else None)
