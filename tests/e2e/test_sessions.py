"""Sessions of a real server: a program on its pages, runs in it, and what a crash of the server leaves of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from playwright.async_api import Error, async_playwright

from skyvern import Skyvern
from skyvern.browser.host.chromium import find_chromium, forget_temporary
from skyvern.client import SkyvernError, SyncSkyvern
from skyvern.client.record import Record
from tests.conftest import ServerProcess, end_host, start_server

FINAL = {"completed", "failed", "terminated", "timed_out", "canceled"}
PAGE = b"""<!DOCTYPE html><title>Order</title><label>Name <input id=name></label>
<button onclick="document.title = 'Sent'; out.textContent = 'Order 4711 is sent'">Send</button><p id=out></p>
<dl><dt>Price</dt><dd>12 EUR</dd></dl><a id=file download=prices.csv href="data:text/csv,a%2C12">Save</a>"""


class _Order(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def order() -> Iterator[str]:
    """The address of a page with a field, a button and a price."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Order)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}/"
    site.shutdown()
    site.server_close()


@pytest.fixture
async def http(server: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"x-api-key": server.api_key}
    async with httpx.AsyncClient(base_url=server.base_url, headers=headers, timeout=60) as client:
        yield client


async def ended(client: Skyvern, run_id: str) -> Record:
    """Return a run when it has ended."""
    until = time.monotonic() + 60
    while (run := await client.get_run(run_id)).status not in FINAL:
        assert time.monotonic() < until, run.status
        await asyncio.sleep(0.1)
    return run


async def workflow(client: Skyvern, *blocks: dict[str, object], **more: object) -> str:
    tree = {"title": "In a session", "workflow_definition": {"parameters": [], "blocks": list(blocks)}, **more}
    return (await client.create_workflow(json_definition=tree)).workflow_permanent_id


@pytest.mark.covers("POST /v1/sdk/run_action")
async def test_a_program_and_runs_share_the_pages_of_a_session(
    client: Skyvern, server: ServerProcess, http: httpx.AsyncClient, order: str
) -> None:
    session = await client.create_browser_session(url=order, timeout=10)
    assert session.status == "running"
    async with async_playwright() as playwright:
        with pytest.raises(Error, match="A valid API key is needed"):
            await playwright.chromium.connect_over_cdp(session.browser_address, headers={"x-api-key": "sk_no"})
        browser = await playwright.chromium.connect_over_cdp(
            session.browser_address, headers={"x-api-key": server.api_key}
        )
        page = browser.contexts[0].pages[0]
        await page.fill("#name", "Ada")

        wpid = await workflow(
            client,
            {"label": "read", "block_type": "code", "code": "name = await page.input_value('#name')\nat = page.url"},
            {"label": "pause", "block_type": "wait", "wait_sec": 1},
        )
        run = await client.run_workflow(wpid, browser_session_id=session.browser_session_id)
        busy = await http.post(
            "/v1/run/workflows", json={"workflow_id": wpid, "browser_session_id": session.browser_session_id}
        )
        assert busy.status_code == 400
        assert f"is used by run {run.run_id}" in busy.json()["detail"]
        done = await ended(client, run.run_id)
        assert done.output["read_output"] == {"name": "Ada", "at": order}
        assert (done.browser_session_id, bool(done.recording_url)) == (session.browser_session_id, True)
        frames = server.data_dir / "browsers" / session.browser_session_id / "frames"
        assert list(frames.iterdir()) == []  # what the recording was made of does not stay as long as the session
        stands = await client.get_browser_session(session.browser_session_id)
        assert (stands.status, stands.runnable_id) == ("running", None)

        await page.fill("#name", "Grace")
        said = {"url": page.url, "browser_session_id": session.browser_session_id}
        click = {"type": "ai_click", "intention": "Click the Send button"}
        clicked = await client.run_sdk_action(**said, action=click)
        assert clicked.workflow_run_id.startswith("wr_")
        assert await page.title() == "Sent"
        assert await page.input_value("#name") == "Grace"
        schema = {"type": "object", "properties": {"price": {"type": "string"}}}
        read = await act(http, said, {"type": "extract", "prompt": "the price", "extract_schema": schema})
        assert read["result"] == {"price": "12 EUR"}
        assert (await act(http, said, {"type": "validate", "prompt": "the page shows a zebra"}))["result"] is False
        where = await act(http, said, {"type": "locate_element", "prompt": "the Send button"})
        assert await page.locator(where["result"]).inner_text() == "Send"
        failed = await http.post(
            "/v1/sdk/run_action", json={**said, "action": {"type": "ai_click", "intention": "Click the Elephant link"}}
        )
        assert failed.status_code == 400
        assert "Elephant" in failed.json()["detail"]
        await page.click("#file")
        async with asyncio.timeout(30):
            while not (shown := await client.get_browser_session(session.browser_session_id)).downloaded_files:
                await asyncio.sleep(0.1)
        assert [file["filename"] for file in shown.downloaded_files] == ["prices.csv"], "by a program, in no run"
        assert httpx.get(shown.downloaded_files[0]["url"]).content == b"a,12"
        await client.close_browser_session(session.browser_session_id)
        with pytest.raises(Error):
            await page.title()
        over = await client.get_browser_session(session.browser_session_id)
        assert [file["checksum"] for file in over.downloaded_files] == [shown.downloaded_files[0]["checksum"]]
    gone = await http.post(
        "/v1/run/workflows", json={"workflow_id": wpid, "browser_session_id": session.browser_session_id}
    )
    assert gone.status_code == 410


