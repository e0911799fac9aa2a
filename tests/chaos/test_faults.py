"""Faults in the middle of runs: whatever breaks, each run ends within its deadline and ten seconds, and ends once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path

import pytest

from skyvern import Skyvern
from tests.chaos.books import Books
from tests.chaos.shop import shop
from tests.conftest import free_port
from tests.e2e.conftest import ENDED, Product

Connect = Callable[[Product], Skyvern]
With = Callable[[Path, dict[str, str]], Product]

_WAIT = {"label": "w", "block_type": "wait", "wait_sec": 300}
_STOPPED_SECONDS = 8.0


@contextlib.contextmanager
def deaf() -> Generator[str]:
    """Listen, and never answer."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen(64)
        yield f"http://127.0.0.1:{ear.getsockname()[1]}"


def flows(site: str) -> dict[str, list[dict[str, object]]]:
    """Return the blocks of each fault's run."""
    stuck = {"label": "s", "block_type": "goto_url", "url": f"{site}/stuck"}
    ask = {"label": "a", "block_type": "navigation", "navigation_goal": "Do what is best"}
    press = {"label": "c", "block_type": "code", "code": "await page.locator('button').click(timeout=300000)"}
    return {
        "a model that does not answer": [{**ask, "url": f"{site}/order"}],
        "a page that never rests": [stuck, press, {**_WAIT, "label": "v"}],
        "a server that is stopped for a while": [_WAIT],
        "a loop that never ends": [{"label": "l", "block_type": "code", "code": "while True: pass"}, _WAIT],
    }


def refuse_a_second(product: Product) -> None:
    """Start another server on the same file, while runs are at work, and see it end."""
    command = [sys.executable, "-m", "skyvern", "server", "--port", str(free_port()), "--data-dir"]
    second = subprocess.run([*command, str(product.data_dir)], capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode != 0
    assert "another server or worker uses" in second.stdout + second.stderr


def victim(site: str) -> list[dict[str, object]]:
    """Return the blocks of a run whose browser is killed while it waits, and who wants it afterwards."""
    goto = {"label": "g", "block_type": "goto_url", "url": f"{site}/order"}
    look = {"label": "c", "block_type": "code", "code": "t = await page.title()"}
    return [goto, {**_WAIT, "wait_sec": 10}, look]


def chromiums(data_dir: Path) -> list[int]:
    """Return the browser processes of a data folder."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if "--remote-debugging-port" in line and str(data_dir) in line and "--type=" not in line:
                    found.append(int(entry.name))
    return found


@pytest.mark.long
async def test_every_fault_leaves_one_end_in_time(product_with: With, connected: Connect, tmp_path: Path) -> None:
    with shop() as site, deaf() as model:
        product = product_with(
            tmp_path / "data",
            {"SKYVERN_MODEL": "openai-chat:deaf", "OPENAI_BASE_URL": f"{model}/v1", "OPENAI_API_KEY": "none"},
        )
        client = connected(product)
        killed = await client.run_workflow(await product.save(client, victim(site.url)), max_elapsed_time_minutes=5)
        runs = {"a browser that is killed": killed.run_id}
        await product.until(client, killed.run_id, label="w")
        for fault, blocks in flows(site.url).items():
            workflow = await product.save(client, blocks)
            runs[fault] = (await client.run_workflow(workflow, max_elapsed_time_minutes=1)).run_id
        for pid in chromiums(product.data_dir):
            os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(refuse_a_second, product)
        product.server.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(_STOPPED_SECONDS)  # the fault itself: a server that does nothing for so long
        product.server.process.send_signal(signal.SIGCONT)
        books = Books.of_folder(product.data_dir)
        ended = {fault: await product.until(client, run_id, seconds=400) for fault, run_id in runs.items()}
    told = {fault: (run.status, books.lateness(run.run_id)) for fault, run in ended.items()}
    print(
        "\n".join(
            f"{fault}: {status}, {late.total_seconds():.1f} s after its deadline"
            for fault, (status, late) in told.items()
        )
    )
    assert all(status in ENDED and late < timedelta(seconds=10) for status, late in told.values()), told
    assert {fault: books.doubles_of(run_id) for fault, run_id in runs.items()} == {fault: [] for fault in runs}
    assert told["a server that is stopped for a while"][0] == "timed_out"
