"""The web UI's page and session: the key once, then a cookie that only our own page may use."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from skyvern.api.app import create_app
from skyvern.credentials import hash_key
from tests.api.conftest import PUBLIC_URL

PAGE = '<base href="/" /><meta name="skyvern-nonce" content="" /><div id="root"></div>'
OURS = {"origin": PUBLIC_URL, "sec-fetch-site": "same-origin", "x-skyvern-ui": "1"}


@pytest.fixture
async def browser(house: Any, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ANN401 - the house of conftest
    """Somebody without a key, at a server whose UI is one line long."""
    (tmp_path / "ui" / "assets").mkdir(parents=True)
    (tmp_path / "ui" / "index.html").write_text(PAGE)
    (tmp_path / "ui" / "assets" / "index-1.js").write_text("go()")
    app = create_app(dataclasses.replace(house.app.state.deps, ui=tmp_path / "ui"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=PUBLIC_URL) as client:
        yield client


async def sign_in(client: httpx.AsyncClient, key: str) -> httpx.Response:
    return await client.post("/ui/session", json={"key": key}, headers=OURS)


@pytest.fixture
async def run_id(http: httpx.AsyncClient, definition: dict[str, Any]) -> str:
    made = (await http.post("/v1/workflows", json={"json_definition": definition})).json()
    values = {"first_name": "John", "last_name": "Smith", "state": "California"}
    body = {"workflow_id": made["workflow_permanent_id"], "parameters": values}
    return str((await http.post("/v1/run/workflows", json=body)).json()["run_id"])


@pytest.mark.parametrize("path", ["/", "/runs", "/runs/wr_1", "/workflows", "/workflows/wpid_1/runs/wr_1"])
async def test_every_address_of_it_is_one_page_under_a_strict_policy(browser: httpx.AsyncClient, path: str) -> None:
    page = await browser.get(path)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'name="skyvern-nonce" content="{nonce}"' in page.text
    assert len(nonce) > 16
    again = await browser.get(path)
    assert nonce not in again.text


async def test_an_unknown_address_is_the_page_for_people_and_json_for_programs(browser: httpx.AsyncClient) -> None:
    person = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = await browser.get("/workflows/wpid_1/settings/deep", headers=person)
    assert page.status_code == 404
    assert '<div id="root">' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (await browser.get("/workflows/wpid_1/settings/deep")).json() == {"detail": "Not Found"}
    for path in ("/v1/nothing", "/assets/nothing.js"):
        answer = await browser.get(path, headers=person)
        assert answer.status_code == 404
        assert "root" not in answer.text
    assert (await browser.post("/nothing", headers=person)).json()["detail"] == "Not Found"


async def test_its_files_are_served(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/assets/index-1.js")).text == "go()"
    assert (await browser.get("/assets/../index.html")).status_code == 404


async def test_its_files_are_sent_compressed(browser: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "ui" / "assets" / "big-1.js").write_text("go();" * 1000)
    answer = await browser.get("/assets/big-1.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == "go();" * 1000


async def test_behind_a_path_of_another_server_its_addresses_begin_with_that_path(
    house: Any,  # noqa: ANN401 - the house of conftest
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    deps = dataclasses.replace(house.app.state.deps, ui=tmp_path, public_url="https://tools.test/sky/")
    transport = httpx.ASGITransport(app=create_app(deps))
    async with httpx.AsyncClient(transport=transport) as client:
        assert '<base href="/sky/" />' in (await client.get("https://tools.test/runs")).text
        assert '<base href="/" />' in (await client.get("http://localhost:8000/runs")).text


async def test_a_copy_without_it_says_how_to_build_it(house: Any, tmp_path: Path) -> None:  # noqa: ANN401
    app = create_app(dataclasses.replace(house.app.state.deps, ui=tmp_path / "nothing"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=PUBLIC_URL) as client:
        page = await client.get("/runs")
        assert page.status_code == 503
        assert "scripts/ui" in page.json()["detail"]


async def test_the_key_is_asked_once_and_kept_where_scripts_cannot_read_it(browser: httpx.AsyncClient, house) -> None:
    assert (await browser.get("/ui/session")).json() is None
    wrong = await sign_in(browser, "nonsense")
    assert wrong.status_code == 403
    assert "no such key" in wrong.json()["detail"]
    right = await sign_in(browser, f' "{house.api_key}" ')
    assert right.status_code == 204
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert house.api_key not in cookie
    assert (await browser.get("/ui/session")).json()["organization_id"].startswith("o_")
    assert (await browser.get("/v1/runs")).status_code == 200
    await browser.delete("/ui/session")
    assert (await browser.get("/ui/session")).json() is None
    assert (await browser.get("/v1/runs")).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": PUBLIC_URL, "sec-fetch-site": "same-origin"},
        {**OURS, "origin": "https://elsewhere.example"},
        {**OURS, "sec-fetch-site": "cross-site"},
        {**OURS, "sec-fetch-site": "same-site"},
    ],
)
async def test_the_cookie_changes_nothing_for_other_pages(
    browser: httpx.AsyncClient, house, run_id: str, headers: dict[str, str]
) -> None:
    await sign_in(browser, house.api_key)
    assert (await browser.post(f"/v1/runs/{run_id}/cancel", headers=headers)).status_code == 403
    assert (await browser.get(f"/v1/runs/{run_id}")).json()["status"] == "created"


async def test_the_cookie_works_for_our_own_page(browser: httpx.AsyncClient, house, run_id: str) -> None:
    await sign_in(browser, house.api_key)
    assert (await browser.post(f"/v1/runs/{run_id}/cancel", headers=OURS)).status_code == 200
    assert (await browser.get(f"/v1/runs/{run_id}")).json()["status"] == "canceled"


@pytest.mark.parametrize("forged", ["", "a.b.c", f"{'0' * 64}.9999999999.{'0' * 64}"])
async def test_a_forged_cookie_opens_nothing(browser: httpx.AsyncClient, forged: str) -> None:
    assert (await browser.get("/v1/runs", headers={"cookie": f"skyvern_session={forged}"})).status_code == 403


async def test_a_link_signs_in_once_and_not_for_long(browser: httpx.AsyncClient, house: Any) -> None:  # noqa: ANN401 - the house of conftest
    once = house.app.state.deps.once
    body = {"once": once.issue(hash_key(house.api_key))}
    signed = await browser.post("/ui/session", json=body, headers=OURS)
    assert (signed.status_code, "HttpOnly" in signed.headers["set-cookie"]) == (204, True)
    assert (await browser.get("/ui/session")).json()["organization_id"]
    for refused in (body, {"once": once.issue(hash_key(house.api_key), seconds=0)}, {"once": "x"}, {"once": ""}):
        assert (await browser.post("/ui/session", json=refused, headers=OURS)).status_code == 403
