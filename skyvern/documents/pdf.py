"""Reads the text layer of PDF files with what stands side by side, and splits them; only in the documents process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from skyvern.documents.errors import DocumentRefused, DocumentTooLarge, DocumentUnreadable, ExtraMissing
from skyvern.documents.records import Document, Limits, Part, Sheet

_STRUCTURED_PAGES = 50
_MOST_RUNS = 3000
_GAP = 8.0
"""Points between two pieces of one line that make them cells of their own."""

Cells = tuple[tuple[float, str], ...]
"""One line as pieces: left edge and text."""


def opened(path: Path, limits: Limits | None = None) -> Any:  # noqa: ANN401 - pypdfium2 is typed in part only
    """Open a PDF; raises DocumentError. Whoever opens it closes it."""
    try:
        import pypdfium2  # noqa: PLC0415 - optional
    except ImportError:
        raise ExtraMissing("PDF", "pypdfium2") from None
    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentUnreadable("the PDF is protected by a password") from None
        raise DocumentUnreadable(f"the file is no PDF that can be opened: {error}") from None
    if limits is not None and len(document) > limits.pages:
        pages = len(document)
        document.close()
        raise DocumentTooLarge(f"the PDF has {pages:,} pages; at most {limits.pages:,} are read")
    return document


def read_pdf(path: Path, limits: Limits) -> Document:
    """Read text, tables, labelled values and form fields of a PDF."""
    document = opened(path, limits)
    pages: list[str] = []
    lines: list[Cells] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded().replace("\r\n", "\n").replace("\x00", "").strip()
        size += len(text)
        if size > limits.output:
            raise DocumentTooLarge(f"the PDF holds more than {limits.output >> 20} MiB of text")
        pages.append(text)
        if number < _STRUCTURED_PAGES:
            lines.extend(_lines(text_page))
        text_page.close()
        page.close()
    document.close()
    whole = "\n\n".join(page for page in pages if page)
    return Document(
        kind="pdf",
        text=whole,
        lines=tuple((line.strip(), 0) for line in whole.splitlines() if line.strip()),
        sheets=tuple(_tables(lines)),
        pairs=tuple(_pairs(lines)),
        pages=tuple(pages),
    )


def split(path: Path, *, parts: Sequence[Part], folder: Path) -> Document:
    """Write each part of a PDF as a file of its own; raises DocumentError."""
    document = opened(path)
    import pypdfium2  # noqa: PLC0415 - optional; `opened` says so when it is missing

    for part in parts:
        if not 1 <= part.first <= part.last <= len(document):
            pages = f"pages {part.first} to {part.last}"
            raise DocumentRefused(f"{part.name}: {pages} are not in the PDF, which has {len(document)}")
        piece: Any = pypdfium2.PdfDocument.new()
        piece.import_pages(document, list(range(part.first - 1, part.last)))
        piece.save(str(folder / part.name))
        piece.close()
    document.close()
    return Document(kind="pdf")


def _lines(page: Any) -> Iterator[Cells]:  # noqa: ANN401 - see `opened`
    """Yield the lines of a page from top to bottom, each as the pieces between wide gaps."""
    count = page.count_rects()
    if not 0 < count <= _MOST_RUNS:
        return
    runs: list[tuple[float, float, float, float, str]] = []
    for number in range(count):
        left, bottom, right, top = page.get_rect(number)
        text = " ".join(page.get_text_bounded(left, bottom, right, top).split())
        if text:
            runs.append(((top + bottom) / 2, top - bottom, left, right, text))
    runs.sort(key=lambda run: -run[0])
    line: list[tuple[float, float, float, float, str]] = []
    for run in runs:
        if line and line[0][0] - run[0] > max(line[0][1], run[1]) / 2:
            yield _cells(line)
            line = []
        line.append(run)
    if line:
        yield _cells(line)


def _cells(runs: Sequence[tuple[float, float, float, float, str]]) -> Cells:
    cells: list[tuple[float, str]] = []
    end = 0.0
    for _, _, left, right, text in sorted(runs, key=lambda run: run[2]):
        if cells and left - end < _GAP:
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {text}")
        else:
            cells.append((left, text))
        end = right
    return tuple(cells)


def _tables(lines: Sequence[Cells]) -> Iterator[Sheet]:
    """Yield runs of at least three lines with the same number of pieces, three or more, as tables with a header."""
    for width, found in groupby(lines, key=len):
        rows = [tuple(text for _, text in line) for line in found]
        if width >= 3 and len(rows) >= 3:
            yield Sheet(name="", headers=rows[0], rows=tuple(rows[1:]))


def _pairs(lines: Sequence[Cells]) -> Iterator[tuple[str, str]]:
    """Yield what stands beside a label: lines of two pieces, the first of them words."""
    for line in lines:
        if len(line) == 2 and any(char.isalpha() for char in line[0][1]) and len(line[0][1]) <= 60:
            yield line[0][1].rstrip(" :"), line[1][1]


def text_near(page: Any, box: tuple[float, float, float, float]) -> str:  # noqa: ANN401 - pypdfium2's page
    """Return the text to the left of a field, else above it, as its label."""
    left, bottom, right, top = box
    text_page = page.get_textpage()
    beside = text_page.get_text_bounded(max(0.0, left - 260), bottom - 1, left - 0.5, top + 1)
    words = beside.replace("\r\n", "\n").strip().splitlines()
    if not words:
        words = text_page.get_text_bounded(left - 2, top, right + 120, top + 16).replace("\r\n", "\n").splitlines()
    text_page.close()
    return " ".join(words[-1].split()).rstrip(" :_.") if words else ""
