"""Before Playwright attaches to a living browser: frees pages that do not answer, for one of them blocks it all."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any, cast
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

_ANSWER_SECONDS = 4.0
_FREE_SECONDS = 1.0
_CURES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Page.handleJavaScriptDialog", {"accept": True}),
    ("Runtime.terminateExecution", {}),
    ("Page.reload", {}),
)


async def preflight(cdp_url: str) -> tuple[str, ...]:
    """Free every page that does not answer; return the URLs of pages that had to be closed for it.

    A dialog nobody answered is accepted, an endless script is ended, else the page is loaded anew, at last closed.
    Addresses that are not plain HTTP are left alone: who stands behind them looks after their pages.
    """
    if urlsplit(cdp_url).scheme != "http":
        return ()
    try:
        targets = await asyncio.to_thread(_fetch, f"{cdp_url.rstrip('/')}/json/list")
    except (OSError, urllib.error.URLError, ValueError):
        return ()
    pages = [target for target in cast("list[dict[str, str]]", targets) if target.get("type") == "page"]
    closed = await asyncio.gather(*(_free(cdp_url, page) for page in pages))
    return tuple(url for url in closed if url)


async def _free(cdp_url: str, page: dict[str, str]) -> str:
    """Return the page's URL when it had to be closed, "" when it answers."""
    socket = page.get("webSocketDebuggerUrl", "")
    if not socket or await _answers(socket, _ANSWER_SECONDS):
        return ""
    for method, params in _CURES:
        await _say(socket, method, params)
        if await _answers(socket, _FREE_SECONDS):
            return ""
    try:
        await asyncio.to_thread(_fetch, f"{cdp_url.rstrip('/')}/json/close/{page['id']}", parse=False)
    except (OSError, urllib.error.URLError):
        return ""
    return page.get("url", "")


async def _answers(socket: str, seconds: float) -> bool:
    return await _ask(socket, "Runtime.evaluate", {"expression": "1"}, seconds)


async def _say(socket: str, method: str, params: dict[str, Any]) -> None:
    await _ask(socket, method, params, _FREE_SECONDS)


async def _ask(socket: str, method: str, params: dict[str, Any], seconds: float) -> bool:
    """Return whether the page answered one command in time."""
    try:
        async with asyncio.timeout(seconds), connect(socket, max_size=None, proxy=None) as wire:
            if method.startswith("Page."):
                await wire.send(json.dumps({"id": 1, "method": "Page.enable"}))
            await wire.send(json.dumps({"id": 2, "method": method, "params": params}))
            async for message in wire:
                if json.loads(message).get("id") == 2:
                    return True
    except (TimeoutError, OSError, WebSocketException):
        return False
    return False


def _fetch(url: str, *, parse: bool = True) -> object:
    request = urllib.request.Request(url)  # noqa: S310 - the scheme was checked
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=3) as answer:
        content = answer.read()
    return json.loads(content) if parse else None
