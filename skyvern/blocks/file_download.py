"""Pursue a goal that ends with a downloaded file, or fetch files from a bucket."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from skyvern.artifacts import BucketKind
from skyvern.blocks.base import BlockContext, BlockError, BlockResult, Pursuit, Templated, failed, register
from skyvern.blocks.goal_block import GoalBlock
from skyvern.blocks.storage import StorageBlock, chosen
from skyvern.domain.failure import download_failed
from skyvern.domain.goal import Goal, GoalKind, Outcome
from skyvern.domain.status import BlockStatus

DEFAULT_DOWNLOAD_SECONDS = 30.0
WEBSITE = "website"


@register
class FileDownloadBlock(GoalBlock, StorageBlock):
    """Goal that ends with a file from a website; with another `download_target`, files of a bucket (no page is opened).

    Buckets were tried against local stand-ins of the services only.
    """

    kind: ClassVar[GoalKind] = GoalKind.FILE_DOWNLOAD

    block_type: Literal["file_download"] = "file_download"
    navigation_goal: Templated[str] = Field("", description="What to do on the website; needed for it")
    download_target: str | None = Field(WEBSITE, description="Where from: website, s3, azure or gcs")
    download_suffix: Templated[str | None] = None
    download_timeout: float | None = Field(None, gt=0, description="Seconds to wait for the file")
    path: Templated[str | None] = Field(None, description="File or folder in the bucket; empty: all of it")
    prompt: Templated[str | None] = Field(None, description="Which files: names, patterns, or words for a model")
    continue_on_empty: bool | None = Field(False, description="Finding no file in the bucket is no failure")

    def problems(self) -> Sequence[str]:
        target = self.download_target or WEBSITE
        if target != WEBSITE:
            return tuple(self.storage_problems("download_target", target))
        return () if self.navigation_goal.strip() else ("navigation_goal: needed to download from a website",)

    def goal(self, ctx: BlockContext) -> Goal:
        return self.base_goal(
            ctx,
            text=self.navigation_goal,
            complete_on_download=True,
            download_name=self.download_suffix or "",
            download_timeout=self.download_timeout or DEFAULT_DOWNLOAD_SECONDS,
        )

    async def run(self, ctx: BlockContext) -> BlockResult:
        target = self.download_target or WEBSITE
        return await super().run(ctx) if target == WEBSITE else await self._from_bucket(ctx, BucketKind(target))

    async def _from_bucket(self, ctx: BlockContext, kind: BucketKind) -> BlockResult:
        try:
            place = await self.place(ctx, kind)
            choose = partial(chosen, ctx, self.prompt) if self.prompt else None
            found = await ctx.files.collect(place, self.path or "", choose=choose)
        except BlockError as error:
            return failed(error.failure)
        if not found and not self.continue_on_empty:
            return failed(download_failed(f"there is no file at {place.uri(self.path or '')}"))
        pursuit = Pursuit(
            outcome=Outcome(status=BlockStatus.COMPLETED),
            files=tuple(saved.artifact for saved in found),
            file_urls=tuple(saved.url for saved in found),
        )
        return self.result(ctx, pursuit)
