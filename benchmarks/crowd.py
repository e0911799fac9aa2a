"""Submits many browser runs at once and looks whether every limit holds: `python -m benchmarks.crowd [--runs 200]`.

Most open a page and leave a mark on it; every twentieth is one of a sequence, in which one run at a time may be at
work; every tenth leaves marks for two minutes and is cancelled while it does, or while it waits. Told are what was most
at once, the memory of all processes, how fast the API answered, and what was wrong: then the exit code is 1.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil

from benchmarks.machine import answered, free_port, memory
from skyvern.browser.host_client import HostClient

SLOTS, PER_ORGANIZATION = 12, 10
_ROOM_MB = 600
"""Kept from the limit: what a run that has just been let in will take yet."""
_CALM_SECONDS = 60.0
_GRACE_SECONDS = 1.0
"""After a cancel was answered nothing takes effect any more; what is on its way meanwhile arrives."""
_LEAVE = 'await page.evaluate("fetch(\'/mark?run=" + workflow_run_id + "\')")'
_SHORT = f'await page.goto("SITE/")\n{_LEAVE}\nresult = {{"title": await page.title()}}'
_LONG = f'await page.goto("SITE/")\nfor turn in range(600):\n    {_LEAVE}\n    await page.wait_for_timeout(200)'
ENDED = ("completed", "failed", "terminated", "timed_out", "canceled")


@dataclass(slots=True, kw_only=True)
class Report:
    """What was seen."""

    runs: int
    limit_mb: int
    seconds: float = 0.0
    ends: Counter[str] = field(default_factory=Counter[str])
    at_once: int = 0
    in_sequence: int = 0
    peak_mb: float = 0.0
    canceled_at_work: int = 0
    answers: list[float] = field(default_factory=list[float])
    """Seconds that the API took for an answer while all were under way."""
    faults: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        slow = statistics.quantiles(self.answers, n=20)[-1] if len(self.answers) > 1 else 0.0
        ends = ", ".join(f"{many} {status}" for status, many in sorted(self.ends.items()))
        lines = [
            f"{self.runs} runs at once, ended after {self.seconds:.0f} s: {ends}",
            f"most at work {self.at_once} (limit {PER_ORGANIZATION}), of the sequence {self.in_sequence} (limit 1)",
            f"memory at most {self.peak_mb:.0f} MiB (limit {self.limit_mb})",
            f"{self.canceled_at_work} cancelled at work; the API's answers took {slow * 1000:.0f} ms (p95)",
            *(f"FAULT: {fault}" for fault in self.faults),
        ]
        return "\n".join(lines)


class Site(ThreadingHTTPServer):
    """One page, and the marks that runs leave on it."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.marks: dict[str, list[float]] = defaultdict(list)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Visitor(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/mark" and isinstance(self.server, Site):
            self.server.marks[parse_qs(parts.query)["run"][0]].append(time.time())
        body = b"<!DOCTYPE html><title>Crowd</title><h1>Here we are</h1>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@contextmanager
def _site() -> Iterator[Site]:
    with Site() as site:
        thread = Thread(target=site.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()


@contextmanager
def _server(folder: Path, limit_mb: int) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes], Path]]:
    """A server that takes runs as long as the machine has more memory free than all but `limit_mb` of it."""
    data_dir, port = folder / "data", free_port()
    floor = psutil.virtual_memory().available // 2**20 - limit_mb + _ROOM_MB
    environment = {
        "SKYVERN_DATA_DIR": str(data_dir),
        "SKYVERN_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        "SKYVERN_CONCURRENCY": str(SLOTS),
        "SKYVERN_MAX_RUNNING_PER_ORGANIZATION": str(PER_ORGANIZATION),
        "SKYVERN_BROWSER_MIN_FREE_MB": str(max(1, floor)),
    }
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "skyvern", "server", "--port", str(port)],
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
        )
    try:
        answered(f"http://127.0.0.1:{port}/health/ready", time.perf_counter())
        key = (data_dir / "api_key").read_text().strip()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"x-api-key": key}, timeout=120) as client:
            yield client, process, data_dir
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=60)
        process.kill()
        asyncio.run(_end_host(data_dir))


