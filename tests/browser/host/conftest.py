"""A local site to visit, and a real browser host (own process) with Chromium, ended after each test."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from skyvern.browser.host.card import HostCard
from skyvern.browser.host_client import HostClient

Reply = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """A web server on loopback whose pages a test sets; `hits` holds the paths that were asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.pages: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.hits: list[str] = []
        self.port = self.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.network = f"127.0.0.1/32:{self.port}"

    def html(self, path: str, text: str) -> None:
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())

    def file(self, path: str, name: str, data: bytes, *, pace: float = 0.0, kind: str = "application/x-data") -> None:
        """A download; with `pace` its second half comes that many seconds after the first."""

        def send(visitor: BaseHTTPRequestHandler) -> None:
            visitor.send_response(200)
            visitor.send_header("Content-Type", kind)
            if name:
                visitor.send_header("Content-Disposition", f'attachment; filename="{name}"')
            visitor.send_header("Content-Length", str(len(data)))
            visitor.end_headers()
            visitor.wfile.write(data[: len(data) // 2])
            time.sleep(pace)
            visitor.wfile.write(data[len(data) // 2 :])

        self.pages[path] = send


class _Visitor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))  # else it begins the connection's next request
        path = self.path.partition("?")[0]
        self.server.hits.append(path)
        page = self.server.pages.get(path, (404, {}, b"nothing here"))
        if callable(page):
            page(self)
            return
        status, headers, body = page
        if asked := re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(asked[1]), int(asked[2] or len(body) - 1)
            status, whole, body = 206, len(body), body[first : last + 1]
            headers = {**headers, "Content-Range": f"bytes {first}-{last}/{whole}"}
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_: object) -> None:
        pass


@asynccontextmanager
async def attached(cdp_url: str) -> AsyncIterator[Browser]:
    """Playwright on a living browser; leaving only disconnects."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(cdp_url, is_local=True)
        yield browser
        await browser.close()


@pytest.fixture
def attach() -> Callable[[str], AbstractAsyncContextManager[Browser]]:
    return attached


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
async def start_host() -> AsyncIterator[Callable[..., Awaitable[HostClient]]]:
    """`HostClient.ensure` whose clients are closed and whose hosts are ended after the test, however it went."""
    clients: list[HostClient] = []
    folders: set[Path] = set()

    async def start(data_dir: Path, **options: object) -> HostClient:
        client = await HostClient.ensure(data_dir, **options)
        clients.append(client)
        folders.add(data_dir)
        return client

    yield start
    for client in clients:
        await client.close()
    for folder in folders:
        if HostCard.read(folder):
            await (await HostClient.ensure(folder)).shutdown()


@pytest.fixture
async def host(tmp_path: Path, site: Site, start_host: Callable[..., Awaitable[HostClient]]) -> HostClient:
    return await start_host(tmp_path / "data", allowed_networks=site.network)
