"""The floor to compare with: the least that any server of this kind does – answer with FastAPI, commit with SQLite."""

from __future__ import annotations

import sqlite3
import sys
from typing import Annotated, Any

import uvicorn
from fastapi import Body, FastAPI


def create(path: str) -> FastAPI:
    """Return an application whose POST commits one row and whose GET reads one."""
    app = FastAPI()
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, body TEXT)")

    async def keep(body: Annotated[dict[str, object], Body()]) -> dict[str, Any]:
        made = database.execute("INSERT INTO kept (body) VALUES (?)", (str(body),))
        return {"id": made.lastrowid}

    async def read(number: int) -> dict[str, Any]:
        row = database.execute("SELECT id, body FROM kept WHERE id = ?", (number,)).fetchone()
        return {"id": row[0], "body": row[1]} if row else {}

    app.add_api_route("/kept", keep, methods=["POST"])
    app.add_api_route("/kept/{number}", read, methods=["GET"])
    return app


if __name__ == "__main__":
    uvicorn.run(create(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
