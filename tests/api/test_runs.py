"""Runs over HTTP: starting in every form of the wire, reading, listing, cancelling, and what a run left."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from skyvern.contract.run import RunRequest
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category, UserError
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind
from skyvern.domain.status import BlockStatus, RunStatus

VALUES = {"first_name": "John", "last_name": "Smith", "state": "California"}


@pytest.fixture
async def wpid(http: httpx.AsyncClient, definition: dict[str, Any]) -> str:
    answer = await http.post("/v1/workflows", json={"json_definition": definition})
    return answer.json()["workflow_permanent_id"]


@pytest.mark.parametrize("path", ["/v1/run/workflows", "/v1/run/agents", "/v1/run/workflows/", "/api/v1/run/agents"])
@pytest.mark.parametrize("key", ["workflow_id", "agent_id"])
@pytest.mark.parametrize("wrapped", [False, True])
async def test_every_form_of_the_call_starts_a_run(
    http: httpx.AsyncClient, wpid: str, path: str, key: str, wrapped: bool
) -> None:
    body: dict[str, Any] = {key: wpid, "parameters": VALUES}
    answer = await http.post(path, json={"body": body} if wrapped else body)
    assert answer.status_code == 200, answer.text
    run = answer.json()
    assert run["run_id"].startswith("wr_")
    assert run["status"] in ("created", "queued")
    for required in ("created_at", "modified_at", "run_type"):
        assert run[required]
    for absent in ("output", "downloaded_files", "recording_url", "failure_reason", "errors"):
        assert run[absent] is None
    assert run["screenshot_urls"] == []
    assert run["run_request"]["workflow_id"] == wpid
    assert run["run_request"]["title"] == "Credential Verification"
    assert run["app_url"] == f"http://skyvern.test/workflows/{wpid}/runs/{run['run_id']}"


async def test_a_body_that_curl_calls_a_form(http: httpx.AsyncClient, wpid: str) -> None:
    content = json.dumps({"workflow_id": wpid, "parameters": VALUES})
    for kind in ("application/x-www-form-urlencoded", "text/plain"):
        answer = await http.post("/v1/run/workflows", content=content, headers={"content-type": kind})
        assert answer.status_code == 200, answer.text


async def test_explicit_nulls_are_defaults(http: httpx.AsyncClient, wpid: str) -> None:
    names = set(RunRequest.model_fields) - {"workflow_id", "parameters"}
    body = {"agent_id": wpid, "parameters": VALUES, **dict.fromkeys(names)}
    assert (await http.post("/v1/run/agents", json=body)).status_code == 200


@pytest.mark.parametrize(
    "location",
    [
        "RESIDENTIAL_GB",
        "US-CA",
        "NONE",
        {"country": "US", "subdivision": "CA", "city": "San Francisco"},
        {"url": "http://user:word@proxy.example:3128"},
    ],
)
async def test_proxy_locations_are_taken_and_echoed_without_passwords(
    http: httpx.AsyncClient, wpid: str, location: object
) -> None:
    body = {"workflow_id": wpid, "parameters": VALUES, "proxy_location": location}
    answer = await http.post("/v1/run/workflows", json=body)
    assert answer.status_code == 200, answer.text
    echoed = answer.json()["run_request"]["proxy_location"]
    assert "word" not in answer.text
    if isinstance(location, str):
        assert echoed == location
    elif "country" in location:
        assert {key: echoed[key] for key in location} == location


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"workflow_id": "wpid_0"}, 404, "wpid_0"),
        ({"parameters": {"first_name": "John"}}, 400, "last_name"),
        ({"webhook_url": "http://127.0.0.1/hook"}, 400, "SKYVERN_ALLOWED_PRIVATE_NETWORKS"),
        ({"webhook_url": "http://169.254.169.254/latest"}, 400, "webhook_url"),
        ({"webhook_url": "ftp://example.com/x"}, 400, "webhook_url"),
        ({"proxy_location": "RESIDENTIAL_XX"}, 422, "RESIDENTIAL_XX"),
        ({"proxy_location": {"country": "XX"}}, 422, "XX"),
        ({"max_elapsed_time_minutes": True}, 422, "max_elapsed_time_minutes"),
        ({"max_elapsed_time_minutes": 1.7}, 422, "max_elapsed_time_minutes"),
        ({"max_elapsed_time_minutes": 481}, 422, "480"),
        ({"parameters": [1]}, 422, "parameters"),
    ],
)
async def test_what_cannot_run_is_refused_before_a_run_exists(
    http: httpx.AsyncClient, house, wpid: str, changes: dict[str, Any], status: int, words: str
) -> None:
    body = {"workflow_id": wpid, "parameters": VALUES, **changes}
    answer = await http.post("/v1/run/workflows", json=body)
    assert answer.status_code == status, answer.text
    assert words in str(answer.json()["detail"])
    assert house.engine.launched == []


async def test_a_listed_private_webhook_is_taken(http: httpx.AsyncClient, wpid: str) -> None:
    body = {"workflow_id": wpid, "parameters": VALUES, "webhook_url": " http://127.0.0.1:9555/hook "}
    assert (await http.post("/v1/run/workflows", json=body)).status_code == 200


async def test_headers_reach_the_engine(http: httpx.AsyncClient, house, wpid: str) -> None:
    headers = {"x-max-steps-override": "7", "x-user-agent": "skyvern-ui"}
    await http.post("/v1/run/workflows", json={"workflow_id": wpid, "parameters": VALUES}, headers=headers)
    run = house.engine.launched[0]
    assert (run.settings["max_steps_override"], run.trigger_type) == (7, "manual")
    assert run.api_key_id


async def test_an_idempotency_key_starts_one_run(http: httpx.AsyncClient, house, wpid: str) -> None:
    body = {"workflow_id": wpid, "parameters": VALUES}
    ids = [
        (await http.post("/v1/run/workflows", json=body, headers={"Idempotency-Key": "once"})).json()["run_id"]
        for _ in range(3)
    ]
    assert len(set(ids)) == 1
    assert len(house.engine.launched) == 1


async def test_read_list_and_cancel(http: httpx.AsyncClient, wpid: str) -> None:
    ids = []
    for title in ("first", "second"):
        body = {"workflow_id": wpid, "parameters": VALUES, "title": title}
        ids.append((await http.post("/v1/run/workflows", json=body)).json()["run_id"])
    assert (await http.get(f"/v1/runs/{ids[0]}")).json()["run_request"]["title"] == "first"
    assert [item["run_id"] for item in (await http.get("/v1/runs?page=1&page_size=10")).json()] == ids[::-1]
    cancelled = await http.post(f"/v1/runs/{ids[0]}/cancel")
    assert (cancelled.status_code, cancelled.json()) == (200, None)
    assert (await http.post(f"/v1/runs/{ids[0]}/cancel")).status_code == 200
    listed = (await http.get("/v1/runs", params=[("status", "canceled"), ("status", "failed")])).json()
    assert [item["run_id"] for item in listed] == [ids[0]]
    assert [item["run_id"] for item in (await http.get("/v1/runs?search_key=seco")).json()] == [ids[1]]
    assert (await http.get("/v1/runs?search_key=se")).status_code == 422
    bulk = (await http.post("/v1/runs/cancel", json={"run_ids": [ids[0], ids[1], "wr_0"]})).json()
    assert bulk == {"cancelled": [ids[1]], "failed": [ids[0], "wr_0"]}
    for path in ("/v1/agents/runs", f"/v1/workflows/{wpid}/runs"):
        rows = (await http.get(path)).json()
        assert [item["workflow_run_id"] for item in rows] == ids[::-1]
        assert {item["workflow_permanent_id"] for item in rows} == {wpid}


@pytest.mark.parametrize("path", ["/v1/runs/wr_0", "/v1/runs/wr_0/timeline", "/v1/workflows/runs/wr_0"])
async def test_an_unknown_run_is_404(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 404
    assert "wr_0" in answer.json()["detail"]
    assert (await http.get("/v1/runs/wr_0/artifacts")).json() == []


async def finished(house, http: httpx.AsyncClient, wpid: str) -> str:
    """Put a run there that failed after one block with one action, with all kinds of files."""
    body = {"workflow_id": wpid, "parameters": VALUES, "webhook_url": "https://example.com/hook"}
    run_id = (await http.post("/v1/run/workflows", json=body)).json()["run_id"]
    run = await house.store.runs.claim(run_id, "worker")
    now = utc_now()
    block = BlockRun(
        block_run_id="wrb_1",
        run_id=run_id,
        key="search_registry",
        parent_id=None,
        label="search_registry",
        block_type="navigation",
        status=BlockStatus.FAILED,
        attempt=1,
        order=0,
        created_at=now,
        modified_at=now,
        finished_at=now + timedelta(seconds=2),
        task_id="tsk_1",
        output={"status": "failed"},
        current_value=3,
        details={"url": "https://asha.org/verify", "navigation_goal": "Search for John"},
    )
    inner = replace(
        block, block_run_id="wrb_2", parent_id="wrb_1", order=1, label="inner", status=BlockStatus.COMPLETED
    )
    record = {
        "action_id": "act_1",
        "step": 1,
        "order": 0,
        "action": {"kind": "click", "ref": "7", "reasoning": "it says Search"},
        "element": {"name": "Search"},
        "result": {"ok": True, "downloads": []},
        "screenshot": None,
    }
    entry = JournalEntry(
        run_id=run_id, kind=JournalKind.ACTED, payload={"v": 1, "record": record}, at=now, block_run_id="wrb_1"
    )
    await house.store.runs.commit(run_id, "worker", block_runs=(block, inner), entries=(entry,))
    for kind, name, data, where in (
        (ArtifactType.SCREENSHOT_FINAL, "a.png", b"\x89PNG\r\n\x1a\nold", "wrb_1"),
        (ArtifactType.SCREENSHOT_FINAL, "b.png", b"\x89PNG\r\n\x1a\nnew", "wrb_1"),
        (ArtifactType.SCREENSHOT_FINAL, "c.png", b"\x89PNG\r\n\x1a\ninner", "wrb_2"),
        (ArtifactType.RECORDING, "recording.webm", b"\x1aE\xdf\xa3" + bytes(range(256)), None),
        (ArtifactType.DOWNLOAD, 'Réchnung "1".pdf', b"%PDF-1.7 hello", "wrb_1"),
    ):
        await house.archive.save(
            data,
            type=kind,
            file_name=name,
            organization_id=run.organization_id,
            run_id=run_id,
            block_run_id=where,
        )
    await house.store.runs.finish(
        run_id,
        "worker",
        status=RunStatus.FAILED,
        output={"search_registry_output": {"status": "failed", "ratio": float("nan")}},
        failure_reason="Element not found: Required element not present on page",
        failure_category=Category.ELEMENT_NOT_FOUND,
        errors=(UserError(error_code="no_form", reasoning="the form is gone"),),
    )
    return run_id


async def test_the_answer_about_a_finished_run(http: httpx.AsyncClient, house, wpid: str) -> None:
    run_id = await finished(house, http, wpid)
    run = (await http.get(f"/v1/runs/{run_id}")).json()
    assert run["status"] == "failed"
    assert run["output"]["search_registry_output"] == {"status": "failed", "ratio": None}
    assert run["errors"][0]["error_code"] == "no_form"
    assert run["started_at"]
    assert run["finished_at"]
    assert len(run["screenshot_urls"]) == 2
    shots = [(await http.get(url)).content for url in run["screenshot_urls"]]
    assert shots == [b"\x89PNG\r\n\x1a\ninner", b"\x89PNG\r\n\x1a\nnew"]
    (file,) = run["downloaded_files"]
    assert file["url"] == file["file_url"]
    assert file["filename"] == file["file_name"]
    assert file["file_size"] == 14


async def test_detail_is_a_superset(http: httpx.AsyncClient, house, wpid: str) -> None:
    run_id = await finished(house, http, wpid)
    short = (await http.get(f"/v1/runs/{run_id}")).json()
    detail = (await http.get(f"/v1/workflows/runs/{run_id}")).json()
    assert {key: detail[key] for key in short} == short
    assert detail["workflow_run_id"] == run_id
    assert detail["outputs"] == detail["output"]
    assert detail["failure_category"][0]["category"] == "ELEMENT_NOT_FOUND"
    assert detail["parameters"] == VALUES
    assert detail["workflow"]["workflow_permanent_id"] == wpid


async def test_timeline_is_a_tree_with_actions(http: httpx.AsyncClient, house, wpid: str) -> None:
    run_id = await finished(house, http, wpid)
    (item,) = (await http.get(f"/v1/runs/{run_id}/timeline")).json()
    block = item["block"]
    assert (item["type"], block["label"], block["status"], block["duration"]) == (
        "block",
        "search_registry",
        "failed",
        2.0,
    )
    assert block["current_value"] == "3"
    assert block["navigation_goal"] == "Search for John"
    (action,) = block["actions"]
    assert (action["action_type"], action["status"], action["description"]) == ("click", "completed", "click 'Search'")
    assert [child["block"]["label"] for child in item["children"]] == ["inner"]


async def test_artifacts_by_type(http: httpx.AsyncClient, house, wpid: str) -> None:
    run_id = await finished(house, http, wpid)
    everything = (await http.get(f"/v1/runs/{run_id}/artifacts")).json()
    assert len(everything) == 5
    some = (
        await http.get(f"/v1/runs/{run_id}/artifacts?artifact_type=recording&artifact_type=screenshot_final")
    ).json()
    assert [item["artifact_type"] for item in some] == ["recording", *["screenshot_final"] * 3]
    assert (await http.get(f"/v1/runs/{run_id}/artifacts?artifact_type=har")).json() == []


async def test_files_open_with_a_signature_and_not_without(
    http: httpx.AsyncClient, stranger: httpx.AsyncClient, house, wpid: str
) -> None:
    run_id = await finished(house, http, wpid)
    run = (await http.get(f"/v1/runs/{run_id}")).json()
    url = run["recording_url"]
    whole = await stranger.get(url)
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "video/webm"
    assert whole.headers["content-disposition"].startswith("inline")
    part = await stranger.get(url, headers={"range": "bytes=4-13"})
    assert (part.status_code, part.content) == (206, bytes(range(10)))
    assert part.headers["content-range"] == "bytes 4-13/260"
    assert (await stranger.get(url, headers={"range": "bytes=-6"})).content == bytes(range(250, 256))
    beyond = await stranger.get(url, headers={"range": "bytes=900-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */260")
    same = await stranger.get(url, headers={"if-none-match": whole.headers["etag"]})
    assert same.status_code == 304
    assert (await stranger.head(url)).headers["content-length"] == "260"
    bare = url.partition("?")[0]
    assert (await stranger.get(bare)).status_code == 403
    assert (await stranger.get(url[:-4] + "0000")).status_code == 403
    assert (await http.get(bare)).status_code == 200
    download = await stranger.get(run["downloaded_files"][0]["file_url"])
    assert download.headers["content-disposition"].startswith("attachment")
    assert "R%C3%A9chnung" in download.headers["content-disposition"]


async def test_a_webhook_is_sent_again_with_the_callers_key(http: httpx.AsyncClient, house, wpid: str) -> None:
    running = (await http.post("/v1/run/workflows", json={"workflow_id": wpid, "parameters": VALUES})).json()["run_id"]
    assert (await http.post(f"/v1/runs/{running}/retry_webhook")).status_code == 400
    await http.post(f"/v1/runs/{running}/cancel")
    assert (await http.post(f"/v1/runs/{running}/retry_webhook")).status_code == 400
    private = await http.post(f"/v1/runs/{running}/retry_webhook", json={"webhook_url": "http://10.0.0.1/"})
    assert private.status_code == 400
    run_id = await finished(house, http, wpid)
    assert (await http.post(f"/v1/runs/{run_id}/retry_webhook")).json()[
        "target_webhook_url"
    ] == "https://example.com/hook"
    headers = {"content-type": "application/json"}
    assert (await http.post(f"/v1/runs/{run_id}/retry_webhook", content=b"", headers=headers)).status_code == 200
    assert house.engine.replayed == [(run_id, None, house.api_key)] * 2


async def test_a_finished_run_is_started_again(http: httpx.AsyncClient, house, wpid: str) -> None:
    run_id = await finished(house, http, wpid)
    again = await http.post(f"/v1/agents/runs/{run_id}/retry")
    assert again.status_code == 200
    assert again.json()["run_id"] != run_id
    assert house.engine.launched[-1].parameters == VALUES
    assert (await http.post(f"/v1/workflows/runs/{again.json()['run_id']}/retry")).status_code == 400
    going_on = await http.post(f"/v1/agents/runs/{run_id}/retry", params={"from_failed_block": True})
    assert going_on.status_code == 200
    assert house.engine.from_failure[-2:] == [False, True]


async def test_reading_a_run_is_cheap(http: httpx.AsyncClient, house, wpid: str) -> None:
    run_id = await finished(house, http, wpid)
    await http.get(f"/v1/runs/{run_id}")
    began = time.process_time()
    for _ in range(100):
        await http.get(f"/v1/runs/{run_id}")
    milliseconds = (time.process_time() - began) * 10
    print(f"GET /v1/runs/{{id}}: {milliseconds:.2f} ms CPU, the test client's share included")
    assert milliseconds < 6