async def _end_host(data_dir: Path) -> None:
    if (data_dir / "host.json").exists():
        await (await HostClient.ensure(data_dir, owner_id="crowd")).shutdown()


def _save(client: httpx.Client, code: str, **top: object) -> str:
    blocks = [{"block_type": "code", "label": "mark", "code": code}]
    definition = {"title": "Crowd", "workflow_definition": {"parameters": [], "blocks": blocks}, **top}
    answer = client.post("/v1/workflows", json={"json_definition": definition}).raise_for_status()
    return str(answer.json()["workflow_permanent_id"])


class Crowd:
    """The runs of one go."""

    def __init__(
        self, client: httpx.Client, site: Site, server: psutil.Process, data_dir: Path, report: Report
    ) -> None:
        self._client, self._site, self._server, self._data_dir = client, site, server, data_dir
        self.report = report
        self.sequence: list[str] = []
        self.endless: list[str] = []
        self.short: list[str] = []
        self.canceled: dict[str, float] = {}
        """When the answer to a cancel came."""

    def enter(self) -> None:
        """Submit them all."""
        plain, endless = (_save(self._client, code.replace("SITE", self._site.url)) for code in (_SHORT, _LONG))
        in_turn = _save(self._client, _SHORT.replace("SITE", self._site.url), run_sequentially=True)
        for number in range(self.report.runs):
            chosen, kept = {3: (in_turn, self.sequence), 7: (endless, self.endless), 17: (endless, self.endless)}.get(
                number % 20, (plain, self.short)
            )
            answer = self._client.post("/v1/run/workflows", json={"workflow_id": chosen}).raise_for_status()
            kept.append(str(answer.json()["run_id"]))
        for run_id in self.endless[1::4]:  # those wait yet, most of them
            self._cancel(run_id)

    def see_through(self, seconds: float) -> None:
        """Watch until all have ended; those that would not end are cancelled once they left marks."""
        end = time.monotonic() + seconds
        left = [*self.short, *self.sequence, *self.endless]
        while left and time.monotonic() < end:
            self._look(left[-1])
            for run_id in self.endless:
                if run_id not in self.canceled and len(self._site.marks[run_id]) > 2:
                    self._cancel(run_id)
                    self.report.canceled_at_work += 1
            left = [run_id for run_id in left if self._answer(run_id)["status"] not in ENDED]
            print(f"{len(left)} left, {self.report.peak_mb:.0f} MiB at most", file=sys.stderr, flush=True)
            time.sleep(1)
        self.report.faults += [f"{run_id} never ended" for run_id in left]

    def _look(self, waiting: str) -> None:
        """Note the memory, how long answers take, and whether a waiting run says where it stands."""
        hosts = [psutil.Process(json.loads(card.read_text())["pid"]) for card in self._data_dir.glob("host.json")]
        self.report.peak_mb = max(self.report.peak_mb, memory([self._server, *hosts]))
        began = time.perf_counter()
        self._client.get("/v1/runs", params={"page_size": 20}).raise_for_status()
        self.report.answers.append(time.perf_counter() - began)
        began = time.perf_counter()
        answer = self._answer(waiting)
        self.report.answers.append(time.perf_counter() - began)
        if answer["status"] in ("created", "queued") and not answer["queue_reason"]:
            self.report.faults.append(f"{waiting} waits and does not say why")

    def _answer(self, run_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._client.get(f"/v1/runs/{run_id}").raise_for_status().json()
        return answer

    def _cancel(self, run_id: str) -> None:
        self._client.post(f"/v1/runs/{run_id}/cancel").raise_for_status()
        self.canceled[run_id] = time.time()

    def judge(self) -> None:
        """Say what is wrong with how they ended."""
        report, everyone = self.report, {run: self._answer(run) for run in (*self.short, *self.sequence, *self.endless)}
        report.ends = Counter(str(answer["status"]) for answer in everyone.values())
        for run_id, answer in everyone.items():
            wanted = "canceled" if run_id in self.canceled else "completed"
            if answer["status"] != wanted:
                report.faults.append(f"{run_id} is {answer['status']}: {answer['failure_reason']}")
            if wanted == "completed" and len(self._site.marks[run_id]) != 1:
                report.faults.append(f"{run_id} left {len(self._site.marks[run_id])} marks")
        for run_id, at in self.canceled.items():
            if late := [mark for mark in self._site.marks[run_id] if mark > at + _GRACE_SECONDS]:
                report.faults.append(f"{run_id} left {len(late)} marks after it was cancelled, +{late[-1] - at:.1f} s")
        report.at_once = _most_at_once(list(everyone.values()))
        report.in_sequence = _most_at_once([everyone[run_id] for run_id in self.sequence])
        if report.at_once > PER_ORGANIZATION or report.in_sequence > 1:
            report.faults.append("more were at work than may be")
        if report.peak_mb > report.limit_mb:
            report.faults.append("they took more memory than they may")
        with closing(sqlite3.connect(f"file:{self._data_dir / 'skyvern.db'}?mode=ro", uri=True)) as database:
            ends = database.execute("SELECT run_id, count(*) FROM journal WHERE kind = 'run_finished' GROUP BY run_id")
            told = dict(ends.fetchall())
        report.faults += [f"{run_id} has {told.get(run_id, 0)} ends" for run_id in everyone if told.get(run_id) != 1]

    def calm(self) -> None:
        """Wait until no Chromium is left."""
        end = time.monotonic() + _CALM_SECONDS
        while (left := self._chromiums()) and time.monotonic() < end:
            time.sleep(0.5)
        self.report.faults += [f"Chromium {pid} is left" for pid in left]

    def _chromiums(self) -> list[int]:
        profiles = f"--user-data-dir={self._data_dir}"
        return [one.pid for one in psutil.process_iter(["cmdline"]) if profiles in " ".join(one.info["cmdline"] or ())]


def _most_at_once(answers: Sequence[dict[str, Any]]) -> int:
    """Return how many of these runs were at work at the same time at most."""
    moves: list[tuple[float, int]] = []
    for answer in answers:
        if answer["started_at"] and answer["finished_at"]:
            moves.append((datetime.fromisoformat(answer["started_at"]).timestamp(), 1))
            moves.append((datetime.fromisoformat(answer["finished_at"]).timestamp(), -1))
    most = now = 0
    for _, change in sorted(moves):  # who ends at a moment makes room for who begins at it
        now += change
        most = max(most, now)
    return most


def crowd(runs: int, *, limit_mb: int, folder: Path, seconds: float) -> Report:
    """Submit so many runs to a server of its own on this folder, and tell what was seen."""
    report = Report(runs=runs, limit_mb=limit_mb)
    with _site() as site, _server(folder, limit_mb) as (client, process, data_dir):
        made = Crowd(client, site, psutil.Process(process.pid), data_dir, report)
        began = time.monotonic()
        made.enter()
        made.see_through(seconds)
        report.seconds = time.monotonic() - began
        made.calm()
        made.judge()
    return report


def main() -> int:
    """Read the command line, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--memory", type=int, default=3000, help="MiB that everything together may take")
    parser.add_argument("--minutes", type=float, default=60.0, help="in which all must have ended")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is ended in any case
    with tempfile.TemporaryDirectory(prefix="crowd-") as folder:
        report = crowd(given.runs, limit_mb=given.memory, folder=Path(folder), seconds=given.minutes * 60)
    print(report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
