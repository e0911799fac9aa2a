"""Search the web."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.domain.failure import Category, Failure, UserError


@register
class WebSearchBlock(Block):
    """Ask the search provider that the operator configured; none configured is a failure that says so.

    With a `prompt` or a `json_schema`, a model answers from the results, as `answer` of the output.
    """

    block_type: Literal["web_search"] = "web_search"
    query: Templated[str] = Field(min_length=1)
    provider: Literal["auto", "google", "exa"] = Field(
        "auto", description="The configured provider serves every wish; the output names it"
    )
    num_results: int = Field(10, ge=1, le=100)
    no_results_error_code: str | None = Field(
        None, min_length=1, max_length=100, description="Fail with this code when nothing is found"
    )
    no_match_error_code: str | None = Field(
        None, min_length=1, max_length=100, description="Fail with this code when no result answers the prompt"
    )
    error_code_mapping: Templated[dict[str, str] | None] = Field(
        None, description="Code → when it applies to the results; the block fails with those that do"
    )
    prompt: Templated[str | None] = Field(None, description="What to make of the results; needs a model")
    json_schema: Templated[dict[str, object] | None] = Field(
        None, description="Shape of the answer; needs a model. Without one it is text"
    )
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        query = self.query.strip()
        if not query:
            reason = "query is empty; look at the template that should fill it"
            return failed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
        found = await ctx.search_web(query, limit=self.num_results)
        results = [
            {"position": index, "title": hit.title, "url": hit.url, "snippet": hit.snippet}
            for index, hit in enumerate(found.hits, 1)
        ]
        output: dict[str, object] = {
            "query": query,
            "provider": found.provider,
            "result_count": len(results),
            "results": results,
        }
        if not results and self.no_results_error_code:
            reason = f"web search found nothing for {query!r}"
            return _failed_with([UserError(error_code=self.no_results_error_code, reasoning=reason)], reason, output)
        if not (self.prompt or self.json_schema):
            return completed(output)
        return await self._answered(ctx, output)

    async def _answered(self, ctx: BlockContext, output: dict[str, object]) -> BlockResult:
        """Let the model answer from the results; without a model they are kept, and the failure says so."""
        codes = {**ctx.facts.error_codes, **(self.error_code_mapping or {})}
        try:
            said = await ctx.ask(self._question(ctx, output["results"]), schema=self._shape(codes))
        except BlockError as error:
            return failed(error.failure, output)
        answer = cast("Mapping[str, object]", said if isinstance(said, Mapping) else {})
        matched, why = bool(answer.get("matched")), str(answer.get("reason") or "")
        output |= {"matched": matched, "answer": answer.get("answer") if matched else None, "reason": why}
        listed = answer.get("error_codes")
        applying = [code for code in cast("list[object]", listed) if code in codes] if isinstance(listed, list) else []
        if not matched and self.no_match_error_code:
            applying.insert(0, self.no_match_error_code)
        if not applying:
            return completed(output)
        reason = f"no result of the web search for {output['query']!r} is what was asked for"
        if matched:
            reason = f"the web search for {output['query']!r} found what must not be"
        reason = f"{reason}: {why}" if why else reason
        errors = [UserError(error_code=str(code), reasoning=reason) for code in dict.fromkeys(applying)]
        return _failed_with(errors, reason, output)

    def _question(self, ctx: BlockContext, results: object) -> str:
        wish = (self.prompt or "").strip() or f"What do the results say about {self.query.strip()}?"
        parts = [wish, "Answer from these search results alone."]
        if values := ctx.payload(self.parameter_keys or ()):
            parts.append(f"<values>{json.dumps(values, ensure_ascii=False, default=str)}</values>")
        return "\n\n".join([*parts, f"<results>{json.dumps(results, ensure_ascii=False)}</results>"])

    def _shape(self, codes: Mapping[str, str]) -> dict[str, object]:
        properties: dict[str, object] = {
            "matched": {"type": "boolean", "description": "Whether the results answer the question"},
            "answer": self.json_schema or {"type": "string"},
            "reason": {"type": "string", "description": "In one sentence: what shows it, or what is lacking"},
        }
        if codes:
            meanings = "; ".join(f"{code}: {meaning}" for code, meaning in codes.items())
            properties["error_codes"] = {
                "type": "array",
                "items": {"type": "string", "enum": list(codes)},
                "description": f"Those that apply. {meanings}",
            }
        return {"type": "object", "properties": properties, "required": ["matched", "reason"]}


def _failed_with(errors: Sequence[UserError], reason: str, output: Mapping[str, object]) -> BlockResult:
    shown = [error.as_json() for error in errors]
    return failed(Failure(reason=reason, errors=tuple(errors)), {**output, "errors": shown})
