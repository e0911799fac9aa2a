"""The services outside that blocks may use, as the operator set them up."""

from __future__ import annotations

from dataclasses import dataclass, field

from skyvern.blocks.base import FetchFailed
from skyvern.domain.failure import Category, Failure
from skyvern.domain.search import SearchAnswer
from skyvern.engine.google import Google
from skyvern.engine.mail import Post
from skyvern.engine.mailbox import Mailboxes
from skyvern.engine.search import SearchFailed, WebSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Mail that goes out, mailboxes, Google, web search."""

    post: Post = field(default_factory=Post)
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    google: Google = field(default_factory=Google)
    search: WebSearch | None = None

    async def find(self, query: str, *, limit: int) -> SearchAnswer:
        """Search the web. Raises FetchFailed, also where no provider is configured."""
        if self.search is None:
            reason = (
                "no web search provider is configured: set SKYVERN_SEARCH_PROVIDER (searxng or brave) on the server, "
                "with SKYVERN_SEARCH_URL or SKYVERN_SEARCH_KEY"
            )
            raise FetchFailed(Failure(reason=reason, category=Category.INFRASTRUCTURE_ERROR))
        try:
            hits = await self.search.find(query, limit)
        except SearchFailed as error:
            raise FetchFailed(error.failure) from None
        return SearchAnswer(provider=self.search.name, hits=tuple(hits))
