"""DevTools from outside, by a real Playwright through the gateway: pages are its, the machine is not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error, async_playwright

from skyvern.browser.host.card import HostCard
from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire
from tests.browser.host.conftest import Site


@asynccontextmanager
async def outside(folder: Path, browser_id: str) -> AsyncIterator[Browser]:
    """Playwright as a program far away would connect."""
    card = HostCard.read(folder)
    assert card is not None
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(
            f"{card.address}/cdp/{browser_id}", headers={"Authorization": f"Bearer {card.token}"}
        )
        yield browser
        await browser.close()


async def ask(wire: HostWire, method: str, **params: object) -> dict[str, object]:
    """Say one thing and return the answer to it."""
    await wire.send(json.dumps({"id": 7, "method": method, "params": params}))
    async for text in wire.messages():
        reply = json.loads(text)
        if reply.get("id") == 7:
            return reply
    raise AssertionError("it hung up")


async def test_a_program_far_away_drives_the_pages(host: HostClient, site: Site, tmp_path: Path) -> None:
    site.html("/", "<title>Shop</title><input type=file id=f><script>function names(){return f.files[0].name}</script>")
    site.file("/report", "report.csv", b"a;b" * 500)
    await host.open_browser("pbs_1", url=f"{site.url}/")
    async with outside(tmp_path / "data", "pbs_1") as browser:
        page = browser.contexts[0].pages[0]
        assert await page.title() == "Shop"
        await page.set_input_files("#f", {"name": "cv.txt", "mimeType": "text/plain", "buffer": b"me"})
        assert await page.evaluate("names()") == "cv.txt"
        await page.evaluate("location.href = '/report'")
        first = await host.wait_download("pbs_1", timeout=10)
        assert [info.alone_seconds for info in await host.list_browsers()] == [0.0], "a program is with it"
        for address in ("file:///etc/passwd", "chrome://version/"):
            with pytest.raises(Error, match="a session opens http and https addresses only"):
                await page.goto(address)
        await page.evaluate("window.open('file:///etc/passwd')")
        assert [tab.url for tab in browser.contexts[0].pages if "passwd" in tab.url] == []
    assert first is not None
    assert Path(first.path).read_bytes() == b"a;b" * 500
    async with outside(tmp_path / "data", "pbs_1") as browser:
        assert await browser.contexts[0].pages[0].title() == "Shop", "it is the page that was left"
        await browser.contexts[0].pages[0].evaluate("location.href = '/report'")
        second = await host.wait_download("pbs_1", since=first.number, timeout=10)
    assert second is not None, "the host has the downloads also after a client went"
    async with asyncio.timeout(20):  # the gateway hears of the end a moment later
        while not (await host.list_browsers())[0].alone_seconds:
            await asyncio.sleep(0.05)


async def test_what_reaches_the_machine_is_answered_with_the_reason(host: HostClient) -> None:
    await host.open_browser("pbs_1")
    wire = await host.devtools("pbs_1")
    reply = await ask(wire, "Tethering.bind", port=4444)
    assert reply["error"] == {
        "code": -32000,
        "message": "Tethering.bind is not offered here: its domain reaches the machine, not the pages of the session.",
    }
    assert "close the session" in str(await ask(wire, "Browser.close"))
    await wire.send("no json")
    assert "result" in await ask(wire, "Browser.getVersion"), "the connection goes on"
    ended = asyncio.ensure_future(_until_the_end(wire))
    await host.close_browser("pbs_1")
    await asyncio.wait_for(ended, 10)


async def _until_the_end(wire: HostWire) -> None:
    async for _ in wire.messages():
        continue


async def test_a_browser_that_is_not_there_hangs_up_at_once(host: HostClient) -> None:
    wire = await host.devtools("pbs_none")
    await asyncio.wait_for(_until_the_end(wire), 5)
