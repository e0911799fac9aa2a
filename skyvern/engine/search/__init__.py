"""Searching the web: one small port, and a file for each provider that an operator may configure."""

from __future__ import annotations

from skyvern.engine.search.brave import BraveSearch
from skyvern.engine.search.port import SearchFailed, WebSearch
from skyvern.engine.search.searxng import SearxngSearch

PROVIDERS = ("searxng", "brave")

__all__ = ["PROVIDERS", "SearchFailed", "WebSearch", "make_search"]


def make_search(provider: str, *, url: str, key: str) -> WebSearch | None:
    """Return the provider that the settings name; None for none. Raises ValueError saying what is missing."""
    match provider:
        case "":
            return None
        case "searxng":
            if not url:
                raise ValueError("SKYVERN_SEARCH_URL: the address of a SearXNG instance is needed")
            return SearxngSearch(url)
        case "brave":
            if not key:
                raise ValueError("SKYVERN_SEARCH_KEY: Brave's subscription token is needed")
            return BraveSearch(key, url=url or BraveSearch.URL)
        case _:
            raise ValueError(f"SKYVERN_SEARCH_PROVIDER: {provider!r} is not one of {', '.join(PROVIDERS)}")
