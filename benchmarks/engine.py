"""What the engine costs without a browser: enqueue → start, runs and steps a second, CPU a step, how they grow.

    .venv/bin/python benchmarks/engine.py                          SQLite, and Postgres with 1 and 2 workers
    .venv/bin/python benchmarks/engine.py --on sqlite --rows 100,1000
    .venv/bin/python benchmarks/engine.py --runs 40 --steps 20     less of each
    .venv/bin/python benchmarks/engine.py --queued 0               without the crowd that waits

A step is one code block, with its commit of cursor, block run and journal; `list` is the page of the newest runs.
Every figure is taken with 100, 1,000 and 10,000 ended runs in the database (`--rows`); CPU is of the processes of the
product, without Postgres, which is started in a temporary folder with its usual care for the disk. At the end 1,000
runs (`--queued`) wait behind others that hold every place: told are how fast they are entered, what the page of the
newest runs and the answer about the last of them take while all wait, and how fast they are worked off.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import DateTime, bindparam, create_engine, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from machine import cpu, free_port, memory, process

from tests.postgres import cluster

_SECONDS = 600
_APART = timedelta(minutes=1)
_HEAD = "| database | workers | runs kept | enqueue → start p50 / p95 | runs/s | steps/s | CPU a step | list |"
_CROWD_HEAD = (
    "| database | workers | queued | entered/s | list p50 / p95 | place in the line p50 / p95 | worked off/s | memory |"
)
_LOOKS = 20
_COPIED = ("run", "run_snapshot", "block_run", "journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A server with its workers."""

    client: httpx.Client
    processes: Sequence[psutil.Process]
    database: str

    def cpu(self) -> float:
        """CPU seconds of all its processes so far."""
        return sum(map(cpu, self.processes))

    def save(self, steps: int) -> str:
        """Make a workflow of so many code blocks."""
        return self._save([{"block_type": "code", "label": f"b{n}", "code": "x = 1 + 1"} for n in range(steps)])

    def _save(self, blocks: Sequence[dict[str, object]]) -> str:
        definition = {"title": "Benchmark", "workflow_definition": {"parameters": [], "blocks": blocks}}
        answer = self.client.post("/v1/workflows", json={"json_definition": definition}).raise_for_status()
        return str(answer.json()["workflow_permanent_id"])

    def save_wait(self, seconds: int) -> str:
        """Make a workflow that waits."""
        return self._save([{"block_type": "wait", "label": "wait", "wait_sec": seconds}])

    def launch(self, workflow: str) -> str:
        """Start a run."""
        answer = self.client.post("/v1/run/workflows", json={"workflow_id": workflow}).raise_for_status()
        return str(answer.json()["run_id"])

    def seconds(self, path: str) -> float:
        """Return how long an answer takes."""
        began = time.perf_counter()
        self.client.get(path).raise_for_status()
        return time.perf_counter() - began

    def memory(self) -> float:
        """MiB of all its processes now."""
        return memory(list(self.processes))

    def at_work(self, run_id: str) -> None:
        """Wait until a run has begun."""
        end = time.monotonic() + _SECONDS
        while self.client.get(f"/v1/runs/{run_id}").raise_for_status().json()["status"] != "running":
            if time.monotonic() > end:
                raise TimeoutError(run_id)
            time.sleep(0.01)

    def ended(self, run_id: str) -> dict[str, Any]:
        """Wait for a run's end."""
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            answer: dict[str, Any] = self.client.get(f"/v1/runs/{run_id}").raise_for_status().json()
            if answer["finished_at"] is not None:
                assert answer["status"] == "completed", answer["failure_reason"]
                return answer
            time.sleep(0.01)
        raise TimeoutError(run_id)


@contextmanager
def product(folder: Path, database: str, workers: int, slots: int) -> Iterator[Product]:
    """Run a server, which is the worker itself on SQLite; on Postgres beside so many workers."""
    port = free_port()
    environment = {
        "SKYVERN_DATABASE_URL": database,
        "SKYVERN_SECRET_KEY": secrets.token_hex(32),
        "SKYVERN_ARTIFACTS_URL": (folder / "artifacts").as_uri(),
        "SKYVERN_CONCURRENCY": str(slots),
        "SKYVERN_PUBLIC_URL": f"http://localhost:{port}",
    }
    alone = database.startswith("sqlite")
    with ExitStack() as stack:
        more = [] if alone else ["--no-worker"]
        server = ["-m", "skyvern", "server", "--port", str(port), "--data-dir", str(folder / "s"), *more]
        begun = [stack.enter_context(process(server, folder / "log", **environment))]
        client = stack.enter_context(httpx.Client(base_url=f"http://localhost:{port}", timeout=60))
        _until_ready(client)
        client.headers["x-api-key"] = (folder / "s" / "api_key").read_text().strip()
        for number in range(0 if alone else workers):
            worker = ["-m", "skyvern", "worker", "--data-dir", str(folder / f"w{number}")]
            begun.append(stack.enter_context(process(worker, folder / "log", **environment)))
        made = Product(client=client, processes=begun, database=database)
        warm = [made.launch(made.save(1)) for _ in range(4 * workers)]
        for run_id in warm:
            made.ended(run_id)
        if not alone:
            _until_joined(database, workers)
        yield made


def _until_ready(client: httpx.Client) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        try:
            if client.get("/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the server did not become ready")


def _until_joined(database: str, workers: int) -> None:
    engine = create_engine(database)
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        with engine.connect() as connection:
            if connection.execute(text("SELECT count(*) FROM worker")).scalar_one() >= workers:
                engine.dispose()
                return
        time.sleep(0.1)
    raise TimeoutError("the workers did not come")


