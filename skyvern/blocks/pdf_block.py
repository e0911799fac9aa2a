"""What the blocks that change a PDF as a prompt says have in common."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from skyvern.blocks.base import Block, Templated


class PdfBlock(Block):
    """A block that brings a PDF and does with it what a prompt says."""

    file_url: Templated[str] = Field(min_length=1, description="URL, id of an upload or artifact, or a file of the run")
    llm_key: str | None = Field(None, description="Older name of `model`: which of SKYVERN_MODELS is asked")
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()
