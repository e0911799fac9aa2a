"""Ask a language model, without a browser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockResult, Templated, completed, register


@register
class TextPromptBlock(Block):
    """The answer in the shape of `json_schema`, without one `{"llm_response": "…"}`. Needs a model."""

    needs_model: ClassVar[bool] = True

    block_type: Literal["text_prompt"] = "text_prompt"
    prompt: Templated[str]
    parameter_keys: list[str] | None = None
    json_schema: Templated[dict[str, object] | None] = None
    llm_key: str | None = Field(None, description="Older name of `model`: which of SKYVERN_MODELS is asked")

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        return () if self.prompt.strip() else ("prompt: say what to ask",)

    async def run(self, ctx: BlockContext) -> BlockResult:
        prompt = self.prompt
        values = ctx.payload(self.parameter_keys or ())
        if values:
            prompt = f"{prompt}\n\n<values>{json.dumps(values, ensure_ascii=False, default=str)}</values>"
        return completed(await ctx.ask(prompt, schema=self.json_schema))
