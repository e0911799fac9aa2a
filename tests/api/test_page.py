"""The plain run page: the key once, then a session that may look and cancel and nothing else."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from skyvern.api.routes.page import local_path

VALUES = {"first_name": "<script>alert(1)</script>", "last_name": "Smith", "state": "California"}


@pytest.fixture
async def path(http: httpx.AsyncClient, definition: dict[str, Any]) -> str:
    made = (await http.post("/v1/workflows", json={"json_definition": definition})).json()
    body = {"workflow_id": made["workflow_permanent_id"], "parameters": VALUES}
    run = (await http.post("/v1/run/workflows", json=body)).json()
    return run["app_url"].removeprefix("http://skyvern.test")


async def open_session(client: httpx.AsyncClient, key: str, path: str) -> httpx.Response:
    return await client.post("/ui/session", data={"key": f" {key} ", "next": path})


async def test_the_page_asks_once_and_keeps_a_session(stranger: httpx.AsyncClient, house, path: str) -> None:
    asked = await stranger.get(path)
    assert asked.status_code == 403
    assert 'name="key"' in asked.text
    wrong = await open_session(stranger, "nonsense", path)
    assert wrong.status_code == 403
    assert "not valid" in wrong.text
    opened = await open_session(stranger, house.api_key, path)
    assert (opened.status_code, opened.headers["location"]) == (303, f"..{path}")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert house.api_key not in cookie
    page = await stranger.get(path)
    assert page.status_code == 200
    assert "Credential Verification" in page.text
    assert "<script>alert" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for short in (f"/runs/{path.rpartition('/')[2]}", "/runs"):
        assert (await stranger.get(short)).status_code == 200
    assert (await stranger.get("/runs/wr_0")).status_code == 404


async def test_the_fragment_for_refreshing(stranger: httpx.AsyncClient, house, path: str) -> None:
    run_id = path.rpartition("/")[2]
    assert (await stranger.get(f"/ui/runs/{run_id}")).status_code == 403
    await open_session(stranger, house.api_key, path)
    answer = (await stranger.get(f"/ui/runs/{run_id}")).json()
    assert (answer["status"], answer["final"]) == ("created", False)
    assert run_id in answer["html"]


async def test_a_session_may_cancel_from_our_page_only(stranger: httpx.AsyncClient, house, path: str) -> None:
    run_id = path.rpartition("/")[2]
    await open_session(stranger, house.api_key, path)
    cancel = f"/v1/runs/{run_id}/cancel"
    assert (await stranger.post(cancel)).status_code == 403
    elsewhere = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert (await stranger.post(cancel, headers=elsewhere)).status_code == 403
    assert (
        await stranger.post("/v1/run/workflows", json={}, headers={"origin": "http://skyvern.test"})
    ).status_code == 403
    ours = {"origin": "http://skyvern.test", "sec-fetch-site": "same-origin"}
    assert (await stranger.post(cancel, headers=ours)).status_code == 200
    assert (await stranger.get(f"/v1/runs/{run_id}")).json()["status"] == "canceled"
    assert "Somebody stopped it" in (await stranger.get(path)).text


async def test_a_forged_cookie_opens_nothing(stranger: httpx.AsyncClient, path: str) -> None:
    for forged in ("", "a.b.c", f"{'0' * 64}.9999999999.{'0' * 64}"):
        page = await stranger.get(path, headers={"cookie": f"skyvern_session={forged}"})
        assert page.status_code == 403


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "evil"]
)
def test_the_way_back_never_leads_away(target: str) -> None:
    assert local_path(target) == "/runs"


async def test_styles_and_scripts_are_served(stranger: httpx.AsyncClient) -> None:
    assert "text/css" in (await stranger.get("/static/page.css")).headers["content-type"]
    assert "javascript" in (await stranger.get("/static/page.js")).headers["content-type"]
