"""Taking files from callers, also in the odd forms in which SDKs send them (contract 2.5)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.present.artifact import present_upload
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.artifacts.media import extension, media_type
from skyvern.contract.artifact import UploadAnswer
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now

router = room("files")

_MOST_DAYS = 36_500


def form_body(*required: str, **more: Mapping[str, str]) -> dict[str, Any]:
    """Return what the OpenAPI document says of a form with a file, fields that are `required`, and more."""
    fields = {"file": {"type": "string", "format": "binary"}, **{name: {"type": "string"} for name in required}, **more}
    schema = {"type": "object", "required": ["file", *required], "properties": fields}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


_FORM = form_body(retention_days={"type": "integer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file out of a form."""

    data: bytes
    file_name: str
    kind: str | None


@router.post("/v1/upload_file", response_model=UploadAnswer, openapi_extra=_FORM)
async def upload_file(
    request: Request,
    caller: Authorized,
    deps: Deps,
    *,
    retention_days: Annotated[int | None, Query(ge=1, le=_MOST_DAYS)] = None,
) -> Json:
    """Keep a file; its id or URL can be given to parameters of type file_url."""
    given, texts = await read_form(request, limit=deps.max_upload)
    days = retention_days or _days(texts.get("retention_days"))
    item = await deps.archive.save(
        given.data,
        type=ArtifactType.UPLOAD,
        file_name=given.file_name,
        organization_id=caller.organization_id,
        media_type=given.kind,
        expires_at=utc_now() + timedelta(days=days) if days else None,
    )
    return Json(present_upload(item, link=deps.signer.sign))


async def read_form(request: Request, *, limit: int) -> tuple[Given, dict[str, str]]:
    """Return the part called `file`, and the texts of the others. Raises HTTPException."""
    kind = request.headers.get("content-type", "")
    if not kind.lower().startswith("multipart/form-data"):
        raise HTTPException(422, "Send the file as multipart/form-data in a part called 'file'.")
    # Latin-1 keeps the bytes of text parts as they are: SDKs send file contents without a file name.
    headers = Headers({"content-type": f"{kind.replace(' charset=', ' x-charset=')}; charset=latin-1"})
    parser = MultiPartParser(headers, request.stream(), max_files=10, max_fields=20, max_part_size=limit)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        too_large = "maximum size" in error.message
        raise HTTPException(413 if too_large else 422, f"The form cannot be read: {error.message}") from None
    try:
        parts = form.getlist("file")
        if not parts:
            raise HTTPException(422, "The form has no part called 'file'.")
        given = await _given(parts)
        texts = {
            name: part.encode("latin-1").decode("utf-8", "replace")
            for name, part in form.items()
            if isinstance(part, str) and name != "file"
        }
    finally:
        await form.close()
    if len(given.data) > limit:
        raise HTTPException(413, f"The file is too large: at most {limit // (1024 * 1024)} MiB are accepted.")
    return given, texts


def _days(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 5 or not 1 <= int(text) <= _MOST_DAYS:
        raise HTTPException(422, f"retention_days: give a whole number from 1 to {_MOST_DAYS}.")
    return int(text)


async def _given(parts: list[UploadFile | str]) -> Given:
    first = parts[0]
    if isinstance(first, UploadFile):
        name = (first.filename or "").encode("latin-1", "replace").decode("utf-8", "replace")
        return Given(data=await first.read(), file_name=name or "upload", kind=first.content_type)
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) > 1:
        return _flattened(texts)
    data = first.encode("latin-1")
    kind = media_type("", data[:1024])
    return Given(data=data, file_name=f"upload{extension(kind)}", kind=kind)


def _flattened(texts: list[str]) -> Given:
    """Put a (name, content, type) tuple back together that an SDK flattened into parts; bytes come as base64."""
    name = texts[0].encode("latin-1").decode("utf-8", "replace")
    content = texts[1].encode("latin-1")
    try:
        content = base64.b64decode(content, validate=True)
    except binascii.Error:
        content = texts[1].encode("latin-1")
    return Given(data=content, file_name=name or "upload", kind=texts[2] if len(texts) > 2 else None)
