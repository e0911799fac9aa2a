"""Opens and closes sessions in a row and kills the server in between: `python -m benchmarks.soak [--sessions 200]`.

Before each kill one session is open, one is being opened and one is being closed. What is left at the end – a Chromium,
a folder, an unfinished row, a temporary file – is told, and then the exit code is 1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psutil

from benchmarks.machine import answered, free_port
from skyvern import Skyvern
from skyvern.browser.host_client import HostClient

_SETTLED_SECONDS = 180.0
_PAGE = b"<!DOCTYPE html><title>Soak</title><p>kept<script>localStorage.n = 1 + Number(localStorage.n || 0)</script>"


@dataclass(slots=True, kw_only=True)
class Report:
    """What was done and what was left."""

    opened: int = 0
    closed: int = 0
    kills: int = 0
    left: list[str] = field(default_factory=list[str])
    opening: list[float] = field(default_factory=list[float])
    closing: list[float] = field(default_factory=list[float])
    restarting: list[float] = field(default_factory=list[float])
    memory: tuple[float, float] = (0.0, 0.0)
    """MiB of the browser host at the beginning and at the end."""

    def __str__(self) -> str:
        lines = [
            f"{self.opened} sessions opened, {self.closed} closed, {self.kills} servers killed",
            f"opening {_spread(self.opening)}, closing {_spread(self.closing)}, restart {_spread(self.restarting)}",
            f"browser host {self.memory[0]:.0f} MiB at the beginning, {self.memory[1]:.0f} MiB at the end",
            *(f"LEFT: {item}" for item in self.left),
        ]
        return "\n".join([*lines, "nothing is left" if not self.left else f"{len(self.left)} things are left"])


class Server:
    """A server on one folder that is killed and started again."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def temporary(self) -> Path:
        """Where everything of this server keeps temporary files."""
        return self.data_dir.with_name("tmp")

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start it and return after how many seconds it was ready."""
        began = time.perf_counter()
        with (self.data_dir.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "skyvern", "server", "--port", str(self.port)],
                env={
                    **os.environ,
                    "SKYVERN_DATA_DIR": str(self.data_dir),
                    "TMPDIR": str(self.temporary),
                    "SKYVERN_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                },
                stdout=log,
                stderr=log,
            )
        return answered(f"{self.url}/health/ready", began)

    def end(self, number: signal.Signals) -> None:
        """End it with a signal."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(timeout=60)

    def client(self) -> Skyvern:
        """Return an SDK for it."""
        return Skyvern(api_key=(self.data_dir / "api_key").read_text().strip(), base_url=self.url)


async def soak(
    sessions: int, *, every: int, folder: Path, said: Callable[[str], None] = print, seed: int = 1
) -> Report:
    """Open and close so many sessions, kill the server after every so many, and look at what is left."""
    report, chance, server = Report(), random.Random(seed), Server(folder / "data")
    for needed in (server.data_dir, server.temporary):
        needed.mkdir(parents=True)
    report.restarting.append(await asyncio.to_thread(server.start))
    with _site() as page:
        client = server.client()
        try:
            while report.opened < sessions:
                await _one(client, report, page, profile=report.opened % 10 == 0)
                report.memory = (report.memory[0] or _host_memory(server.data_dir), report.memory[1])
                if report.opened % every == 0:
                    client = await _killed(server, client, report, page, chance)
                    said(f"{report.opened} opened, {report.kills} kills, {len(_chromiums(folder))} Chromiums")
            report.memory = (report.memory[0], _host_memory(server.data_dir))
            report.left = await _settled(server)
        finally:
            await client.close()
            await asyncio.to_thread(server.end, signal.SIGTERM)
            await _end_host(server.data_dir)
    return report


async def _one(client: Skyvern, report: Report, page: str, *, profile: bool) -> None:
    began = time.perf_counter()
    session = await client.create_browser_session(url=page, timeout=5, generate_browser_profile=profile)
    report.opened += 1
    report.opening.append(time.perf_counter() - began)
    began = time.perf_counter()
    await client.close_browser_session(session.browser_session_id)
    report.closed += 1
    report.closing.append(time.perf_counter() - began)


