"""A connection of its own to one browser at the host: DevTools for somebody outside, or the browser shown live."""

from __future__ import annotations

from collections.abc import AsyncIterator

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from skyvern.browser.host.errors import HostGone


class HostWire:
    """Words both ways, and pictures from the host; it ends with the browser, which does not end with it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self, message: str) -> None:
        """Say something. Raises HostGone when the browser has ended."""
        try:
            await self._socket.send(message)
        except ConnectionClosed:
            raise HostGone("The browser has ended.") from None

    async def messages(self) -> AsyncIterator[str | bytes]:
        """Words (DevTools says nothing else) and pictures, until the browser ends."""
        try:
            async for message in self._socket:
                yield message
        except ConnectionClosed:
            return

    async def close(self) -> None:
        """Let go; the browser lives on."""
        await self._socket.close()
