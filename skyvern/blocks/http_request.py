"""Call an HTTP API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from skyvern.blocks.base import (
    Block,
    BlockContext,
    BlockResult,
    FetchFailed,
    HttpReply,
    HttpRequest,
    Templated,
    completed,
    failed,
    register,
)
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.failure import Category, Failure
from skyvern.domain.redaction import MASK

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@register
class HttpRequestBlock(Block):
    """Send one HTTP request; any answer completes the block unless it is an error status."""

    block_type: Literal["http_request"] = "http_request"
    method: Templated[str] = "GET"
    url: Templated[str] = Field(min_length=1)
    headers: Templated[dict[str, str] | None] = None
    body: Templated[dict[str, object] | list[object] | str | None] = None
    files: Templated[dict[str, str] | None] = None
    timeout: int = Field(30, ge=1, le=1800, description="Seconds")
    follow_redirects: bool = True
    download_filename: Templated[str | None] = None
    save_response_as_file: bool = False
    secret_response_paths: list[str] | None = None
    parameter_keys: list[str] | None = None

    @field_validator("method")
    @classmethod
    def _known_method(cls, method: str) -> str:
        if "{{" not in method and method.upper() not in _METHODS:
            raise ValueError(f"{method!r} is not an HTTP method; use one of {', '.join(sorted(_METHODS))}")
        return method

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        method = self.method.upper()
        if method not in _SAFE:
            await ctx.intend(f"{method} {self.url}")
        request = HttpRequest(
            method=method,
            url=self.url,
            headers=self.headers or {},
            body=self.body,
            files=self.files or {},
            timeout=self.timeout,
            follow_redirects=self.follow_redirects,
        )
        try:
            reply = await ctx.fetch(request)
        except FetchFailed as error:
            return failed(error.failure, {"error": error.failure.reason, "error_type": error.failure.category.value})
        output = await self._output(ctx, request, reply)
        if reply.status_code >= 400:
            reason = f"{method} {reply.url} answered {reply.status_code}"
            return failed(Failure(reason=reason, category=Category.WEBSITE_ERROR), output)
        return completed(output)

    async def _output(self, ctx: BlockContext, request: HttpRequest, reply: HttpReply) -> dict[str, object]:
        if self.save_response_as_file and reply.status_code < 400:
            name = self.download_filename or urlsplit(reply.url).path.rsplit("/", 1)[-1] or "response"
            saved = await ctx.save_file(reply.content, name=name, artifact_type=ArtifactType.DOWNLOAD)
            return {
                "file_path": saved.url,
                "file_name": saved.artifact.file_name,
                "file_size": saved.artifact.size,
                "artifact_id": saved.artifact.artifact_id,
                "status_code": reply.status_code,
            }
        body = _masked(reply.json if reply.json is not None else reply.text, self.secret_response_paths or ())
        return {
            "status_code": reply.status_code,
            "response_headers": dict(reply.headers),
            "response_body": body,
            "headers": dict(reply.headers),
            "body": body,
            "url": reply.url,
            "request_method": request.method,
            "request_url": request.url,
            "request_headers": dict(request.headers),
            "request_body": request.body,
        }


def _masked(body: object, paths: Sequence[str]) -> object:
    for path in paths:
        body = _mask_at(body, path.removeprefix("$").strip(".").split("."))
    return body


def _mask_at(value: object, path: Sequence[str]) -> object:
    if not path:
        return MASK
    if isinstance(value, Mapping):
        items: Mapping[object, object] = value  # pyright: ignore[reportUnknownVariableType]
        return {key: _mask_at(item, path[1:]) if str(key) == path[0] else item for key, item in items.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows: Sequence[object] = value  # pyright: ignore[reportUnknownVariableType]
        rest = path[1:] if path[0] in ("*", "[*]") else path
        return [_mask_at(item, rest) for item in rows]
    return value
