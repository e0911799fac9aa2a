"""Search the web."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockResult, FetchFailed, Templated, completed, failed, register
from skyvern.domain.failure import Category, Failure, UserError, needs_llm


@register
class WebSearchBlock(Block):
    """Ask the search provider that the operator configured; none configured is a failure that says so."""

    block_type: Literal["web_search"] = "web_search"
    query: Templated[str] = Field(min_length=1)
    provider: Literal["auto", "google", "exa"] = Field(
        "auto", description="The configured provider serves every wish; the output names it"
    )
    num_results: int = Field(10, ge=1, le=100)
    no_results_error_code: str | None = Field(None, min_length=1, max_length=100)
    no_match_error_code: str | None = Field(None, min_length=1, max_length=100)
    error_code_mapping: Templated[dict[str, str] | None] = None
    prompt: Templated[str | None] = Field(None, description="What to make of the results; needs a model")
    json_schema: dict[str, object] | None = None
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        if not self.query.strip():
            reason = "query is empty; look at the template that should fill it"
            return failed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
        if self.prompt or self.json_schema:
            return failed(needs_llm(self.prompt or "json_schema", "answering from search results"))
        try:
            answer = await ctx.search_web(self.query.strip(), limit=self.num_results)
        except FetchFailed as error:
            return failed(error.failure)
        results = [
            {"position": index, "title": hit.title, "url": hit.url, "snippet": hit.snippet}
            for index, hit in enumerate(answer.hits, 1)
        ]
        output: dict[str, object] = {
            "query": self.query.strip(),
            "provider": answer.provider,
            "result_count": len(results),
            "results": results,
        }
        if not results and self.no_results_error_code:
            reason = f"web search found nothing for {self.query.strip()!r}"
            error = UserError(error_code=self.no_results_error_code, reasoning=reason)
            return failed(Failure(reason=reason, errors=(error,)), {**output, "errors": [error.as_json()]})
        return completed(output)
