"""Writes rows as CSV, JSON or XLSX; runs only in the process for documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from skyvern.documents.errors import DocumentRefused, ExtraMissing
from skyvern.documents.records import Document

_SHEET_ROWS = 1_048_576
_SHEET_COLUMNS = 16_384
_LONGEST_CELL = 32_767


def write(
    kind: str, *, columns: Sequence[str], rows: Sequence[Mapping[str, object]], out: Path, title: str
) -> Document:
    """Write the rows with these columns in this order; raises DocumentError."""
    match kind:
        case "json":
            ordered = [{name: row.get(name) for name in columns} for row in rows]
            out.write_text(json.dumps(ordered, ensure_ascii=False, indent=2) + "\n")
        case "csv":
            with out.open("w", newline="", encoding="utf-8-sig") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows([_text(row.get(name)) for name in columns] for row in rows)
        case _:
            _workbook(columns, rows, out, title)
    return Document(kind=kind)


def _workbook(columns: Sequence[str], rows: Sequence[Mapping[str, object]], out: Path, title: str) -> None:
    """Write a sheet of plain values: text that looks like a formula or a link stays text."""
    try:
        import xlsxwriter  # noqa: PLC0415 - optional
    except ImportError:
        raise ExtraMissing("XLSX", "XlsxWriter") from None
    if len(rows) >= _SHEET_ROWS or len(columns) > _SHEET_COLUMNS:
        raise DocumentRefused(f"a worksheet holds {_SHEET_ROWS:,} rows and {_SHEET_COLUMNS:,} columns; write CSV")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with cast("Any", xlsxwriter).Workbook(str(out), options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        for at, row in enumerate(rows, start=1):
            for column, name in enumerate(columns):
                value = row.get(name)
                if isinstance(value, (bool, int, float)):
                    sheet.write(at, column, value)
                elif value is not None:
                    sheet.write_string(at, column, str(_text(value))[:_LONGEST_CELL])
        sheet.freeze_panes(1, 0)


def _sheet_name(title: str) -> str:
    return "".join("_" if char in "[]:*?/\\'" else char for char in title)[:31].strip() or "Data"


def _text(value: object) -> object:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value
