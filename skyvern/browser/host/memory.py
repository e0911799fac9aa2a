"""What a browser would forget if it died now: cookies, those of the session too, and where its page in front was.

It is written beside the profile a moment after pages went somewhere, and is what a browser that died is opened again
with; what pages keep in storage lies in the profile anyway.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.state import COOKIES
from skyvern.browser.host.tasks import TaskKeeper

_NOTE = "memory.json"
_REST_SECONDS = 1.0
"""A site that leads on from page to page is noted once."""
_SINGLE_INSTANCE = ("SingletonLock", "SingletonSocket", "SingletonCookie")


class Memory:
    """The memory of one browser; `front` tells which page (DevTools target id) is looked at."""

    def __init__(self, folder: Path, tasks: TaskKeeper, *, front: Callable[[], str | None]) -> None:
        self._place, self._tasks, self._front = folder / _NOTE, tasks, front
        self._urls: dict[str, str] = {}
        self._waiting = False

    def hear(self, cdp: CdpConnection, method: str, params: Json) -> None:
        """Takes in one event of the connection."""
        if method == "Target.targetDestroyed":
            self._urls.pop(str(params["targetId"]), None)
        if method != "Target.targetInfoChanged" or params["targetInfo"]["type"] != "page":
            return
        page, url = str(params["targetInfo"]["targetId"]), str(params["targetInfo"]["url"])
        if self._urls.get(page) != url:
            self._urls[page] = url
            if not self._waiting:
                self._waiting = True
                self._tasks.start(self._write(cdp))

    async def _write(self, cdp: CdpConnection) -> None:
        await asyncio.sleep(_REST_SECONDS)
        self._waiting = False
        with suppress(CdpError, OSError):  # a browser that is ending has nothing to remember
            cookies = (await cdp.call("Storage.getCookies"))["cookies"]
            url = self._urls.get(self._front() or "", "")
            await asyncio.to_thread(_replace, self._place, json.dumps({"url": url, "cookies": cookies}))


def recall(folder: Path, profile: Path) -> str | None:
    """Makes the profile of a browser that died ready for the next start; its last address, None where none is known."""
    for name in _SINGLE_INSTANCE:
        (profile / name).unlink(missing_ok=True)
    try:
        note: Json = json.loads((folder / _NOTE).read_text())
        (profile / COOKIES).write_text(json.dumps(note["cookies"]))
    except (OSError, ValueError, KeyError):
        return None
    url = str(note.get("url", ""))
    return url if url.startswith(("http://", "https://")) else None


def _replace(place: Path, text: str) -> None:
    fresh = place.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(place)
