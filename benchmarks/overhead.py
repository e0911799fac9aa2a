"""What Skyvern itself costs: prints each measure beside its aim and beside a floor measured in the same minutes.

    .venv/bin/python benchmarks/overhead.py            everything, some two minutes
    .venv/bin/python benchmarks/overhead.py --plain    without a browser
    .venv/bin/python benchmarks/overhead.py --quick    each only once or so: does it still work?
It starts a server of its own on a temporary folder. Numbers of a busy machine are worth little; ratios are worth more.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psutil
from machine import answered, cpu, free_port, memory, packages, process
from playwright.async_api import async_playwright

from skyvern import Skyvern
from skyvern.browser.host.chromium import find_chromium
from skyvern.testing.sites.server import running

HERE = Path(__file__).resolve().parent
IDLE_AFTER = 15
"""Seconds after the last run in which a server comes to rest."""
FINAL = ("completed", "failed", "terminated", "timed_out", "canceled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number with its aim; `floor` is what the least possible would have cost here."""

    name: str
    value: float
    unit: str
    aim: float
    at_least: bool = False
    floor: float | None = None
    floor_name: str = ""

    @property
    def line(self) -> str:
        """The row of the report."""
        good = self.value >= self.aim if self.at_least else self.value <= self.aim
        aim = f"{'≥' if self.at_least else '≤'} {self.aim:g}"
        ratio = f"{self.value / self.floor:8.1f} × {self.floor_name} ({self.floor:.2f})" if self.floor else ""
        return f"{self.name:<46}{self.value:>10.2f} {self.unit:<5}{aim:>9}  {'met ' if good else 'OVER'}{ratio}"


