"""Pursue a goal that ends with a downloaded file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from skyvern.blocks.base import BlockContext, Templated, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.domain.goal import Goal, GoalKind

DEFAULT_DOWNLOAD_SECONDS = 30.0


@register
class FileDownloadBlock(GoalBlock):
    """Goal that ends with a file from a website."""

    kind: ClassVar[GoalKind] = GoalKind.FILE_DOWNLOAD

    block_type: Literal["file_download"] = "file_download"
    navigation_goal: Templated[str] = Field(min_length=1)
    download_target: str | None = "website"
    download_suffix: Templated[str | None] = None
    download_timeout: float | None = Field(None, gt=0, description="Seconds to wait for the file")

    def problems(self) -> Sequence[str]:
        if self.download_target not in (None, "website"):
            return (f"download_target: {self.download_target!r} is not supported yet, only 'website'",)
        return ()

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            text=self.navigation_goal,
            complete_on_download=True,
            download_name=self.download_suffix or "",
            download_timeout=self.download_timeout or DEFAULT_DOWNLOAD_SECONDS,
        )
