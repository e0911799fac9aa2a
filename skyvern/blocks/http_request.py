"""Call an HTTP API."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

from pydantic import Field, field_validator

from skyvern.artifacts.media import extension
from skyvern.blocks.base import (
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
from skyvern.blocks.effectful import Effectful
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.failure import Category, Failure
from skyvern.domain.redaction import MASK

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_DISPOSITION = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)


@register
class HttpRequestBlock(Effectful):
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
    secret_response_paths: list[str] | None = Field(
        None,
        description="Paths such as data.token or rows[*].key; the output has tokens there for later blocks",
    )
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
        method = self.method.strip().upper()
        if method not in _METHODS:
            reason = f"method: {self.method!r} is not an HTTP method; use one of {', '.join(sorted(_METHODS))}"
            return failed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
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
        body = reply.json if reply.json is not None else reply.text
        content = reply.content
        if self.secret_response_paths:
            body = await _concealed(body, self.secret_response_paths, ctx.conceal)
            content = json.dumps(body, ensure_ascii=False).encode() if reply.json is not None else content
        if self.save_response_as_file and reply.status_code < 400:
            name = saved_name(self.download_filename, reply)
            saved = await ctx.save_file(content, name=name, artifact_type=ArtifactType.DOWNLOAD)
            return {
                "file_path": saved.url,
                "file_name": saved.artifact.file_name,
                "file_size": saved.artifact.size,
                "artifact_id": saved.artifact.artifact_id,
                "status_code": reply.status_code,
            }
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


Hide = Callable[[str], Awaitable[str]]
"""Makes a value a secret of the run and returns the token that stands for it."""


async def _concealed(body: object, paths: Sequence[str], hide: Hide) -> object:
    """Return the answer with tokens, which later blocks can use, in place of the values at these paths."""
    for path in paths:
        parts = path.removeprefix("$").replace("[", ".").replace("]", "").strip(".").split(".")
        body = await _concealed_at(body, [part.strip("'\"") for part in parts], hide)
    return body


async def _concealed_at(value: object, path: Sequence[str], hide: Hide) -> object:
    if not path:
        plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
        return await hide(str(value)) if plain else MASK
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value)
        return {
            key: await _concealed_at(item, path[1:], hide) if path[0] in (str(key), "*") else item
            for key, item in items.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows = cast("Sequence[object]", value)
        if path[0].isdecimal():
            return [
                await _concealed_at(item, path[1:], hide) if at == int(path[0]) else item
                for at, item in enumerate(rows)
            ]
        rest = path[1:] if path[0] == "*" else path
        return [await _concealed_at(item, rest, hide) for item in rows]
    return value


def saved_name(wanted: str | None, reply: HttpReply) -> str:
    """Return what to call a saved answer: as wanted, as the server says, as its URL says; with an extension."""
    headers = {key.lower(): value for key, value in reply.headers.items()}
    said = _DISPOSITION.search(headers.get("content-disposition", ""))
    named = unquote(said[1]) if said else unquote(urlsplit(reply.url).path.rsplit("/", 1)[-1])
    name = wanted or named or "response"
    return name if "." in name else f"{name}{extension(headers.get('content-type', ''))}"
