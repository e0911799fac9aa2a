"""A browser outlives the one who is attached to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import textwrap
import urllib.request
from pathlib import Path

import pytest
from playwright.async_api import Error
from websockets.asyncio.client import connect

from skyvern.browser.attach import Browsers
from skyvern.browser.errors import AttachFailed
from skyvern.domain.page import Action, ActionKind


async def test_a_killed_worker_leaves_page_and_form_to_the_next(
    own_chromium, site, browsers: Browsers, tmp_path: Path
) -> None:
    url = site.page("/form", "<label>Name<input id=n></label><button onclick=\"document.title='hit'\">Go</button>")
    script = textwrap.dedent(f"""
        import asyncio, os, signal
        from pathlib import Path
        from skyvern.browser.attach import Browsers
        from skyvern.domain.page import Action, ActionKind
        async def main():
            session = await Browsers().attach(
                {own_chromium.cdp_url!r}, browser_id="b", artifacts_dir=Path({str(tmp_path / "one")!r}))
            await session.goto({url!r})
            seen = await session.observe()
            await session.act(Action(kind=ActionKind.INPUT_TEXT, ref=seen.elements[0].ref, text="unsaved"))
            print(seen.elements[0].ref, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        asyncio.run(main())
    """)
    first = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    session = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "two")
    observation = await session.observe()
    assert observation.url == url
    assert (observation.elements[0].value, observation.elements[0].ref) == ("unsaved", first.stdout.strip())
    assert (await session.act(Action(kind=ActionKind.CLICK, ref=observation.elements[1].ref))).ok
    assert (await session.observe()).title == "hit"
    await session.close()
    assert not session.connected


async def test_the_driver_rests_when_no_session_needs_it(own_chromium, site, tmp_path: Path) -> None:
    browsers = Browsers(driver_rests_after=0.05)
    try:
        first = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "one")
        second = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "two")
        await first.close()
        await asyncio.sleep(0.2)  # well past the rest of an unused driver
        assert browsers.driving
        assert (await second.goto(site.page("/still", "<h1>Still here</h1>"))).ok
        await second.close()
        async with asyncio.timeout(10):
            while browsers.driving:
                await asyncio.sleep(0.02)
        again = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "three")
        assert (await again.observe()).url == site.url + "/still"
        await again.close()
    finally:
        await browsers.close()


async def test_a_crashed_tab_is_replaced(own_chromium, site, browsers: Browsers, tmp_path: Path) -> None:
    session = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "files")
    await session.goto(site.page("/a", "<h1>Alive</h1>"))
    page = await session.page()
    crash = await session.act(Action(kind=ActionKind.GOTO_URL, text="about:blank"))
    assert crash.ok
    await session.goto(site.url + "/a")
    guard = await page.context.new_cdp_session(page)
    with contextlib.suppress(Error):
        await guard.send("Page.crash", timeout=2000)
    observation = await session.observe()
    assert "Alive" in observation.reading.text
    await session.close()


async def test_nobody_there(browsers: Browsers, tmp_path: Path) -> None:
    with pytest.raises(AttachFailed):
        await browsers.attach("http://127.0.0.1:9", browser_id="b", artifacts_dir=tmp_path)


async def test_headers_go_with_every_request(own_chromium, site, browsers: Browsers, tmp_path: Path) -> None:
    session = await browsers.attach(
        own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "files", headers={"X-Token": "abc"}
    )
    await session.goto(site.page("/h", "x"))
    assert site.seen[0][2]["X-Token"] == "abc"
    picture = await session.screenshot()
    assert picture.startswith(b"\x89PNG")
    await session.close()


STUCK = {
    "an unanswered dialog": "setTimeout(() => alert('hello'), 0)",
    "an endless script": "setTimeout(() => { for (;;) {} }, 0)",
}


@pytest.mark.long
@pytest.mark.parametrize("script", STUCK.values(), ids=STUCK.keys())
async def test_a_stuck_page_does_not_keep_one_out(
    own_chromium, site, browsers: Browsers, tmp_path: Path, script: str
) -> None:
    first = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "one")
    await first.goto(site.page("/a", "<h1>Alive</h1>"))
    await first.close()
    with urllib.request.urlopen(own_chromium.cdp_url + "/json/list") as answer:
        target = next(item for item in json.load(answer) if item["type"] == "page")
    async with connect(target["webSocketDebuggerUrl"]) as wire:
        await wire.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": {"expression": script}}))
        await wire.recv()
    second = await browsers.attach(own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "two")
    assert "Alive" in (await second.observe()).reading.text
    await second.close()
