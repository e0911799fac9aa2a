"""Workflows: save, read, list, delete."""

from __future__ import annotations

from collections.abc import Mapping

from skyvern.client.record import Record
from skyvern.client.verbs import at
from skyvern.client.wire import Wire, given


class Workflows:
    """Everything about workflows. A definition is a plain dict, or YAML text."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def create(
        self,
        definition: Mapping[str, object],
        *,
        folder_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Record:
        """Save a new workflow."""
        return await self._wire.send(
            "POST",
            "/v1/workflows",
            query={"folder_id": folder_id},
            body=given(definition),
            headers={"Idempotency-Key": idempotency_key},
        )

    async def update(self, workflow_id: str, definition: Mapping[str, object]) -> Record:
        """Save the next version of a workflow."""
        return await self._wire.send("POST", f"/v1/workflows/{workflow_id}", body=given(definition))

    async def get(self, workflow_id: str, version: int | None) -> Record:
        """Return the latest version, or the one asked for."""
        return await self._wire.send("GET", f"/v1/workflows/{workflow_id}", query={"version": version})

    async def list(self, query: Mapping[str, object]) -> list[Record]:
        """Return a page of workflows, newest first."""
        return await self._wire.send("GET", "/v1/workflows", query=query)

    async def versions(self, workflow_id: str, *, template: bool | None = None) -> list[Record]:
        """Return every version, newest first."""
        return await self._wire.send("GET", f"/v1/workflows/{workflow_id}/versions", query={"template": template})

    async def runs(self, workflow_id: str | None, query: Mapping[str, object]) -> list[Record]:
        """Return a page of runs of one workflow, or of all."""
        path = "/v1/workflows/runs" if workflow_id is None else f"/v1/workflows/{workflow_id}/runs"
        return await self._wire.send("GET", path, query=query)

    async def delete(self, workflow_id: str) -> None:
        """Delete every version of a workflow; its runs stay."""
        await self._wire.send("POST", f"/v1/workflows/{workflow_id}/delete")

    async def validate(self, definition: Mapping[str, object]) -> Record:
        """Tell whether a definition could be saved, and what is wrong with it."""
        return await self._wire.send("POST", "/v1/workflows/validate", body=given(definition))

    async def block_types(self) -> list[Record]:
        """Return the kinds of block with the JSON Schema of their fields."""
        return await self._wire.send("GET", "/v1/block_types")


class Agents:
    """`client.agents`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def reset_workflow_browser_profile(self, workflow_permanent_id: str) -> None:
        """Forget the browser state that is kept for a workflow."""
        await self._wire.send("POST", at("/v1/workflows/{}/browser_session/reset_profile", workflow_permanent_id))
