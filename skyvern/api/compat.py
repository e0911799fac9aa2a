"""The odd shapes of the wire, undone at the door: two path families, old prefixes, old keys, wrapped bodies."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, MutableMapping
from typing import Any, cast

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OLD_PREFIX = "/api/v1"


def plain_path(path: str) -> str:
    """Return the one path that a route knows: `/v1/workflows/…` for all spellings, no slash at the end."""
    if path == _OLD_PREFIX or path.startswith(f"{_OLD_PREFIX}/"):
        path = path.removeprefix("/api")
    if "agents" in path:
        path = "/".join("workflows" if segment == "agents" else segment for segment in path.split("/"))
    return path.rstrip("/") or "/"


def plain_body(body: object) -> object:
    """Return a body without a lone `body` around it, with `workflow_id` where newer SDKs write `agent_id`."""
    if not isinstance(body, dict):
        return body
    given = cast("dict[str, object]", body)
    inner = given.get("body")
    if isinstance(inner, dict):
        wrapped = cast("dict[str, object]", inner)
        if len(given) == 1:
            return plain_body(wrapped)
        given = {**wrapped, **{key: value for key, value in given.items() if key != "body"}}
    if given.get("agent_id") is not None:
        given = {**given, "workflow_id": given["agent_id"]}
        del given["agent_id"]
    return given


class PlainPaths:
    """Rewrites the path of each request before any route sees it; one with a NUL is unknown at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its plain path."""
        if scope["type"] in ("http", "websocket"):
            if "\x00" in scope["path"]:
                await _answer(404, "Not Found", send)
                return
            path = plain_path(scope["path"])
            if path != scope["path"]:
                scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


class BodyLimit:
    """Refuses bodies that are too large: at once by their declared length, else as soon as they pass the limit."""

    def __init__(self, app: ASGIApp, *, limit: int, upload_limit: int) -> None:
        self._app = app
        self._limit = limit
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._upload_limit if plain_path(scope["path"]) == "/v1/upload_file" else self._limit
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if declared.isdigit() and int(declared) > limit:
            await _answer(413, _sentence(limit), send)
            return
        await self._app(scope, _counted(receive, limit), send)


class CompatRequest(Request):
    """A request whose JSON is read through `plain_body`."""

    async def json(self) -> Any:  # noqa: ANN401 - the framework's signature
        """Return the body's plain form."""
        return plain_body(await super().json())


class CompatRoute(APIRoute):
    """A route of JSON bodies that reads its requests as `CompatRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the framework's own treatment of a request, given the tolerant reading."""
        treat = super().get_route_handler()

        async def tolerant(request: Request) -> Response:
            return await treat(CompatRequest(_as_json(request.scope), request.receive))

        return tolerant


def _as_json(scope: Scope) -> Scope:
    """Every body here is JSON, also where `curl -d` calls it a form because nobody named the type."""
    kept = [(name, value) for name, value in scope["headers"] if name != b"content-type"]
    return {**scope, "headers": [*kept, (b"content-type", b"application/json")]}


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message: MutableMapping[str, Any] = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, _sentence(limit))
        return message

    return counted


async def _answer(status: int, detail: str, send: Send) -> None:
    body = f'{{"detail":"{detail}"}}'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _sentence(limit: int) -> str:
    return f"The body is too large: at most {limit // 1024} KiB are accepted here."
