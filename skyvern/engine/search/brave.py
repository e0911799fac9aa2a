"""Web search by the Brave Search API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from skyvern.domain.search import SearchHit
from skyvern.engine.search.port import ask, rows

_PER_PAGE = 20


class BraveSearch:
    """Asks `/res/v1/web/search` with the operator's subscription token."""

    name = "brave"
    URL = "https://api.search.brave.com"

    def __init__(self, key: str, *, url: str = URL) -> None:
        self._key = key
        self._url = url.rstrip("/")

    async def find(self, query: str, limit: int) -> Sequence[SearchHit]:
        """Return the best hits. Raises SearchFailed."""
        found: dict[str, SearchHit] = {}
        for offset in range(-(-limit // _PER_PAGE)):
            asked = {
                "q": query,
                "count": str(min(limit, _PER_PAGE)),
                "offset": str(offset),
                "text_decorations": "false",
            }
            headers = {"x-subscription-token": self._key, "accept": "application/json"}
            answer = await ask(self.name, f"{self._url}/res/v1/web/search", query=asked, headers=headers)
            web = answer.get("web")
            page = rows(cast("Mapping[str, object]", web).get("results") if isinstance(web, Mapping) else None)
            for row in page:
                if url := str(row.get("url") or ""):
                    text = str(row.get("description") or "")
                    found.setdefault(url, SearchHit(title=str(row.get("title") or ""), url=url, snippet=text))
            if len(page) < min(limit, _PER_PAGE):
                break
        return list(found.values())[:limit]
