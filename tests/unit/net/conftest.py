"""Plain asyncio servers on loopback that the net tests talk to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from skyvern.net.proxy import ProxyListener

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[Answer], Awaitable[int]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a server for each connection function given and returns its port; all are ended afterwards."""
    async with AsyncExitStack() as stack:

        async def start(answer: Answer) -> int:
            async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                try:
                    await answer(reader, writer)
                except (ConnectionError, asyncio.IncompleteReadError):
                    pass
                finally:
                    writer.close()

            server = await asyncio.start_server(run, "127.0.0.1", 0)
            stack.callback(server.close)
            return server.sockets[0].getsockname()[1]

        yield start


@pytest.fixture
async def listen() -> AsyncIterator[Callable[..., Awaitable[ProxyListener]]]:
    """Starts a proxy listener from ProxyListener's arguments; all are stopped afterwards."""
    started: list[ProxyListener] = []

    async def start(*arguments: object, **named: object) -> ProxyListener:
        listener = ProxyListener(*arguments, **named)
        await listener.start()
        started.append(listener)
        return listener

    yield start
    for listener in started:
        await listener.stop()
