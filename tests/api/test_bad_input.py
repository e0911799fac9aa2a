"""Bad input at the HTTP rim: refused with a 4xx that names the place, in bounded time, with nothing written."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from tests.api.conftest import PUBLIC_URL, VALUES, House, credential_verification

PATIENCE = 20.0
"""Seconds that any refusal may take on a busy machine."""


def blocks(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"title": "t", "workflow_definition": {"parameters": [], "blocks": list(rows)}}


def wait(label: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"label": label, "block_type": "wait", "wait_sec": 1, **fields}


def loop(*inner: dict[str, Any]) -> dict[str, Any]:
    return {"label": "l", "block_type": "for_loop", "loop_variable_reference": "[1]", "loop_blocks": list(inner)}


DEFINITIONS: dict[str, tuple[dict[str, Any], str]] = {
    "a circle": (blocks(wait("a", next_block_label="b"), wait("b", next_block_label="a")), ""),
    "a label that is no identifier": (blocks(wait("not a label")), "not a label"),
    "a duplicate label inside a loop": (blocks(wait("a"), loop(wait("a"))), "'a'"),
    "an unknown block type": (blocks({"label": "a", "block_type": "dance"}), "dance"),
    "no list of blocks": ({"title": "t", "workflow_definition": {"parameters": [], "blocks": {}}}, "blocks"),
    "no title": ({"workflow_definition": {"parameters": [], "blocks": []}}, "title"),
    "an unknown parameter": (
        blocks({"label": "a", "block_type": "navigation", "navigation_goal": "g", "parameter_keys": ["nope"]}),
        "nope",
    ),
    "a definition that is text": ({"title": "t", "workflow_definition": "blocks"}, ""),
}


@pytest.mark.parametrize("name", DEFINITIONS)
async def test_a_definition_that_cannot_run(name: str, http: httpx.AsyncClient) -> None:
    definition, said = DEFINITIONS[name]
    began = time.monotonic()
    answer = await http.post("/v1/workflows", json={"json_definition": definition})
    assert answer.status_code == 422, answer.text
    assert said in answer.text
    assert len(answer.text) < 5000
    assert time.monotonic() - began < PATIENCE
    assert (await http.get("/v1/workflows")).json() == []


@pytest.mark.parametrize("depth", [100, 1000])
async def test_loops_in_loops_in_loops(depth: int, http: httpx.AsyncClient) -> None:
    rest = '"block_type":"for_loop","loop_variable_reference":"[1]","loop_blocks":['
    opening = "".join('{"label":"l' + str(level) + '",' + rest for level in range(depth))
    block = opening + json.dumps(wait("innermost")) + "]}" * depth
    text = '{"json_definition":{"title":"t","workflow_definition":{"parameters":[],"blocks":[' + block + "]}}}"
    began = time.monotonic()
    answer = await http.post("/v1/workflows", content=text.encode(), headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text[:500]
    assert len(answer.text) < 5000
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"json_definition":' + b'{"a":' * 30_000,
        b'{"workflow_id": "wpid_1", "parameters": {"a": 1e999}}',
        b"\xff\xfe",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"",
    ],
)
@pytest.mark.parametrize("path", ["/v1/workflows", "/v1/run/workflows", "/v1/folders", "/v1/run/tasks"])
async def test_a_body_that_is_no_request(path: str, body: bytes, http: httpx.AsyncClient) -> None:
    answer = await http.post(path, content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500, answer.text
    assert "detail" in answer.json()


async def test_ten_megabytes_are_too_many(http: httpx.AsyncClient) -> None:
    body = json.dumps({"json_definition": {"title": "x" * 10_000_000}}).encode()
    answer = await http.post("/v1/workflows", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert "at most" in answer.json()["detail"]


async def test_a_megabyte_of_template_is_stored_or_refused_but_never_hangs(http: httpx.AsyncClient) -> None:
    goal = "{{ a }}" * 25_000
    row = {"label": "n", "block_type": "navigation", "navigation_goal": goal}
    began = time.monotonic()
    answer = await http.post("/v1/workflows", json={"json_definition": blocks(row)})
    assert answer.status_code in (200, 413, 422)
    assert time.monotonic() - began < PATIENCE


async def test_the_credential_of_another_is_unknown(http: httpx.AsyncClient, house: House) -> None:
    secret = {"username": "u", "password": "p"}
    made = await http.post("/v1/credentials", json={"name": "n", "credential_type": "password", "credential": secret})
    credential_id = made.json()["credential_id"]
    transport = httpx.ASGITransport(app=house.app)
    key = await house.key_of_another()
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers={"x-api-key": key}) as other:
        body = {"credential_type": "skyvern", "credential_id": credential_id, "url": "https://example.com"}
        answer = await other.post("/v1/run/tasks/login", json=body)
        assert answer.status_code == 400
        assert credential_id in answer.json()["detail"]
        assert (await other.get(f"/v1/credentials/{credential_id}")).status_code == 404


SCHEDULES: dict[str, tuple[dict[str, Any], str]] = {
    "an invalid cron": ({"cron_expression": "61 * * * *", "timezone": "UTC"}, "cron_expression"),
    "a date that never comes": ({"cron_expression": "0 0 31 2 *", "timezone": "UTC"}, "no date that ever comes"),
    "no zone": ({"cron_expression": "0 9 * * *"}, "timezone"),
    "an unknown zone": ({"cron_expression": "0 9 * * *", "timezone": "Nowhere"}, "IANA"),
    "two ways at once": ({"cron_expression": "0 9 * * *", "interval_seconds": 600, "timezone": "UTC"}, "exactly one"),
    "no way at all": ({"timezone": "UTC"}, "exactly one"),
    "too often": ({"interval_seconds": 1, "timezone": "UTC"}, "300"),
    "a moment without a zone": ({"run_at": "2099-01-01T00:00:00", "timezone": "UTC"}, "timezone"),
}


@pytest.mark.parametrize("name", SCHEDULES)
async def test_a_schedule_that_is_none(name: str, http: httpx.AsyncClient) -> None:
    made = await http.post("/v1/workflows", json={"json_definition": blocks(wait("a"))})
    wpid = made.json()["workflow_permanent_id"]
    body, said = SCHEDULES[name]
    answer = await http.post(f"/v1/workflows/{wpid}/schedules", json=body)
    assert answer.status_code == 422, answer.text
    assert said in answer.text
    assert (await http.get("/v1/schedules")).json()["total_count"] == 0


async def test_a_schedule_lacks_a_value_that_its_workflow_needs(http: httpx.AsyncClient) -> None:
    made = await http.post("/v1/workflows", json={"json_definition": credential_verification()})
    path = f"/v1/workflows/{made.json()['workflow_permanent_id']}/schedules"
    body = {"cron_expression": "0 9 * * *", "timezone": "UTC"}
    answer = await http.post(path, json=body)
    assert answer.status_code == 400
    assert "first_name" in answer.json()["detail"]
    good = await http.post(path, json={**body, "parameters": VALUES})
    assert good.status_code == 200
    assert len(good.json()["next_runs"]) == 5


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/v1/folders", {"title": ""}, 422),
        ("POST", "/v1/folders", {"title": "x" * 256}, 422),
        ("POST", "/v1/browser_sessions", {"timeout": 4}, 422),
        ("POST", "/v1/browser_sessions", {"timeout": True}, 422),
        ("POST", "/v1/browser_sessions", {"browser_profile_id": "bp_0"}, 404),
        ("POST", "/v1/browser_sessions", {"url": "file:///etc/passwd"}, 400),
        ("POST", "/v1/browser_sessions", {"url": "http://169.254.169.254/"}, 400),
        ("POST", "/v1/browser_sessions", {"proxy_location": {"url": "http://u:p@proxy.example.com:1"}}, 400),
        ("POST", "/v1/browser_profiles", {"name": "n", "browser_session_id": "a", "workflow_run_id": "b"}, 422),
        ("POST", "/v1/browser_profiles", {"name": "n", "browser_session_id": "pbs_0"}, 404),
        ("POST", "/v1/scripts", {"files": [{"path": "../up", "content": ""}]}, 422),
        ("POST", "/v1/scripts", {"files": [{"path": "/etc/passwd", "content": ""}]}, 422),
        ("POST", "/v1/scripts", {"files": [{"path": "a", "content": "*not base64*"}]}, 422),
        ("POST", "/v1/scripts", {"files": [{"path": "a", "content": ""}, {"path": "a/b", "content": ""}]}, 422),
        ("POST", "/v1/scripts", {"workflow_id": "wpid_0"}, 404),
        ("GET", "/v1/runs?page=0", None, 422),
        ("GET", "/v1/runs?page_size=101", None, 422),
        ("GET", "/v1/runs?status=sleeping", None, 422),
        ("GET", "/v1/runs?created_at_start=yesterday", None, 422),
        ("GET", "/v1/workflows?page_size=1000000", None, 422),
        ("POST", "/v1/runs/cancel", {"run_ids": ["wr_1"] * 101}, 422),
        ("POST", "/v1/workflow-tags", {"workflow_permanent_ids": ["w"] * 501}, 422),
    ],
)
async def test_a_field_out_of_bounds(
    method: str, path: str, body: dict[str, Any] | None, status: int, http: httpx.AsyncClient
) -> None:
    answer = await http.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


async def test_a_tag_key_with_a_slash_is_refused(http: httpx.AsyncClient) -> None:
    made = await http.post("/v1/workflows", json={"json_definition": blocks(wait("a"))})
    path = f"/v1/workflows/{made.json()['workflow_permanent_id']}/tags"
    for key in ("a/b", "a:b", " ", "x" * 65, "a\u0000b"):
        answer = await http.post(path, json={"tags": [{"key": key, "value": "v"}]})
        assert answer.status_code == 422, key
