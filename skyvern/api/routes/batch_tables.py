"""A batch out of a table: each row of a CSV or XLSX file is one set of values."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.batches import begin
from skyvern.api.routes.uploads import form_body, read_form
from skyvern.contract.batch import MOST_SETS, BatchAnswer, BatchOptions
from skyvern.documents.errors import DocumentError
from skyvern.documents.process import run_job
from skyvern.documents.records import ReadJob, kind_of

router = room("batches")

_FORM = form_body(
    "workflow_id",
    title={"type": "string"},
    at_once={"type": "integer"},
    webhook_url={"type": "string"},
    options={"type": "string", "description": "JSON of further fields of a run."},
)


@router.post("/v1/batches/file", response_model=BatchAnswer, openapi_extra=_FORM)
async def create_batch_from_file(request: Request, caller: Authorized, deps: Deps) -> Json:
    """Run a workflow once for each row of a CSV or XLSX file; its first row names the parameters."""
    given, texts = await read_form(request, limit=deps.max_upload)
    try:
        options = BatchOptions.model_validate({**_further(texts.pop("options", "")), **texts})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None
    return await begin(deps, caller, options, await _rows(given.data, given.file_name))


def _further(text: str) -> Mapping[str, object]:
    try:
        options: object = json.loads(text) if text.strip() else dict[str, object]()
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise HTTPException(422, "options: give a JSON object.")
    return cast("dict[str, object]", options)


async def _rows(data: bytes, name: str) -> list[dict[str, object]]:
    """Read the rows of a table, without blank cells. Raises HTTPException."""
    kind = kind_of(name, data[:1024])
    if kind not in ("csv", "excel", "text"):
        raise HTTPException(422, f"file: {name!r} is neither CSV nor a workbook (XLSX, XLS, ODS).")
    with tempfile.TemporaryDirectory(prefix="skyvern-batch-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(data)
        try:
            document = await run_job(ReadJob(path=path, kind="csv" if kind == "text" else kind))
        except DocumentError as error:
            raise HTTPException(422, f"file: {error}") from None
    records = document.sheets[0].records() if document.sheets else []
    rows = [{key: value for key, value in row.items() if value not in ("", None)} for row in records]
    if not 1 <= len(rows) <= MOST_SETS:
        raise HTTPException(
            422, f"file: {len(rows)} rows below the first, which names the parameters; 1 to {MOST_SETS}."
        )
    return rows
