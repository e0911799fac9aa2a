"""Records that are named by what one column of their table says: "the case whose status is Open"."""

from __future__ import annotations

from skyvern.agent.lexicon import plain
from skyvern.domain.page import Observation, Table


def identified(row: str, page: Observation) -> str:
    """Return what tells the one record apart whose cell under the named column bears the value, "" without one."""
    found = [one for table in page.reading.tables for one in _records(row, table)]
    return found[0] if len(found) == 1 else ""


def _records(row: str, table: Table) -> list[str]:
    """Return the records of a table that are meant, each by a cell that no other record has."""
    said = _bare(row)
    columns = [at for at, head in enumerate(table.headers) if _bare(head) and said.startswith(f"{_bare(head)} ")]
    if len(columns) != 1:
        return []
    at = columns[0]
    value = said.removeprefix(f"{_bare(table.headers[at])} ")
    meant = [one for one in table.rows if len(one) > at and _bare(one[at].text) == value]
    return [_own(tuple(cell.text for cell in one), table) for one in meant]


def _own(cells: tuple[str, ...], table: Table) -> str:
    """Return the first cell of a record that stands in no other record."""
    all_texts = [cell.text for row in table.rows for cell in row]
    return next((text for text in cells if text.strip() and all_texts.count(text) == 1), "")


def _bare(text: str) -> str:
    return " ".join(plain(text).replace(":", " ").split())
