"""Chromium, its GPU process or a page dies under a run: the run goes on, signed in, where its page was."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect

from skyvern import Skyvern
from skyvern.browser.host.frames import INDEX
from skyvern.browser.host.records import BrowserInfo
from skyvern.browser.host_client import HostClient

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

Harm = Callable[[BrowserInfo], Awaitable[None]]


@dataclass(slots=True)
class Office:
    """A site that knows who signed in by a session cookie, and whose last page lets one wait for it."""

    url: str = ""
    asked: threading.Event = field(default_factory=threading.Event)
    """Somebody waits for the slow page."""
    served: threading.Event = field(default_factory=threading.Event)
    """The slow page may be answered."""
    paths: list[str] = field(default_factory=list[str])


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.paths.append(self.path)
            known = "who=Ada" in self.headers.get("Cookie", "")
            text = f"<title>Office</title><p>{'Hello Ada' if known else 'Please sign in'}</p><a href=/slow>Continue</a>"
            if self.path == "/slow":
                made.asked.set()
                made.served.wait(60)
                text = f"<title>Done</title><h1>Your request is filed, {'Ada' if known else 'nobody'}</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            if self.path == "/login":
                self.send_header("Set-Cookie", "who=Ada; Path=/; HttpOnly")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield made
    made.served.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
async def client(shared: Product) -> AsyncIterator[Skyvern]:
    """Our SDK on the server of these tests."""
    async with shared.client() as sdk:
        yield sdk


async def browser_of(product: Product) -> BrowserInfo:
    """Return the one browser that is open."""
    host = await HostClient.ensure(product.data_dir, owner_id="tests")
    try:
        (info,) = await host.list_browsers()
        return info
    finally:
        await host.close()


async def crash_page(browser: BrowserInfo) -> None:
    """End the process of the page, as chrome://crash does."""
    pages = httpx.get(f"{browser.cdp_url}/json/list", trust_env=False).json()
    (page,) = [page for page in pages if page["type"] == "page"]
    async with connect(page["webSocketDebuggerUrl"], proxy=None, max_size=None) as wire:
        await wire.send(json.dumps({"id": 1, "method": "Page.crash"}))
        async with asyncio.timeout(20):
            async for message in wire:
                if json.loads(message).get("method") == "Inspector.targetCrashed" or "error" in json.loads(message):
                    return


async def kill_gpu(browser: BrowserInfo) -> None:
    """Kill the process that draws."""
    found = [
        child
        for child in psutil.Process(browser.pid).children(recursive=True)
        if "--type=gpu-process" in " ".join(child.cmdline())
    ]
    assert found
    for child in found:
        child.kill()


async def kill_browser(browser: BrowserInfo) -> None:
    """Kill Chromium with all its processes."""
    os.killpg(browser.pid, signal.SIGKILL)


async def kill_host(browser: BrowserInfo) -> None:
    """Kill the process that owns Chromium; its successor ends Chromium."""
    host = psutil.Process(browser.pid).parent()
    assert host is not None
    host.kill()


async def remembered(product: Product, url: str, *, stored: bytes = b"") -> None:
    """Wait until it is on disk where the page is and who signed in, and what the page stored."""
    async with asyncio.timeout(60):
        while not _remembers(product.data_dir / "browsers", url, stored):
            await asyncio.sleep(0.1)


def _remembers(browsers: Path, url: str, stored: bytes) -> bool:
    notes = [json.loads(note.read_text()) for note in browsers.glob("*/memory.json")]
    known = [note for note in notes if note["url"] == url and "Ada" in {cookie["value"] for cookie in note["cookies"]}]
    return bool(known) and any(stored in log.read_bytes() for log in browsers.rglob("Local Storage/leveldb/*.log"))


async def filmed(product: Product) -> None:
    """Wait until frames of a page are on disk."""
    async with asyncio.timeout(60):
        while not any(index.stat().st_size for index in (product.data_dir / "browsers").glob(f"*/frames/*/{INDEX}")):
            await asyncio.sleep(0.1)


async def no_folder(product: Product) -> None:
    """Wait until no browser, living or dead, has a folder; one is removed right after its run has ended."""
    async with asyncio.timeout(30):
        while list((product.data_dir / "browsers").iterdir()):
            await asyncio.sleep(0.1)


