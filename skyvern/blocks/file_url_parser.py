"""Read a file: rows, text, or what a schema wants of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from skyvern.agent.extract.schema import as_schema
from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.files import FileFailed, content, readable, refused
from skyvern.documents import KINDS, Document, ReadJob
from skyvern.domain.failure import needs_llm

_NAMES = {"xlsx": "excel", "xls": "excel", "word": "docx", "txt": "text", "auto_detect": "", "auto": ""}


@register
class FileUrlParserBlock(Block):
    """Read CSV, Excel, DOCX, PDF, JSON, text and ZIP files.

    Without a schema the output is a list of rows (CSV, Excel), the text (DOCX, PDF, text), the data (JSON) or a list of
    files with their contents (ZIP). With one, the output has its shape. Pictures and scans need an LLM.
    """

    block_type: Literal["file_url_parser"] = "file_url_parser"
    file_url: Templated[str] = Field(min_length=1, description="URL, id of an upload or artifact, or a file of the run")
    file_type: Templated[str | None] = Field("auto_detect", description=f"One of {', '.join(KINDS)}, or auto_detect")
    json_schema: Templated[dict[str, object] | list[object] | str | None] = None
    worksheet: Templated[str | None] = Field(None, description="Name of the Excel sheet (default: the first)")
    force_ocr: bool | None = Field(False, description="Read the picture of a page instead of its text: needs an LLM")

    def problems(self) -> Sequence[str]:
        given = (self.file_type or "").lower()
        if "{{" in given or _NAMES.get(given, given) in ("", *KINDS):
            return ()
        return (f"file_type: {self.file_type!r} is unknown; use auto_detect or one of {', '.join(KINDS)}",)

    async def run(self, ctx: BlockContext) -> BlockResult:
        given = (self.file_type or "").lower()
        try:
            document, name = await parsed(
                ctx, self.file_url, kind=_NAMES.get(given, given), worksheet=self.worksheet or ""
            )
            if self.force_ocr:
                return failed(needs_llm(name, "force_ocr asks to read pictures of pages"))
            return completed(await shaped(ctx, document, name, self.json_schema))
        except BlockError as error:
            return failed(error.failure, error.output)


async def parsed(ctx: BlockContext, reference: str, *, kind: str = "", worksheet: str = "") -> tuple[Document, str]:
    """Bring and read a file; returns it with its name. Raises FileFailed, also for what only a model could read."""
    file = await ctx.files.bring(reference)
    document = await ctx.files.work(ReadJob(path=file, kind=kind, worksheet=worksheet))
    if document.kind == "image":
        raise FileFailed(needs_llm(file.name, "the file is a picture, and its text can only be seen by a model"))
    if document.kind == "pdf" and not document.text and not document.fields:
        raise FileFailed(needs_llm(file.name, "the PDF has no text layer: it is a scan, which only a model could read"))
    return document, file.name


async def shaped(ctx: BlockContext, document: Document, name: str, schema: object) -> object:
    """Return a document's content, in the shape of a schema if there is one; raises FileFailed."""
    if schema in (None, "", {}, []):
        return content(document)
    if as_schema(schema) is None:
        raise refused("json_schema: this is no JSON schema")
    wish = f"the data of {Path(name).stem}"
    outcome = await ctx.files.read(readable(document), title=name, wish=wish, schema=schema)
    if outcome.failure is not None:
        raise FileFailed(outcome.failure)
    return outcome.extracted
