"""Webhooks on their way, as `client.deliveries`."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.client.record import Record
from skyvern.client.verbs import at
from skyvern.client.wire import Wire

_ALL = "/v1/webhooks/deliveries"


class Deliveries:
    """Which webhooks wait, which arrived, the dead letters, and sending them again."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def list(
        self,
        *,
        status: str | None = None,
        run_id: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Record:
        """Return a page of webhooks, newest first; `status` is pending, delivered or failed."""
        query = {"status": status, "run_id": run_id, "page": page, "page_size": page_size}
        return await self._wire.send("GET", _ALL, query=query)

    async def get(self, delivery_id: str) -> Record:
        """Return a webhook."""
        return await self._wire.send("GET", at(_ALL + "/{}", delivery_id))

    async def replay(self, delivery_id: str) -> Record:
        """Send a webhook again that is over, as the same event."""
        return await self._wire.send("POST", at(_ALL + "/{}/replay", delivery_id))

    async def replay_all(self, delivery_ids: Sequence[str] | None = None) -> Record:
        """Send several again: those named, or every dead letter."""
        body = {"all_failed": True} if delivery_ids is None else {"delivery_ids": [*delivery_ids]}
        return await self._wire.send("POST", _ALL + "/replay", body=body)
