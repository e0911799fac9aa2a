"""Credentials: kept by the server, never sent back."""

from __future__ import annotations

from collections.abc import Mapping

from skyvern.client.record import Record
from skyvern.client.wire import Wire, given


class Credentials:
    """Everything about credentials."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def create(self, body: Mapping[str, object]) -> Record:
        """Keep a credential."""
        return await self._wire.send("POST", "/v1/credentials", body=given(body))

    async def update(self, credential_id: str, body: Mapping[str, object]) -> Record:
        """Replace a credential whole."""
        return await self._wire.send("POST", f"/v1/credentials/{credential_id}/update", body=given(body))

    async def get(self, credential_id: str) -> Record:
        """Return a credential without its secrets."""
        return await self._wire.send("GET", f"/v1/credentials/{credential_id}")

    async def list(self, query: Mapping[str, object]) -> list[Record]:
        """Return a page of credentials, newest first."""
        return await self._wire.send("GET", "/v1/credentials", query=query)

    async def delete(self, credential_id: str) -> None:
        """Delete a credential and its secrets."""
        await self._wire.send("POST", f"/v1/credentials/{credential_id}/delete")
