"""The door of the API: keys, errors, limits, health, and the shape of what is refused."""

from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-api-key": ""},
        {"x-api-key": "wrong"},
        {"authorization": "Bearer wrong"},
        {"authorization": "Basic abc"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/runs"), ("POST", "/v1/run/workflows"), ("GET", "/v1/agents")]
)
async def test_without_a_valid_key_everything_is_403(
    stranger: httpx.AsyncClient, headers: dict[str, str], method: str, path: str
) -> None:
    answer = await stranger.request(method, path, headers=headers, json={} if method == "POST" else None)
    assert answer.status_code == 403
    assert "API key" in answer.json()["detail"]


@pytest.mark.parametrize("form", ["{}", " {} ", '"{}"', "'{}'"])
async def test_the_key_may_come_with_blanks_and_quotes(stranger: httpx.AsyncClient, house, form: str) -> None:
    key = form.format(house.api_key)
    assert (await stranger.get("/v1/runs", headers={"x-api-key": key})).status_code == 200
    assert (await stranger.get("/v1/runs", headers={"authorization": f"Bearer {key}"})).status_code == 200


async def test_a_revoked_key_is_refused(stranger: httpx.AsyncClient, house) -> None:
    (key,) = await house.store.organizations.keys(house.organization.organization_id)
    await house.store.organizations.revoke_key(key.api_key_id)
    assert (await stranger.get("/v1/runs", headers={"x-api-key": house.api_key})).status_code == 403


async def test_health_version_and_openapi_need_no_key(stranger: httpx.AsyncClient, house) -> None:
    assert (await stranger.get("/health/live")).status_code == 200
    assert (await stranger.get("/health/ready")).status_code == 200
    assert (await stranger.get("/version")).json() == {"version": "9.9.9"}
    assert (await stranger.get("/v1/version")).json() == {"version": "9.9.9"}
    schema = (await stranger.get("/openapi.json")).json()
    assert "/v1/run/workflows" in schema["paths"]
    assert "RunAnswer" in schema["components"]["schemas"]
    house.trouble.append("the browser host does not answer")
    trouble = await stranger.get("/health/ready")
    assert (trouble.status_code, trouble.json()["detail"]) == (503, "the browser host does not answer")


async def test_an_unknown_route_is_json(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/no/such/thing")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})
    assert (await http.put("/v1/runs")).status_code == 405
    assert (await http.get("/v1/runs/wr_%00")).status_code == 404


async def test_a_bad_body_says_where_and_does_not_repeat_secrets(http: httpx.AsyncClient) -> None:
    body = {
        "name": "n",
        "credential_type": "password",
        "credential": {"username": "u", "password": ["hunter2 hunter2"]},
    }
    answer = await http.post("/v1/credentials", json=body)
    assert answer.status_code == 422
    assert {"loc", "msg", "type"} == set(answer.json()["detail"][0])
    assert "hunter2" not in answer.text
    broken = await http.post("/v1/run/workflows", content=b"{", headers={"content-type": "application/json"})
    assert broken.status_code == 422
    assert isinstance(broken.json()["detail"], list)


async def test_large_bodies_are_413(http: httpx.AsyncClient) -> None:
    declared = await http.post("/v1/workflows", json={"yaml_definition": "x" * 300_000})
    assert declared.status_code == 413

    async def endless():
        for _ in range(400):
            yield b" " * 1000

    streamed = await http.post("/v1/workflows", content=endless(), headers={"content-type": "application/json"})
    assert streamed.status_code == 413
    assert "too large" in streamed.json()["detail"]


async def test_any_origin_may_ask_with_a_key_but_never_with_cookies(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/runs", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
