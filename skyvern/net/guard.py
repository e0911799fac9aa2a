"""Resolves a name once, checks every address by the rules, and hands on only the addresses that may be connected to.

Errors of this room:

    NetError
    ├── AddressRefused       the rules keep every address of the host shut
    ├── NameUnresolved       the host name has no address
    ├── OriginRefused        the browser's own list of origins does not hold the host
    └── UpstreamFailed       the upstream proxy refused, or cannot be reached
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from skyvern.domain.addresses import AddressRules, refusal

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]


class NetError(Exception):
    """A connection that was not made, with a sentence for a person."""


class AddressRefused(NetError):
    """The host leads only to addresses that the rules keep shut; list the network in the settings to open it."""

    def __init__(self, host: str, ip: str, port: int) -> None:
        super().__init__(refusal(host, ip, port))
        self.host, self.ip, self.port = host, ip, port


class NameUnresolved(NetError):
    """The host name has no address; check its spelling or the machine's DNS."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"The name {host} could not be resolved: {reason}.")
        self.host = host


class OriginRefused(NetError):
    """The host is not among the origins that this browser may visit."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"{host} port {port} is not among the allowed_origins of the workflow, so it may not be visited."
        )
        self.host, self.port = host, port


class UpstreamFailed(NetError):
    """The upstream proxy refused the connection or cannot be reached; check its URL and credentials."""


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses of a host name by the operating system, in its order of preference, without doubles."""
    with suppress(ValueError):
        return [str(ip_address(host))]  # nothing to look up, and no thread to wait for
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressGuard:
    """Turns a host and port into addresses that have passed the rules.

    `rules` is asked anew for every connection, so that control ports opened later are shut as well.
    """

    rules: Callable[[], AddressRules]
    resolve: Resolver = system_resolver

    async def addresses(self, host: str, port: int) -> list[str]:
        """The permitted addresses of `host`, best first. Raises NameUnresolved or AddressRefused."""
        try:
            found = await self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NameUnresolved(host, getattr(error, "strerror", None) or str(error)) from None
        if not found:
            raise NameUnresolved(host, "it has no address")
        rules = self.rules()
        permitted = [address for address in found if rules.allows(address, port)]
        if not permitted:
            raise AddressRefused(host, found[0], port)
        return permitted
