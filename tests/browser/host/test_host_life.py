"""The host process from its start to its end, with a real Chromium and a worker that dies."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil

from skyvern.browser.host.card import HostCard
from skyvern.browser.host_client import HostClient

WORKER = """
import asyncio, sys
from playwright.async_api import async_playwright
async def main():
    async with async_playwright() as p:
        browser = await p.chromium.connect_over_cdp(sys.argv[1], is_local=True)
        page = browser.contexts[0].pages[0]
        await page.goto(sys.argv[2])
        await page.fill("#name", "Ada")
        await page.evaluate("window.mark = 42")
        if len(sys.argv) > 3:
            page.on("dialog", lambda dialog: None)
            await page.evaluate(sys.argv[3])
        print("ready", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


def processes_of(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = " ".join(process.info["cmdline"] or [])
        if str(folder) in words and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def start_worker(*arguments: str) -> subprocess.Popen[str]:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, *arguments], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def kill(worker: subprocess.Popen[str]) -> None:
    worker.kill()
    worker.wait()
    assert worker.stdout is not None
    worker.stdout.close()


async def test_a_second_ensure_finds_the_same_host_and_browser(host: HostClient, tmp_path: Path, start_host) -> None:
    first = await host.open_browser("ses_1")
    other = await start_host(tmp_path / "data", owner_id="other")
    assert (await other.hello()).pid == (await host.hello()).pid
    assert await other.open_browser("ses_1") == first
    assert [item.browser_id for item in await other.list_browsers()] == ["ses_1"]
    await other.close()


async def test_many_who_start_at_once_get_one_host(tmp_path: Path, start_host) -> None:
    clients = await asyncio.gather(*(start_host(tmp_path, owner_id=f"w{i}") for i in range(3)))
    assert len({(await client.hello()).pid for client in clients}) == 1
    for client in clients[1:]:
        await client.close()
    await clients[0].shutdown()


async def test_the_card_is_private_and_the_gateway_wants_its_token(host: HostClient, tmp_path: Path) -> None:
    card_file = tmp_path / "data" / "host.json"
    assert stat.S_IMODE(card_file.stat().st_mode) == 0o600
    card = HostCard.read(tmp_path / "data")
    assert card is not None
    HostCard(address=card.address, token="guess", pid=card.pid, created=card.created).write(tmp_path / "data")
    intruder = HostClient(tmp_path / "data", owner_id="intruder")
    assert not await intruder._connect()
    card.write(tmp_path / "data")
    assert (await host.hello()).pid == card.pid


async def test_shutdown_leaves_no_process_and_no_card(tmp_path: Path, start_host) -> None:
    client = await start_host(tmp_path)
    await client.open_browser("ses_1")
    await client.open_browser("ses_2")
    assert len(processes_of(tmp_path)) > 2
    await client.shutdown()
    assert processes_of(tmp_path) == []
    assert HostCard.read(tmp_path) is None
    assert list((tmp_path / "browsers").iterdir()) == []


async def test_a_killed_worker_leaves_page_and_form_to_the_next(host: HostClient, site, attach) -> None:
    site.html("/form", "<title>Form</title><input id=name>")
    browser = await host.open_browser("ses_1")
    worker = start_worker(browser.cdp_url, f"{site.url}/form")
    kill(worker)
    async with attach(browser.cdp_url) as again:
        page = again.contexts[0].pages[0]
        assert page.url == f"{site.url}/form"
        assert await page.input_value("#name") == "Ada"
        assert await page.evaluate("window.mark") == 42


async def test_a_browser_that_dies_is_announced_and_opened_anew(tmp_path: Path, start_host) -> None:
    told: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    client = await start_host(tmp_path, on_event=told.put_nowait)
    first = await client.open_browser("ses_1")
    os.killpg(first.pid, signal.SIGKILL)
    async with asyncio.timeout(10):
        assert await told.get() == {"event": "browser_exited", "browser_id": "ses_1"}
    second = await client.open_browser("ses_1")
    assert second.pid != first.pid
    await client.shutdown()


async def test_a_vanished_owner_is_waited_for_and_then_everything_ends(tmp_path: Path, start_host) -> None:
    client = await start_host(tmp_path, owner_id="w", options=("--owner-grace-seconds", "4"))
    host_process = psutil.Process((await client.hello()).pid)
    await client.open_browser("ses_1")
    await client.close()
    again = await start_host(tmp_path, owner_id="w")
    assert [item.browser_id for item in await again.list_browsers()] == ["ses_1"]
    await again.close()
    await asyncio.to_thread(host_process.wait, 15)
    assert processes_of(tmp_path) == []


async def test_the_last_clean_leave_ends_an_idle_host_at_once(tmp_path: Path, start_host) -> None:
    client = await start_host(tmp_path)
    host_process = psutil.Process((await client.hello()).pid)
    await client.close(release=True)
    await asyncio.to_thread(host_process.wait, 15)


async def test_a_host_that_was_killed_leaves_nothing_for_its_successor(tmp_path: Path, start_host) -> None:
    client = await start_host(tmp_path)
    browser, of_a_run = await client.open_browser("ses_1"), await client.open_browser("br_1")
    os.kill((await client.hello()).pid, signal.SIGKILL)
    successor = await start_host(tmp_path)
    assert await successor.list_browsers() == []
    gone = {browser.pid, of_a_run.pid}
    assert [process for process in processes_of(tmp_path) if process.pid in gone] == []
    assert not (tmp_path / "browsers" / "ses_1").exists()
    assert (tmp_path / "browsers" / "br_1").exists()  # until its run has taken what it recorded
    await successor.close_browser("br_1")
    assert not (tmp_path / "browsers" / "br_1").exists()
    await client.close()
    await successor.shutdown()


async def test_the_host_is_small(host: HostClient) -> None:
    process = psutil.Process((await host.hello()).pid)
    assert process.memory_full_info().pss < 30 * 2**20


async def test_a_client_whose_host_died_gets_a_new_one(tmp_path: Path, start_host) -> None:
    client = await start_host(tmp_path)
    first = await client.hello()
    await client.open_browser("ses_1")
    host_process = psutil.Process(first.pid)
    host_process.kill()
    await asyncio.to_thread(host_process.wait, 15)
    second = await client.hello()
    assert second.pid != first.pid
    assert await client.list_browsers() == []
    await client.shutdown()


async def test_a_listing_over_which_the_host_died_is_answered_by_the_next(tmp_path: Path, start_host) -> None:
    client = await start_host(tmp_path)
    host_process = psutil.Process((await client.hello()).pid)
    await client.open_browser("ses_1")
    host_process.suspend()
    asked = asyncio.create_task(client.list_browsers())
    done, _ = await asyncio.wait([asked], timeout=0.2)
    assert not done, "a host that stands still answers nothing"
    host_process.kill()
    assert await asked == []
    await client.shutdown()