async def act(http: httpx.AsyncClient, said: dict[str, str], action: dict[str, object]) -> dict[str, Any]:
    """Do one thing as the SDKs' page verbs do."""
    answer = await http.post("/v1/sdk/run_action", json={**said, "action": action})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.long
async def test_a_session_outlives_a_crash_of_the_server_and_one_of_its_browser(
    start: Callable[[dict[str, str]], ServerProcess], order: str
) -> None:
    first = start({})
    client = Skyvern(api_key=first.api_key, base_url=first.base_url)
    session = await client.create_browser_session(url=order, timeout=10)
    wpid = await workflow(
        client, {"label": "fill", "block_type": "code", "code": "await page.fill('#name', 'half-filled')"}
    )
    assert (await ended(client, (await _run(client, wpid, session)).run_id)).status == "completed"
    await client.close()
    first.kill()
    again = start_server(first.data_dir)
    try:
        client = Skyvern(api_key=again.api_key, base_url=again.base_url)
        assert (await client.get_browser_session(session.browser_session_id)).status == "running"
        wpid = await workflow(
            client, {"label": "read", "block_type": "code", "code": "name = await page.input_value('#name')"}
        )
        run = await ended(client, (await _run(client, wpid, session)).run_id)
        assert run.output["read_output"] == {"name": "half-filled"}
        _kill_browser(first, session.browser_session_id)
        wpid = await workflow(
            client, {"label": "read", "block_type": "code", "code": "at = page.url\ntitle = await page.title()"}
        )
        run = await ended(client, (await _run(client, wpid, session)).run_id)
        assert run.output["read_output"] == {"at": order, "title": "Order"}
        stands = await client.get_browser_session(session.browser_session_id)
        assert stands.status == "running"
        assert stands.browser_address.endswith(f"/{session.browser_session_id}/cdp")
        await client.close()
    finally:
        again.stop()
        await asyncio.to_thread(end_host, first.data_dir)


async def _run(client: Skyvern, wpid: str, session: Record) -> Record:
    return await client.run_workflow(wpid, browser_session_id=session.browser_session_id)


def _kill_browser(server: ServerProcess, session_id: str) -> None:
    note = json.loads((server.data_dir / "browsers" / session_id / "process.json").read_text())
    os.killpg(note["pid"], signal.SIGKILL)


