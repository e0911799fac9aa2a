"""A full disk, a database that restarts, a line that is cut: every run completes, none ends twice, nothing is lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from skyvern import Skyvern
from skyvern.testing.buckets import running_buckets
from tests.chaos.books import Books
from tests.chaos.relay import relayed
from tests.e2e.conftest import Product
from tests.e2e.fleet import SILENT, Fleet, running_fleet, until
from tests.postgres import Cluster, cluster

pytestmark = pytest.mark.long
Connect = Callable[[Product], Skyvern]
With = Callable[[Path, dict[str, str]], Product]

PASSES = 8
OUTAGE_SECONDS = 5.0
_ROOM = "64m"


def blocks() -> list[dict[str, object]]:
    """Return a loop whose passes wait, and what counts them: some seconds with many commits."""
    body = [
        {"label": "rest", "block_type": "wait", "wait_sec": 1},
        {"label": "note", "block_type": "code", "code": "seen = current_value"},
    ]
    values = f"{{{{ {list(range(PASSES))} }}}}"
    count = "seen = [one['blocks']['note_output']['seen'] for one in each_output]"
    return [
        {"label": "each", "block_type": "for_loop", "loop_variable_reference": values, "loop_blocks": body},
        {"label": "sum", "block_type": "code", "code": count},
    ]


async def begin(product: Product, client: Skyvern, *, runs: int = 3) -> list[str]:
    """Start runs, and return when all are in their loops."""
    workflow = await product.save(client, blocks())
    begun = [(await client.run_workflow(workflow)).run_id for _ in range(runs)]
    for run_id in begun:
        await product.until(client, run_id, label="note")
    return begun


async def judge(product: Product, client: Skyvern, books: Books, runs: Sequence[str]) -> None:
    """See all runs completed in time with what they are to come to, each ended once and no block done twice."""
    for run_id in runs:
        run = await product.until(client, run_id, seconds=120)
        assert run.status == "completed", run.failure_reason
        assert run.output["sum_output"]["seen"] == list(range(PASSES))
        assert books.lateness(run_id).total_seconds() < 10
    assert {run_id: books.doubles_of(run_id) for run_id in runs} == {run_id: [] for run_id in runs}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A data folder that is a file system of its own with little room."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_full_disk_refuses_new_runs_and_loses_none_of_those_under_way(
    small_disk: Path, product_with: With, connected: Connect
) -> None:
    product = product_with(small_disk, {"SKYVERN_MIN_FREE_DISK_MB": "0"})
    client = connected(product)
    runs = await begin(product, client)
    workflow = await product.save(client, blocks())
    ballast = small_disk / "ballast"
    fill(ballast)
    await asyncio.sleep(OUTAGE_SECONDS)  # the fault itself: no room for so long
    asked = {"workflow_id": workflow, "parameters": {"x": "y" * 100_000}}
    key = {"x-api-key": product.server.api_key}
    refused = httpx.post(f"{product.server.base_url}/v1/run/workflows", json=asked, headers=key, timeout=60)
    assert refused.status_code == 503, refused.text
    assert "cannot be" in refused.json()["detail"]
    ballast.unlink()
    await judge(product, client, Books.of_folder(product.data_dir), runs)
    assert "database_away" in product.log


def fill(ballast: Path) -> None:
    """Leave no room."""
    with ballast.open("wb", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue


@pytest.fixture
def own_postgres() -> Iterator[Cluster]:
    """A Postgres that this test may stop."""
    with cluster() as running:
        if running is None:
            pytest.skip("Postgres is not installed (apt-get install postgresql)")
        yield running


@pytest.fixture
def fleet(own_postgres: Cluster, tmp_path: Path) -> Iterator[Fleet]:
    """A server without a worker."""
    with running_buckets() as objects, running_fleet(tmp_path, own_postgres, objects) as fleet:
        yield fleet


async def test_a_database_that_restarts_and_a_line_that_is_cut(
    own_postgres: Cluster, fleet: Fleet, connected: Connect
) -> None:
    with relayed(fleet.url) as (relay, through):
        fleet.work()
        cut_off = fleet.work(SKYVERN_DATABASE_URL=through)
        client = connected(fleet.product)

        runs = await begin(fleet.product, client)
        own_postgres.stop()
        await asyncio.sleep(OUTAGE_SECONDS)  # the fault itself: no database for so long
        own_postgres.start()
        await judge(fleet.product, client, Books(fleet.url), runs)
        assert len(fleet.living) == 2, "nobody was taken for dead"

        runs = await begin(fleet.product, client, runs=4)
        relay.cut()
        began = time.monotonic()
        await asyncio.to_thread(until, lambda: cut_off.pid not in fleet.pids())
        print(f"replaced {time.monotonic() - began:.1f} s after the cut ({SILENT} s of silence are allowed)")
        await judge(fleet.product, client, Books(fleet.url), runs)
        relay.mend()
        assert await asyncio.to_thread(cut_off.wait, 60) == 75, "it hears that it was replaced, and ends"
        assert all(Books(fleet.url).doubles_of(run_id) == [] for run_id in runs)
