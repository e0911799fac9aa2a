"""Files: their facts, and their bytes in whole or in ranges, by API key or by signed URL (contract 2.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, known_caller
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.present.artifact import present_artifact
from skyvern.api.ranges import Unsatisfiable, wanted_range
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.artifacts import ArtifactDamaged, ArtifactMissing
from skyvern.artifacts.media import opens_inline
from skyvern.contract.artifact import ArtifactAnswer
from skyvern.domain.artifact import Artifact, ArtifactType

router = room("artifacts")


@router.get("/v1/artifacts/{artifact_id}", response_model=ArtifactAnswer)
async def get_artifact(artifact_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell the facts of a file."""
    return Json(present_artifact(await _mine(deps, caller.organization_id, artifact_id), link=deps.signer.sign))


@router.get("/v1/artifacts/{artifact_id}/signed-url")
async def signed_url(artifact_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return a URL that opens the file without a key for some days."""
    item = await _mine(deps, caller.organization_id, artifact_id)
    return Json({"artifact_id": artifact_id, "signed_url": deps.signer.sign(item.artifact_id)})


@router.delete("/v1/files/{artifact_id}", status_code=204)
async def delete_upload(artifact_id: str, caller: Authorized, deps: Deps) -> Response:
    """Delete an uploaded file."""
    item = await _mine(deps, caller.organization_id, artifact_id)
    if item.artifact_type is not ArtifactType.UPLOAD:
        raise HTTPException(404, f"There is no uploaded file {artifact_id!r}.")
    await deps.archive.delete(item)
    return Response(status_code=204)


@router.get("/v1/artifacts/{artifact_id}/content", response_class=Response)
@router.head("/v1/artifacts/{artifact_id}/content", include_in_schema=False)
async def content(
    artifact_id: str,
    request: Request,
    deps: Deps,
    *,
    sig: Annotated[str, Query(max_length=200)] = "",
    expiry: Annotated[str, Query(max_length=20)] = "",
    kid: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Return the bytes, or the range of them that was asked for."""
    item = await _readable(deps, request, artifact_id, (expiry, kid, sig))
    tag = f'"{item.checksum}"'
    headers = {
        "accept-ranges": "bytes",
        "etag": tag,
        "cache-control": "private, max-age=3600",
        "content-disposition": _disposition(item),
        "content-security-policy": "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'",
        "x-content-type-options": "nosniff",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    unchanged = request.headers.get("if-range", tag) == tag
    try:
        part = wanted_range(request.headers.get("range") if unchanged else None, item.size)
    except Unsatisfiable:
        headers["content-range"] = f"bytes */{item.size}"
        raise HTTPException(416, "The file does not have the range asked for.", headers=headers) from None
    start, end = part or (0, item.size)
    headers["content-length"] = str(end - start)
    if part is not None:
        headers["content-range"] = f"bytes {start}-{end - 1}/{item.size}"
    status = 200 if part is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=item.media_type)
    body = await _opened(deps, item, start, end)
    return StreamingResponse(body, status_code=status, headers=headers, media_type=item.media_type)


async def _readable(deps: ApiDeps, request: Request, artifact_id: str, signature: tuple[str, str, str]) -> Artifact:
    """Return the artifact if a signature or a key opens it; 403 says nothing about whether it exists."""
    if signature[2] and deps.signer.verify(artifact_id, *signature):
        item = await deps.store.artifacts.get(artifact_id)
        if item is None:
            raise HTTPException(404, f"There is no artifact {artifact_id!r}.")
        return item
    caller = await known_caller(request)
    if caller is None:
        raise HTTPException(403, "This URL has expired or is not signed; ask for a new one with an API key.")
    return await _mine(deps, caller.organization_id, artifact_id)


async def _mine(deps: ApiDeps, organization_id: str, artifact_id: str) -> Artifact:
    item = await deps.store.artifacts.find(organization_id, artifact_id)
    if item is None:
        raise HTTPException(404, f"There is no artifact {artifact_id!r}.")
    return item


async def _opened(deps: ApiDeps, item: Artifact, start: int, end: int) -> AsyncIterator[bytes]:
    """Fetch the first chunk before the answer begins, so that missing bytes are a 404 and not a broken stream."""
    chunks = deps.archive.open(item, start, end)
    try:
        await deps.archive.whole(item)
        first = await anext(chunks, b"")
    except ArtifactMissing:
        raise HTTPException(404, f"The bytes of artifact {item.artifact_id!r} are gone.") from None
    except ArtifactDamaged as damaged:
        raise HTTPException(500, f"Artifact {item.artifact_id!r} is damaged: {damaged}.") from None

    async def body() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return body()


def _disposition(item: Artifact) -> str:
    inline = opens_inline(item.media_type) and item.artifact_type is not ArtifactType.DOWNLOAD
    plain = "".join(
        char if char.isascii() and char.isprintable() and char not in '"\\' else "_" for char in item.file_name
    )
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(item.file_name, safe='')}"
