"""Reads DOCX files: headings, paragraphs and tables in their order; runs only in the process for documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from skyvern.documents.errors import DocumentUnreadable, ExtraMissing
from skyvern.documents.records import Document, Sheet

if TYPE_CHECKING:
    from docx.table import Table

_HEADING = re.compile(r"^heading (\d)", re.IGNORECASE)


def read_docx(path: Path) -> Document:
    """Read a Word document; raises DocumentError."""
    try:
        import docx  # noqa: PLC0415 - optional
        from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - see above
        from docx.table import Table  # noqa: PLC0415 - see above
    except ImportError:
        raise ExtraMissing("DOCX", "python-docx") from None
    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise DocumentUnreadable(f"the file is no Word document: {error}") from None
    lines: list[tuple[str, int]] = []
    sheets: list[Sheet] = []
    pairs: list[tuple[str, str]] = []
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            rows = _rows(part)
            lines.extend((" | ".join(row), 0) for row in rows)
            if rows and len(rows[0]) == 2 and len({row[0] for row in rows}) == len(rows):
                pairs.extend((row[0].rstrip(":"), row[1]) for row in rows)
            if len(rows) > 1:
                sheets.append(Sheet(name="", headers=tuple(rows[0]), rows=tuple(rows[1:])))
        elif text := part.text.strip():
            level = _HEADING.match(part.style.name if part.style is not None and part.style.name else "")
            lines.append((text, int(level[1]) if level else 0))
    text = "\n".join(line for line, _ in lines)
    return Document(kind="docx", text=text, lines=tuple(lines), sheets=tuple(sheets), pairs=tuple(pairs))


def _rows(table: Table) -> list[tuple[str, ...]]:
    return [tuple(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]
