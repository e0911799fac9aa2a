"""What reading from and writing to Google Sheets share: which spreadsheet, which sheet, whose credential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from skyvern.blocks.base import Block, BlockContext, CredentialUnusable, FetchFailed, Templated
from skyvern.blocks.email_inbox import NO_CREDENTIAL, credential_reference
from skyvern.domain.failure import Category, Failure
from skyvern.domain.sheet import SheetCall, SpreadsheetRef

Row = list[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a spreadsheet."""

    sheet_id: int
    title: str


class SheetsBlock(Block):
    """A block that works on one sheet."""

    spreadsheet_url: Templated[str]
    sheet_name: Templated[str | None] = None
    range: Templated[str | None] = None
    credential_id: Templated[str | None] = None
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        return () if self.credential_id or self.parameter_keys else (NO_CREDENTIAL,)

    def spreadsheet(self) -> SpreadsheetRef:
        """Return the spreadsheet meant; raises FetchFailed."""
        try:
            return SpreadsheetRef.parse(self.spreadsheet_url)
        except ValueError as error:
            raise unusable(f"spreadsheet_url: {error}") from None

    def wanted(self) -> tuple[str, str]:
        """Return (sheet title, cells); `range` may name both: `Sheet1!A1:C9`."""
        sheet, mark, cells = (self.range or "").strip().rpartition("!")
        named = sheet.strip("'").replace("''", "'") if mark else ""
        return (self.sheet_name or "").strip() or named, cells.strip()

    async def call(self, ctx: BlockContext, call: SheetCall) -> Mapping[str, object]:
        """Ask the API; raises FetchFailed."""
        try:
            reference = credential_reference(ctx, self.credential_id, self.parameter_keys or ())
            return await ctx.call_sheets(call, reference)
        except CredentialUnusable as error:
            raise FetchFailed(error.failure) from None

    async def sheets(self, ctx: BlockContext, ref: SpreadsheetRef) -> list[Sheet]:
        """Return the sheets of the spreadsheet, in order."""
        answer = await self.call(ctx, SheetCall(method="GET", path=ref.path, query={"fields": "sheets.properties"}))
        found: list[Sheet] = []
        for entry in _objects(answer.get("sheets")):
            facts = cast("Mapping[str, object]", entry.get("properties") or {})
            found.append(Sheet(sheet_id=int(str(facts.get("sheetId", 0))), title=str(facts.get("title", ""))))
        return found

    async def cells(self, ctx: BlockContext, path: str) -> tuple[str, list[Row]]:
        """Return (the area that was read, its rows)."""
        answer = await self.call(ctx, SheetCall(method="GET", path=path))
        rows = cast("list[object]", answer.get("values") or [])
        return str(answer.get("range", "")), [cast("Row", row) for row in rows if isinstance(row, list)]


def chosen(sheets: Sequence[Sheet], title: str, sheet_id: int | None) -> Sheet | None:
    """Return the sheet with this title, else the one of the address, else the first."""
    if title:
        return next((sheet for sheet in sheets if sheet.title == title), None)
    by_id = next((sheet for sheet in sheets if sheet.sheet_id == sheet_id), None)
    return by_id or (sheets[0] if sheets else None)


def missing(title: str, sheets: Sequence[Sheet]) -> FetchFailed:
    """Return the failure of a sheet that is not there."""
    known = ", ".join(repr(sheet.title) for sheet in sheets[:20]) or "none"
    return unusable(f"sheet_name: the spreadsheet has no sheet {title!r}; it has {known}")


def unusable(reason: str) -> FetchFailed:
    """Return the failure of a field that cannot be used."""
    return FetchFailed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))


def _objects(value: object) -> list[Mapping[str, object]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Mapping[str, object]", item) for item in items if isinstance(item, Mapping)]
