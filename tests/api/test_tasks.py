"""Single goals: each is a hidden workflow of one block."""

from __future__ import annotations

import httpx
import pytest


async def test_a_task_runs_as_one_block(http: httpx.AsyncClient, house) -> None:
    body = {
        "prompt": "Find {{ the }} price",
        "url": "https://shop.example",
        "engine": "skyvern-1.0",
        "title": None,
        "data_extraction_schema": {"type": "object"},
        "max_steps": 3,
    }
    answer = await http.post("/v1/run/tasks", json=body)
    assert answer.status_code == 200, answer.text
    run = answer.json()
    assert run["run_id"].startswith("tsk_")
    assert run["run_type"] == "task_v1"
    assert run["run_request"]["prompt"] == "Find {{ the }} price"
    (block,) = house.engine.launched[0].definition["blocks"]
    assert block["block_type"] == "task"
    assert block["navigation_goal"] == "{% raw %}Find {{ the }} price{% endraw %}"
    assert (await http.get("/v1/workflows")).json() == []


@pytest.mark.parametrize("engine", ["skyvern-2.0", "openai-cua"])
async def test_every_engine_name_is_taken(http: httpx.AsyncClient, engine: str) -> None:
    run = (await http.post("/v1/run/tasks", json={"prompt": "p", "engine": engine})).json()
    assert run["run_type"] == {"skyvern-2.0": "task_v2", "openai-cua": "openai_cua"}[engine]


async def test_login_needs_a_credential_that_exists(http: httpx.AsyncClient, house) -> None:
    body = {"credential_type": "skyvern", "url": "https://portal.example", "prompt": None}
    assert (await http.post("/v1/run/tasks/login", json=body)).status_code == 400
    assert (await http.post("/v1/run/tasks/login", json={**body, "credential_id": "cred_0"})).status_code == 400
    assert (await http.post("/v1/run/tasks/login", json={**body, "credential_type": "bitwarden"})).status_code == 400
    given = {"name": "n", "credential_type": "password", "credential": {"username": "u", "password": "p"}}
    credential_id = (await http.post("/v1/credentials", json=given)).json()["credential_id"]
    answer = await http.post("/v1/run/tasks/login", json={**body, "credential_id": credential_id})
    assert answer.status_code == 200, answer.text
    run = house.engine.launched[0]
    assert run.definition["parameters"][0]["credential_id"] == credential_id
    assert answer.json()["run_type"] == "workflow_run"


async def test_download_files(http: httpx.AsyncClient, house) -> None:
    body = {"url": "https://e.example", "navigation_goal": "get pdf", "download_suffix": "x", "download_timeout": 60}
    answer = await http.post("/v1/run/tasks/download_files", json={**body, "max_steps_per_run": 5})
    assert answer.status_code == 200, answer.text
    (block,) = house.engine.launched[0].definition["blocks"]
    assert (block["block_type"], block["max_steps_per_run"]) == ("file_download", 5)
    assert (await http.post("/v1/run/tasks/download_files", json={"url": "https://e.example"})).status_code == 422
