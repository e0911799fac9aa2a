"""The MCP server over stdio and as an ASGI application for HTTP; its tools are those of the families."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import Receive, Scope, Send

from skyvern.client import Skyvern
from skyvern.mcp import artifacts, pages, runs, workflows
from skyvern.mcp.tool import Connect, Headers

FAMILIES = (runs, workflows, artifacts, pages)
_INSTRUCTIONS = """Skyvern runs browser workflows written in plain language, in a real Chromium.
One goal on one page: act_on_page or extract_from_page. Something to be repeated: list_block_types, create_workflow
(check with validate_workflow first), then run_workflow with parameters. Runs take seconds to minutes: tools wait for a
while and then return the run as it stands; wait_for_run goes on waiting. After a failure read failure_reason and
get_run_timeline. Never put passwords into goals or parameters: workflows take a credential_id."""


def build_server(connect: Connect, *, version: str) -> MCPServer[Connect]:
    """Return the MCP server, which reaches Skyvern through the clients that `connect` opens."""

    @asynccontextmanager
    async def lifespan(_server: MCPServer[Connect]) -> AsyncGenerator[Connect]:
        yield connect

    server = MCPServer(
        "skyvern", title="Skyvern", instructions=_INSTRUCTIONS, version=version, lifespan=lifespan, log_level="WARNING"
    )
    for family in FAMILIES:
        for tool in family.TOOLS:
            server.add_tool(tool.call, annotations=tool.hints)
    return server


async def serve_stdio(client: Skyvern, *, version: str) -> None:
    """Speak MCP over standard input and output until they are closed."""

    @asynccontextmanager
    async def same(_headers: Headers) -> AsyncGenerator[Skyvern]:
        yield client

    await build_server(same, version=version).run_stdio_async()


class HttpEndpoint:
    """MCP over streamable HTTP, without sessions: every request stands alone and carries its own key."""

    def __init__(self, connect: Connect, *, version: str) -> None:
        self._server = build_server(connect, version=version)
        # no cookie opens this endpoint, so a page in somebody's browser gains nothing by naming us as its own host
        trust = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._server.streamable_http_app(stateless_http=True, transport_security=trust)

    def running(self) -> AbstractAsyncContextManager[None]:
        """Enter while requests are to be answered."""
        return self._server.session_manager.run()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._server.session_manager.handle_request(scope, receive, send)