async def _killed(server: Server, client: Skyvern, report: Report, page: str, chance: random.Random) -> Skyvern:
    """Kill the server amid its work, start it again, and close what it has open."""
    kept, going = [await client.create_browser_session(url=page, timeout=5) for _ in range(2)]
    unsure = [
        asyncio.create_task(client.create_browser_session(url=page, timeout=5)),
        asyncio.create_task(client.close_browser_session(going.browser_session_id)),
    ]
    await asyncio.sleep(chance.uniform(0.0, 1.2))  # the moment of the kill is what is tried out
    server.end(signal.SIGKILL)
    report.kills += 1
    await asyncio.gather(*unsure, return_exceptions=True)
    await client.close()
    report.restarting.append(await asyncio.to_thread(server.start))
    client = server.client()
    if (await client.get_browser_session(kept.browser_session_id)).status != "running":
        report.left.append(f"{kept.browser_session_id} did not outlive kill {report.kills}")
    for session in await client.get_browser_sessions():
        if session.status == "running":
            await client.close_browser_session(session.browser_session_id)
    return client


async def _settled(server: Server) -> list[str]:
    """Return what is left when the server had time to clear away what nobody asked for any more."""
    end = time.monotonic() + _SETTLED_SECONDS
    while (left := _left(server)) and time.monotonic() < end:
        await asyncio.sleep(0.5)
    return left


def _left(server: Server) -> list[str]:
    data_dir = server.data_dir
    with closing(sqlite3.connect(f"file:{data_dir / 'skyvern.db'}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT browser_session_id, status FROM browser_session"
            " WHERE status NOT IN ('completed', 'failed', 'timeout') OR run_id IS NOT NULL"
        ).fetchall()
    return [
        *(f"process {pid}: {line[:150]}" for pid, line in _chromiums(data_dir)),
        *(f"folder {place}" for place in (data_dir / "browsers").iterdir()),
        *(f"scratch {place}" for place in (data_dir / "scratch").rglob("*") if place.is_file()),
        *(f"row {row}" for row in rows),
        *(f"temporary {place}" for place in server.temporary.iterdir()),
    ]


def _chromiums(folder: Path) -> list[tuple[int, str]]:
    """Return the living processes that a browser of this folder is, or that began with one."""
    found: list[tuple[int, str]] = []
    for one in psutil.process_iter(["pid", "cmdline", "status"]):
        line = " ".join(one.info["cmdline"] or ())
        if f"--user-data-dir={folder}" in line and one.info["status"] != psutil.STATUS_ZOMBIE:
            found.append((one.info["pid"], line))
    return found


def _host_memory(data_dir: Path) -> float:
    for one in psutil.process_iter(["cmdline"]):
        if "skyvern.serve.browser_host" in (line := " ".join(one.info["cmdline"] or ())) and str(data_dir) in line:
            with suppress(psutil.NoSuchProcess):
                return float(one.memory_full_info().pss) / 2**20
    return 0.0


async def _end_host(data_dir: Path) -> None:
    async with AsyncExitStack() as stack:
        stack.enter_context(suppress(OSError))
        if (data_dir / "host.json").exists():
            await (await HostClient.ensure(data_dir, owner_id="soak")).shutdown()


@contextmanager
def _site() -> Iterator[str]:
    class Visitor(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(_PAGE)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    site = ThreadingHTTPServer(("127.0.0.1", 0), Visitor)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}/"
    site.shutdown()
    site.server_close()


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"{ordered[len(ordered) // 2]:.2f} s (at most {ordered[-1]:.2f} s)" if ordered else "-"


def main() -> int:
    """Run it and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--kill-every", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="when the kills fall")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        report = asyncio.run(soak(given.sessions, every=given.kill_every, folder=Path(folder), seed=given.seed))
    print(report)
    return 1 if report.left else 0


if __name__ == "__main__":
    sys.exit(main())
