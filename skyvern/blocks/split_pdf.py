"""Split a PDF into several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

from pydantic import Field

from skyvern.artifacts.media import safe_name
from skyvern.blocks.base import BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.files import FileFailed, facts, refused
from skyvern.blocks.pdf_block import PdfBlock
from skyvern.documents import Part, ReadJob, SplitJob
from skyvern.domain.page import Line, Reading

_RANGES = re.compile(
    r"\bpages?\s+((?:\d+(?:\s*(?:-|–|to|through)\s*(?:\d+|end|last))?(?:\s*(?:,|and|;|&)\s*(?:pages?\s+)?)?)+)", re.I
)
_RANGE = re.compile(r"(\d+)(?:\s*(?:-|–|to|through)\s*(\d+|end|last))?", re.I)
_EACH = re.compile(
    r"\b(?:every|each|per|by|single|individual|one)\s+(?:(\d+)\s+)?pages?\b|\b(\d+)\s+pages?\s+(?:each|per)\b"
    r"|\bpage by page\b|\binto (?:single |individual )?pages\b",
    re.I,
)
_BEGINS = re.compile(
    r"\b(?:begins?|starts?|start|new (?:document|file|part))\b[^\"'“]*"
    r"(?:with|at|when|where|on|by|contain\w*|say\w*)[^\"'“]*[\"'“]([^\"'”]+)[\"'”]",
    re.I,
)
_SCHEMA = {
    "type": "object",
    "properties": {
        "documents": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "description": "Short name of the document"},
                    "first_page": {"type": "integer", "description": "Its first page, counted from 1"},
                    "last_page": {"type": "integer", "description": "Its last page"},
                },
            },
        }
    },
}


@register
class SplitPdfBlock(PdfBlock):
    """Split a PDF as the prompt says; each part is one of the run's files.

    Without a model these are understood: page ranges (`pages 1-3 and 4-7`), `every page`, `every 2 pages`, and
    `a new document begins with "Invoice"`.
    """

    block_type: Literal["split_pdf"] = "split_pdf"
    prompt: Templated[str] = Field(description="Where to split")

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            file = await ctx.files.bring(self.file_url)
            pages = (await ctx.files.work(ReadJob(path=file, kind="pdf"))).pages
            parts = ranges(self.prompt, pages, stem=file.stem) or await self._asked(ctx, pages, file)
            folder = await ctx.files.new_folder()
            await ctx.files.work(SplitJob(path=file, parts=parts, folder=folder))
            saved = [await ctx.files.keep(folder / part.name, name=part.name) for part in parts]
        except BlockError as error:
            return failed(error.failure)
        documents = [
            {**facts(one), "file_path": one.url, "start_page": part.first, "end_page": part.last}
            for one, part in zip(saved, parts, strict=True)
        ]
        return completed(
            {
                "documents": documents,
                "document_count": len(documents),
                "source_page_count": len(pages),
                "downloaded_files": [facts(one) for one in saved],
            }
        )

    async def _asked(self, ctx: BlockContext, pages: Sequence[str], file: Path) -> list[Part]:
        """Ask the model; raises FileFailed when there is none."""
        lines = [line for number, text in enumerate(pages, start=1) for line in (f"Page {number}:", *text.splitlines())]
        reading = Reading(lines=tuple(Line(text=line, order=at) for at, line in enumerate(lines) if line.strip()))
        wish = f"The documents that this PDF of {len(pages)} pages is to be split into: {self.prompt}"
        outcome = await ctx.files.read(reading, title=file.name, wish=wish, schema=_SCHEMA, model_only=True)
        if outcome.failure is not None:
            raise FileFailed(outcome.failure)
        found = cast("Mapping[str, list[Mapping[str, object]]]", outcome.extracted or {}).get("documents") or []
        parts: list[Part] = []
        for at, one in enumerate(found, start=1):
            first, last = one.get("first_page"), one.get("last_page")
            if not isinstance(first, int) or not isinstance(last, int):
                raise refused(f"The model named no pages for document {at}")
            name = safe_name(str(one.get("name") or f"{file.stem}_{at}")).removesuffix(".pdf")
            parts.append(Part(name=f"{at:02}_{name}.pdf", first=first, last=last))
        if not parts:
            raise refused(f"The model found nothing to split in {file.name}")
        return parts


def ranges(prompt: str, pages: Sequence[str], *, stem: str) -> list[Part]:
    """Return the parts that a prompt says in plain words; () when only a model could understand it."""
    count = len(pages)
    if begins := _BEGINS.search(prompt):
        word = begins[1].casefold()
        starts = [at for at, text in enumerate(pages, start=1) if word in text.casefold()]
        if not starts:
            raise refused(f"No page of {stem}.pdf says {begins[1]!r}")
        starts = [1, *starts] if starts[0] != 1 else starts
        spans = [(first, following - 1) for first, following in zip(starts, [*starts[1:], count + 1], strict=True)]
    elif listed := [match for group in _RANGES.finditer(prompt) for match in _RANGE.finditer(group[1])]:
        spans = [(int(match[1]), _last(match[2], int(match[1]), count)) for match in listed]
    elif each := _EACH.search(prompt):
        size = max(1, int(each[1] or each[2] or 1))
        spans = [(first, min(first + size - 1, count)) for first in range(1, count + 1, size)]
    else:
        return []
    return [_part(stem, first, last) for first, last in spans]


def _part(stem: str, first: int, last: int) -> Part:
    pages = f"p{first}" if first == last else f"p{first}-{last}"
    return Part(name=safe_name(f"{stem}_{pages}.pdf"), first=first, last=last)


def _last(said: str | None, first: int, count: int) -> int:
    if not said:
        return first
    return int(said) if said.isdecimal() else count
