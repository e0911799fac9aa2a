"""A server that is killed or stopped in the middle of a run: the next one goes on in the same page."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skyvern import Skyvern
from skyvern.browser.host_client import HostClient

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

Connect = Callable[["Product"], Skyvern]


def form_blocks(site: str) -> list[dict[str, object]]:
    fill = "await page.locator('input').nth(1).fill('unsaved')\nok = 1"
    read = "v = await page.locator('input').nth(1).input_value()\nu = page.url"
    each = [
        {"label": "pause", "block_type": "wait", "wait_sec": 1},
        {"label": "c", "block_type": "code", "code": "z = current_value * 2"},
    ]
    return [
        {"label": "g", "block_type": "goto_url", "url": f"{site}/registry/"},
        {"label": "fill", "block_type": "code", "code": fill},
        {"label": "l", "block_type": "for_loop", "loop_variable_reference": "{{ [1, 2, 3] }}", "loop_blocks": each},
        {"label": "read", "block_type": "code", "code": read},
    ]


def queue_entries(data_dir: Path) -> dict[str, str]:
    """Return the status of every entry of the queue."""
    with contextlib.closing(sqlite3.connect(f"file:{data_dir / 'skyvern.db'}?mode=ro", uri=True)) as database:
        return dict(database.execute("SELECT workflow_uuid, status FROM workflow_status").fetchall())


def processes_of(data_dir: Path) -> list[str]:
    """Return the command lines of living processes that name this folder."""
    found: list[str] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                if str(data_dir) in line and state not in ("Z", "X"):
                    found.append(line)
    return found


def check(run: object, site: str) -> None:
    output = run.output
    assert run.status == "completed", run.failure_reason
    assert [item["blocks"]["c_output"]["z"] for item in output["l_output"]] == [2, 4, 6]
    assert output["read_output"]["v"] == "unsaved"
    assert output["read_output"]["u"].startswith(site)


@pytest.mark.long
@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_a_run_goes_on_in_the_same_page(product: Product, sites: str, connected: Connect, how: str) -> None:
    client = connected(product)
    workflow = await product.save(client, form_blocks(sites))
    run = await client.run_workflow(workflow)
    await product.until(client, run.run_id, label="pause")
    if how == "kill":
        product.server.kill()
    else:
        began = time.monotonic()
        assert product.server.stop() == 0
        assert time.monotonic() - began < 10
    assert queue_entries(product.data_dir)[run.run_id] in ("PENDING", "ENQUEUED")
    product.start()
    ended = await product.until(client, run.run_id)
    check(ended, sites)
    if how == "stop":
        assert product.server.stop() == 0
        end = time.monotonic() + 15
        while processes_of(product.data_dir) and time.monotonic() < end:
            await asyncio.sleep(0.1)
        assert processes_of(product.data_dir) == []


@pytest.mark.long
async def test_a_waiting_run_and_a_cancel_survive_the_death_of_the_server(product: Product, connected: Connect) -> None:
    client = connected(product)
    wait = await product.save(client, [{"label": "w", "block_type": "wait", "wait_sec": 300}])
    short = await product.save(client, [{"label": "c", "block_type": "code", "code": "x = 1"}])
    busy = [(await client.run_workflow(wait)).run_id for _ in range(4)]
    for run_id in busy:
        await product.until(client, run_id, label="w")
    waiting = (await client.run_workflow(short)).run_id
    product.server.kill()
    product.start()
    for run_id in busy:
        await client.cancel_run(run_id)
    for run_id in busy:
        assert (await product.until(client, run_id)).status == "canceled"
    assert (await product.until(client, waiting)).status == "completed"


def beginnings(data_dir: Path, run_id: str) -> int:
    """Count how often a worker began, or went on with, a run."""
    statement = "SELECT count(*) FROM journal WHERE run_id = ? AND kind IN ('run_started', 'run_resumed') AND %s"
    with contextlib.closing(sqlite3.connect(f"file:{data_dir / 'skyvern.db'}?mode=ro", uri=True)) as database:
        (count,) = database.execute(statement % "block_run_id IS NULL", (run_id,)).fetchone()
        return int(count)


@pytest.mark.long
async def test_a_run_that_stands_where_the_server_died_three_times_is_given_up(
    product: Product, connected: Connect
) -> None:
    client = connected(product)
    workflow = await product.save(client, [{"label": "w", "block_type": "wait", "wait_sec": 300}])
    run = await client.run_workflow(workflow)
    await product.until(client, run.run_id, label="w")
    for begun in (1, 2, 3):
        end = time.monotonic() + 30
        while beginnings(product.data_dir, run.run_id) < begun and time.monotonic() < end:
            await asyncio.sleep(0.05)
        assert beginnings(product.data_dir, run.run_id) == begun
        product.server.kill()
        product.start()
    ended = await product.until(client, run.run_id, seconds=20)
    assert ended.status == "failed"
    assert "ended 3 times while the run was in block 'w'" in ended.failure_reason
    assert beginnings(product.data_dir, run.run_id) == 3


async def browsers_of(data_dir: Path) -> set[str]:
    """Return the ids of the browsers that the host of this folder has open."""
    host = await HostClient.ensure(data_dir, owner_id="tests")
    try:
        return {info.browser_id for info in await host.list_browsers()}
    finally:
        await host.close()


@pytest.mark.long
async def test_the_next_server_closes_the_browsers_of_runs_that_are_over_and_keeps_the_others(
    product: Product, sites: str, connected: Connect
) -> None:
    client = connected(product)
    goto = {"label": "g", "block_type": "goto_url", "url": f"{sites}/registry/"}
    workflow = await product.save(client, [goto, {"label": "w", "block_type": "wait", "wait_sec": 300}])
    over, going = [(await client.run_workflow(workflow)).run_id for _ in range(2)]
    for run_id in (over, going):
        await product.until(client, run_id, label="w")
    product.server.kill()
    with contextlib.closing(sqlite3.connect(product.data_dir / "skyvern.db")) as database:
        database.execute("UPDATE run SET status = 'failed' WHERE run_id = ?", (over,))
        database.commit()
        kept = {row[0] for row in database.execute("SELECT browser_id FROM run WHERE run_id = ?", (going,))}
    assert len(await browsers_of(product.data_dir)) == 2
    product.start()
    end = time.monotonic() + 15
    while await browsers_of(product.data_dir) != kept and time.monotonic() < end:
        await asyncio.sleep(0.1)
    assert await browsers_of(product.data_dir) == kept
    await client.cancel_run(going)
    assert (await product.until(client, going)).status == "canceled"


async def test_a_run_whose_queue_entry_broke_off_is_entered_again(product: Product, connected: Connect) -> None:
    client = connected(product)
    workflow = await product.save(client, [{"label": "w", "block_type": "wait", "wait_sec": 1}])
    run = await client.run_workflow(workflow)
    product.server.kill()
    with contextlib.closing(sqlite3.connect(product.data_dir / "skyvern.db")) as database:
        database.execute("UPDATE workflow_status SET status = 'ERROR' WHERE workflow_uuid = ?", (run.run_id,))
        database.commit()
    product.start()
    assert (await product.until(client, run.run_id)).status == "completed"
