"""Pursue a goal, read data, or both: the general block of older workflows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from skyvern.blocks.base import BlockContext, BlockResult, Templated, failed, register
from skyvern.blocks.goal_block import GoalBlock, bad_schema, read_schema
from skyvern.domain.goal import Goal, GoalKind


@register
class TaskBlock(GoalBlock):
    """Goal and/or extraction on a page."""

    kind: ClassVar[GoalKind] = GoalKind.TASK

    block_type: Literal["task"] = "task"
    navigation_goal: Templated[str | None] = None
    data_extraction_goal: Templated[str | None] = None
    data_schema: Templated[dict[str, object] | list[object] | str | None] = None
    complete_on_download: bool | None = False
    download_suffix: Templated[str | None] = None
    complete_criterion: Templated[str | None] = None
    terminate_criterion: Templated[str | None] = None
    complete_verification: bool | None = True
    include_action_history_in_verification: bool | None = False

    def problems(self) -> Sequence[str]:
        if not (self.navigation_goal or self.data_extraction_goal or self.url):
            return ("navigation_goal: a task needs a navigation_goal, a data_extraction_goal or a url",)
        return ()

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            text=self.navigation_goal or "",
            extraction=self.data_extraction_goal or ("extract the data" if self.data_schema else ""),
            schema=read_schema(self.data_schema),
            complete_criterion=self.complete_criterion or "",
            terminate_criterion=self.terminate_criterion or "",
            complete_on_download=bool(self.complete_on_download),
            download_name=self.download_suffix or "",
            verify=self.complete_verification is not False,
        )

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            read_schema(self.data_schema)
        except ValueError as error:
            return failed(bad_schema(error))
        return await super().run(ctx)
