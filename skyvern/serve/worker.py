"""The worker process of a fleet: it takes runs and deliveries from the database and answers nobody."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence

from skyvern.domain.worker import RUNS
from skyvern.engine import Drain
from skyvern.serve.wiring import House, house
from skyvern.settings import Settings


class DeclaredDead(Exception):
    """Others took this worker for dead and its runs with it; whoever started it starts it again."""

    def __init__(self) -> None:
        super().__init__(
            "this worker was silent so long that others took over its runs; it ends, and can be started again at once"
        )


async def work(settings: Settings, *, queues: Sequence[str], ready: Callable[[House], None]) -> None:
    """Work until SIGTERM or SIGINT; runs in hand get time to end, a second signal ends that. Raises DeclaredDead."""
    stop, hurry = asyncio.Event(), asyncio.Event()

    def told() -> None:
        (hurry if stop.is_set() else stop).set()

    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told)

    drain = Drain(seconds=float(settings.drain_seconds), hurry=hurry)
    async with house(settings, queues=queues, drain=drain) as rooms:
        if settings.node_address and RUNS in queues:
            await rooms.hosts.host()
        ready(rooms)
        await _first(stop, rooms.engine.declared_dead)
        if rooms.engine.declared_dead.is_set():
            raise DeclaredDead


async def _first(*events: asyncio.Event) -> None:
    """Return when one of these has happened."""
    waits = {asyncio.create_task(event.wait()) for event in events}
    _, rest = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in rest:
        wait.cancel()
