"""Turns on things that have no row to lock: kept by Postgres; on SQLite all writers take turns anyway."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, bindparam, text

_HOLD = text("SELECT pg_advisory_xact_lock(:number)").bindparams(bindparam("number"))


def hold(connection: Connection, name: str) -> None:
    """Wait until nobody else holds `name`, and hold it to the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"number": _number(name)})


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
