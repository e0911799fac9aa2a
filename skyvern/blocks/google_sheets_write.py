"""Write to a Google spreadsheet."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.blocks.base import BlockContext, BlockResult, FetchFailed, Templated, completed, failed, register
from skyvern.blocks.effectful import Effectful
from skyvern.blocks.sheets import Row, Sheet, SheetsBlock, chosen, missing, unusable
from skyvern.domain.sheet import SheetCall, SpreadsheetRef, area, column_index

MAX_ROWS = 10_000
_LETTERS = re.compile(r"^[A-Z]{1,3}$")


@register
class GoogleSheetsWriteBlock(SheetsBlock, Effectful):
    """Append rows to a sheet, or overwrite cells of it. Values are written as they are, never read as formulas."""

    block_type: Literal["google_sheets_write"] = "google_sheets_write"
    write_mode: Literal["append", "update"] = "append"
    values: Templated[str] = Field("", description="JSON: a list of lists, a list of objects, or one object")
    column_mapping: Templated[dict[str, str] | None] = Field(
        None, description="Key of the objects → header or letters of the column; other keys are left out"
    )
    create_sheet_if_missing: bool = False

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            rows = read_values(self.values)
            ref = self.spreadsheet()
            if self.write_mode == "update" and not self.wanted()[1]:
                raise unusable("range: an update needs the cells to write to, such as A2")
            return completed(await self._write(ctx, ref, rows))
        except FetchFailed as error:
            return failed(error.failure)

    async def _write(self, ctx: BlockContext, ref: SpreadsheetRef, rows: list[object]) -> dict[str, object]:
        sheets = await self.sheets(ctx, ref)
        title, cells = self.wanted()
        sheet = chosen(sheets, title, ref.sheet_id)
        if sheet is None and not (self.create_sheet_if_missing and title):
            raise missing(title, sheets)
        await ctx.intend(f"{self.write_mode} {len(rows)} rows of {ref.spreadsheet_id}")
        created = sheet is None
        if sheet is None:
            sheet = await self._create(ctx, ref, title)
        lines = await self._lines(ctx, ref, sheet, rows)
        updated = await self._send(ctx, ref, area(sheet.title, cells or "A1"), lines) if lines else ""
        return {
            "spreadsheet_id": ref.spreadsheet_id,
            "sheet_id": sheet.sheet_id,
            "sheet_title": sheet.title,
            "write_mode": self.write_mode,
            "updated_range": updated,
            "rows_written": len(rows),
            "header_written": len(lines) > len(rows),
            "sheet_created": created,
        }

    async def _create(self, ctx: BlockContext, ref: SpreadsheetRef, title: str) -> Sheet:
        body = {"requests": [{"addSheet": {"properties": {"title": title}}}]}
        await self.call(ctx, SheetCall(method="POST", path=f"{ref.path}:batchUpdate", body=body))
        made = chosen(await self.sheets(ctx, ref), title, None)
        if made is None:
            raise unusable(f"sheet_name: {title!r} could not be created")
        return made

    async def _lines(self, ctx: BlockContext, ref: SpreadsheetRef, sheet: Sheet, rows: list[object]) -> list[Row]:
        """Return the rows as cells; objects go under the headers of the sheet, which an empty sheet gets first."""
        objects = [cast("Mapping[str, object]", row) for row in rows if isinstance(row, Mapping)]
        if not objects:
            return [_cells(cast("Row", row)) for row in rows]
        _, top = await self.cells(ctx, ref.values(area(sheet.title, "1:1")))
        headers = [str(cell) for cell in top[0]] if top else []
        mapping = self.column_mapping or {key: key for row in objects for key in row}
        begin: list[Row] = []
        if not headers and self.write_mode == "append" and not all(_LETTERS.match(name) for name in mapping.values()):
            headers = list(dict.fromkeys(mapping.values()))
            begin = [list(headers)]
        places = {key: _place(key, column, headers) for key, column in mapping.items()}
        return begin + [_line(row, places) for row in objects]

    async def _send(self, ctx: BlockContext, ref: SpreadsheetRef, where: str, lines: list[Row]) -> str:
        """Write, and return the area that was written."""
        query, body = {"valueInputOption": "RAW"}, {"majorDimension": "ROWS", "values": lines}
        if self.write_mode == "update":
            answer = await self.call(ctx, SheetCall(method="PUT", path=ref.values(where), query=query, body=body))
            return str(answer.get("updatedRange", where))
        query["insertDataOption"] = "INSERT_ROWS"
        call = SheetCall(method="POST", path=f"{ref.values(where)}:append", query=query, body=body)
        updates = cast("Mapping[str, object]", (await self.call(ctx, call)).get("updates") or {})
        return str(updates.get("updatedRange", ""))


def read_values(text: str) -> list[object]:
    """Return the rows that `values` holds, all lists or all objects; raises FetchFailed."""
    if not text.strip():
        return []
    try:
        value = cast("object", json.loads(text))
    except json.JSONDecodeError as error:
        raise unusable(f"values: not JSON ({error.msg}, line {error.lineno}); write {{{{ rows | json }}}}") from None
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    if items and not any(isinstance(item, list | Mapping) for item in items):
        items = [cast("object", items)]
    kinds = {isinstance(item, list) for item in items}
    if not all(isinstance(item, list | Mapping) for item in items) or len(kinds) > 1:
        raise unusable("values: rows must be all lists or all objects")
    if len(items) > MAX_ROWS:
        raise unusable(f"values: {len(items)} rows are more than {MAX_ROWS} at once")
    return items


def _place(key: str, column: str, headers: Sequence[str]) -> int:
    if column in headers:
        return headers.index(column)
    folded = [header.strip().casefold() for header in headers]
    if column.strip().casefold() in folded:
        return folded.index(column.strip().casefold())
    if _LETTERS.match(column):
        return column_index(column)
    known = ", ".join(repr(header) for header in headers[:30])
    raise unusable(
        f"column_mapping: {key!r} goes to the column {column!r}, which the sheet does not have; it has {known}"
    )


def _line(row: Mapping[str, object], places: Mapping[str, int]) -> Row:
    cells: Row = [""] * (max(places.values(), default=-1) + 1)
    for key, place in places.items():
        cells[place] = row.get(key)
    return _cells(cells)


def _cells(row: Sequence[object]) -> Row:
    """Return what the API takes: numbers, booleans and text; anything else as JSON."""
    return [
        "" if cell is None else cell if isinstance(cell, str | int | float) else json.dumps(cell, ensure_ascii=False)
        for cell in row
    ]
