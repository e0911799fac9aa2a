"""Print the page that the browser shows as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, field_validator

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.files import facts
from skyvern.blocks.filing import Paper
from skyvern.domain.clock import utc_now

_FORMATS = ("A0", "A1", "A2", "A3", "A4", "A5", "A6", "Letter", "Legal", "Tabloid", "Ledger")


@register
class PrintPageBlock(Block):
    """Make a PDF of the current page; it becomes one of the run's files."""

    block_type: Literal["print_page"] = "print_page"
    include_timestamp: bool = Field(True, description="Print the time and page numbers at the foot")
    custom_filename: Templated[str | None] = None
    format: str = Field("A4", description=f"Paper: {', '.join(_FORMATS)}")
    landscape: bool = False
    print_background: bool = True
    parameter_keys: list[str] | None = None

    @field_validator("format")
    @classmethod
    def _known(cls, given: str) -> str:
        known = {name.lower(): name for name in _FORMATS}
        if given.lower() not in known:
            raise ValueError(f"{given!r} is not a paper size; use one of {', '.join(_FORMATS)}")
        return known[given.lower()]

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        now = utc_now()
        paper = Paper(
            format=self.format,
            landscape=self.landscape,
            background=self.print_background,
            stamp=now.strftime("%Y-%m-%d %H:%M UTC") if self.include_timestamp else "",
        )
        name = self.custom_filename or f"{ctx.facts.label}_{now:%Y%m%d_%H%M%S}"
        name = name if name.lower().endswith(".pdf") else f"{name}.pdf"
        try:
            saved = await ctx.files.keep(await ctx.files.print_page(paper), name=name)
        except BlockError as error:
            return failed(error.failure)
        return completed(
            {
                "filename": saved.artifact.file_name,
                "file_name": saved.artifact.file_name,
                "file_path": saved.url,
                "size_bytes": saved.artifact.size,
                "artifact_id": saved.artifact.artifact_id,
                "artifact_uri": saved.url,
                "artifact_url": saved.url,
                "downloaded_files": [facts(saved)],
            }
        )
