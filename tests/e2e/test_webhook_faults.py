"""Receivers that fail in every way, and a server killed in the middle of sending: each end's event arrives."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skyvern import Skyvern, verify_event
from skyvern.testing.certificates import tls_pair
from tests.conftest import free_port

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

Connect = Callable[["Product"], Skyvern]

WAYS = ("ok", "500", "dropped", "held")


@dataclass(slots=True)
class Bad:
    """What a receiver that fails at first has been sent: (path, body, headers)."""

    url: str = ""
    sent: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def listening(port: int = 0, *, folder: Path | None = None) -> Iterator[Bad]:
    """Receive; by the path's first word the first message is answered, refused, dropped or held."""
    made, tried = Bad(), Counter[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.sent.append((self.path, body, headers))
            tried[self.path] += 1
            way, first = self.path.split("/")[1], tried[self.path] == 1
            if first and way == "held":
                made.release.wait(120)
            if first and way in ("dropped", "held"):
                self.close_connection = True
                return
            failed = first and way == "500"
            if not failed:
                made.taken.append(headers["webhook-id"])
            self.send_response(500 if failed else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    scheme = "http"
    if folder is not None:
        scheme, server.socket = "https", tls_pair(folder)[0].wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    yield made
    made.release.set()
    server.shutdown()
    server.server_close()


@pytest.mark.long
async def test_as_many_events_arrive_as_runs_ended(product: Product, connected: Connect, tmp_path: Path) -> None:
    client = connected(product)
    workflow = await product.save(client, [{"label": "c", "block_type": "code", "code": "x = 1"}])
    away = free_port()
    with listening() as bad, listening(folder=tmp_path) as untrusted:
        urls = [f"{bad.url}/{way}/{number}" for number in range(3) for way in WAYS]
        urls += [f"http://127.0.0.1:{away}/ok/{number}" for number in range(3)]
        runs = [await client.run_workflow(workflow, webhook_url=url) for url in urls]
        distrusted = await client.run_workflow(workflow, webhook_url=f"{untrusted.url}/ok")
        for run in (*runs, distrusted):
            assert (await product.until(client, run.run_id)).status == "completed"
        await until(lambda: sum(path.startswith("/held") for path, _, _ in bad.sent) == 3)
        product.server.kill()
        bad.release.set()
        product.start()
        with listening(away) as back:
            await until(lambda: len({*bad.taken, *back.taken}) >= len(runs))
            async with asyncio.timeout(60):  # what was taken is noted as delivered a moment later
                while len(waiting := (await client.deliveries.list(status="pending")).deliveries) > 1:
                    await asyncio.sleep(0.1)
            (row,) = waiting
            assert row.run_id == distrusted.run_id
            assert "certificate" in row.last_error.lower()
            told = {path: verify_event(body, headers, product.server.api_key) for path, body, headers in bad.sent}
            taken = {*bad.taken, *back.taken}
            assert len(taken) == len(runs)
            assert set(told.values()) <= taken
            assert untrusted.sent == []
        events = (await client.deliveries.list(page_size=100)).deliveries
        assert {row.delivery_id for row in events if row.status == "delivered"} == taken
        assert {row.run_id for row in events} == {run.run_id for run in (*runs, distrusted)}


async def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.05)
