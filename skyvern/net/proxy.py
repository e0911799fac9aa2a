"""The filtering forward proxy in front of every browser: one listener per browser, on loopback.

It resolves each name once, checks the addresses by the rules, and connects to exactly the address that it checked, or
hands the checked name to an upstream proxy. What it will not open it answers with 403, the reason in the body (so that
the page shows it) and its kind in the header `x-skyvern-guard`; what it cannot open, with 502 and the same header.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from skyvern.domain.addresses import AddressRules, is_private_name
from skyvern.net.forwarding import Connection
from skyvern.net.guard import (
    AddressGuard,
    AddressRefused,
    NameUnresolved,
    NetError,
    OriginRefused,
    Resolver,
    UpstreamFailed,
    system_resolver,
)
from skyvern.net.http1 import HEAD_LIMIT, MalformedMessage
from skyvern.net.policy import ProxyPolicy, Refusal, Traffic

_CHECK_SECONDS = 5.0
"""How long a name may take to be resolved here when it will be resolved at the upstream proxy anyway."""

_KINDS: dict[type[BaseException], str] = {
    AddressRefused: "address-refused",
    OriginRefused: "origin-refused",
    NameUnresolved: "name-unresolved",
    UpstreamFailed: "upstream-failed",
}


class ProxyListener:
    """One listening proxy with its own policy and counters. Use `start` and `stop`; the port is known after `start`.

    `control_ports` is asked for every connection: ports that are shut on private addresses even where these are listed.
    """

    def __init__(
        self,
        policy: ProxyPolicy,
        *,
        resolve: Resolver = system_resolver,
        control_ports: Callable[[], frozenset[int]] = frozenset,
    ) -> None:
        self.policy = policy
        self.traffic = Traffic()
        self._control_ports = control_ports
        self._guard = AddressGuard(rules=self._rules, resolve=resolve)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Begins to listen on a free loopback port and returns it."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=HEAD_LIMIT)
        return self.port

    async def stop(self) -> None:
        """Stops listening and ends every connection."""
        if self._server is None:
            return
        self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    @property
    def port(self) -> int:
        """The port that the listener has; 0 while it does not listen."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server else 0

    def _rules(self) -> AddressRules:
        return self.policy.rules.without_ports(self._control_ports())

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        self.traffic.connections += 1
        connection = Connection(self, reader, writer)
        try:
            await connection.serve()
        except (OSError, MalformedMessage, asyncio.CancelledError):
            pass  # the browser or the site went away, or the listener stops: nobody is left to tell
        finally:
            connection.close()

    async def admit(self, host: str, port: int) -> list[str]:
        """The checked addresses of a host. Raises NetError; notes nothing.

        A name that only the upstream proxy can resolve has none here; names that are private by definition stay shut.
        """
        if not self.policy.permits_origin(host, port):
            raise OriginRefused(host, port)
        if self.policy.upstream is None or is_private_name(host):
            return await self._guard.addresses(host, port)
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                return await self._guard.addresses(host, port)
        except (NameUnresolved, TimeoutError):
            return []

    def note(self, host: str, port: int, error: Exception) -> Refusal:
        """Counts a connection that was not made and remembers why."""
        kind = _KINDS.get(type(error), "connect-failed")
        reason = (
            str(error) if isinstance(error, NetError) else f"{host} port {port} did not answer: {error or 'time-out'}."
        )
        refusal = Refusal(at=time.time(), host=host, port=port, kind=kind, reason=reason)
        self.traffic.refused += 1
        self.traffic.refusals.append(refusal)
        return refusal
