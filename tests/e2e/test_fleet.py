"""One server without a worker and two workers on one Postgres, each with a data folder of its own: nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.async_api import async_playwright
from sqlalchemy import create_engine, text
from websockets.asyncio.client import ClientConnection, connect

from skyvern.testing.buckets import ACCESS_KEY, StandIn, running_buckets
from tests.conftest import ServerProcess, end_host, start_server
from tests.postgres import Cluster

pytestmark = pytest.mark.long
SILENT = 4
_SECONDS = 90


@dataclass(kw_only=True)
class Fleet:
    """The processes under test and their database."""

    server: ServerProcess
    url: str
    folder: Path
    environment: dict[str, str]
    objects: StandIn
    workers: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def work(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it has joined."""
        number = len(list(self.folder.glob("worker*.log")))
        log = (self.folder / f"worker{number}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "skyvern.cli", "worker", "--data-dir", str(self.folder / f"w{number}"), *arguments],
            env={
                **os.environ,
                **self.environment,
                # as if each was a machine of its own
                "SKYVERN_NODE_ADDRESS": f"127.0.0.{number + 2}",
                **environment,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self.workers[process.pid] = process
        until(lambda: process.poll() is not None or process.pid in self.pids())
        assert process.poll() is None, (self.folder / f"worker{number}.log").read_text()
        return process

    def pair(self) -> None:
        """See to it that two workers are there."""
        living = [one for one in self.workers.values() if one.poll() is None]
        for _ in range(2 - len(living)):
            self.work()

    def ask(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Ask the database."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(statement), values)]
        engine.dispose()
        return rows

    def pids(self) -> set[object]:
        """The processes that are members."""
        return {row[0] for row in self.ask("SELECT pid FROM worker")}

    def holder(self, run_id: str) -> subprocess.Popen[bytes]:
        """The worker that has a run."""
        found = (
            "SELECT w.pid FROM dbos.workflow_status s JOIN worker w ON w.worker_id = s.executor_id"
            " WHERE s.workflow_uuid LIKE :like AND s.status = 'PENDING'"
        )
        until(lambda: self.ask(found, like=f"{run_id}%") != [])
        return self.workers[int(str(self.ask(found, like=f"{run_id}%")[0][0]))]

    def call(self, method: str, path: str, **given: object) -> dict[str, object]:
        """Ask the server."""
        done = httpx.request(
            method,
            self.server.base_url + path,
            headers={"x-api-key": self.server.api_key},
            timeout=30,
            **given,  # type: ignore[arg-type]
        )
        assert done.is_success, done.text
        found: dict[str, object] = done.json()
        return found

    def start(self, blocks: list[dict[str, object]], **request: object) -> str:
        """Start a run of these blocks."""
        definition = {"title": "Fleet", "workflow_definition": {"parameters": [], "blocks": blocks}}
        made = self.call("POST", "/v1/workflows", json={"json_definition": definition})
        asked = {"workflow_id": made["workflow_permanent_id"], **request}
        return str(self.call("POST", "/v1/run/workflows", json=asked)["run_id"])

    def launch(self, seconds: int) -> str:
        """Start a run of a code block, a wait and another code block."""
        blocks: list[dict[str, object]] = [
            {"block_type": "code", "label": "before", "code": "count = 1\nresult = {'before': count}"},
            {"block_type": "wait", "label": "pause", "wait_sec": seconds},
            {"block_type": "code", "label": "after", "code": "result = {'after': 2}"},
        ]
        return self.start(blocks)

    def run(self, run_id: str) -> dict[str, object]:
        """How a run stands."""
        return self.call("GET", f"/v1/runs/{run_id}")

    def ended(self, run_id: str, seconds: float = _SECONDS) -> dict[str, object]:
        """How a run ended."""
        until(lambda: self.run(run_id)["finished_at"] is not None, seconds)
        return self.run(run_id)

    def begun(self, run_id: str, label: str) -> None:
        """Wait until a block is at work."""
        until(lambda: self.ask("SELECT 1 FROM block_run WHERE run_id = :id AND label = :label", id=run_id, label=label))


def _at_pause(fleet: Fleet, run_id: str) -> subprocess.Popen[bytes]:
    fleet.begun(run_id, "pause")
    return fleet.holder(run_id)


def until(holds: Callable[[], object], seconds: float = _SECONDS) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def fleet(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    folder, url = tmp_path_factory.mktemp("fleet"), postgres.new_database()
    with running_buckets() as objects:
        yield from _fleet(folder, url, objects)


def _fleet(folder: Path, url: str, objects: StandIn) -> Iterator[Fleet]:
    environment = {
        "SKYVERN_DATABASE_URL": url,
        "SKYVERN_SECRET_KEY": "the-same-for-all-of-them",
        "SKYVERN_WORKER_SILENT_SECONDS": str(SILENT),
        "SKYVERN_ARTIFACTS_URL": "s3://bucket",
        "AWS_ENDPOINT_URL": objects.url,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "SKYVERN_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        "SKYVERN_DRAIN_SECONDS": "6",
    }
    server = start_server(folder / "server", environment=environment, arguments=("--no-worker",))
    fleet = Fleet(server=server, url=url, folder=folder, environment=environment, objects=objects)
    try:
        yield fleet
    finally:
        for process in fleet.workers.values():
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()
        server.stop()
        for data_dir in (folder / "server", *folder.glob("w?")):
            end_host(data_dir)


def test_a_waiting_run_says_that_there_is_no_worker_and_the_first_that_comes_takes_it(fleet: Fleet) -> None:
    run_id = fleet.launch(1)
    answer = fleet.run(run_id)
    assert (answer["status"], answer["queue_position"]) == ("created", 1)
    assert "no worker is there" in str(answer["queue_reason"])
    fleet.work()
    ended = fleet.ended(run_id)
    assert (ended["status"], ended["queue_reason"]) == ("completed", None)


def test_a_run_whose_worker_was_killed_goes_on_at_the_other_one(fleet: Fleet) -> None:
    fleet.pair()
    run_id = fleet.launch(3)
    fleet.begun(run_id, "pause")
    holder = fleet.holder(run_id)
    holder.kill()
    holder.wait()
    assert fleet.ended(run_id)["status"] == "completed"
    rows = fleet.ask("SELECT label, status FROM block_run WHERE run_id = :id ORDER BY created_at", id=run_id)
    assert [row for row in rows if row[0] == "before"] == [("before", "completed")]
    finished = fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_finished'", id=run_id)
    assert finished == [(1,)]
    until(lambda: holder.pid not in fleet.pids())


def test_a_stopped_worker_lets_short_runs_end_and_hands_long_ones_over_at_once(fleet: Fleet) -> None:
    fleet.pair()
    short, long = fleet.launch(3), fleet.launch(120)
    holders = {run_id: _at_pause(fleet, run_id) for run_id in (short, long)}
    for holder in dict.fromkeys(holders.values()):
        holder.send_signal(signal.SIGTERM)
    fleet.work()
    assert [holder.wait(timeout=_SECONDS) for holder in holders.values()] == [0, 0]
    assert fleet.ended(short)["status"] == "completed"
    assert fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_left'", id=short) == [(0,)]
    assert fleet.holder(long) not in holders.values()
    fleet.call("POST", f"/v1/runs/{long}/cancel")
    assert fleet.ended(long)["status"] == "canceled"


def test_a_worker_that_was_silent_is_replaced_and_ends_when_it_hears_of_it(fleet: Fleet) -> None:
    fleet.pair()
    run_id = fleet.launch(2)
    fleet.begun(run_id, "pause")
    holder = fleet.holder(run_id)
    holder.send_signal(signal.SIGSTOP)
    assert fleet.ended(run_id)["status"] == "completed"
    holder.send_signal(signal.SIGCONT)
    assert holder.wait(timeout=_SECONDS) == 75
    finished = fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_finished'", id=run_id)
    assert finished == [(1,)]


def test_a_cancel_reaches_the_worker_that_has_the_run(fleet: Fleet) -> None:
    fleet.pair()
    run_id = fleet.launch(60)
    fleet.begun(run_id, "pause")
    began = time.monotonic()
    fleet.call("POST", f"/v1/runs/{run_id}/cancel")
    assert fleet.ended(run_id, 20)["status"] == "canceled"
    assert time.monotonic() - began < 15


PAGE = "data:text/html,<title>Apart</title><body style='margin:0'><input id=q style='width:300px;height:40px'>"


async def test_a_session_lives_on_a_worker_and_is_driven_seen_and_run_in_through_the_server(fleet: Fleet) -> None:
    await asyncio.to_thread(fleet.pair)
    session = await asyncio.to_thread(fleet.call, "POST", "/v1/browser_sessions", json={"timeout": 30})
    session_id, key = str(session["browser_session_id"]), {"x-api-key": fleet.server.api_key}
    where = fleet.ask("SELECT w.pid FROM browser_session s JOIN worker w USING (node_id)")
    assert len(where) == 1, "it is on the node of a worker"
    assert not (fleet.folder / "server" / "host.json").exists(), "the server started no browser host of its own"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(str(session["browser_address"]), headers=key)
        page = browser.contexts[0].pages[0]
        await page.goto(PAGE)
        assert await page.title() == "Apart"
        socket = f"{fleet.server.base_url.replace('http', 'ws')}/v1/browser_sessions/{session_id}/live"
        async with connect(socket, additional_headers=key, max_size=None, proxy=None) as live:
            await _said(live, "frame")
            await live.send(json.dumps({"type": "take", "name": "Ana"}))
            await _said(live, "state", state="taken_over", mine=True)
            for action in ("down", "up"):
                there = {"x": 50 / 1280, "y": 20 / 720, "button": "left"}
                await live.send(json.dumps({"type": "mouse", "action": action, **there}))
            await live.send(json.dumps({"type": "text", "text": "by hand"}))
            await page.wait_for_function("q.value === 'by hand'", timeout=30_000)
            await live.send(json.dumps({"type": "release"}))
        await browser.close()
    read: list[dict[str, object]] = [
        {"block_type": "code", "label": "read", "code": "v = await page.locator('#q').input_value()\nresult = {'v': v}"}
    ]
    runs = [await asyncio.to_thread(fleet.start, read, browser_session_id=session_id)]
    ended = await asyncio.to_thread(fleet.ended, runs[0])
    assert ended["status"] == "completed", ended["failure_reason"]
    assert "by hand" in json.dumps(ended["output"])
    assert any(path.startswith("bucket/") for path in fleet.objects.files), "its files are in the bucket"
    recording = str(ended["recording_url"])
    assert httpx.get(recording, timeout=30).content[:4] == b"\x1aE\xdf\xa3", "the server gives what a worker stored"
    await asyncio.to_thread(fleet.call, "POST", f"/v1/browser_sessions/{session_id}/close")
    until(lambda: _no_browsers(fleet))


def _no_browsers(fleet: Fleet) -> bool:
    return not list(fleet.folder.glob("w?/browsers/*"))


async def _said(live: ClientConnection, kind: str, **wanted: object) -> None:
    """Read until a word has these values."""
    async with asyncio.timeout(60):
        async for message in live:
            if isinstance(message, bytes):
                continue
            word = json.loads(message)
            if word["type"] == "frame":
                await live.send(json.dumps({"type": "seen", "number": word["number"]}))
            if word["type"] == kind and wanted.items() <= word.items():
                return
    raise AssertionError("the live view ended")


def test_a_session_whose_machine_is_gone_ends_and_says_so(fleet: Fleet) -> None:
    fleet.pair()
    session = fleet.call("POST", "/v1/browser_sessions", json={"timeout": 30})
    session_id = session["browser_session_id"]
    ((pid,),) = fleet.ask(
        "SELECT w.pid FROM browser_session s JOIN worker w USING (node_id) WHERE s.browser_session_id = :id",
        id=session_id,
    )
    worker = fleet.workers[int(str(pid))]
    worker.kill()
    worker.wait()
    until(lambda: fleet.call("GET", f"/v1/browser_sessions/{session_id}")["status"] == "failed")
