"""Every request that the official SDKs were recorded to send, and further ones, answered on a prepared world.

The rows are in tests/fixtures/contract; `expected.json` names every status that is not 200. A good answer must have
every field of the contract's checklist, and the shape that our own OpenAPI document promises.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from fastapi import FastAPI

from skyvern.api.compat import plain_path
from skyvern.store import Database
from tests.api.conftest import PUBLIC_URL, add_key, app_over
from tests.api.prepared import copied, prepare

FACTS = Path(__file__).parents[1] / "fixtures" / "contract"
SECRET = b"a secret for tests only, 32 bytes"


def _read(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((FACTS / name).read_text(encoding="utf-8"))


def _requests() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each request by its unique name."""
    seen: dict[str, int] = {}
    for row in [*_read("recorded_requests.json"), *_read("further_requests.json")]:
        name = f"{row.get('sdk', 'further')}:{row['call']}"
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), row


REQUESTS = dict(_requests())
EXPECTED: dict[str, int] = _read("expected.json")
CHECKLIST: list[dict[str, Any]] = _read("checklist.json")["routes"]
TASK_FIELDS: list[str] = _read("checklist.json")["run_response_task"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared world, never changed: each test has a copy."""
    folder = tmp_path_factory.mktemp("world")
    prepare(folder, secret=SECRET)
    return folder


@pytest.fixture(scope="module")
def document(world: Path) -> dict[str, Any]:
    """The OpenAPI document."""
    database = Database(f"sqlite:///{world / 'skyvern.db'}")
    try:
        return app_over(database, f"file://{world / 'artifacts'}").app.openapi()
    finally:
        database.close()


@pytest.fixture
def app(world: Path, tmp_path: Path) -> Iterator[tuple[FastAPI, str]]:
    """The application on a copy of the world, and a key."""
    folder = copied(world, tmp_path / "world")
    database = Database(f"sqlite:///{folder / 'skyvern.db'}")
    house = app_over(database, f"file://{folder / 'artifacts'}")

    async def key() -> str:
        owner = await house.store.organizations.ensure_default()
        return await add_key(house.store, owner.organization_id)

    yield house.app, asyncio.run(key())
    database.close()


@pytest.mark.parametrize("name", REQUESTS)
async def test_replay(name: str, app: tuple[FastAPI, str], document: dict[str, Any]) -> None:
    row = REQUESTS[name]
    response = await _sent(app, row)
    wanted = EXPECTED.get(name.partition("#")[0], 200)
    assert response.status_code == wanted, response.text
    if wanted >= 400:
        assert response.json()["detail"]
        return
    ours = _route(_operations(document), row["method"], row["path"])
    route = _route(CHECKLIST, row["method"], row["path"])
    said = _one(response)
    if (
        route is not None
        and said is not EMPTY
        and (ours is None or ours["path"].count("{") == route["path"].count("{"))
    ):
        fields = TASK_FIELDS if str(said.get("run_type")).startswith("task") else route["answer"]
        assert [field for field in fields if field not in said] == []
    if ours is not None:
        _keeps_its_promise(document, ours["operation"], response)


async def _sent(app: tuple[FastAPI, str], row: Mapping[str, Any]) -> httpx.Response:
    application, key = app
    body, headers = row.get("body"), {**row.get("headers", {}), "x-api-key": key}
    if isinstance(body, str):
        body = body.encode()
        # The recording may have normalised line ends; a form needs them as they were.
        body = body if b"\r\n" in body else body.replace(b"\n", b"\r\n")
    elif body is not None:
        body = json.dumps(body).encode()
        headers.setdefault("content-type", "application/json")
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
        return await client.request(row["method"], row["path"], content=body, headers=headers)


EMPTY: dict[str, Any] = {}


def _one(response: httpx.Response) -> dict[str, Any]:
    """Return the answer, or the first of a list; EMPTY where there is nothing to look at."""
    if not response.content or "json" not in response.headers.get("content-type", ""):
        return EMPTY
    said = response.json()
    if isinstance(said, list):
        said = said[0] if said else None
    return said if isinstance(said, dict) else EMPTY


def _route(routes: list[dict[str, Any]], method: str, path: str) -> dict[str, Any] | None:
    plain = plain_path(path.partition("?")[0])
    candidates = [row for row in routes if row["method"] == method and _pattern(row["path"]).fullmatch(plain)]
    return min(candidates, key=lambda row: row["path"].count("{"), default=None)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(plain_path(path))))


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, "operation": operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _keeps_its_promise(document: dict[str, Any], operation: Mapping[str, Any], response: httpx.Response) -> None:
    promised = operation["responses"].get(str(response.status_code), {})
    schema = promised.get("content", {}).get("application/json", {}).get("schema")
    if schema and "json" in response.headers.get("content-type", ""):
        whole = {**schema, "components": document["components"]}
        jsonschema_rs.validate(whole, response.json())