@pytest.fixture
async def chrome(tmp_path: Path, order: str) -> AsyncIterator[str]:
    """Somebody's own Chrome, showing the order page."""
    command = [str(find_chromium()), "--headless=new", "--remote-debugging-port=0", "--no-sandbox", "--disable-gpu"]
    process = await asyncio.create_subprocess_exec(
        *command,
        f"--user-data-dir={tmp_path / 'chrome'}",
        order,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    while b"DevTools listening on ws://" not in (line := await asyncio.wait_for(process.stderr.readline(), 20)):
        assert line, "Chrome ended"
    yield "http://" + line.decode().partition("ws://")[2].partition("/")[0]
    os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
    forget_temporary(tmp_path / "chrome")


@pytest.mark.long
async def test_a_run_works_in_its_callers_own_chrome_and_leaves_it_as_it_is(
    client: Skyvern, http: httpx.AsyncClient, chrome: str
) -> None:
    code = "await page.fill('#name', 'Ada')\nawait page.click('button')\ntitle = await page.title()"
    wpid = await workflow(client, {"label": "send", "block_type": "code", "code": code})
    asked = {"workflow_id": wpid, "browser_address": chrome, "cdp_connect_headers": {"x-token": "sesame-93-quartz"}}
    started = (await http.post("/v1/run/workflows", json=asked)).json()
    assert "sesame" not in json.dumps(started)
    run = await ended(client, started["run_id"])
    assert run.status == "completed", run.failure_reason
    assert (run.output["send_output"]["title"], run.recording_url) == ("Sent", None)
    shown = httpx.get(f"{chrome}/json/list").json()
    assert [page["title"] for page in shown if page["type"] == "page"] == ["Sent"], "it lives, on its page"
    wrong = await http.post("/v1/run/workflows", json={**asked, "browser_address": "ftp://far"})
    assert (wrong.status_code, "ws, wss, http or https" in wrong.json()["detail"]) == (400, True)
    private = await http.post("/v1/run/workflows", json={**asked, "browser_address": "ws://10.0.0.1:9222"})
    assert (private.status_code, "SKYVERN_ALLOWED_PRIVATE_NETWORKS" in private.json()["detail"]) == (400, True)
    nobody = await client.run_workflow(wpid, browser_address="ws://127.0.0.1:9/devtools")
    failed = await ended(client, nobody.run_id)
    assert "browser_address: no DevTools at ws://127.0.0.1:9/devtools" in failed.failure_reason


@pytest.mark.long
async def test_our_sdk_opens_a_session_drives_its_pages_and_finds_it_again(client: Skyvern, order: str) -> None:
    browser = await client.launch_cloud_browser(timeout=10, url=order)
    page = await browser.get_working_page()
    assert page.url == order, "what is not a verb of ours is Playwright's"
    await page.fill("#name", "Ada")
    await page.fill("#missing", "Grace", prompt="Fill the name", timeout=300)
    assert await page.input_value("#name") == "Grace", "where the selector fails, the prompt is followed"
    with pytest.raises(Error):
        await page.click("#missing", timeout=300)
    with pytest.raises(TypeError, match="click needs a prompt, or a selector"):
        await page.click()
    assert await page.locator(prompt="the Send button").inner_text() == "Send"
    assert await page.locator("#out").inner_text() == ""
    await page.act("Click the Send button")
    assert await page.title() == "Sent"
    assert await page.validate("the page shows Order 4711")
    assert not await page.validate("the page shows a zebra")
    schema = {"type": "object", "properties": {"price": {"type": "string"}}}
    assert await page.extract("the price", schema) == {"price": "12 EUR"}
    wpid = await workflow(client, {"label": "read", "block_type": "code", "code": "at = page.url"})
    run = await page.agent.run_workflow(wpid)
    assert (run.status, run.output["read_output"]) == ("completed", {"at": order})
    again = await client.use_cloud_browser()
    assert again.browser_session_id == browser.browser_session_id, "the session that is there is used"
    assert [tab.url for tab in again.pages] == [order]
    async with await client.connect_to_cloud_browser_session(browser.browser_session_id) as third:
        assert await (await third.get_new_page()).evaluate("1 + 1") == 2
    await client.close_browser_session(browser.browser_session_id)
    with pytest.raises(SkyvernError, match="is completed: open a new one"):
        await client.connect_to_cloud_browser_session(browser.browser_session_id)


@pytest.mark.long
def test_the_blocking_client_drives_pages_too(server: ServerProcess, order: str) -> None:
    with SyncSkyvern(api_key=server.api_key, base_url=server.base_url) as client:
        browser = client.launch_cloud_browser(timeout=10, url=order)
        page = browser.get_working_page()
        page.fill(prompt="Fill the name", value="Ada")
        assert (page.url, page.input_value("#name")) == (order, "Ada")
        client.close_browser_session(browser.browser_session_id)


@pytest.mark.long
async def test_runs_work_in_remote_browsers_each_in_a_context_of_its_own(
    start: Callable[[dict[str, str]], ServerProcess], chrome: str, order: str
) -> None:
    server = start({"SKYVERN_REMOTE_BROWSERS": f"2*{chrome}"})
    async with Skyvern(api_key=server.api_key, base_url=server.base_url) as client:
        code = f"await page.goto('{order}')\nbefore = await page.evaluate('localStorage.who || null')\n"
        code += "await page.evaluate('localStorage.who = 1')\nawait page.fill('#name', 'Ada')\nat = page.url"
        wpid = await workflow(
            client,
            {"label": "in", "block_type": "code", "code": code},
            {"label": "send", "block_type": "navigation", "navigation_goal": "Click the Send button."},
        )
        for _ in range(2):
            run = await ended(client, (await client.run_workflow(wpid)).run_id)
            assert run.status == "completed", run.failure_reason
            assert run.output["in_output"] == {"before": None, "at": order}, "nothing of the run before is there"
        shown = [page for page in httpx.get(f"{chrome}/json/list").json() if page["type"] == "page"]
        assert [page["title"] for page in shown] == ["Order"], "its own page is as it was, ours are gone"
        assert not (server.data_dir / "host.json").exists(), "no browser was started here"
