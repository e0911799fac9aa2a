"""Scripts in their stored form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skyvern.client.record import Record
from skyvern.client.verbs import Verbs, at
from skyvern.client.wire import Wire, given

File = Mapping[str, object]
"""`{"path": …, "content": base64, "encoding": "base64", "mime_type": …}`."""


class ScriptVerbs(Verbs):
    """Keep and read scripts."""

    async def create_script(
        self, *, workflow_id: str | None = None, run_id: str | None = None, files: Sequence[File] | None = None
    ) -> Record:
        """Keep a script."""
        body = given({"workflow_id": workflow_id, "run_id": run_id, "files": files})
        return await self._wire.send("POST", "/v1/scripts", body=body)

    async def get_scripts(self, *, page: int | None = None, page_size: int | None = None) -> list[Record]:
        """Return a page of scripts, newest first."""
        return await self._wire.send("GET", "/v1/scripts", query={"page": page, "page_size": page_size})

    async def get_script(self, script_id: str) -> Record:
        """Return the newest revision of a script."""
        return await self._wire.send("GET", at("/v1/scripts/{}", script_id))

    async def deploy_script(self, script_id: str, *, files: Sequence[File]) -> Record:
        """Keep the next revision of a script."""
        return await self._wire.send("POST", at("/v1/scripts/{}/deploy", script_id), body={"files": list(files)})


class Scripts:
    """`client.scripts`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def run_script(self, script_id: str) -> Record | None:
        """Run a script."""
        return await self._wire.send("POST", at("/v1/scripts/{}/run", script_id))
