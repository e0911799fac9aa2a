"""Batches, as `client.batches`: one call, many runs of one workflow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from skyvern.client.files import Upload, part
from skyvern.client.record import Record
from skyvern.client.verbs import at
from skyvern.client.wire import Wire, given

_ALL = "/v1/batches"
_ONE = _ALL + "/{}"


class Batches:
    """Starting batches and looking after them."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def create(
        self, workflow_id: str, parameter_sets: Sequence[Mapping[str, object]], **fields: object
    ) -> Record:
        """Run a workflow once for each set of values; `fields` are those of a run, and `at_once`."""
        body = given({"workflow_id": workflow_id, "parameter_sets": [*parameter_sets], **fields})
        return await self._wire.send("POST", _ALL, body=body)

    async def create_from_file(
        self,
        workflow_id: str,
        file: Upload,
        *,
        file_name: str | None = None,
        at_once: int | None = None,
        **fields: object,
    ) -> Record:
        """Run a workflow once for each row of a CSV or XLSX file, whose first row names the parameters.

        A `str` is the table's text; give a `Path` for a file on disk. `fields` are those of a run.
        """
        said = given({"workflow_id": workflow_id, "at_once": at_once})
        texts = {**said, "options": json.dumps(given(fields))}
        form = {name: (None, str(value)) for name, value in texts.items()}
        return await self._wire.send("POST", _ALL + "/file", files={"file": part(file, file_name), **form})

    async def list(
        self, *, workflow_id: str | None = None, page: int | None = None, page_size: int | None = None
    ) -> Record:
        """Return a page of batches, newest first."""
        query = {"workflow_id": workflow_id, "page": page, "page_size": page_size}
        return await self._wire.send("GET", _ALL, query=query)

    async def get(self, batch_id: str) -> Record:
        """Return a batch and how far it has come."""
        return await self._wire.send("GET", at(_ONE, batch_id))

    async def items(
        self, batch_id: str, *, status: str | None = None, page: int | None = None, page_size: int | None = None
    ) -> Record:
        """Return a page of its sets of values with their runs."""
        query = {"status": status, "page": page, "page_size": page_size}
        return await self._wire.send("GET", at(_ONE + "/items", batch_id), query=query)

    async def results(self, batch_id: str) -> Sequence[Record]:
        """Return one flat row for each set of values."""
        return await self._wire.send("GET", at(_ONE + "/results", batch_id))

    async def results_csv(self, batch_id: str) -> bytes:
        """Return the same as CSV."""
        return await self._wire.fetch(at(_ONE + "/results", batch_id) + "?format=csv")

    async def pause(self, batch_id: str) -> Record:
        """Start no further run."""
        return await self._wire.send("POST", at(_ONE + "/pause", batch_id))

    async def resume(self, batch_id: str) -> Record:
        """Go on with it."""
        return await self._wire.send("POST", at(_ONE + "/resume", batch_id))

    async def cancel(self, batch_id: str) -> Record:
        """Start no further run, and cancel those under way."""
        return await self._wire.send("POST", at(_ONE + "/cancel", batch_id))

    async def retry_failed(self, batch_id: str) -> Record:
        """Run again what did not complete."""
        return await self._wire.send("POST", at(_ONE + "/retry-failed", batch_id))
