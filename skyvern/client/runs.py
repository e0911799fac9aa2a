"""Runs: start, look, wait, cancel, and what they leave."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from skyvern.client.errors import ConnectionFailed, RunTimeout
from skyvern.client.record import Record
from skyvern.client.wire import Wire, given

FINAL = frozenset({"completed", "failed", "terminated", "timed_out", "canceled"})
OnUpdate = Callable[[Record], Awaitable[None] | None]
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 5.0
PATIENCE = 1800.0
_SILENCE = 60.0
"""How long a server may not answer somebody who waits for a run: it may be restarted meanwhile."""


class Runs:
    """Everything about runs."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def start(
        self,
        workflow_id: str,
        body: Mapping[str, object],
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
    ) -> Record:
        """Start a run of a saved workflow."""
        sent = {"workflow_id": workflow_id, **given(body)}
        return await self._wire.send("POST", "/v1/run/workflows", query=query, body=sent, headers=headers)

    async def get(self, run_id: str) -> Record:
        """Return how a run stands."""
        return await self._wire.send("GET", f"/v1/runs/{run_id}")

    async def list(self, query: Mapping[str, object]) -> list[Record]:
        """Return a page of runs, newest first."""
        return await self._wire.send("GET", "/v1/runs", query=query)

    async def cancel(self, run_id: str) -> None:
        """Ask a run to stop."""
        await self._wire.send("POST", f"/v1/runs/{run_id}/cancel")

    async def cancel_all(self, run_ids: Sequence[str]) -> Record:
        """Ask several runs to stop."""
        return await self._wire.send("POST", "/v1/runs/cancel", body={"run_ids": list(run_ids)})

    async def artifacts(self, run_id: str, types: Sequence[str] | str | None) -> list[Record]:
        """Return the files of a run, newest first."""
        wanted = [types] if isinstance(types, str) else types
        return await self._wire.send("GET", f"/v1/runs/{run_id}/artifacts", query={"artifact_type": wanted})

    async def timeline(self, run_id: str) -> list[Record]:
        """Return what happened, block by block."""
        return await self._wire.send("GET", f"/v1/runs/{run_id}/timeline")

    async def retry_webhook(self, run_id: str, webhook_url: str | None) -> Record:
        """Send the run's webhook once more."""
        body = None if webhook_url is None else {"webhook_url": webhook_url}
        return await self._wire.send("POST", f"/v1/runs/{run_id}/retry_webhook", body=body, timeout=90.0)

    async def retry(self, run_id: str) -> Record:
        """Start a new run with the inputs of one that has ended."""
        return await self._wire.send("POST", f"/v1/workflows/runs/{run_id}/retry")

    async def wait(
        self,
        run_id: str,
        *,
        timeout: float = PATIENCE,
        on_update: OnUpdate | None = None,
        poll_interval: float | None = None,
    ) -> Record:
        """Return the run when it has ended. Raises RunTimeout after `timeout` seconds.

        Asks often at first and then less and less, unless `poll_interval` says otherwise; `on_update` is called with
        the run whenever its status or number of steps has changed. A server that answered once may be silent for a
        minute, as one that is restarted is; ConnectionFailed after that.
        """
        until = time.monotonic() + timeout
        pause = _FIRST_PAUSE if poll_interval is None else poll_interval
        seen: tuple[Any, ...] = ()
        answered: float | None = None
        while True:
            try:
                run = await self.get(run_id)
            except ConnectionFailed:
                if answered is None or (moment := time.monotonic()) > min(answered + _SILENCE, until):
                    raise
                await asyncio.sleep(min(pause, max(0.0, until - moment)))
                continue
            answered = time.monotonic()
            if on_update is not None and seen != (now := (run.status, run.get("step_count"))):
                seen = now
                result = on_update(run)
                if inspect.isawaitable(result):
                    await result
            if run.status in FINAL and not run.get("retry_pending"):
                return run
            left = until - time.monotonic()
            if left <= 0:
                raise RunTimeout(run_id, timeout, run)
            await asyncio.sleep(min(pause, left))
            if poll_interval is None:
                pause = min(pause * 1.5, _LONGEST_PAUSE)
