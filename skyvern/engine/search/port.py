"""What a provider of web search must do, and how it asks its server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

import httpx

from skyvern.domain.failure import Failure, network_error
from skyvern.domain.search import SearchHit

_SECONDS = 30.0


class SearchFailed(Exception):
    """The provider gave no answer; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


class WebSearch(Protocol):
    """A provider of web search."""

    @property
    def name(self) -> str:
        """What its results are marked with."""
        ...

    async def find(self, query: str, limit: int) -> Sequence[SearchHit]:
        """Return the best hits, best first. Raises SearchFailed."""
        ...


async def ask(provider: str, url: str, *, query: Mapping[str, str], headers: Mapping[str, str]) -> Mapping[str, object]:
    """Return the JSON that an operator-configured provider answers. Raises SearchFailed, which never has the key."""
    try:
        async with httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(trust_env=False), timeout=_SECONDS, headers=dict(headers)
        ) as client:
            reply = await client.get(url, params=dict(query))
    except httpx.HTTPError as error:
        raise SearchFailed(network_error(f"web search by {provider}: {error or type(error).__name__}")) from None
    if reply.is_error:
        raise SearchFailed(network_error(f"web search by {provider} answered {reply.status_code}"))
    try:
        answer = cast("object", reply.json())
    except ValueError:
        raise SearchFailed(network_error(f"web search by {provider} did not answer with JSON")) from None
    return cast("Mapping[str, object]", answer) if isinstance(answer, Mapping) else {}


def rows(value: object) -> Sequence[Mapping[str, object]]:
    """Return the objects of a list, whatever else is in it."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Mapping[str, object]", item) for item in items if isinstance(item, Mapping)]
