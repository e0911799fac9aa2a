"""Ask a language model, without a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from skyvern.blocks.base import Block, BlockContext, BlockResult, Templated, completed, register


@register
class TextPromptBlock(Block):
    """The answer in the shape of `json_schema`, without one `{"llm_response": "…"}`. Needs a model."""

    needs_model: ClassVar[bool] = True

    block_type: Literal["text_prompt"] = "text_prompt"
    prompt: Templated[str]
    parameter_keys: list[str] | None = None
    json_schema: Templated[dict[str, object] | None] = None
    llm_key: str | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        return () if self.prompt.strip() else ("prompt: say what to ask",)

    async def run(self, ctx: BlockContext) -> BlockResult:
        prompt = self.prompt
        values = ctx.payload(self.parameter_keys or ())
        if values:
            prompt = f"{prompt}\n\n<values>{json.dumps(values, ensure_ascii=False, default=str)}</values>"
        return completed(await ctx.ask(prompt, schema=self.json_schema, model=self._wanted()))

    def _wanted(self) -> Mapping[str, object] | None:
        if self.model is not None or not self.llm_key:
            return self.model
        return {"model_name": self.llm_key}
