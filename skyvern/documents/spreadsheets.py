"""Reads CSV files and workbooks as tables with named columns; runs only in the process for documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast

from skyvern.documents.errors import DocumentRefused, DocumentTooLarge, DocumentUnreadable, ExtraMissing
from skyvern.documents.records import Document, Limits, Sheet

_SAMPLE = 64 * 1024
_DELIMITERS = ",;\t|"


def decoded(data: bytes) -> str:
    """Return text in whatever usual encoding it came."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_csv(path: Path, limits: Limits) -> Document:
    """Read a CSV file with any usual delimiter; its values stay text."""
    text = decoded(path.read_bytes())
    if "\x00" in text:
        raise DocumentUnreadable("the file is not text, so it is no CSV")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        sheet = tabled(path.stem, reader, limits)
    except csv.Error as error:
        raise DocumentUnreadable(f"line {reader.line_num} of the CSV cannot be read: {error}") from None
    return Document(kind="csv", sheets=(sheet,))


def read_workbook(path: Path, worksheet: str, limits: Limits) -> Document:
    """Read one worksheet: the named one, else the first. Raises DocumentError."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - optional
    except ImportError:
        raise ExtraMissing("Excel", "python-calamine") from None
    try:
        book = cast("Any", CalamineWorkbook).from_path(str(path))
        names = cast("list[str]", book.sheet_names)
        if not names:
            raise DocumentUnreadable("the workbook has no worksheet")
        if worksheet and worksheet not in names:
            raise DocumentRefused(f"the workbook has no worksheet {worksheet!r}, only {', '.join(names)}")
        name = worksheet or names[0]
        rows = book.get_sheet_by_name(name).iter_rows()
        return Document(kind="excel", sheets=(tabled(name, rows, limits),))
    except CalamineError as error:
        raise DocumentUnreadable(f"the workbook cannot be read: {error}") from None


def tabled(name: str, rows: Iterable[Sequence[object]], limits: Limits) -> Sheet:
    """Take the first row that is no lone title as the names of the columns; blank rows are left out."""
    kept = list(_filled(rows, limits))
    width = max((_reach(row) for row in kept), default=0)
    first = next((at for at, row in enumerate(kept) if width < 2 or sum(cell != "" for cell in row) > 1), 0)
    if not kept:
        return Sheet(name=name, headers=(), rows=())
    headers = _named([*kept[first], *([""] * width)][:width])
    body = tuple(tuple([*row, *([None] * width)][:width]) for row in kept[first + 1 :])
    return Sheet(name=name, headers=headers, rows=body)


def _filled(rows: Iterable[Sequence[object]], limits: Limits) -> Iterator[list[object]]:
    count = 0
    for row in rows:
        cells = [_plain(cell) for cell in row]
        if any(cell != "" for cell in cells):
            count += 1
            if count > limits.rows:
                raise DocumentTooLarge(f"the table has more than {limits.rows:,} rows")
            yield cells


def _reach(row: Sequence[object]) -> int:
    return max((at + 1 for at, cell in enumerate(row) if cell != ""), default=0)


def _named(cells: Sequence[object]) -> tuple[str, ...]:
    names: list[str] = []
    for at, cell in enumerate(cells, start=1):
        name = str(cell).strip() or f"column_{at}"
        number, free = 2, name
        while free in names:
            free, number = f"{name}_{number}", number + 1
        names.append(free)
    return tuple(names)


def _plain(cell: object) -> object:
    """Return a value that JSON has: whole numbers without a fraction, dates as ISO text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return cell


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines most evenly; a comma when nothing does."""
    lines = [line for line in text[:_SAMPLE].splitlines()[:20] if line.strip()]
    best, most = ",", 0.0
    for mark in _DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        common = max(set(counts), key=counts.count, default=1)
        score = (common > 1) * (counts.count(common) / max(len(counts), 1) + common / 1000)
        if score > most:
            best, most = mark, score
    return best