@pytest.mark.long
@pytest.mark.parametrize("harm", [crash_page, kill_gpu, kill_browser, kill_host])
async def test_a_run_goes_on_in_the_same_context_where_its_page_was(
    shared: Product, client: Skyvern, office: Office, harm: Harm
) -> None:
    wpid = await shared.save(
        client,
        [
            {"label": "enter", "block_type": "goto_url", "url": f"{office.url}/login"},
            {
                "label": "keep",
                "block_type": "code",
                "code": "await page.evaluate(\"localStorage.basket = '3 apples'\")",
            },
            {"label": "go", "block_type": "goto_url", "url": f"{office.url}/desk"},
            {"label": "pause", "block_type": "http_request", "url": f"{office.url}/slow", "timeout": 60},
            {
                "label": "read",
                "block_type": "code",
                "code": "at = page.url\nhello = await page.inner_text('p')\n"
                "basket = await page.evaluate('localStorage.basket')\nshot = len(await page.screenshot())",
            },
        ],
    )
    run = await client.run_workflow(wpid)
    assert await asyncio.to_thread(office.asked.wait, 60), "the run pauses"
    if harm in (kill_browser, kill_host):
        await remembered(shared, f"{office.url}/desk", stored=b"3 apples")
    await harm(await browser_of(shared))
    office.served.set()
    ended = await shared.until(client, run.run_id)
    assert ended.status == "completed", ended.failure_reason
    read = ended.output["read_output"]
    assert (read["at"], read["hello"], read["basket"]) == (f"{office.url}/desk", "Hello Ada", "3 apples")
    assert ended.recording_url
    await no_folder(shared)


@pytest.mark.long
@pytest.mark.parametrize(("harm", "told"), [(crash_page, ""), (kill_browser, "The browser ended meanwhile")])
async def test_an_agent_whose_page_dies_under_it_is_told_and_goes_on(
    shared: Product, client: Skyvern, office: Office, harm: Harm, told: str
) -> None:
    goal = "Click Continue. You are done when the page says that your request is filed."
    wpid = await shared.save(
        client,
        [
            {"label": "enter", "block_type": "goto_url", "url": f"{office.url}/login"},
            {"label": "file", "block_type": "navigation", "navigation_goal": goal},
        ],
    )
    run = await client.run_workflow(wpid)
    assert await asyncio.to_thread(office.asked.wait, 60), "the agent clicked"
    await harm(await browser_of(shared))
    office.served.set()
    ended = await shared.until(client, run.run_id)
    assert ended.status == "completed", ended.failure_reason
    actions = str([item.to_dict() for item in await client.get_run_timeline(run.run_id)])
    assert told in actions
    if harm is kill_browser:
        assert office.paths.count("/slow") == 2, "the page that was being opened is opened again"


@pytest.mark.long
@pytest.mark.parametrize("harm", [kill_browser, kill_host])
async def test_a_run_in_a_session_whose_browser_dies_goes_on_in_it(
    shared: Product, client: Skyvern, office: Office, harm: Harm
) -> None:
    session = await client.create_browser_session(url=f"{office.url}/login", timeout=5)
    wpid = await shared.save(
        client,
        [
            {"label": "pause", "block_type": "http_request", "url": f"{office.url}/slow", "timeout": 60},
            {"label": "read", "block_type": "code", "code": "hello = await page.inner_text('p')\nat = page.url"},
        ],
    )
    run = await client.run_workflow(wpid, browser_session_id=session.browser_session_id)
    assert await asyncio.to_thread(office.asked.wait, 60), "the run pauses"
    await remembered(shared, f"{office.url}/login")
    await harm(await browser_of(shared))
    office.served.set()
    ended = await shared.until(client, run.run_id)
    assert ended.status == "completed", ended.failure_reason
    assert ended.output["read_output"] == {"hello": "Hello Ada", "at": f"{office.url}/login"}
    assert office.paths.count("/login") == 2, "the page is opened again where it was"
    stands = await client.get_browser_session(session.browser_session_id)
    assert (stands.status, stands.runnable_id) == ("running", None)
    await client.close_browser_session(session.browser_session_id)
    await no_folder(shared)


@pytest.mark.long
async def test_a_recording_is_made_of_the_frames_when_no_browser_is_left(
    shared: Product, client: Skyvern, office: Office
) -> None:
    wpid = await shared.save(
        client,
        [
            {"label": "enter", "block_type": "goto_url", "url": f"{office.url}/desk"},
            {"label": "pause", "block_type": "wait", "wait_sec": 60},
        ],
    )
    run = await client.run_workflow(wpid)
    await shared.until(client, run.run_id, label="pause")
    await filmed(shared)
    await kill_browser(await browser_of(shared))
    await client.cancel_run(run.run_id)
    ended = await shared.until(client, run.run_id)
    assert ended.status == "canceled"
    async with asyncio.timeout(60):  # who cancels is not kept waiting for it
        while not ended.recording_url:
            await asyncio.sleep(0.2)
            ended = await client.get_run(run.run_id)
    video = httpx.get(ended.recording_url, trust_env=False)
    assert (video.status_code, video.content[:4]) == (200, b"\x1a\x45\xdf\xa3"), "a WebM"
    await no_folder(shared)
