"""Read a Google spreadsheet."""

from __future__ import annotations

from typing import Literal

from skyvern.blocks.base import BlockContext, BlockResult, FetchFailed, completed, failed, register
from skyvern.blocks.sheets import Row, SheetsBlock, chosen, missing
from skyvern.domain.sheet import area


@register
class GoogleSheetsReadBlock(SheetsBlock):
    """Read cells of one sheet, as rows of an object each where there is a header row."""

    block_type: Literal["google_sheets_read"] = "google_sheets_read"
    has_header_row: bool = True

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            return completed(await self._read(ctx))
        except FetchFailed as error:
            return failed(error.failure)

    async def _read(self, ctx: BlockContext) -> dict[str, object]:
        ref = self.spreadsheet()
        title, cells = self.wanted()
        sheets = await self.sheets(ctx, ref)
        sheet = chosen(sheets, title, ref.sheet_id)
        if sheet is None:
            raise missing(title, sheets)
        read, values = await self.cells(ctx, ref.values(area(sheet.title, cells)))
        headers, rows = _named(values) if self.has_header_row else ([], values)
        return {
            "spreadsheet_id": ref.spreadsheet_id,
            "range": read,
            "sheet_id": sheet.sheet_id,
            "sheet_title": sheet.title,
            "values": values,
            "headers": headers,
            "rows": rows,
            "row_count": len(rows),
        }


def _named(values: list[Row]) -> tuple[list[str], list[dict[str, object]]]:
    """Return the headers, made unique, and each further row by them; cells that are missing are ""."""
    if not values:
        return [], []
    headers: list[str] = []
    for index, cell in enumerate(values[0]):
        name = str(cell).strip() or f"column_{index + 1}"
        while name in headers:
            name = f"{name}_{index + 1}"
        headers.append(name)
    rows = [
        {name: row[index] if index < len(row) else "" for index, name in enumerate(headers)}
        for row in values[1:]
        if any(cell not in ("", None) for cell in row)
    ]
    return headers, rows
