"""A fleet under test: a server without a worker and workers on one Postgres, as processes of this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text

from skyvern.testing.buckets import ACCESS_KEY, StandIn, running_buckets
from tests.conftest import ServerProcess, end_host, start_server
from tests.e2e.conftest import Product
from tests.e2e.machines import Loopback, machines
from tests.postgres import Cluster, cluster

SILENT = 4
"""Seconds of silence after which a worker is taken for dead."""
SECONDS = 90
"""What anything may take."""
_JOINED_SECONDS = 240
"""What a worker may take to start, also on a machine that is busy with other things."""


@dataclass(kw_only=True)
class Fleet:
    """The processes under test and their database."""

    server: ServerProcess
    url: str
    folder: Path
    environment: dict[str, str]
    objects: StandIn
    net: Loopback
    workers: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict[int, subprocess.Popen[bytes]])
    machines: dict[int, int] = field(default_factory=dict[int, int])
    """The machine of each worker, by its process."""

    @property
    def product(self) -> Product:
        """The server, as what talks to it sees it."""
        return Product(self.server.data_dir, self.environment, self.server)

    def work(self, *arguments: str, machine: int | None = None, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it has joined; it is a machine of its own unless one is named."""
        number = len(list(self.folder.glob("worker*.log")))
        machine = number if machine is None else machine
        log = (self.folder / f"worker{number}.log").open("wb")
        process = subprocess.Popen(
            [
                *self.net.inside(machine),
                *(sys.executable, "-m", "skyvern", "worker", "--data-dir", str(self.folder / f"w{machine}")),
                *arguments,
            ],
            env={
                **os.environ,
                **self.environment,
                "SKYVERN_NODE_ADDRESS": self.net.address(machine),
                **environment,
            },
            cwd=self.folder,  # `-m` looks for the package in the working directory first
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self.workers[process.pid], self.machines[process.pid] = process, machine
        until(lambda: process.poll() is not None or process.pid in self.pids(), _JOINED_SECONDS)
        assert process.poll() is None, (self.folder / f"worker{number}.log").read_text()
        return process

    def pair(self) -> None:
        """See to it that two workers are there."""
        for _ in range(2 - len(self.living)):
            self.work()

    @property
    def living(self) -> list[subprocess.Popen[bytes]]:
        """The workers that have not ended."""
        return [one for one in self.workers.values() if one.poll() is None]

    def destroy(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker and its machine: the browser host and its browsers with it."""
        machine = self.machines[worker.pid]
        data_dir = self.folder / f"w{machine}"
        worker.kill()
        worker.wait()
        self.net.end(machine, data_dir)
        shutil.rmtree(data_dir / "browsers", ignore_errors=True)

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

    def end_in(self, session_id: str, code: str) -> str:
        """Run code in a session, close it, and return what came out."""
        blocks: list[dict[str, object]] = [{"block_type": "code", "label": "there", "code": code}]
        ended = self.ended(self.start(blocks, browser_session_id=session_id))
        assert ended["status"] == "completed", ended["failure_reason"]
        self.call("POST", f"/v1/browser_sessions/{session_id}/close")
        return json.dumps(ended["output"])

    def run(self, run_id: str) -> dict[str, object]:
        """How a run stands."""
        return self.call("GET", f"/v1/runs/{run_id}")

    def ended(self, run_id: str, seconds: float = SECONDS) -> dict[str, object]:
        """How a run ended."""
        until(lambda: self.run(run_id)["finished_at"] is not None, seconds)
        return self.run(run_id)

    def begun(self, run_id: str, label: str) -> None:
        """Wait until a block is at work."""
        until(lambda: self.ask("SELECT 1 FROM block_run WHERE run_id = :id AND label = :label", id=run_id, label=label))


def until(holds: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def running_fleet(
    folder: Path, postgres: Cluster, objects: StandIn, *, net: Loopback | None = None
) -> Generator[Fleet]:
    """Start a server without a worker on a new database; what was started ends with the context."""
    net = net or Loopback()
    url = postgres.new_database()
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
        "SKYVERN_ALLOWED_PRIVATE_NETWORKS": f"127.0.0.0/8,{net.here}/32",
        "SKYVERN_DRAIN_SECONDS": "6",
    }
    server = start_server(folder / "server", environment=environment, arguments=("--no-worker",))
    fleet = Fleet(server=server, url=url, folder=folder, environment=environment, objects=objects, net=net)
    try:
        yield fleet
    finally:
        for process in fleet.living:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        server.stop()
        end_host(folder / "server")
        for machine in set(fleet.machines.values()):
            net.end(machine, folder / f"w{machine}")


@contextmanager
def fleet_on_machines(folder: Path) -> Generator[Fleet | None]:
    """Start a server without a worker, for workers on machines of their own; None where Postgres is not installed."""
    with machines() as net, cluster(address=net.here) as postgres, running_buckets(net.here) as objects:
        if postgres is None:
            yield None
            return
        with running_fleet(folder, postgres, objects, net=net) as fleet:
            yield fleet
