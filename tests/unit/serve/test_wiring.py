"""The wired house: what the first start makes, who else may use the folder, and that a run goes through all rooms."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog

from skyvern.contract.run import RunRequest
from skyvern.domain.ids import new_id
from skyvern.serve.server import serve
from skyvern.serve.wiring import AlreadyServed, House, house
from skyvern.settings import Settings, read_settings
from tests.conftest import free_port

WORKFLOW = {
    "title": "T",
    "workflow_definition": {"blocks": [{"label": "c", "block_type": "code", "code": "x = 6 * 7"}]},
}


def settings(folder: Path, **more: object) -> Settings:
    return read_settings({}, data_dir=folder / "data", **more)


async def test_the_first_start_makes_one_key_and_later_ones_keep_it(tmp_path: Path) -> None:
    async with house(settings(tmp_path)) as first:
        key = first.first_key
        assert key is not None
    path = tmp_path / "data" / "api_key"
    assert path.read_text() == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    async with house(settings(tmp_path)) as second:
        assert second.first_key is None
        assert second.organization == first.organization
        assert second.secret == first.secret


async def test_a_folder_serves_one_house_at_a_time(tmp_path: Path) -> None:
    async with house(settings(tmp_path)):
        with pytest.raises(AlreadyServed, match="--data-dir"):
            async with house(settings(tmp_path)):
                pass
    async with house(settings(tmp_path)):
        pass


async def test_a_start_that_fails_gives_the_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKYVERN_SECRET_KEY", "short")
    with pytest.raises(ValueError, match="SKYVERN_SECRET_KEY"):
        async with house(settings(tmp_path)):
            pass
    monkeypatch.delenv("SKYVERN_SECRET_KEY")
    async with house(settings(tmp_path)):
        pass


@pytest.fixture
def undone() -> Iterator[None]:
    """Give this process back the signals and the logging that serving takes for its own."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, deed in before.items():
        signal.signal(number, deed)
    structlog.reset_defaults()


@pytest.mark.usefixtures("undone")
async def test_the_server_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port, up, stop = free_port(), asyncio.Event(), asyncio.Event()
    keys: list[str | None] = []

    def ready(rooms: House) -> None:
        keys.append(rooms.first_key)
        up.set()

    serving = asyncio.create_task(serve(settings(tmp_path, port=port), worker=True, ready=ready, stop=stop))
    await asyncio.wait_for(up.wait(), 30)
    headers = {"x-api-key": str(keys[0])}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        assert (await client.get("/health/ready")).status_code == 200
        saved = (await client.post("/v1/workflows", json={"json_definition": WORKFLOW})).json()
        asked = RunRequest(workflow_id=saved["workflow_permanent_id"]).model_dump(exclude_none=True)
        run_id = (await client.post("/v1/run/workflows", json=asked)).json()["run_id"]
        run = await ended(client, run_id)
        assert (run["status"], run["output"]["c_output"]) == ("completed", {"x": 42})
        assert (await client.get(f"/v1/runs/{new_id('wr')}")).status_code == 404
    stop.set()
    await asyncio.wait_for(serving, 20)


async def ended(client: httpx.AsyncClient, run_id: str) -> dict[str, object]:
    """Poll until the run has ended."""
    async with asyncio.timeout(20):
        while (run := (await client.get(f"/v1/runs/{run_id}")).json())["finished_at"] is None:
            await asyncio.sleep(0.02)
    return run
