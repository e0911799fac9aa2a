"""The server process: API and worker on one loop, its signals, its order of shutting down."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable
from functools import partial
from types import FrameType

import structlog
import uvicorn

from skyvern import __version__
from skyvern.api.app import create_app
from skyvern.api.deps import ApiDeps
from skyvern.browser.host.gateway import MESSAGE_LIMIT
from skyvern.credentials import CodeBox, issue_key
from skyvern.engine import QUEUES
from skyvern.serve.installation import ThisServer
from skyvern.serve.logs import write_logs
from skyvern.serve.mcp import McpDoor
from skyvern.serve.wiring import House, house
from skyvern.serve.worker import DeclaredDead
from skyvern.settings import Settings

log = structlog.get_logger()
_READY_SECONDS = 5.0
_IDLE_SECONDS = 75
"""How long an idle connection stays open: longer than clients and proxies keep one, so that they close it. With
uvicorn's 5 s a client that asks every five seconds now and then sends into a connection that is being closed."""


async def serve(
    settings: Settings,
    *,
    worker: bool = True,
    ready: Callable[[House], None] | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT or `stop`; running runs go on at the next start. Raises AlreadyServed."""
    write_logs(settings.log_format)
    async with house(settings, queues=QUEUES if worker else ()) as rooms:
        app = create_app(_deps(rooms))
        door = McpDoor(app, version=__version__)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            lifespan="off",
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=3,
            ws_max_size=MESSAGE_LIMIT,
            ws_per_message_deflate=False,
        )
        server = _Server(config, on_start=lambda: ready(rooms) if ready is not None else None)
        for name in (signal.SIGTERM, signal.SIGINT):
            # uvicorn raises the signal again after serving; without handlers of our own nothing below would run
            signal.signal(name, _ignore)
        watches = [
            asyncio.create_task(_stop_when(server, event))
            for event in (stop, rooms.engine.declared_dead)
            if event is not None
        ]
        async with door.open():
            await server.serve()
        for watch in watches:
            watch.cancel()
        if rooms.engine.declared_dead.is_set():
            raise DeclaredDead


class _Server(uvicorn.Server):
    """Uvicorn that tells when it listens."""

    def __init__(self, config: uvicorn.Config, *, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_start()


def _ignore(number: int, frame: FrameType | None) -> None:
    del number, frame


async def _stop_when(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


def _deps(rooms: House) -> ApiDeps:
    settings = rooms.settings

    async def readiness() -> str | None:
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await rooms.store.organizations.get(rooms.organization.organization_id)
        except Exception as error:  # noqa: BLE001 - the HTTP rim: whatever keeps the database from answering is the reason
            log.warning("not_ready", error=repr(error))
            return f"The database does not answer: {type(error).__name__}."
        return None

    return ApiDeps(
        store=rooms.store,
        engine=rooms.engine,
        sessions=rooms.sessions,
        profiles=rooms.profiles,
        live=rooms.nodes,
        controls=rooms.controls,
        archive=rooms.archive,
        signer=rooms.signer,
        vault=rooms.vault,
        codes=CodeBox(rooms.store.codes, rooms.sealer),
        answers=rooms.answers,
        ready=readiness,
        issue=partial(issue_key, rooms.sealer),
        installation=ThisServer(settings),
        public_url=settings.public_url,
        secret=rooms.secret,
        once=rooms.once,
        requests_per_minute=settings.requests_per_minute,
        version=__version__,
        sample_sites=settings.sample_sites,
        addresses=settings.rules,
    )
