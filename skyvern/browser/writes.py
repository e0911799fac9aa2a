"""Follows the requests with which a page may have changed something on a server, and what the server answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Error

from skyvern.domain.ids import new_id
from skyvern.domain.page import Sent

if TYPE_CHECKING:
    from playwright.async_api import Request, Response

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_REPORTS = frozenset({"ping", "cspviolationreport", "preflight", "prefetch"})
_MOST = 60
_QUERY = re.compile(r"graphql", re.IGNORECASE)


class Writes:
    """The writing requests of one browser, oldest first. Only asking, whatever the method, is no writing."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: dict[Request, tuple[str, int | None, str]] = {}

    def begun(self, request: Request) -> None:
        """Note a request that leaves the browser."""
        if request.method in _READING or request.resource_type in _REPORTS or _only_asks(request):
            return
        self.count += 1
        self._kept[request] = (new_id("sent"), None, "")
        if len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def answered(self, response: Response) -> None:
        """Note the status that the server answered with."""
        if (kept := self._kept.get(response.request)) is not None:
            self._kept[response.request] = (kept[0], response.status, "")

    def ended(self, request: Request) -> None:
        """Note that a request came to its end; one without an answer failed."""
        kept = self._kept.get(request)
        if kept is not None and kept[1] is None and request.failure:
            self._kept[request] = (kept[0], None, request.failure)

    def latest(self) -> tuple[Sent, ...]:
        """Return what is known of the last of them."""
        return tuple(
            Sent(id=name, method=request.method, url=request.url.split("?", 1)[0], status=status, failure=failure)
            for request, (name, status, failure) in self._kept.items()
        )


def _only_asks(request: Request) -> bool:
    """Whether a POST only carries a query: GraphQL names what changes something a mutation."""
    if not _QUERY.search(request.url):
        return False
    try:
        body = request.post_data or ""
    except (Error, UnicodeDecodeError):
        return False
    return bool(body) and "mutation" not in body
