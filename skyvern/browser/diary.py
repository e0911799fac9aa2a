"""Notes what pages say on their consoles and which requests they make, a line of JSON each, as it happens.

A line is `{"kind": "console", "at", "level", "text", "where"}` or `{"kind": "request", "at", "method", "url", "type",
"status", "mime", "milliseconds", "failure"}`. Nothing of headers and bodies is noted. The file is raw: whoever keeps it
takes secrets out first.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Request, Response, WebError

MOST_BYTES = 8 * 2**20
_LONGEST_TEXT, _LONGEST_URL = 4000, 2000


class Diary:
    """Appends to one file until it is as large as a diary may become."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        self._context, self._path = context, path
        self._answers: WeakKeyDictionary[Request, tuple[int, str]] = WeakKeyDictionary()
        self._left = MOST_BYTES - (path.stat().st_size if path.exists() else 0)
        self._file = path.open("a", buffering=1, encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Begin to note."""
        self._context.on("console", self._on_console)
        self._context.on("weberror", self._on_error)
        self._context.on("response", self._on_response)
        self._context.on("requestfinished", self._on_finished)
        self._context.on("requestfailed", self._on_finished)

    def close(self) -> None:
        """Note no more."""
        self._file.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        place = message.location
        where = f"{place.get('url', '')}:{place.get('lineNumber', 0)}" if place.get("url") else ""
        self._note(kind="console", at=time.time(), level=message.type, text=message.text[:_LONGEST_TEXT], where=where)

    def _on_error(self, error: WebError) -> None:
        text = str(error.error)[:_LONGEST_TEXT]
        self._note(kind="console", at=time.time(), level="error", text=text, where="uncaught")

    def _on_response(self, response: Response) -> None:
        mime = response.headers.get("content-type", "").partition(";")[0]
        self._answers[response.request] = (response.status, mime)

    def _on_finished(self, request: Request) -> None:
        status, mime = self._answers.pop(request, (0, ""))
        try:
            timing = request.timing
        except Error:
            return
        began, took = timing.get("startTime", -1), timing.get("responseEnd", -1)
        self._note(
            kind="request",
            at=began / 1000 if began > 0 else time.time(),
            method=request.method,
            url=_short(request.url),
            type=request.resource_type,
            status=status,
            mime=mime,
            milliseconds=round(took, 1),
            failure=request.failure or "",
        )

    def _note(self, **line: object) -> None:
        if self._file.closed or self._left <= 0:
            return
        text = json.dumps(line, ensure_ascii=False) + "\n"
        self._left -= len(text)
        self._file.write(text)


def _short(url: str) -> str:
    return url[:100] if url.startswith("data:") else url[:_LONGEST_URL]
