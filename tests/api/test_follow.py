"""Following: a run's journal and the list of runs as streams; figures, files and the server's own state."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.run import JournalEntry, JournalKind
from skyvern.domain.status import RunStatus


@pytest.fixture
async def run_id(http: httpx.AsyncClient, definition: dict[str, Any]) -> str:
    made = (await http.post("/v1/workflows", json={"json_definition": definition})).json()
    values = {"first_name": "John", "last_name": "Smith", "state": "California"}
    body = {"workflow_id": made["workflow_permanent_id"], "parameters": values}
    return str((await http.post("/v1/run/workflows", json=body)).json()["run_id"])


def read(text: str) -> list[tuple[str, str | None, Any]]:
    """Return each event's name, number and data."""
    found: list[tuple[str, str | None, Any]] = []
    for part in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in part.splitlines() if ": " in line)
        if "event" in lines:
            found.append((lines["event"], lines.get("id"), json.loads(lines["data"])))
    return found


async def test_a_runs_journal_is_told_to_its_end(http: httpx.AsyncClient, house: Any, run_id: str) -> None:  # noqa: ANN401
    record = {"action": {"kind": "click"}, "element": {"name": "Search"}, "result": {"ok": True}, "action_id": "act_1"}
    acted = JournalEntry(
        run_id=run_id, kind=JournalKind.ACTED, payload={"record": record}, at=utc_now(), block_run_id="wrb_1"
    )
    started = JournalEntry(run_id=run_id, kind=JournalKind.RUN_STARTED, payload={}, at=utc_now())
    await house.store.journal.append([started, acted])
    await house.store.runs.finish(run_id, None, status=RunStatus.COMPLETED)
    answer = await http.get(f"/v1/runs/{run_id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = read(answer.text)
    assert [(name, number) for name, number, _ in events] == [("entry", "1"), ("entry", "2"), ("end", None)]
    assert events[1][2]["block_run_id"] == "wrb_1"
    assert events[1][2]["action"]["description"] == "click 'Search'"
    assert events[2][2] == {"status": "completed"}
    later = read((await http.get(f"/v1/runs/{run_id}/events", headers={"last-event-id": "1"})).text)
    assert [number for _, number, _ in later] == ["2", None]


async def test_a_run_that_is_not_there_cannot_be_followed(http: httpx.AsyncClient) -> None:
    assert (await http.get("/v1/runs/wr_0/events")).status_code == 404


async def test_figures_count_the_runs(http: httpx.AsyncClient, house: Any, run_id: str) -> None:  # noqa: ANN401
    await house.store.runs.finish(run_id, None, status=RunStatus.COMPLETED)
    told = (await http.get("/v1/figures", params={"days": 2})).json()
    assert (told["runs"], told["success_rate"], len(told["by_day"])) == (1, 1.0, 2)
    assert told["workflows"][0]["runs"] == 1


async def test_a_run_is_found_by_a_parameters_value(http: httpx.AsyncClient, run_id: str) -> None:
    found = (await http.get("/v1/runs", params={"search_key": "californ"})).json()
    assert [run["run_id"] for run in found] == [run_id]
    assert (await http.get("/v1/runs", params={"search_key": "nevada"})).json() == []


async def test_runs_are_sorted_as_asked(http: httpx.AsyncClient, run_id: str) -> None:
    run = (await http.get(f"/v1/runs/{run_id}")).json()
    body = {"workflow_id": run["run_request"]["workflow_id"], "parameters": run["run_request"]["parameters"]}
    second = (await http.post("/v1/run/workflows", json=body | {"title": "A title"})).json()["run_id"]
    for sort, first in (("-created_at", second), ("created_at", run_id), ("title", second), ("-title", run_id)):
        assert (await http.get("/v1/runs", params={"sort": sort})).json()[0]["run_id"] == first
    assert (await http.get("/v1/runs", params={"sort": "password"})).status_code == 422


async def test_files_of_all_runs_are_listed(http: httpx.AsyncClient) -> None:
    await http.post("/v1/upload_file", files={"file": ("Bill.pdf", b"%PDF-", "application/pdf")})
    assert [file["file_name"] for file in (await http.get("/v1/files", params={"search": "bill"})).json()] == [
        "Bill.pdf"
    ]
    assert (await http.get("/v1/files", params={"kind": "recording"})).json() == []


async def test_samples_point_at_the_sites_that_are_named(http: httpx.AsyncClient) -> None:
    found = (await http.get("/v1/samples", params={"sites": "http://sites.test:1"})).json()
    assert "credential_verification" in [sample["name"] for sample in found]
    assert "http://sites.test:1/registry/" in json.dumps(found)
    for sample in found:
        checked = await http.post("/v1/workflows/validate", json={"json_definition": sample["json_definition"]})
        assert checked.json()["valid"]
    assert {sample["sites"] for sample in (await http.get("/v1/samples")).json()} == {"http://127.0.0.1:8010"}


async def test_the_server_tells_of_itself(http: httpx.AsyncClient) -> None:
    assert (await http.get("/v1/settings")).json()[0]["variable"] == "SKYVERN_PORT"
    assert (await http.get("/v1/doctor", params={"ask": True})).json()[0]["says"] == "asked"
