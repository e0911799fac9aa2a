"""A real Chromium with pages of our own: one browser process per test session, one attached session per test."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from skyvern.browser.attach import Browsers
from skyvern.browser.host.chromium import forget_temporary
from skyvern.browser.ports import Around

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

CHROMIUM = ("/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@dataclass
class Reply:
    """What the local site answers to one path."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


class Site:
    """A site on a free port whose pages a test writes itself."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.posted: list[tuple[str, bytes]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                return

            def _answer(self) -> None:
                site.seen.append((self.command, self.path, dict(self.headers)))
                length = int(self.headers.get("Content-Length") or 0)
                if length:
                    site.posted.append((self.path, self.rfile.read(length)))
                reply = site.replies.get(urlsplit(self.path).path) or Reply(b"<h1>Not found</h1>", status=404)
                if reply.wait:
                    time.sleep(reply.wait)
                try:
                    self.send_response(reply.status)
                    self.send_header("Content-Type", reply.kind)
                    self.send_header("Content-Length", str(len(reply.body)))
                    for key, value in reply.headers.items():
                        self.send_header(key, value)
                    self.end_headers()
                    self.wfile.write(reply.body)
                except (BrokenPipeError, ConnectionResetError):
                    return

            do_GET = _answer
            do_POST = _answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, body: str, **more: object) -> str:
        """Serve HTML at a path; return its URL."""
        plain = "<html" not in body and "<!doctype" not in body
        title = "" if "<title" in body else "<title>Test</title>"
        head = f"<!doctype html><meta charset=utf-8>{title}" if plain else ""
        self.replies[path] = Reply((head + body).encode(), **more)  # type: ignore[arg-type]
        return self.url + path

    def file(self, path: str, body: bytes, kind: str, **headers: str) -> str:
        self.replies[path] = Reply(body, kind=kind, headers={key.replace("_", "-"): v for key, v in headers.items()})
        return self.url + path

    def fields(self) -> dict[str, list[str]]:
        """Return the fields of the last posted form."""
        return parse_qs(self.posted[-1][1].decode()) if self.posted else {}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@dataclass
class Chromium:
    """A browser process of our own."""

    process: subprocess.Popen[bytes]
    cdp_url: str
    folder: Path

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        forget_temporary(self.folder)


def spawn(folder: Path, *flags: str) -> Chromium:
    """Start Chromium in its own process group and wait for its port."""
    binary = next(path for path in CHROMIUM if Path(path).exists())
    default = folder / "Default"
    default.mkdir(parents=True)
    (default / "Preferences").write_text(json.dumps({"plugins": {"always_open_pdf_externally": True}}))
    command = [
        binary,
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-popup-blocking",
        "--disable-dev-shm-usage",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--window-size=1280,720",
        "--disable-back-forward-cache",
        "--hide-scrollbars",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        *flags,
        "about:blank",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    mark = folder / "DevToolsActivePort"
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if mark.exists() and len(mark.read_text().split("\n")) > 1:
            return Chromium(process, f"http://127.0.0.1:{mark.read_text().split()[0]}", folder)
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    raise RuntimeError("Chromium did not start")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    browser = spawn(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.kill()


@pytest.fixture
def own_chromium(tmp_path: Path) -> Iterator[Chromium]:
    """A browser for one test that harms it."""
    browser = spawn(tmp_path / "chromium")
    yield browser
    browser.kill()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
async def browsers() -> AsyncIterator[Browsers]:
    browsers = Browsers(action_seconds=5.0)
    yield browsers
    await browsers.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share the attached driver share its event loop too."""
    for item in items:
        if "session" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def driver() -> AsyncIterator[Browsers]:
    browsers = Browsers(action_seconds=5.0)
    yield browsers
    await browsers.close()


@pytest_asyncio.fixture(loop_scope="session")
async def session(chromium: Chromium, driver: Browsers, tmp_path: Path) -> AsyncIterator[BrowserSession]:
    """A session attached to the shared browser; its tabs are closed but one afterwards."""
    session = await driver.attach(
        chromium.cdp_url,
        browser_id="test",
        artifacts_dir=tmp_path / "files",
        around=Around(resolve_secret=lambda text, _url: text.replace("{{secret:1}}", "hunter2-geheim")),
    )
    yield session
    page = await session.page()
    for other in page.context.pages:
        if other is not page:
            await other.close()
    await session.close()


@pytest.fixture
def show(site: Site, session: BrowserSession) -> Callable[..., object]:
    """Serve HTML, open it, and return the session's observation."""

    async def open_page(body: str, path: str = "/page") -> object:
        result = await session.goto(site.page(path, body))
        assert result.ok, result.message
        return await session.observe()

    return open_page
