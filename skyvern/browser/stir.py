"""One small condition: many waiters, woken whenever something in the browser stirs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Stir:
    """Wakes every waiter at each `notify`; waiting is always bounded."""

    __slots__ = ("_waiters",)

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake all who wait."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Return True as soon as `condition` holds, False when it still does not after `seconds`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not condition():
            left = end - loop.time()
            if left <= 0:
                return False
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.add(waiter)
            try:
                await asyncio.wait_for(waiter, left)
            except TimeoutError:
                return condition()
            finally:
                self._waiters.discard(waiter)
        return True
