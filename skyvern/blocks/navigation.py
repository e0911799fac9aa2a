"""Pursue a goal of several steps in the browser."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, Templated, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.goal import Goal, GoalKind


@register
class NavigationBlock(GoalBlock):
    """Multi-step goal in plain language."""

    kind: ClassVar[GoalKind] = GoalKind.NAVIGATION

    block_type: Literal["navigation"] = "navigation"
    navigation_goal: Templated[str] = Field(min_length=1, description="What to do, in plain language")
    complete_on_download: bool | None = False
    download_suffix: Templated[str | None] = None
    complete_criterion: Templated[str | None] = None
    complete_criterion_is_untrusted: bool | None = False
    terminate_criterion: Templated[str | None] = None
    complete_verification: bool | None = True
    include_action_history_in_verification: bool | None = False

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            text=self.navigation_goal,
            complete_criterion=self.complete_criterion or "",
            terminate_criterion=self.terminate_criterion or "",
            complete_on_download=bool(self.complete_on_download),
            download_name=self.download_suffix or "",
            verify=self.complete_verification is not False,
        )
