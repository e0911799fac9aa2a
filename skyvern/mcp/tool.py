"""What a tool is: a function with its words, and how it reaches the server in whose name it speaks."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from skyvern.client import ForbiddenError, Skyvern, SkyvernError

Headers = Mapping[str, str]
Connect = Callable[[Headers], AbstractAsyncContextManager[Skyvern]]
"""Opens a client for the headers of a request; over stdio there are none."""
ToolContext = Context[Connect, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool: its function, whose docstring is what agents read, and what it does to the world."""

    call: Callable[..., Awaitable[object]]
    hints: ToolAnnotations


def reads(call: Callable[..., Awaitable[object]]) -> Tool:
    """Make a tool that changes nothing."""
    return Tool(call=call, hints=ToolAnnotations(read_only_hint=True, open_world_hint=False))


def changes(call: Callable[..., Awaitable[object]]) -> Tool:
    """Make a tool that makes or changes something on the server."""
    return Tool(call=call, hints=ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False))


def acts(call: Callable[..., Awaitable[object]]) -> Tool:
    """Make a tool that acts on web pages, in the world outside."""
    return Tool(call=call, hints=ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=True))


def destroys(call: Callable[..., Awaitable[object]]) -> Tool:
    """Make a tool that ends or deletes something for good."""
    return Tool(call=call, hints=ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False))


@asynccontextmanager
async def speaking(ctx: ToolContext) -> AsyncGenerator[Skyvern]:
    """Yield a client; what the server refuses becomes the tool's error, in the server's own words."""
    connect = ctx.request_context.lifespan_context
    try:
        async with connect(ctx.headers or {}) as client:
            yield client
    except ForbiddenError as error:
        raise ToolError(
            f"{error}. Set SKYVERN_API_KEY for the MCP server, or over HTTP send the key as x-api-key; "
            "`skyvern keys create` makes one."
        ) from error
    except SkyvernError as error:
        raise ToolError(str(error)) from error
