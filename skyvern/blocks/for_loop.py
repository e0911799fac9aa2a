"""Run blocks once for each item of a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field

from skyvern.blocks.base import (
    Block,
    BlockContext,
    BlockError,
    BlockResult,
    IterationResult,
    UndefinedReference,
    failed,
    register,
)
from skyvern.blocks.goal_block import DEFAULT_MAX_STEPS, bad_schema, read_schema
from skyvern.domain.failure import Category, Failure
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.status import BlockStatus

if TYPE_CHECKING:
    from skyvern.blocks.base import Block as AnyBlock

MAX_ITERATIONS = 1000


@register
class ForLoopBlock(Block):
    """One pass through `loop_blocks` for each item; inside, `current_value`, `current_item` and `current_index`."""

    block_type: Literal["for_loop"] = "for_loop"
    loop_blocks: list[AnyBlock] = Field(min_length=1)
    loop_over_parameter_key: str | None = ""
    loop_variable_reference: str | None = Field(None, description="Key, dotted path or template that gives the list")
    complete_if_empty: bool | None = False
    data_schema: dict[str, object] | list[object] | str | None = None

    def inner(self) -> Sequence[Block]:
        return self.loop_blocks

    def problems(self) -> Sequence[str]:
        if not self.loop_variable_reference and not self.loop_over_parameter_key:
            return ("loop_variable_reference: say what to loop over (this or loop_over_parameter_key)",)
        return ()

    def references(self) -> Sequence[str]:
        key = self.loop_over_parameter_key
        return (key,) if key and not self.loop_variable_reference else ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        known = ctx.loop_values()
        try:
            values = list(known) if known is not None else await self._items(ctx)
        except UndefinedReference as error:
            return failed(_cannot(str(error)), [])
        if not values and not self.complete_if_empty:
            return failed(_cannot("there is nothing to loop over (complete_if_empty is false)"), [])
        if len(values) > MAX_ITERATIONS:
            return failed(_cannot(f"{len(values)} items are more than the limit of {MAX_ITERATIONS}"), [])
        loop = await ctx.run_iterations(self.loop_blocks, values=values, next_on_failure=self.next_loop_on_failure)
        return BlockResult(
            status=loop.status,
            output=[loop_item(iteration) for iteration in loop.iterations],
            failure=loop.failure,
        )

    async def _items(self, ctx: BlockContext) -> list[object]:
        reference = self.loop_variable_reference or self.loop_over_parameter_key or ""
        try:
            return _listed(ctx.lookup(reference))
        except UndefinedReference:
            if not _sentence(reference):
                raise
        return await self._read_from_page(ctx, reference)

    async def _read_from_page(self, ctx: BlockContext, wanted: str) -> list[object]:
        """Extract the list that a sentence asks for from the open page."""
        try:
            schema = read_schema(self.data_schema)
        except ValueError as error:
            raise BlockError(bad_schema(error), output=[]) from None
        if schema is None:
            schema = {"type": "array", "items": {"type": "string"}}
        elif schema.get("type") == "object" and not _has_list(schema):
            schema = {"type": "array", "items": schema}
        goal = Goal(
            kind=GoalKind.EXTRACTION,
            extraction=wanted,
            schema=schema,
            max_steps=ctx.facts.max_steps or DEFAULT_MAX_STEPS,
            system_prompt="" if self.ignore_workflow_system_prompt else ctx.facts.system_prompt,
            model=self.model,
        )
        outcome = (await ctx.pursue(goal, url="")).outcome
        if outcome.status is not BlockStatus.COMPLETED:
            raise BlockError(outcome.failure or _cannot("nothing was read from the page"), output=[])
        return _listed(outcome.extracted)


def _listed(value: object) -> list[object]:
    if isinstance(value, Mapping):
        found = cast("Mapping[str, object]", value)
        for key in ("extracted_information", "results"):
            if isinstance(found.get(key), list):
                return list(cast("list[object]", found[key]))
        lists = [cast("list[object]", item) for item in _data(found).values() if isinstance(item, list)]
        return list(lists[0]) if len(lists) == 1 else [found]
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Sequence):
        return list(cast("Sequence[object]", value))
    return [] if value is None else [value]


def _data(found: Mapping[str, object]) -> Mapping[str, object]:
    inner = found.get("extracted_information")
    return cast("Mapping[str, object]", inner) if isinstance(inner, Mapping) else found


def _from_text(text: str) -> list[object]:
    if text.lstrip().startswith("["):
        try:
            return list(cast("list[object]", json.loads(text)))
        except json.JSONDecodeError:
            return [text]
    return [text] if text.strip() else []


def loop_item(iteration: IterationResult) -> dict[str, object]:
    """Return what one pass leaves in the loop's output (contract 3.5): the last block's output, enriched."""
    last = iteration.outputs[-1][1] if iteration.outputs else None
    shown = dict(cast("Mapping[str, object]", last)) if isinstance(last, Mapping) else {"output_value": last}
    if len(iteration.outputs) > 1:
        shown["blocks"] = {f"{label}_output": output for label, output in iteration.outputs}
    return {**shown, "loop_value": iteration.value, "current_index": iteration.index}


def _sentence(text: str) -> bool:
    """Tell words from an expression: several of them, and no template."""
    return "{" not in text and len(text.split()) > 1 and not any(mark in text for mark in "()[]|=<>")


def _has_list(schema: Mapping[str, object]) -> bool:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        return False
    fields = cast("Mapping[str, object]", properties).values()
    return any(
        isinstance(item, Mapping) and cast("Mapping[str, object]", item).get("type") == "array" for item in fields
    )


def _cannot(why: str) -> Failure:
    return Failure(reason=f"the loop has no list: {why}", category=Category.PARAMETER_BINDING_ERROR)
