"""Read a PDF: its text, or what a schema wants of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.file_url_parser import parsed, shaped


@register
class PdfParserBlock(Block):
    """Read the text layer of a PDF; with a schema the output has its shape. Scans need an LLM."""

    block_type: Literal["pdf_parser"] = "pdf_parser"
    file_url: Templated[str] = Field(min_length=1, description="URL, id of an upload or artifact, or a file of the run")
    json_schema: Templated[dict[str, object] | list[object] | str | None] = None

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            document, name = await parsed(ctx, self.file_url, kind="pdf")
            return completed(await shaped(ctx, document, name, self.json_schema))
        except BlockError as error:
            return failed(error.failure, error.output)
