"""Every row as plain JSON and back, the same for SQLite and Postgres: what a backup is made of."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, Connection, DateTime, LargeBinary, Table, func, insert, select

from skyvern.store.database import Database
from skyvern.store.migrations import HEAD
from skyvern.store.tables import metadata, organization

Row = dict[str, object]
Tables = Iterable[tuple[str, Iterable[Row]]]
_AT_ONCE = 200


class NotEmpty(Exception):
    """The database holds something already; restore into an empty one."""


async def dump(database: Database, take: Callable[[str, Iterator[Row]], None]) -> str:
    """Give `take` each table's name and rows, all as they stood at one moment; return the schema's revision."""

    def work(connection: Connection) -> str:
        for table in metadata.sorted_tables:
            found = connection.execute(select(table).execution_options(yield_per=_AT_ONCE)).mappings()
            take(table.name, (_plain(table, row) for row in found))
        return HEAD

    return await database.snapshot(work)


async def load(database: Database, tables: Tables) -> int:
    """Write every row in one transaction and return how many there were. Raises NotEmpty."""

    def work(connection: Connection) -> int:
        if connection.execute(select(func.count()).select_from(organization)).scalar_one():
            raise NotEmpty
        count = 0
        known = {table.name: table for table in metadata.sorted_tables}
        for name, rows in tables:
            for piece in _pieces(rows):
                values = [_live(known[name], row) for row in piece]
                connection.execute(insert(known[name]), values)
                count += len(values)
        return count

    return await database.write(work)


def _pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in lots; those of one lot have the same columns."""
    piece: list[Row] = []
    for row in rows:
        if piece and (len(piece) >= _AT_ONCE or row.keys() != piece[0].keys()):
            yield piece
            piece = []
        piece.append(row)
    if piece:
        yield piece


def _plain(table: Table, row: Mapping[Any, object]) -> Row:
    return {column.name: _written(column, row[column.name]) for column in table.c}


def _live(table: Table, row: Row) -> Row:
    return {name: _read(table.c[name], value) for name, value in row.items() if name in table.c}


def _written(column: Column[Any], value: object) -> object:
    if value is None:
        return None
    kind = column.type
    if "process_bind_param" in vars(type(kind)):
        return cast("Any", kind).process_bind_param(value, None)
    if isinstance(kind, DateTime):
        return cast("datetime", value).isoformat()
    if isinstance(kind, LargeBinary):
        return base64.b64encode(cast("bytes", value)).decode()
    return value


def _read(column: Column[Any], value: object) -> object:
    kind = column.type
    if value is None:
        return None
    if "process_result_value" in vars(type(kind)):
        return cast("Any", kind).process_result_value(value, None)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(str(value))
    if isinstance(kind, LargeBinary):
        return base64.b64decode(str(value))
    return value
