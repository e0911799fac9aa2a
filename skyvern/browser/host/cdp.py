"""A raw connection to Chromium's DevTools: commands with answers, and events to one listener."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from skyvern.browser.host.errors import CdpError

log = logging.getLogger("skyvern.browser.host")

Json = dict[str, Any]
EventListener = Callable[[str, Json, str | None], None]

COMMAND_SECONDS = 15.0


class CdpConnection:
    """One websocket to a browser; sessions of its targets run inside it (flattened).

    `on_event` is called with method, parameters and session id, in order, and must not block.
    """

    def __init__(self, socket: ClientConnection, on_event: EventListener) -> None:
        self._socket = socket
        self._on_event = on_event
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._last_id = 0
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url: str, on_event: EventListener) -> CdpConnection:
        """Connects to a DevTools websocket on this machine. Raises OSError."""
        socket = await connect(url, max_size=None, compression=None, ping_interval=None, proxy=None)
        return cls(socket, on_event)

    async def call(
        self, method: str, params: Json | None = None, *, session: str | None = None, seconds: float = COMMAND_SECONDS
    ) -> Json:
        """Sends a command, returns its result. Raises CdpError if it is refused, unanswered, or the browser is gone."""
        self._last_id += 1
        number = self._last_id
        message: Json = {"id": number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send(json.dumps(message))
                reply = await answer
        except TimeoutError:
            raise CdpError(f"{method} was not answered within {seconds:g} s.") from None
        except ConnectionClosed:
            raise CdpError(f"{method} could not be sent: the browser is gone.") from None
        finally:
            self._waiting.pop(number, None)
        if "error" in reply:
            raise CdpError(f"{method}: {reply['error'].get('message', 'refused')}")
        result: Json = reply.get("result", {})
        return result

    async def wait_closed(self) -> None:
        """Returns when the connection has ended, from whichever side."""
        await asyncio.shield(self._reading)

    async def close(self) -> None:
        """Ends the connection; the browser lives on."""
        await self._socket.close()
        await self._reading

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                message: Json = json.loads(text)
                if "id" in message:
                    waiting = self._waiting.get(message["id"])
                    if waiting and not waiting.done():
                        waiting.set_result(message)
                else:
                    self._tell(message)
        except ConnectionClosed:
            pass  # the calls that still wait are told below
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_result({"error": {"message": "the browser is gone"}})

    def _tell(self, message: Json) -> None:
        try:
            self._on_event(message["method"], message.get("params", {}), message.get("sessionId"))
        except (KeyError, TypeError, ValueError) as error:
            log.warning("an event of Chromium could not be read: %s: %r", message.get("method"), error)
