"""Do one single action on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, Templated, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.goal import Goal, GoalKind


@register
class ActionBlock(GoalBlock):
    """Exactly one action, by goal text or by selector."""

    kind: ClassVar[GoalKind] = GoalKind.ACTION

    block_type: Literal["action"] = "action"
    navigation_goal: Templated[str | None] = Field(None, description="The one thing to do, in plain language")
    selector: Templated[str | None] = Field(None, description="CSS or XPath of the element, where it is known")
    ai_fallback: str | None = "fallback"
    complete_on_download: bool | None = False
    download_suffix: Templated[str | None] = None

    def problems(self) -> Sequence[str]:
        if not self.navigation_goal and not self.selector:
            return ("navigation_goal: an action needs a goal or a selector",)
        return ()

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            text=self.navigation_goal or "",
            selector=self.selector or "",
            complete_on_download=bool(self.complete_on_download),
            download_name=self.download_suffix or "",
        )
