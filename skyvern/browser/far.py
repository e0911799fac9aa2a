"""A door on loopback to a browser elsewhere: each connection is dialled through the guard, with the caller's headers.

Playwright would connect by itself, past the address rules; so it connects here, and we go on from here.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import ssl
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from skyvern.browser.errors import AttachFailed
from skyvern.domain.far_browser import FarBrowser, masked_address
from skyvern.net.dial import Dial
from skyvern.net.guard import NetError

SECONDS = 15.0
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - names to recognise, not to bind


class FarDoor:
    """Opened for one run; `address` is where Playwright connects."""

    def __init__(
        self,
        far: FarBrowser,
        *,
        dial: Dial,
        transport: Callable[[], httpx.AsyncBaseTransport],
        named_by: str = "browser_address",
    ) -> None:
        """`named_by` is what an error calls the place where the browser was named."""
        self._far, self._dial, self._transport, self._named_by = far, dial, transport, named_by
        self._path = f"/{secrets.token_urlsafe(24)}"
        self._server: Server | None = None

    async def open(self) -> str:
        """Look whether the browser answers, and return the door's address. Raises AttachFailed."""
        wire = await self._connected()
        await wire.close()
        if self._server is None:
            self._server = await serve(self._carry, "127.0.0.1", 0, compression=None, max_size=None, ping_interval=None)
        port = int(next(iter(self._server.sockets)).getsockname()[1])
        return f"ws://127.0.0.1:{port}{self._path}"

    async def close(self) -> None:
        """Shut the door; the browser elsewhere goes on."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            await server.wait_closed()

    async def _carry(self, client: ServerConnection) -> None:
        if client.request is None or not secrets.compare_digest(client.request.path, self._path):
            await client.close(1008)
            return
        try:
            wire = await self._connected()
        except AttachFailed as error:
            await client.close(1011, str(error)[:120])
            return
        ways = {asyncio.create_task(_pour(client, wire)), asyncio.create_task(_pour(wire, client))}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            await wire.close()

    async def _connected(self) -> ClientConnection:
        shown = masked_address(self._far.address)
        try:
            async with asyncio.timeout(SECONDS):
                return await self._dialled(await self._websocket())
        except TimeoutError:
            raise AttachFailed(f"{self._named_by}: {shown} did not answer within {SECONDS:g} s") from None
        except (NetError, OSError, httpx.HTTPError, InvalidHandshake, InvalidURI, ValueError, KeyError) as error:
            raise AttachFailed(f"{self._named_by}: no DevTools at {shown}: {error or type(error).__name__}") from None

    async def _websocket(self) -> str:
        """Return the websocket's address; one given as http tells it."""
        parts = urlsplit(self._far.address.strip())
        if parts.scheme.lower() in ("ws", "wss"):
            return self._far.address.strip()
        asked = parts._replace(path=f"{parts.path.rstrip('/')}/json/version").geturl()
        async with httpx.AsyncClient(transport=self._transport(), headers=dict(self._far.headers)) as client:
            reply = await client.get(asked, timeout=SECONDS)
        reply.raise_for_status()
        told = urlsplit(str(cast("dict[str, object]", reply.json())["webSocketDebuggerUrl"]))
        if told.hostname in _LOCAL:  # its own name for itself; we know it by another
            scheme = "wss" if parts.scheme.lower() == "https" else "ws"
            told = told._replace(scheme=scheme, netloc=parts.netloc.rpartition("@")[2])
        return told.geturl()

    async def _dialled(self, url: str) -> ClientConnection:
        parts = urlsplit(url)
        secure = parts.scheme.lower() == "wss"
        sock = await self._dial(str(parts.hostname), parts.port or (443 if secure else 80), SECONDS)
        sock.setblocking(False)
        return await connect(
            url,
            sock=sock,
            ssl=ssl.create_default_context() if secure else None,
            server_hostname=parts.hostname if secure else None,
            additional_headers=dict(self._far.headers),
            max_size=None,
            compression=None,
            ping_interval=None,
            proxy=None,
        )


async def _pour(source: ClientConnection | ServerConnection, into: ClientConnection | ServerConnection) -> None:
    with contextlib.suppress(ConnectionClosed):
        async for message in source:
            await into.send(message)