def fill(database: str, wanted: int) -> None:
    """Have so many ended runs in the database: copies of the newest, a minute apart, with all that belongs to them."""
    engine = create_engine(database)
    queue = "workflow_status" if database.startswith("sqlite") else "dbos.workflow_status"
    with engine.begin() as connection:
        count = connection.execute(text("SELECT count(*) FROM run")).scalar_one()
        newest = connection.execute(text("SELECT run_id FROM run ORDER BY created_at DESC LIMIT 1")).scalar_one()
        copies = [
            {"number": str(number), "newest": newest, "at": datetime.now(UTC).replace(tzinfo=None) - number * _APART}
            for number in range(count, wanted)
        ]
        for table, key in {**dict.fromkeys(_COPIED, "run_id"), queue: "workflow_uuid"}.items() if copies else ():
            names = connection.execute(text(f"SELECT * FROM {table} LIMIT 0")).keys()
            quoted = ", ".join(f'"{name}"' for name in names)
            chosen = ", ".join(_copied(table, name) for name in names)
            said = text(f"INSERT INTO {table} ({quoted}) SELECT {chosen} FROM {table} WHERE {key} = :newest")
            connection.execute(said.bindparams(bindparam("at", type_=DateTime)) if ":at" in chosen else said, copies)
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))  # what it does by itself within the minute
    engine.dispose()


def _copied(table: str, name: str) -> str:
    """Return what stands in a copy's column."""
    if name in ("run_id", "workflow_uuid") or (name == "block_run_id" and table == "block_run"):
        return f"{name} || '-' || :number"
    if table == "run" and name == "created_at":
        return ":at"
    return "'SUCCESS'" if table.endswith("workflow_status") and name == "status" else f'"{name}"'


def measure(made: Product, *, runs: int, steps: int) -> str:
    """Return the cells of one row."""
    one, long = made.save(1), made.save(steps)
    waits, lists = [], []
    for _ in range(runs):
        lists.append(made.seconds("/v1/runs"))
        answer = made.ended(made.launch(one))
        waits.append(_moment(answer["started_at"]) - _moment(answer["created_at"]))
    began = time.monotonic()
    for run_id in [made.launch(one) for _ in range(4 * runs)]:
        made.ended(run_id)
    per_second = 4 * runs / (time.monotonic() - began)
    before, began = made.cpu(), time.monotonic()
    for run_id in [made.launch(long) for _ in range(8)]:
        made.ended(run_id)
    done, took, spent = 8 * steps, time.monotonic() - began, made.cpu() - before
    cuts = statistics.quantiles(waits, n=20)
    return (
        f"{statistics.median(waits) * 1000:.0f} / {cuts[-1] * 1000:.0f} ms | {per_second:.1f} | {done / took:.0f} "
        f"| {spent / done * 1000:.1f} ms | {statistics.median(lists) * 1000:.0f} ms |"
    )


def crowd(made: Product, many: int, *, places: int) -> str:
    """Return the cells of the row about so many runs that wait at once."""
    one, hold = made.save(1), made.save_wait(_SECONDS)
    holders = [made.launch(hold) for _ in range(places)]
    for run_id in holders:
        made.at_work(run_id)
    before, began = made.memory(), time.monotonic()
    waiting = [made.launch(one) for _ in range(many)]
    entered = many / (time.monotonic() - began)
    lists = [made.seconds("/v1/runs") for _ in range(_LOOKS)]
    standing = [made.seconds(f"/v1/runs/{waiting[-1]}") for _ in range(_LOOKS)]
    place = made.client.get(f"/v1/runs/{waiting[-1]}").raise_for_status().json()["queue_position"]
    assert place == many, f"the last of {many} that wait is told to be at place {place}"
    more = made.memory() - before
    for run_id in holders:
        made.client.post(f"/v1/runs/{run_id}/cancel").raise_for_status()
    began = time.monotonic()
    for run_id in waiting:
        made.ended(run_id)
    per_second = many / (time.monotonic() - began)
    return f"{many:,} | {entered:.0f} | {_halves(lists)} | {_halves(standing)} | {per_second:.1f} | +{more:.0f} MiB |"


def _halves(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} / {statistics.quantiles(seconds, n=20)[-1] * 1000:.0f} ms"


def _moment(value: str) -> float:
    return datetime.fromisoformat(value).timestamp()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="sqlite,postgres")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--rows", default="100,1000,10000")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--slots", type=int, default=4)
    parser.add_argument("--queued", type=int, default=1000)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; {given.slots} runs at once a worker\n")
    print(_HEAD)
    print("|" + "---|" * 8)
    crowds: list[str] = []
    for database in given.on.split(","):
        for workers in [1] if database == "sqlite" else [int(item) for item in given.workers.split(",")]:
            with ExitStack() as stack:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                url = f"sqlite:///{folder / 'skyvern.db'}"
                if database == "postgres":
                    running = stack.enter_context(cluster(safe=True))
                    if running is None:
                        sys.exit("Postgres is not installed")
                    url = running.new_database()
                made = stack.enter_context(product(folder, url, workers, given.slots))
                for rows in [int(item) for item in given.rows.split(",")]:
                    fill(url, rows)
                    cells = measure(made, runs=given.runs, steps=given.steps)
                    print(f"| {database} | {workers} | {rows:,} | {cells}", flush=True)
                if given.queued:
                    cells = crowd(made, given.queued, places=workers * given.slots)
                    crowds.append(f"| {database} | {workers} | {cells}")
    if crowds:
        print("\n".join(["", _CROWD_HEAD, "|" + "---|" * 8, *crowds]))


if __name__ == "__main__":
    main()
