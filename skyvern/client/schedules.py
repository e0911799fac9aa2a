"""Schedules, as `client.schedules`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from skyvern.client.record import Record
from skyvern.client.verbs import at
from skyvern.client.wire import Wire, given

_OF = "/v1/workflows/{}/schedules"
_ONE = _OF + "/{}"


class Schedules:
    """When workflows are to be run: cron_expression, interval_seconds or run_at."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def list_all(
        self,
        *,
        page: int | None = None,
        page_size: int | None = None,
        status: str | None = None,
        search: str | None = None,
    ) -> Record:
        """Return a page of the schedules of all workflows."""
        query = {"page": page, "page_size": page_size, "status": status, "search": search}
        return await self._wire.send("GET", "/v1/schedules", query=query)

    async def list(self, workflow_permanent_id: str) -> Record:
        """Return the schedules of one workflow."""
        return await self._wire.send("GET", at(_OF, workflow_permanent_id))

    async def create(self, workflow_permanent_id: str, *, timezone: str, **fields: object) -> Record:
        """Keep a schedule; `fields` are the other keys of the request."""
        body = _body({"timezone": timezone, **fields})
        return await self._wire.send("POST", at(_OF, workflow_permanent_id), body=body)

    async def get(self, workflow_permanent_id: str, workflow_schedule_id: str) -> Record:
        """Return a schedule and when it is due next."""
        return await self._wire.send("GET", at(_ONE, workflow_permanent_id, workflow_schedule_id))

    async def update(
        self, workflow_permanent_id: str, workflow_schedule_id: str, *, timezone: str, **fields: object
    ) -> Record:
        """Replace a schedule whole."""
        body = _body({"timezone": timezone, **fields})
        return await self._wire.send("PUT", at(_ONE, workflow_permanent_id, workflow_schedule_id), body=body)

    async def delete(self, workflow_permanent_id: str, workflow_schedule_id: str) -> Record:
        """Delete a schedule."""
        return await self._wire.send("DELETE", at(_ONE, workflow_permanent_id, workflow_schedule_id))

    async def enable(self, workflow_permanent_id: str, workflow_schedule_id: str) -> Record:
        """Let a schedule be due again."""
        return await self._wire.send("POST", at(_ONE + "/enable", workflow_permanent_id, workflow_schedule_id))

    async def disable(self, workflow_permanent_id: str, workflow_schedule_id: str) -> Record:
        """Let a schedule rest."""
        return await self._wire.send("POST", at(_ONE + "/disable", workflow_permanent_id, workflow_schedule_id))

    async def fires(self, workflow_permanent_id: str, workflow_schedule_id: str) -> Record:
        """Return what became of its last moments, newest first."""
        return await self._wire.send("GET", at(_ONE + "/fires", workflow_permanent_id, workflow_schedule_id))

    async def cancel(self, workflow_permanent_id: str, workflow_schedule_id: str) -> Record:
        """Give up a schedule."""
        return await self._wire.send("POST", at(_ONE + "/cancel", workflow_permanent_id, workflow_schedule_id))


def _body(fields: Mapping[str, Any]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in given(fields).items()}
