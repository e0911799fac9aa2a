"""Keep files in the product's own storage."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.file_upload import files_of_run


@register
class UploadToS3Block(Block):
    """Keep files in this server's artifact store (a folder, or the bucket that it is configured with).

    The output is the list of their signed URLs, which every block that takes a file accepts.
    """

    block_type: Literal["upload_to_s3"] = "upload_to_s3"
    path: Templated[str | None] = Field(
        None, description="One file or a JSON list of files; empty: everything that the run downloaded"
    )

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            if not self.path and (there := await ctx.files.downloads()):
                return completed([saved.url for saved in there])
            found = await files_of_run(ctx, self.path)
            return completed([(await ctx.files.keep(file, name=file.name)).url for file in found])
        except BlockError as error:
            return failed(error.failure)
