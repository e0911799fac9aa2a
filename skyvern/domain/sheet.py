"""Spreadsheets of Google: how they are named, and one call of their API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit

_ID = re.compile(r"^[A-Za-z0-9_-]{10,}$")
_IN_URL = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{10,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCall:
    """One request of the Sheets API; `path` begins with /v4/spreadsheets."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadsheetRef:
    """A spreadsheet, and the sheet that its address points to."""

    spreadsheet_id: str
    sheet_id: int | None = None

    @classmethod
    def parse(cls, text: str) -> SpreadsheetRef:
        """Read the address of a spreadsheet, or its id. Raises ValueError."""
        text = text.strip()
        if _ID.match(text):
            return cls(spreadsheet_id=text)
        found = _IN_URL.search(text)
        if found is None:
            raise ValueError(
                f"{text!r} is neither the address of a Google spreadsheet (…/spreadsheets/d/ID) nor its id"
            )
        parts = urlsplit(text)
        gid = (parse_qs(parts.fragment).get("gid") or parse_qs(parts.query).get("gid") or [""])[-1]
        return cls(spreadsheet_id=found[1], sheet_id=int(gid) if gid.isdecimal() else None)

    @property
    def path(self) -> str:
        """Where the API keeps it."""
        return f"/v4/spreadsheets/{self.spreadsheet_id}"

    def values(self, area: str) -> str:
        """Return the path of the cells of an area in A1 notation."""
        return f"{self.path}/values/{quote(area, safe='')}"


def area(title: str, cells: str) -> str:
    """Return A1 notation for cells of a sheet; all of it without cells."""
    quoted = "'" + title.replace("'", "''") + "'"
    return f"{quoted}!{cells}" if cells else quoted


def column_name(index: int) -> str:
    """Return the letters of a column, 0 being A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the place of a column by its letters, A being 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