class Bench:
    """A running server and a floor beside it."""

    def __init__(
        self, client: Skyvern, server: psutil.Process, floor: psutil.Process, floor_url: str, *, divide: int = 1
    ) -> None:
        self.client, self.server, self.floor, self.floor_url = client, server, floor, floor_url
        self._divide = divide

    def times(self, count: int) -> int:
        """How often to measure what is worth measuring `count` times."""
        return max(1, count // self._divide)

    async def workflow(self, blocks: list[dict[str, Any]], title: str = "Bench") -> str:
        """Save a workflow of these blocks."""
        definition = {"title": title, "workflow_definition": {"parameters": [], "blocks": blocks}}
        return str((await self.client.create_workflow(json_definition=definition)).workflow_permanent_id)

    async def run(self, workflow_id: str) -> float:
        """Run it and return the seconds from POST to a terminal status as a client sees it."""
        began = time.perf_counter()
        run = await self.client.run_workflow(workflow_id=workflow_id)
        while run.status not in FINAL:
            await asyncio.sleep(0.004)
            run = await self.client.get_run(run.run_id)
        took = time.perf_counter() - began
        if run.status != "completed":
            raise RuntimeError(f"{run.run_id}: {run.status}: {run.failure_reason}")
        return took


def code(label: str, text: str = "x = 1 + 1") -> dict[str, Any]:
    """Return a small code block."""
    return {"label": label, "block_type": "code", "code": text}


async def per_block(bench: Bench, blocks: list[dict[str, Any]], units: int, name: str) -> Iterator[Measure]:
    """Measure wall and CPU for each unit of a workflow of plain blocks, by the server's own clock."""
    workflow_id = await bench.workflow(blocks)
    await bench.run(workflow_id)
    walls: list[float] = []
    before = cpu(bench.server)
    for _ in range(bench.times(5)):
        run = await bench.client.run_workflow(workflow_id=workflow_id)
        ended = await bench.client.wait_for_run(run.run_id, poll_interval=0.5)
        walls.append(_seconds(ended["started_at"], ended["finished_at"]))
    spent = (cpu(bench.server) - before) / bench.times(5)
    wall = statistics.median(walls) * 1000 / units
    return iter(
        (
            Measure(name=f"{name}: wall per block", value=wall, unit="ms", aim=8),
            Measure(name=f"{name}: CPU per block", value=spent * 1000 / units, unit="ms", aim=8),
        )
    )


async def one_block(bench: Bench) -> Iterator[Measure]:
    """Measure the shortest run, alone and as many as fit into a minute."""
    workflow_id = await bench.workflow([code("only")])
    await bench.run(workflow_id)
    alone = statistics.median([await bench.run(workflow_id) for _ in range(bench.times(20))])
    post, _ = await floor_costs(bench)
    total, began = bench.times(300), time.perf_counter()
    starts = await many(total, lambda: bench.client.run_workflow(workflow_id=workflow_id))
    open_runs = {run.run_id for run in starts}
    while open_runs:
        await asyncio.sleep(0.05)
        page = await bench.client.get_workflow_runs(workflow_id, page_size=100, status=["created", "queued", "running"])
        open_runs = {item["workflow_run_id"] for item in page}
    minute = total / (time.perf_counter() - began) * 60
    return iter(
        (
            Measure(
                name="one code block: POST to completed",
                value=alone * 1000,
                unit="ms",
                aim=50,
                floor=post * 1000,
                floor_name="a POST with a commit",
            ),
            Measure(name="runs of it in a minute", value=minute, unit="", aim=1500, at_least=True),
        )
    )


async def reading(bench: Bench) -> Measure:
    """Measure the CPU of one GET of a run."""
    workflow_id = await bench.workflow([code("only")])
    run = await bench.client.run_workflow(workflow_id=workflow_id, wait_for_completion=True)
    before = cpu(bench.server)
    for _ in range(bench.times(400)):
        await bench.client.get_run(run.run_id)
    spent = (cpu(bench.server) - before) / bench.times(400)
    _, floor = await floor_costs(bench)
    return Measure(
        name="GET /v1/runs/{id}: CPU",
        value=spent * 1000,
        unit="ms",
        aim=3,
        floor=floor * 1000,
        floor_name="a GET of FastAPI and SQLite",
    )


async def floor_costs(bench: Bench) -> tuple[float, float]:
    """Return the seconds of a POST and the CPU seconds of a GET of the floor."""
    async with httpx.AsyncClient(base_url=bench.floor_url) as client:
        posts: list[float] = []
        for _ in range(bench.times(100)):
            began = time.perf_counter()
            made = (await client.post("/kept", json={"workflow_id": "wpid_1", "parameters": {}})).json()
            posts.append(time.perf_counter() - began)
        before = cpu(bench.floor)
        for _ in range(bench.times(400)):
            await client.get(f"/kept/{made['id']}")
        return statistics.median(posts), (cpu(bench.floor) - before) / bench.times(400)


async def page_run(bench: Bench, site: str) -> Measure:
    """Measure a run that opens a page and extracts from it, beside Playwright opening the same page."""
    url = f"{site}/registry/members/12345678"
    blocks = [
        {"label": "open", "block_type": "goto_url", "url": url},
        {
            "label": "read",
            "block_type": "extraction",
            "data_extraction_goal": "Extract the account number and the certification status.",
            "data_schema": {
                "type": "object",
                "properties": {"account_number": {"type": "string"}, "certification_status": {"type": "string"}},
            },
        },
    ]
    workflow_id = await bench.workflow(blocks)
    await bench.run(workflow_id)
    took = statistics.median([await bench.run(workflow_id) for _ in range(bench.times(5))])
    floor = statistics.median([await bare_page(url) for _ in range(bench.times(5))])
    return Measure(
        name="goto_url + extraction: POST to completed",
        value=took,
        unit="s",
        aim=1.5,
        floor=floor,
        floor_name="Playwright opening the page",
    )


async def bare_page(url: str) -> float:
    """Return the seconds that Playwright takes to start Chromium, open a page and read its text."""
    async with async_playwright() as playwright:
        began = time.perf_counter()
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(url)
        await page.inner_text("body")
        await browser.close()
        return time.perf_counter() - began


async def many(count: int, work: Callable[[], Awaitable[Any]], *, at_once: int = 8) -> list[Any]:
    """Do something often, some of it at the same time."""
    turn = asyncio.Semaphore(at_once)

    async def one() -> Any:  # noqa: ANN401 - whatever the work returns
        async with turn:
            return await work()

    return list(await asyncio.gather(*(one() for _ in range(count))))


def start_up(folder: Path, *, times: int) -> Measure:
    """Measure from starting the process to its first answer, on data that is there already."""
    took: list[float] = []
    for _ in range(times):
        port = free_port()
        began = time.perf_counter()
        with process(_server(folder / "start", port), folder / "start.log"):
            took.append(answered(f"http://127.0.0.1:{port}/health/ready", began))
    return Measure(name="start-up to first answer", value=statistics.median(took[1:]), unit="s", aim=2.5)


def idle(server: psutil.Process, data: Path) -> Measure:
    """Measure the memory of server and host when nothing runs."""
    card = json.loads((data / "host.json").read_text()) if (data / "host.json").exists() else {}
    others = [psutil.Process(card["pid"])] if card and psutil.pid_exists(card["pid"]) else []
    name = f"idle memory (PSS), {'host included' if others else 'no host running'}"
    return Measure(name=name, value=memory([server, *others]), unit="MB", aim=220)


def installed() -> Iterator[Measure]:
    """Count and weigh the packages of `skyvern[server]`."""
    count, size = packages("skyvern", "server")
    yield Measure(name="packages of skyvern[server]", value=count, unit="", aim=80)
    yield Measure(name="their size", value=size, unit="MB", aim=450)


async def measure(bench: Bench, data: Path, site: str | None) -> None:
    """Measure everything that needs the server, and print it as it comes."""
    twenty = [code(f"b{number}") for number in range(20)]
    loop = {
        "label": "each",
        "block_type": "for_loop",
        "loop_variable_reference": "{{ make_output['numbers'] }}",
        "loop_blocks": [code("inner", "y = 1")],
    }
    listed = [code("make", "numbers = [n for n in range(100)]"), loop]
    for row in await per_block(bench, twenty, 20, "20 code blocks"):
        print(row.line, flush=True)
    for row in await per_block(bench, listed, 100, "loop of 100 items"):
        print(row.line, flush=True)
    for row in await one_block(bench):
        print(row.line, flush=True)
    print((await reading(bench)).line, flush=True)
    if site is not None:
        print((await page_run(bench, site)).line, flush=True)
    await asyncio.sleep(IDLE_AFTER)
    print(idle(bench.server, data).line, flush=True)


def _server(data: Path, port: int) -> list[str]:
    return ["-m", "skyvern", "server", "--port", str(port), "--data-dir", str(data)]


def _seconds(began: str, ended: str) -> float:
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds()


def main() -> None:
    """Print the report."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        quick = "--quick" in sys.argv
        site = None if "--plain" in sys.argv else stack.enter_context(running()).base_url
        print(f"{'':<46}{'measured':>10} {'':<5}{'aim':>9}")
        for row in (*installed(), start_up(folder, times=2 if quick else 4)):
            print(row.line, flush=True)
        data, port, floor_port = folder / "data", free_port(), free_port()
        opened = {"SKYVERN_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8"}
        server = stack.enter_context(process(_server(data, port), folder / "server.log", **opened))
        floor_arguments = [str(HERE / "floor.py"), str(folder / "floor.db"), str(floor_port)]
        floor = stack.enter_context(process(floor_arguments, folder / "floor.log"))
        answered(f"http://127.0.0.1:{port}/health/ready", time.perf_counter())
        answered(f"http://127.0.0.1:{floor_port}/openapi.json", time.perf_counter())

        async def connected() -> None:
            key = (data / "api_key").read_text()
            async with Skyvern(api_key=key, base_url=f"http://127.0.0.1:{port}") as client:
                bench = Bench(client, server, floor, f"http://127.0.0.1:{floor_port}", divide=10 if quick else 1)
                await measure(bench, data, site)

        asyncio.run(connected())


if __name__ == "__main__":
    main()
