"""Sign in with a credential."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, Templated, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.goal import Goal, GoalKind


@register
class LoginBlock(GoalBlock):
    """Sign in with the credential parameter among `parameter_keys`."""

    kind: ClassVar[GoalKind] = GoalKind.LOGIN

    block_type: Literal["login"] = "login"
    navigation_goal: Templated[str | None] = Field(None, description="What is special about signing in here")
    complete_criterion: Templated[str | None] = Field(None, description="What shows that it went well")
    terminate_criterion: Templated[str | None] = None
    complete_verification: bool | None = True
    include_action_history_in_verification: bool | None = False
    skip_saved_profile: bool | None = False

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            text=self.navigation_goal or "",
            complete_criterion=self.complete_criterion or "",
            terminate_criterion=self.terminate_criterion or "",
            verify=self.complete_verification is not False,
        )
