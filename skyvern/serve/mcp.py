"""Mounts the MCP server at /mcp: behind the API key, and loaded when somebody first asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from fastapi import FastAPI
from starlette.datastructures import Headers as HeaderLines
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from skyvern.api.auth import KeyRing, given_key
from skyvern.api.reply import Json
from skyvern.client import Skyvern
from skyvern.credentials import hash_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from skyvern.mcp.server import HttpEndpoint

PATH = "/mcp"
MISSING = "The MCP server needs the package `mcp`: install it with `pip install 'skyvern[mcp]'`, then start again."
_REFUSAL = "A valid API key is needed: send it as x-api-key or as a Bearer token."
_SECONDS = 120.0
_INSIDE = "http://skyvern.internal"


class McpDoor:
    """The route /mcp. Until the first request nothing of the `mcp` package is loaded."""

    def __init__(self, app: FastAPI, *, version: str) -> None:
        self._app = app
        self._version = version
        self._wanted = asyncio.Event()
        self._answered = asyncio.Event()
        self._closing = asyncio.Event()
        self._endpoint: HttpEndpoint | None = None
        app.router.routes.append(Route(PATH, endpoint=self))

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[None]:
        """Answer requests while inside."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._live())
            try:
                yield
            finally:
                self._closing.set()
                self._wanted.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that has a valid key."""
        refusal = await self._refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        self._wanted.set()
        await self._answered.wait()
        if self._endpoint is None:
            await Json({"detail": MISSING}, status_code=501)(scope, receive, send)
            return
        await self._endpoint(scope, receive, send)

    async def _refusal(self, request: Request) -> Json | None:
        key = given_key(request)
        keys: KeyRing = self._app.state.keys
        if key is None or await keys.by_hash(hash_key(key)) is None:
            return Json({"detail": _REFUSAL}, status_code=403)
        return None

    async def _live(self) -> None:
        await self._wanted.wait()
        if self._closing.is_set():
            return
        endpoint = await asyncio.to_thread(self._load)
        if endpoint is None:
            self._answered.set()
            return
        async with endpoint.running():
            self._endpoint = endpoint
            self._answered.set()
            await self._closing.wait()

    def _load(self) -> HttpEndpoint | None:
        try:
            from skyvern.mcp.server import HttpEndpoint  # noqa: PLC0415 - optional, and a second to load
        except ImportError:
            return None
        return HttpEndpoint(self._connect, version=self._version)

    @asynccontextmanager
    async def _connect(self, headers: Mapping[str, str]) -> AsyncGenerator[Skyvern]:
        """Yield a client of this very application, with the key of the request."""
        key = given_key(Request({"type": "http", "headers": HeaderLines(dict(headers)).raw}))
        inside = httpx.AsyncClient(transport=httpx.ASGITransport(self._app), timeout=_SECONDS)
        async with inside, Skyvern(api_key=key, base_url=_INSIDE, httpx_client=inside) as client:
            yield client
