"""What a browser can be opened with, seen from inside its pages."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from skyvern.browser.host.errors import BadRequest
from skyvern.browser.host_client import HostClient
from skyvern.domain.places import Place

PLACE = Place(locale="de-DE", timezone="Asia/Tokyo", latitude=35.5, longitude=139.5)
FACTS = """() => ({
    language: navigator.language, zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    agent: navigator.userAgent, size: [innerWidth, innerHeight],
})"""


async def test_language_zone_headers_size_and_name(host: HostClient, site, attach) -> None:
    told: list[str] = []

    def page_with_headers(visitor) -> None:
        told.append(visitor.headers.get("X-Mine", ""))
        told.append(visitor.headers.get("Accept-Language", ""))
        visitor.send_response(200)
        visitor.send_header("Content-Length", "0")
        visitor.end_headers()

    site.pages["/"] = page_with_headers
    browser = await host.open_browser("ses_1", place=PLACE, headers={"X-Mine": "yes"}, url=f"{site.url}/")
    async with attach(browser.cdp_url) as worker:
        page = worker.contexts[0].pages[0]
        await page.wait_for_url(f"{site.url}/")
        facts = await page.evaluate(FACTS)
        await worker.contexts[0].grant_permissions(["geolocation"])
        position = await page.evaluate(
            "new Promise((yes, no) => navigator.geolocation.getCurrentPosition(p => yes(p.coords.longitude), no))"
        )
    assert position == 139.5
    assert told[0] == "yes"
    assert told[1].startswith("de")
    assert (facts["language"], facts["zone"], facts["size"]) == ("de-DE", "Asia/Tokyo", [1280, 720])
    assert "Headless" not in facts["agent"]
    assert "Chrome/" in facts["agent"]


@pytest.mark.parametrize(
    "options", [{"allowed_networks": "nonsense"}, {"upstream": "ftp://x"}], ids=["networks", "upstream"]
)
async def test_bad_options_are_told(host: HostClient, options: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        await host.open_browser("ses_1", **options)
    with pytest.raises(BadRequest, match="browser id"):
        await host.open_browser("../etc")
    assert await host.list_browsers() == []


async def test_a_warm_spare_becomes_the_next_browser(tmp_path: Path, site, attach, start_host) -> None:
    data = tmp_path / "data"
    client = await start_host(data, allowed_networks=site.network, options=("--warm-spare",))
    site.html("/", "<title>warm</title>")
    site.file("/report", "report.bin", b"12345678")
    while not (await client.hello()).has_spare:
        await asyncio.sleep(0.05)
    opened = await asyncio.wait_for(client.open_browser("ses_1"), 30)
    assert Path(opened.folder).name.startswith("spare-")
    assert [item.browser_id for item in await client.list_browsers()] == ["ses_1"]
    async with attach(opened.cdp_url) as worker:
        await client.reapply("ses_1")
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        assert await page.title() == "warm"
        await page.evaluate("location.href = '/report'")
        found = await client.wait_download("ses_1")
    assert found is not None
    assert (await client.read_chunk("ses_1", f"downloads/{found.guid}")).data == b"12345678"
    await client.close_browser("ses_1")
    assert not Path(opened.folder).exists()
    assert not (data / "browsers" / "ses_1").is_symlink()
    await client.shutdown()
    assert list((data / "browsers").iterdir()) == []


async def test_a_second_host_of_the_directory_steps_back(host: HostClient, tmp_path: Path) -> None:
    await host.hello()
    second = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-m", "skyvern.serve.browser_host", "--data-dir", str(tmp_path / "data")]
    )
    assert second.returncode == 3
    await host.hello()
