"""Plain TCP connections for protocols other than HTTP, to addresses that have passed the rules."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

from skyvern.domain.addresses import AddressRules
from skyvern.net.guard import AddressGuard, NameUnresolved, Resolver, system_resolver

Dial = Callable[[str, int, float], Awaitable[socket.socket]]
"""(host, port, seconds) → a connected blocking socket with that timeout; raises NetError or OSError."""


def guarded_dial(rules: AddressRules, *, resolve: Resolver = system_resolver) -> Dial:
    """Return what connects to hosts that a workflow names."""
    guard = AddressGuard(rules=lambda: rules, resolve=resolve)

    async def dial(host: str, port: int, seconds: float) -> socket.socket:
        return await _first(await guard.addresses(host, port), port, seconds)

    return dial


async def open_dial(host: str, port: int, seconds: float) -> socket.socket:
    """Connect to a host that the operator configured: no rules. Raises NameUnresolved or OSError."""
    try:
        found = await system_resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise NameUnresolved(host, getattr(error, "strerror", None) or str(error)) from None
    return await _first(list(found), port, seconds)


async def _first(addresses: list[str], port: int, seconds: float) -> socket.socket:
    """Connect to the first address that answers."""
    failure = OSError("it has no address")
    for address in addresses:
        try:
            return await asyncio.to_thread(socket.create_connection, (address, port), seconds)
        except OSError as error:
            failure = error
    raise failure
