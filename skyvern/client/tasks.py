"""Single goals without a saved workflow."""

from __future__ import annotations

from collections.abc import Mapping

from skyvern.client.record import Record
from skyvern.client.wire import Wire, given


class Tasks:
    """Runs of one goal, one login, one download."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def run(self, body: Mapping[str, object], headers: Mapping[str, object] | None = None) -> Record:
        """Pursue one goal."""
        return await self._wire.send("POST", "/v1/run/tasks", body=given(body), headers=headers)

    async def login(self, body: Mapping[str, object]) -> Record:
        """Sign in to a site."""
        return await self._wire.send("POST", "/v1/run/tasks/login", body=given(body))

    async def download_files(self, body: Mapping[str, object]) -> Record:
        """Download a file from a site."""
        return await self._wire.send("POST", "/v1/run/tasks/download_files", body=given(body))
