"""What whole-product tests share: servers that die and come back on one folder, sample sites, a receiver, a client."""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from skyvern import Skyvern
from skyvern.cli import application
from skyvern.client.record import Record
from skyvern.testing.sites.server import running
from tests.conftest import ServerProcess, end_host, start_server

ENDED = ("completed", "failed", "terminated", "timed_out", "canceled")


@dataclass(slots=True)
class Product:
    """A server on a folder of its own, and the SDK that talks to whichever process serves it now."""

    data_dir: Path
    environment: dict[str, str]
    process: ServerProcess | None = None

    def start(self) -> ServerProcess:
        """Start (again)."""
        port = int(self.process.base_url.rpartition(":")[2]) if self.process else 0
        self.process = start_server(self.data_dir, port=port, environment=self.environment)
        return self.process

    @property
    def server(self) -> ServerProcess:
        """The process that serves now."""
        assert self.process is not None
        return self.process

    def client(self) -> Skyvern:
        """Return an SDK for the server."""
        return Skyvern(api_key=self.server.api_key, base_url=self.server.base_url)

    async def save(
        self,
        client: Skyvern,
        blocks: Sequence[Mapping[str, object]],
        parameters: Sequence[Mapping[str, object]] = (),
        **top: object,
    ) -> str:
        """Save a workflow and return its permanent id."""
        definition = {"parameters": list(parameters), "blocks": list(blocks), **top}
        saved = await client.create_workflow(json_definition={"title": "e2e", "workflow_definition": definition})
        return str(saved.workflow_permanent_id)

    async def until(self, client: Skyvern, run_id: str, *, seconds: float = 90, label: str | None = None) -> Record:
        """Wait until a run has ended, or until the block with this label has begun."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            run = await client.get_run(run_id)
            if run.status in ENDED:
                assert label is None, f"ended as {run.status} ({run.failure_reason}) before {label!r}"
                return run
            if label is not None:
                seen = [item.to_dict() for item in await client.get_run_timeline(run_id)]
                if f"'label': '{label}'" in str(seen):
                    return run
            await asyncio.sleep(0.05)
        raise AssertionError(f"{run_id} is still {run.status}")

    @property
    def log(self) -> str:
        """What the servers on this folder have written."""
        return (self.data_dir.parent / f"{self.data_dir.name}.log").read_text()


Command = Callable[..., Result]
"""The `skyvern` command, called in this process with its arguments."""


@pytest.fixture
def command(server: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, talking to the server that all tests share."""
    monkeypatch.setenv("SKYVERN_BASE_URL", server.base_url)
    monkeypatch.setenv("SKYVERN_API_KEY", server.api_key)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(application([arguments[0]]), list(arguments))

    return call


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """A server of this test's own."""
    made = Product(tmp_path / "data", {})
    made.start()
    yield made
    if made.server.process.poll() is None:
        made.server.stop()
    end_host(made.data_dir)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One server for the tests that neither stop nor configure it."""
    made = Product(tmp_path_factory.mktemp("shared") / "data", {})
    made.start()
    yield made
    made.server.stop()
    end_host(made.data_dir)


@pytest.fixture
def product_with() -> Iterator[Callable[[Path, dict[str, str]], Product]]:
    """Start servers with settings of their own; they end with the test."""
    begun: list[Product] = []

    def make(data_dir: Path, environment: dict[str, str]) -> Product:
        begun.append(Product(data_dir, environment))
        begun[-1].start()
        return begun[-1]

    yield make
    for made in begun:
        made.server.stop()
        end_host(made.data_dir)


@pytest.fixture
async def connected() -> AsyncIterator[Callable[[Product], Skyvern]]:
    """Connect clients that are closed with the test."""
    async with AsyncExitStack() as stack:

        def connect(product: Product) -> Skyvern:
            client = product.client()
            stack.push_async_callback(client.close)
            return client

        yield connect


@pytest.fixture(scope="session")
def sites() -> Iterator[str]:
    """The sample sites, at this URL."""
    with running() as site:
        yield str(site).rstrip("/")


@dataclass(slots=True)
class Receiver:
    """A web server that notes what it gets; `statuses` are its next answers, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[bytes, dict[str, str], float]] = field(default_factory=list)
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    proxied: list[str] = field(default_factory=list)
    passes: list[str] = field(default_factory=list)
    """As whom it was asked as a proxy: the name and password of each request."""

    async def take(self, count: int = 1, *, seconds: float = 20) -> list[tuple[bytes, dict[str, str], float]]:
        """Wait for so many messages."""
        end = time.monotonic() + seconds
        while len(self.got) < count and time.monotonic() < end:
            await asyncio.sleep(0.02)
        assert len(self.got) >= count, f"{len(self.got)} of {count} messages came"
        return self.got


@contextmanager
def receiving(address: str = "127.0.0.1") -> Iterator[Receiver]:
    """Serve on a free port: POSTs are noted, GETs answered from `pages`, absolute URLs noted as a proxy's."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            made.got.append((body, {name.lower(): value for name, value in self.headers.items()}, time.time()))
            self._answer(made.statuses.pop(0) if made.statuses else 200, "ok")

        def do_GET(self) -> None:
            path = self.path
            if path.startswith("http://"):
                made.proxied.append(path)
                shown = self.headers.get("proxy-authorization", "").removeprefix("Basic ")
                made.passes.append(base64.b64decode(shown).decode())
                path = "/" + path.split("/", 3)[-1]
            status, text = made.pages.get(path, (404, "nothing here"))
            self._answer(status, text)

        def _answer(self, status: int, text: str) -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer((address, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.url = f"http://{address}:{server.server_address[1]}"
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A local web server."""
    with receiving() as made:
        yield made
