"""Guarded outgoing HTTP: an httpx transport that connects only to addresses that have passed the rules.

Every connection, also after a redirect, resolves its name once, checks each address, and connects to exactly a checked
one; TLS still names and verifies the host. Used for every URL that a workflow or caller names.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Sequence

import httpcore
import httpx
from httpcore import SOCKET_OPTION
from httpcore._backends.anyio import AnyIOBackend

from skyvern.domain.addresses import DEFAULT_PORTS, AddressRules
from skyvern.domain.origins import permits
from skyvern.net.guard import AddressGuard, NameUnresolved, OriginRefused, Resolver, system_resolver


class GuardedTransport(httpx.AsyncHTTPTransport):
    """An `httpx.AsyncHTTPTransport` behind the address rules.

    Requests raise AddressRefused where the rules keep the host shut, and httpx's own errors otherwise. Give it to
    `httpx.AsyncClient(transport=...)`, which then ignores proxies named in the environment.
    """

    def __init__(
        self,
        rules: AddressRules | Callable[[], AddressRules],
        *,
        resolve: Resolver = system_resolver,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        super().__init__(verify=verify, trust_env=False)
        source = (lambda: rules) if isinstance(rules, AddressRules) else rules
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(verify=verify, trust_env=False),
            network_backend=_GuardedBackend(AddressGuard(rules=source, resolve=resolve)),
        )


class KeptWithin(httpx.AsyncBaseTransport):
    """A transport that sends requests to a list of origins only, also after a redirect. Raises OriginRefused."""

    def __init__(self, inner: httpx.AsyncBaseTransport, origins: Sequence[str]) -> None:
        self._inner, self._origins = inner, tuple(origins)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host, port = request.url.host, request.url.port or DEFAULT_PORTS.get(request.url.scheme, 80)
        if not permits(self._origins, host, port):
            raise OriginRefused(host, port)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections to checked addresses only, and no Unix sockets."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._network: httpcore.AsyncNetworkBackend = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await self._guard.addresses(host, port)
        except NameUnresolved as error:
            raise httpcore.ConnectError(str(error)) from None
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout=timeout, local_address=local_address, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SOCKET_OPTION] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise httpcore.UnsupportedProtocol("Unix sockets are not reachable from workflows.")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)
