"""Run Python in the sandbox, with the page and the run's values at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.effectful import Effectful
from skyvern.domain.failure import matching_errors
from skyvern.sandbox import check_code


@register
class CodeBlock(Effectful):
    """Python as the body of an async function; assigned variables become the output.

    Beside Playwright's calls, `page` has the agent's: `await page.act("…")`, `await page.extract("…", schema)`,
    `await page.validate("…")` (true or false), `await page.locate("…")` (a selector of the element so described) and
    `await page.prompt("…", schema)` (the language model alone). They raise RuntimeError with the reason.
    """

    block_type: Literal["code"] = "code"
    code: str = Field(description="Python source")
    error_code_mapping: Templated[dict[str, str] | None] = None
    parameter_keys: list[str] | None = None
    prompt: str | None = None
    steps: list[dict[str, object]] | None = None
    data_schema: dict[str, object] | list[object] | str | None = None
    user_owned_goal: bool | None = None
    goal_needs_regeneration: bool | None = None
    code_edited_by_hand: bool | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        return tuple(f"code: line {problem.line}: {problem.message}" for problem in check_code(self.code))

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            return completed(await ctx.run_code(self.code, keys=self.parameter_keys))
        except BlockError as error:
            codes = {**ctx.facts.error_codes, **(self.error_code_mapping or {})}
            known = {item.error_code for item in error.failure.errors}
            more = tuple(item for item in matching_errors(error.failure.reason, codes) if item.error_code not in known)
            failure = type(error.failure)(
                reason=error.failure.reason, category=error.failure.category, errors=error.failure.errors + more
            )
            return failed(failure)
