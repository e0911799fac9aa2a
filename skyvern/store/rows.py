"""Reading rows as records: the two forms in which every aggregate asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Select

from skyvern.store.database import Database

T = TypeVar("T")


async def first(database: Database, statement: Select[Any], record: Callable[..., T]) -> T | None:
    """Return the first row as a record, None when there is none."""

    def read(connection: Connection) -> T | None:
        row = connection.execute(statement).mappings().first()
        return None if row is None else record(**row)

    return await database.read(read)


async def every(database: Database, statement: Select[Any], record: Callable[..., T]) -> list[T]:
    """Return every row as a record."""
    return await database.read(lambda connection: [record(**row) for row in connection.execute(statement).mappings()])


def paged(statement: Select[Any], page: int, page_size: int) -> Select[Any]:
    """Return one page of a statement's rows; pages count from 1."""
    return statement.limit(page_size).offset((page - 1) * page_size)
