"""Before Playwright attaches to a living browser: frees pages that do not answer, for one of them blocks it all."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

_ANSWER_SECONDS = 4.0
_FREE_SECONDS = 1.0
_RELOAD = "Page.reload"
_CURES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Page.handleJavaScriptDialog", {"accept": True}),
    ("Runtime.terminateExecution", {}),
    (_RELOAD, {}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """What it took to free pages."""

    closed: tuple[str, ...] = ()
    """URLs of pages that had to be closed."""
    documents_lost: bool = False
    """A page was loaded anew or closed: what it knew of itself is gone, and nobody has left it."""


async def preflight(cdp_url: str) -> Freed:
    """Free every page that does not answer.

    A dialog nobody answered is accepted, an endless script is ended, else the page is loaded anew, at last closed.
    Addresses that are not plain HTTP are left alone: who stands behind them looks after their pages.
    """
    if urlsplit(cdp_url).scheme != "http":
        return Freed()
    try:
        targets = await asyncio.to_thread(_fetch, f"{cdp_url.rstrip('/')}/json/list")
    except (OSError, urllib.error.URLError, ValueError):
        return Freed()
    pages = [target for target in cast("list[dict[str, str]]", targets) if target.get("type") == "page"]
    freed = await asyncio.gather(*(_free(cdp_url, page) for page in pages))
    closed = tuple(url for one in freed for url in one.closed)
    return Freed(closed=closed, documents_lost=any(one.documents_lost for one in freed))


async def _free(cdp_url: str, page: dict[str, str]) -> Freed:
    """Free one page, which may have to be closed for it."""
    socket = page.get("webSocketDebuggerUrl", "")
    if not socket or await _answers(socket, _ANSWER_SECONDS):
        return Freed()
    for method, params in _CURES:
        await _say(socket, method, params)
        if await _answers(socket, _FREE_SECONDS):
            return Freed(documents_lost=method == _RELOAD)
    try:
        await asyncio.to_thread(_fetch, f"{cdp_url.rstrip('/')}/json/close/{page['id']}", parse=False)
    except (OSError, urllib.error.URLError):
        return Freed(documents_lost=True)
    url = page.get("url", "")
    return Freed(closed=(url,) if url else (), documents_lost=True)


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
