"""The route /mcp where the `mcp` package is missing, and without a key."""

from __future__ import annotations

import sys

import httpx
import pytest
from fastapi import FastAPI

from skyvern.credentials import hash_key
from skyvern.serve.mcp import McpDoor

KEY = "a key"


class OneKey:
    """A ring with one key."""

    async def by_hash(self, digest: str) -> str | None:
        return digest if digest == hash_key(KEY) else None


async def test_without_the_package_the_remedy_is_told_and_the_server_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    # what another test of this process has loaded of either package would be found without a look at `mcp`
    for name in [name for name in sys.modules if name.startswith(("mcp.", "skyvern.mcp."))]:
        monkeypatch.delitem(sys.modules, name)
    app = FastAPI()
    app.state.keys = OneKey()
    door = McpDoor(app, version="1")
    async with door.open(), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://s") as client:
        assert (await client.post("/mcp", json={})).status_code == 403
        for _ in range(2):
            answer = await client.post("/mcp", json={}, headers={"authorization": f"Bearer {KEY}"})
            assert answer.status_code == 501
            assert "pip install 'skyvern[mcp]'" in answer.json()["detail"]


async def test_a_server_that_nobody_asks_loads_nothing_and_closes_at_once() -> None:
    app = FastAPI()
    app.state.keys = OneKey()
    async with McpDoor(app, version="1").open():
        pass
