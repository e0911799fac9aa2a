"""The language through a real server: branches, loops, people, workflows that start workflows, attempts, sequences."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from skyvern.engine.people import AnswerLinks

if TYPE_CHECKING:
    from tests.conftest import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture
async def api(server: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP with the key."""
    async with httpx.AsyncClient(base_url=server.base_url, headers={"x-api-key": server.api_key}, timeout=30) as client:
        yield client


def code(label: str, source: str, **more: object) -> dict[str, object]:
    return {"label": label, "block_type": "code", "code": source, **more}


async def save(api: httpx.AsyncClient, blocks: list[dict[str, Any]], **more: object) -> str:
    top = {key: more.pop(key) for key in ("retry_policy", "parameters") if key in more}
    definition = {"parameters": [], **top, "blocks": blocks}
    made = await api.post(
        "/v1/workflows", json={"json_definition": {"title": "T", "workflow_definition": definition, **more}}
    )
    assert made.status_code == 200, made.text
    return str(made.json()["workflow_permanent_id"])


async def run(api: httpx.AsyncClient, wpid: str, **parameters: object) -> str:
    started = await api.post("/v1/run/workflows", json={"workflow_id": wpid, "parameters": parameters})
    assert started.status_code == 200, started.text
    return str(started.json()["run_id"])


