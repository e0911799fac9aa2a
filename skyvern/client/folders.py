"""Folders of workflows."""

from __future__ import annotations

from skyvern.client.record import Record
from skyvern.client.verbs import Verbs, at
from skyvern.client.wire import given


class FolderVerbs(Verbs):
    """Make, read, change and delete folders, and put workflows into them."""

    async def create_folder(self, *, title: str, description: str | None = None) -> Record:
        """Make a folder."""
        body = given({"title": title, "description": description})
        return await self._wire.send("POST", "/v1/folders", body=body)

    async def get_folders(
        self, *, page: int | None = None, page_size: int | None = None, search: str | None = None
    ) -> list[Record]:
        """Return a page of folders, newest first."""
        query = {"page": page, "page_size": page_size, "search": search}
        return await self._wire.send("GET", "/v1/folders", query=query)

    async def get_folder(self, folder_id: str) -> Record:
        """Return a folder."""
        return await self._wire.send("GET", at("/v1/folders/{}", folder_id))

    async def update_folder(
        self, folder_id: str, *, title: str | None = None, description: str | None = None
    ) -> Record:
        """Change a folder; what is left out stays."""
        body = given({"title": title, "description": description})
        return await self._wire.send("PUT", at("/v1/folders/{}", folder_id), body=body)

    async def delete_folder(self, folder_id: str, *, delete_workflows: bool | None = None) -> Record:
        """Delete a folder; its workflows stay without one unless `delete_workflows`."""
        query = {"delete_workflows": delete_workflows}
        return await self._wire.send("DELETE", at("/v1/folders/{}", folder_id), query=query)

    async def update_workflow_folder(self, workflow_permanent_id: str, *, folder_id: str | None = None) -> Record:
        """Put a workflow into a folder; None takes it out of the one it is in."""
        path = at("/v1/workflows/{}/folder", workflow_permanent_id)
        return await self._wire.send("PUT", path, body={"folder_id": folder_id})
