"""Read data from the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, cast

from pydantic import Field

from skyvern.blocks.base import BlockContext, BlockResult, Pursuit, Templated, failed, register
from skyvern.blocks.goal_block import GoalBlock, bad_schema, read_schema
from skyvern.domain.goal import Goal, GoalKind


@register
class ExtractionBlock(GoalBlock):
    """Read data from the current page into a JSON schema; what is absent is null."""

    kind: ClassVar[GoalKind] = GoalKind.EXTRACTION

    block_type: Literal["extraction"] = "extraction"
    data_extraction_goal: Templated[str] = Field(min_length=1, description="What to read")
    data_schema: Templated[dict[str, object] | list[object] | str | None] = Field(
        None,
        description="JSON schema of what is read; empty reads what the goal names",
        examples=[{"type": "object", "properties": {"invoice_number": {"type": "string"}}}],
    )
    export_enabled: bool | None = False
    export_data_schema: dict[str, object] | None = None
    export_file_name: str | None = None
    export_records: str | None = None

    def problems(self) -> Sequence[str]:
        if isinstance(self.data_schema, str) and "{" in self.data_schema and "{{" not in self.data_schema:
            try:
                read_schema(self.data_schema)
            except ValueError as error:
                return (f"data_schema: {error}",)
        return ()

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(ctx, extraction=self.data_extraction_goal, schema=read_schema(self.data_schema))

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            read_schema(self.data_schema)
        except ValueError as error:
            return failed(bad_schema(error))
        return await super().run(ctx)

    def result(self, ctx: BlockContext, pursuit: Pursuit) -> BlockResult:
        ended = super().result(ctx, pursuit)
        wrapper = cast("dict[str, object]", ended.output)
        extracted = pursuit.outcome.extracted
        flat = dict(cast("Mapping[str, object]", extracted)) if isinstance(extracted, Mapping) else {}
        return replace(ended, output={**flat, **wrapper})
