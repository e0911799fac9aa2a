"""Fetch a URL into the product's own storage."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Templated, completed, failed, register


@register
class DownloadToS3Block(Block):
    """Fetch a file through the address guard and keep it in this server's artifact store; outputs its signed URL."""

    block_type: Literal["download_to_s3"] = "download_to_s3"
    url: Templated[str] = Field(min_length=1, description="What to fetch")

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            file = await ctx.files.bring(self.url)
            return completed((await ctx.files.keep(file, name=file.name, source_url=self.url)).url)
        except BlockError as error:
            return failed(error.failure)
