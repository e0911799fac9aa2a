"""Downloads that outlive workers, and recordings that play, with a real Chromium."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from skyvern.browser.encode import encode_recording
from skyvern.browser.host.errors import BadRequest, UnknownBrowser
from skyvern.browser.host.frames import PICTURES, FrameIndex
from skyvern.browser.host.screencast import LAST_LOOK_SECONDS
from skyvern.browser.host_client import HostClient
from tests.pixels import frames, shown

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj trailer<<>>\n"


async def test_downloads_are_whole_with_and_without_a_worker(host: HostClient, site, attach) -> None:
    data = bytes(range(256)) * 4000
    site.file("/report", "report.bin", data)
    site.file("/slow", "slow.bin", data, pace=1.0)
    site.html("/", "<a id=now href=/report>now</a> <a id=slow href=/slow>slow</a>")
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker:
        await host.reapply("ses_1")
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await page.click("#now")
        with_worker = await host.wait_download("ses_1")
        assert with_worker is not None
        await page.click("#slow")
    assert with_worker.state == "completed"
    assert with_worker.suggested_filename == "report.bin"
    assert with_worker.url == f"{site.url}/report"
    assert Path(with_worker.path).read_bytes() == data
    alone = await host.wait_download("ses_1", since=with_worker.number)
    assert alone is not None
    assert (alone.state, alone.suggested_filename) == ("completed", "slow.bin")
    assert b"".join([chunk async for chunk in host.read_file("ses_1", f"downloads/{alone.guid}")]) == data
    assert [item.number for item in await host.downloads("ses_1")] == [1, 2]


async def test_a_download_in_a_tab_of_its_own_is_caught(host: HostClient, site, attach) -> None:
    site.file("/report", "report.bin", b"12345678")
    site.html("/", "<a id=now target=_blank href=/report>now</a>")
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker:
        await host.reapply("ses_1")
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await page.click("#now")
        found = await host.wait_download("ses_1")
    assert found is not None
    assert Path(found.path).read_bytes() == b"12345678"


async def test_a_pdf_is_downloaded_not_shown(host: HostClient, site, attach) -> None:
    site.file("/bill.pdf", "", PDF, kind="application/pdf")
    site.html("/", "<a id=bill href=/bill.pdf>bill</a>")
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker:
        await host.reapply("ses_1")
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await page.click("#bill")
        found = await host.wait_download("ses_1")
    assert found is not None
    assert found.suggested_filename == "bill.pdf"
    assert Path(found.path).read_bytes() == PDF


async def test_waiting_ends_with_nothing_when_nothing_comes(host: HostClient) -> None:
    await host.open_browser("ses_1")
    assert await host.wait_download("ses_1", timeout=0.1) is None


async def test_what_a_browser_knows_begins_another_one_and_nothing_stays_beside_it(
    host: HostClient, tmp_path: Path
) -> None:
    await host.open_browser("ses_1")
    wire = await host.devtools("ses_1")
    cookie = {"name": "who", "value": "Ada", "url": "https://shop.example/"}
    await wire.send(json.dumps({"id": 1, "method": "Storage.setCookies", "params": {"cookies": [cookie]}}))
    await anext(wire.messages())
    state = await host.take_state("ses_1")
    with pytest.raises(UnknownBrowser):
        await host.take_state("ses_1")
    await host.close_browser("ses_1")
    await host.open_browser("ses_2", profile=state)
    wire = await host.devtools("ses_2")
    await wire.send(json.dumps({"id": 1, "method": "Storage.getCookies", "params": {}}))
    told = json.loads(await anext(wire.messages()))
    assert [(item["name"], item["value"]) for item in told["result"]["cookies"]] == [("who", "Ada")]
    assert not list(tmp_path.rglob("*.tgz"))


async def test_only_downloads_and_frames_can_be_read(host: HostClient) -> None:
    await host.open_browser("ses_1")
    settings = "profile/Default/Preferences"
    for name in (settings, f"downloads/../{settings}", "process.json", "downloads/"):
        with pytest.raises(BadRequest):
            await host.read_chunk("ses_1", name)
    with pytest.raises(UnknownBrowser):
        await host.downloads("ses_2")


VIDEO_FACTS = """async (url) => {
    const video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    const until = (name) => new Promise((done, fail) => {
        video.addEventListener(name, done, {once: true});
        video.addEventListener('error', () => fail(video.error.message), {once: true});
    });
    let met = until('loadeddata');
    video.src = url;
    await met;
    const facts = {duration: video.duration, size: [video.videoWidth, video.videoHeight]};
    met = until('seeked');
    video.currentTime = 0.1;
    await met;
    met = until('ended');
    video.currentTime = video.duration - 0.4;
    await video.play();
    await met;
    return facts;
}"""


PICTURE_MIDDLE = """async data => {
    const picture = new Image();
    picture.src = 'data:image/jpeg;base64,' + data;
    await picture.decode();
    const paper = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    paper.drawImage(picture, 0, 0);
    return [...paper.getImageData(picture.width / 2, picture.height / 2, 1, 1).data].slice(0, 3);
}"""


def near(colour: Sequence[int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(colour, wanted, strict=True))


async def test_a_recording_plays_seeks_and_lasts_as_long_as_it_took(host: HostClient, site, attach, tmp_path) -> None:
    site.html("/", "<body style='background:rgb(255,0,0)'>")
    site.html("/player", "<title>player</title>")
    browser = await host.open_browser("ses_1")
    started = await host.start_recording("ses_1")
    assert (await host.start_recording("ses_1")).recording_id == started.recording_id
    async with attach(browser.cdp_url) as worker:
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await asyncio.sleep(1.5)
        was_red = time.time()
        await page.evaluate("document.body.style.background = 'rgb(0,0,255)'")
        await asyncio.sleep(1.0)
        tab = await worker.contexts[0].new_page()
        await tab.goto(site.url)
        await tab.evaluate("document.body.style.background = 'rgb(0,255,0)'")
        await asyncio.sleep(1.0)
        recording = await host.stop_recording("ses_1")
        assert recording is not None
        assert recording.frames >= 4
        assert await host.stop_recording("ses_1") is None
        video = await encode_recording(Path(recording.folder), tmp_path / "video.webm")
        assert video is not None
        data = video.read_bytes()
        site.pages["/video.webm"] = (200, {"Content-Type": "video/webm"}, data)
        await tab.goto(f"{site.url}/player")
        begin = FrameIndex.read(Path(recording.folder)).frames[0].at
        facts = await tab.evaluate(VIDEO_FACTS, "/video.webm")
    assert recording.ended_at is not None
    index = await host.read_chunk("ses_1", f"{recording.name}/index.jsonl")
    assert index.is_last
    assert facts["size"] == [1280, 720]
    assert abs(facts["duration"] - (recording.ended_at - recording.started_at)) < 0.5
    assert near(list(frames(video))[-1].colour(), (0, 255, 0))
    assert near(shown(video, was_red - 0.1 - begin).colour(), (255, 0, 0))


async def test_the_last_state_of_a_burst_is_recorded(host: HostClient, site, attach, tmp_path) -> None:
    site.html("/", "<body style='background:rgb(255,0,0)'>")
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker:
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await host.start_recording("ses_1")
        await asyncio.sleep(0.5)
        await page.evaluate("""async () => { for (let i = 0; i < 20; i++) {
            document.body.style.background = i == 19 ? 'rgb(0,0,255)' : `rgb(0,${i},0)`;
            await new Promise(done => setTimeout(done, 30)) } }""")
        await asyncio.sleep(1.0)
        recording = await host.stop_recording("ses_1")
    assert recording is not None
    assert recording.frames < 10
    video = await encode_recording(Path(recording.folder), tmp_path / "video.webm")
    assert video is not None
    assert near(list(frames(video))[-1].colour(), (0, 0, 255))


async def test_what_a_page_showed_right_before_the_stop_is_recorded_without_a_wait(
    host: HostClient, site, attach
) -> None:
    site.html("/", "<body style='background:rgb(255,0,0)'>")
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker:
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await host.start_recording("ses_1")
        await page.screenshot()
        await page.evaluate("document.body.style.background = 'rgb(0,0,255)'")
        began = time.monotonic()
        recording = await host.stop_recording("ses_1")
        assert time.monotonic() - began < LAST_LOOK_SECONDS / 2
        assert recording is not None
        last = FrameIndex.read(Path(recording.folder)).frames[-1]
        picture = (Path(recording.folder) / PICTURES).read_bytes()[last.offset : last.offset + last.size]
        middle = await page.evaluate(PICTURE_MIDDLE, base64.b64encode(picture).decode())
    assert near(middle, (0, 0, 255))


async def test_no_frames_no_video(tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    assert await encode_recording(tmp_path / "frames", tmp_path / "video.webm") is None
    assert not (tmp_path / "video.webm").exists()