async def until(api: httpx.AsyncClient, run_id: str, *statuses: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            shown = (await api.get(f"/v1/runs/{run_id}")).json()
            if shown["status"] in statuses:
                return shown
            await asyncio.sleep(0.05)


async def ended(api: httpx.AsyncClient, run_id: str) -> dict[str, Any]:
    return await until(api, run_id, "completed", "failed", "terminated", "canceled", "timed_out")


async def test_branches_and_loops(api: httpx.AsyncClient) -> None:
    arms = [
        {"criteria": {"criteria_type": "prompt", "expression": "n is greater than 10"}, "next_block_label": "big"},
        {"is_default": True, "next_block_label": "small"},
    ]
    body = [code("step", "v = current_index + n")]
    blocks = [
        {"label": "c", "block_type": "conditional", "branch_conditions": arms},
        code("big", "size = 'big'", next_block_label="w"),
        code("small", "size = 'small'", next_block_label="w"),
        {
            "label": "w",
            "block_type": "while_loop",
            "condition": {"expression": "{{ current_index < 2 }}"},
            "loop_blocks": body,
        },
    ]
    number = {"key": "n", "parameter_type": "workflow", "workflow_parameter_type": "integer"}
    wpid = await save(api, blocks, parameters=[number])
    shown = await ended(api, await run(api, wpid, n=40))
    assert shown["status"] == "completed", shown["failure_reason"]
    assert shown["output"]["big_output"] == {"size": "big"}
    assert "small_output" not in shown["output"]
    assert [item["v"] for item in shown["output"]["w_output"]] == [40, 41]
    timeline = (await api.get(f"/v1/runs/{shown['run_id']}/timeline")).json()
    assert [(item["block"]["label"], len(item["children"])) for item in timeline] == [("c", 1), ("w", 2)]


ASK = {
    "label": "ask",
    "block_type": "human_interaction",
    "recipients": [],
    "instructions": "Is <this> right?",
    "negative_descriptor": "No",
}


@pytest.mark.covers("POST /v1/workflows/runs/{workflow_run_id}/continue")
async def test_a_person_approves_over_the_api(api: httpx.AsyncClient) -> None:
    run_id = await run(api, await save(api, [ASK]))
    await until(api, run_id, "paused")
    assert (await api.post(f"/v1/workflows/runs/{run_id}/continue")).status_code == 200
    shown = await ended(api, run_id)
    assert shown["output"]["ask_output"] == {"success": True, "reason": "Approve"}
    late = await api.post(f"/v1/agents/runs/{run_id}/continue", json={"approved": False})
    assert late.status_code == 409
    assert (await api.post("/v1/workflows/runs/wr_1/continue")).status_code == 404


async def test_a_person_rejects_by_link(api: httpx.AsyncClient, server: ServerProcess) -> None:
    run_id = await run(api, await save(api, [ASK]))
    await until(api, run_id, "paused")
    (item,) = (await api.get(f"/v1/runs/{run_id}/timeline")).json()
    secret = (server.data_dir / "secret.key").read_text().strip().encode()
    link = AnswerLinks(secret, "").link(run_id, item["block"]["workflow_run_block_id"], approved=False)
    async with httpx.AsyncClient(base_url=server.base_url) as anybody:
        page = await anybody.get(link)
        assert page.status_code == 200
        assert "Is &lt;this&gt; right?" in page.text
        assert (await api.get(f"/v1/runs/{run_id}")).json()["status"] == "paused", "reading answers nothing"
        assert (await anybody.get(link.replace("reject", "approve"))).status_code == 404
        assert "Thank you" in (await anybody.post(link)).text
        assert (await ended(api, run_id))["failure_reason"].endswith("answered with 'No'")
        assert "Nothing to answer" in (await anybody.post(link)).text


async def test_more_paused_runs_than_workers_let_others_run(api: httpx.AsyncClient) -> None:
    waiting = [await run(api, await save(api, [ASK])) for _ in range(6)]
    for run_id in waiting:
        await until(api, run_id, "paused")
    assert (await ended(api, await run(api, await save(api, [code("a", "x = 1")]))))["status"] == "completed"
    await api.post("/v1/runs/cancel", json={"run_ids": waiting})
    for run_id in waiting:
        assert (await ended(api, run_id))["status"] == "canceled"


async def test_workflows_start_workflows(api: httpx.AsyncClient) -> None:
    wpid = await save(api, [code("leaf", "x = 1")])
    for depth in range(5):
        trigger = {"label": f"go{depth}", "block_type": "workflow_trigger", "workflow_permanent_id": wpid}
        wpid = await save(api, [trigger])
    shown = await ended(api, await run(api, wpid))
    assert shown["status"] == "completed", shown["failure_reason"]
    outputs = shown["output"]["go4_output"]["outputs"]
    assert outputs["go3_output"]["outputs"]["go2_output"]["status"] == "completed"


async def test_cancelling_a_parent_cancels_its_child(api: httpx.AsyncClient) -> None:
    child = await save(api, [ASK])
    trigger = {"label": "go", "block_type": "workflow_trigger", "workflow_permanent_id": child}
    run_id = await run(api, await save(api, [trigger]))
    async with asyncio.timeout(20):
        while not (found := (await api.get(f"/v1/workflows/{child}/runs?status=paused")).json()):
            await asyncio.sleep(0.05)
    await api.post(f"/v1/runs/{run_id}/cancel")
    assert (await ended(api, run_id))["status"] == "canceled"
    assert (await ended(api, found[0]["workflow_run_id"]))["status"] == "canceled"


async def test_attempts(api: httpx.AsyncClient) -> None:
    policy = {"max_retries": 1, "delay_seconds": 1}
    run_id = await run(api, await save(api, [code("a", "1 / 0")], retry_policy=policy))
    async with asyncio.timeout(20):
        while not (shown := (await api.get(f"/v1/runs/{run_id}")).json())["retry_pending"]:
            await asyncio.sleep(0.02)
    assert (shown["status"], shown["attempt"], shown["next_attempt_at"] is not None) == ("queued", 1, True)
    shown = await ended(api, run_id)
    assert (shown["status"], shown["attempt"], len(shown["attempts"])) == ("failed", 2, 2)


async def test_runs_of_a_sequence_do_not_overlap(api: httpx.AsyncClient) -> None:
    who = {"key": "who", "parameter_type": "workflow", "workflow_parameter_type": "string"}
    wpid = await save(api, [ASK], run_sequentially=True, sequential_key="{{ who }}", parameters=[who])
    first, second, other = [await run(api, wpid, who=name) for name in ("a", "a", "b")]
    await until(api, first, "paused")
    await until(api, other, "paused")
    assert (await until(api, second, "queued"))["started_at"] is None
    await api.post(f"/v1/workflows/runs/{first}/continue")
    await until(api, second, "paused")
    for run_id in (second, other):
        await api.post(f"/v1/workflows/runs/{run_id}/continue")
        assert (await ended(api, run_id))["status"] == "completed"


async def test_a_kill_while_runs_wait_loses_nothing(start: Callable[[dict[str, str]], ServerProcess]) -> None:
    from tests.conftest import start_server

    server = start({})
    async with httpx.AsyncClient(base_url=server.base_url, headers={"x-api-key": server.api_key}) as api:
        child = await save(api, [ASK])
        trigger = {"label": "go", "block_type": "workflow_trigger", "workflow_permanent_id": child}
        parent = await run(api, await save(api, [trigger, code("z", "x = 1")]))
        retried = await run(
            api, await save(api, [code("a", "1 / 0")], retry_policy={"max_retries": 1, "delay_seconds": 2})
        )
        async with asyncio.timeout(20):
            while not (found := (await api.get(f"/v1/workflows/{child}/runs?status=paused")).json()):
                await asyncio.sleep(0.05)
            while not (await api.get(f"/v1/runs/{retried}")).json()["retry_pending"]:
                await asyncio.sleep(0.05)
    server.kill()
    again = start_server(server.data_dir)
    try:
        async with httpx.AsyncClient(base_url=again.base_url, headers={"x-api-key": again.api_key}) as api:
            waiting = found[0]["workflow_run_id"]
            assert (await ended(api, retried))["attempt"] == 2
            assert (await api.get(f"/v1/runs/{waiting}")).json()["status"] == "paused"
            assert (await api.post(f"/v1/runs/{waiting}/continue")).status_code == 200
            shown = await ended(api, parent)
            assert shown["status"] == "completed", shown["failure_reason"]
            assert "z_output" in shown["output"]
    finally:
        again.stop()
