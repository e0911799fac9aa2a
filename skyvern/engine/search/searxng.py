"""Web search by a SearXNG instance of the operator (its JSON format must be switched on)."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.domain.search import SearchHit
from skyvern.engine.search.port import ask, rows

_PAGES = 5


class SearxngSearch:
    """Asks `/search?format=json`, page by page."""

    name = "searxng"

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    async def find(self, query: str, limit: int) -> Sequence[SearchHit]:
        """Return the best hits. Raises SearchFailed."""
        found: dict[str, SearchHit] = {}
        for page in range(1, _PAGES + 1):
            asked = {"q": query, "format": "json", "pageno": str(page)}
            before = len(found)
            for row in rows((await ask(self.name, f"{self._url}/search", query=asked, headers={})).get("results")):
                if url := str(row.get("url") or ""):
                    hit = SearchHit(title=str(row.get("title") or ""), url=url, snippet=str(row.get("content") or ""))
                    found.setdefault(url, hit)
            if len(found) >= limit or len(found) == before:
                break
        return list(found.values())[:limit]
