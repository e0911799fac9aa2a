"""HTTP that a workflow asks for: through the guard, secrets put in at the last moment and masked on the way back."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from skyvern.blocks.base import FetchFailed, HttpReply, HttpRequest
from skyvern.credentials import SecretRefused
from skyvern.domain.failure import Category, Failure, network_error
from skyvern.domain.origins import ALLOWED_ORIGINS
from skyvern.domain.redaction import Redactor
from skyvern.domain.run import Run
from skyvern.net.guard import NetError
from skyvern.net.transport import KeptWithin

MAX_REPLY_BYTES = 30 * 1024 * 1024
_OTHER_SCHEME = re.compile(r"[a-z][a-z+.-]*:(?![/\d])", re.IGNORECASE)
""" `data:` and `about:`, but not `localhost:8000`."""

Resolve = Callable[[str, str | None], str]
"""(text with tokens, origin) → text with secrets; raises SecretRefused."""


def kept_within(transport: httpx.AsyncBaseTransport, run: Run) -> httpx.AsyncBaseTransport:
    """Return the transport for what a run asks for: kept to the origins that its workflow allows."""
    origins = cast("Sequence[str] | None", run.settings.get(ALLOWED_ORIGINS))
    return transport if origins is None else KeptWithin(transport, origins)


async def send(
    request: HttpRequest,
    *,
    transport: httpx.AsyncBaseTransport,
    resolve: Resolve,
    redactor: Redactor,
    files: Mapping[str, Path],
) -> HttpReply:
    """Send one request and return the masked reply; raises FetchFailed with a reason for people."""
    origin = origin_of(request.url)
    if origin is None:
        raise FetchFailed(network_error(f"{request.url!r} is not an http or https URL"))
    try:
        url = resolve(request.url, origin)
        headers = {name: resolve(value, origin) for name, value in request.headers.items()}
        body = _resolved(request.body, origin, resolve)
        secret = (url, headers, body) != (request.url, dict(request.headers), request.body)
    except SecretRefused as error:
        raise FetchFailed(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None

    async def stay(outgoing: httpx.Request) -> None:
        if secret and origin_of(str(outgoing.url)) != origin_of(url):
            raise SecretsLed(f"{origin} redirects to {origin_of(str(outgoing.url))}, where its secrets are not sent")

    async with httpx.AsyncClient(
        transport=transport,
        timeout=request.timeout,
        follow_redirects=request.follow_redirects,
        event_hooks={"request": [stay]},
    ) as client:
        try:
            async with (
                asyncio.timeout(request.timeout),
                client.stream(request.method, url, headers=headers, **_content(body, headers, files)) as response,
            ):
                content = await _read(response, redactor.text(url))
        except (NetError, httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            reason = redactor.text(f"{request.method} {request.url}: {_said(error, request.timeout)}")
            raise FetchFailed(network_error(reason)) from None
        except (TypeError, ValueError) as error:
            reason = redactor.text(f"{request.method} {request.url} cannot be sent: {error}")
            raise FetchFailed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR)) from None
        except SecretsLed as error:
            raise FetchFailed(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None
    return _reply(response, content, redactor)


class SecretsLed(Exception):
    """A server answered a request that holds secrets with a redirect to another origin."""


def origin_of(url: str) -> str | None:
    """Return `scheme://host[:port]` of an http(s) URL, None for anything else."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def page_address(url: str) -> str | None:
    """Return the http(s) address that a person means by `url`, which may lack its scheme; None for anything else."""
    address = url.strip()
    if "://" not in address and not _OTHER_SCHEME.match(address):
        address = f"https://{address}"
    return address if origin_of(address) is not None else None


async def _read(response: httpx.Response, url: str) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > MAX_REPLY_BYTES:
            raise FetchFailed(network_error(f"{url} answered with more than {MAX_REPLY_BYTES // 2**20} MiB"))
        chunks.append(chunk)
    return b"".join(chunks)


def _said(error: Exception, timeout: float) -> str:
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return f"no answer within {timeout:g} s"
    return str(error) or type(error).__name__


def _resolved(body: object, origin: str, resolve: Resolve) -> object:
    if isinstance(body, str):
        return resolve(body, origin)
    if isinstance(body, Mapping):
        items = cast("Mapping[str, object]", body)
        return {key: _resolved(value, origin, resolve) for key, value in items.items()}
    if isinstance(body, list):
        return [_resolved(value, origin, resolve) for value in cast("list[object]", body)]
    return body


def _content(body: object, headers: Mapping[str, str], files: Mapping[str, Path]) -> dict[str, Any]:
    if files:
        parts = {field: (path.name, path.read_bytes()) for field, path in files.items()}
        if body is not None and not isinstance(body, Mapping):
            raise TypeError("beside files, the body must be an object of form fields")
        data = {key: str(value) for key, value in cast("Mapping[str, object]", body or {}).items()}
        return {"files": parts, "data": data}
    if body is None:
        return {}
    if isinstance(body, str):
        return {"content": body.encode()}
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if "x-www-form-urlencoded" in kind and isinstance(body, Mapping):
        return {"data": {key: str(value) for key, value in cast("Mapping[str, object]", body).items()}}
    return {"json": body}


def _reply(response: httpx.Response, content: bytes, redactor: Redactor) -> HttpReply:
    text = content.decode(response.charset_encoding or "utf-8", errors="replace")
    parsed: object = None
    if "json" in response.headers.get("content-type", "") or text[:1] in ("{", "["):
        try:
            parsed = json.loads(text)
        except json.JSONDecodeError:
            parsed = None
    return HttpReply(
        status_code=response.status_code,
        url=redactor.text(str(response.url)),
        headers={name: redactor.text(value) for name, value in response.headers.items()},
        content=redactor.data(content),
        json=redactor.value(parsed),
        text=redactor.text(text),
    )
