"""A browser shown live to several viewers, and worked by a person's hands, with a real Chromium."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire
from tests.pixels import picture

PAGE = """<title>form</title><body style='margin:0;background:rgb(255,0,0)'>
<input id=q style='position:absolute;left:10px;top:10px;width:300px;height:40px'>
<input id=f type=file style='position:absolute;left:10px;top:100px;width:300px;height:40px'>
<button id=b style='position:absolute;left:10px;top:200px;width:300px;height:40px'
 onclick="window.said = confirm('sure?')">ask</button>
<a id=l target=_blank href=/other style='position:absolute;left:10px;top:300px;width:300px;height:40px'>other</a>
<div style='height:3000px'></div>"""


class Looker:
    """A viewer that keeps the pictures and words that it got."""

    def __init__(self, wire: HostWire, *, acknowledges: bool = True) -> None:
        self.wire = wire
        self.frames: list[dict[str, Any]] = []
        self.pictures: list[bytes] = []
        self.words: list[dict[str, Any]] = []
        self._acknowledges = acknowledges
        self._news = asyncio.Condition()

    async def read(self) -> None:
        async for message in self.wire.messages():
            async with self._news:
                if isinstance(message, bytes):
                    self.pictures.append(message)
                    if self._acknowledges:
                        await self.say("seen", number=self.frames[-1]["number"])
                elif (words := json.loads(message))["type"] == "frame":
                    self.frames.append(words)
                else:
                    self.words.append(words)
                self._news.notify_all()

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(holds)

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [words for words in self.words if words["type"] == kind]

    async def say(self, kind: str, **what: object) -> None:
        await self.wire.send(json.dumps({"type": kind, **what}))

    async def click(self, x: float, y: float) -> None:
        for action in ("move", "down", "up"):
            await self.say("mouse", action=action, x=x / 1280, y=y / 720, button="left" if action != "move" else "none")


@asynccontextmanager
async def looking(host: HostClient, *, acknowledges: bool = True) -> AsyncIterator[Looker]:
    looker = Looker(await host.live("ses_1"), acknowledges=acknowledges)
    reading = asyncio.create_task(looker.read())
    yield looker
    await looker.wire.close()
    await reading


async def test_viewers_share_the_pictures_and_slow_ones_get_fewer(host: HostClient, site, attach) -> None:
    site.html("/", PAGE)
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker, looking(host) as quick, looking(host, acknowledges=False) as slow:
        page = worker.contexts[0].pages[0]
        await page.goto(site.url)
        await quick.until(lambda: len(quick.pictures) > 0)
        for shade in range(1, 9):
            seen = len(quick.pictures)
            await page.evaluate(f"document.body.style.background = 'rgb(0, {shade * 20}, 200)'")
            await quick.until(lambda seen=seen: len(quick.pictures) > seen)
        assert len(slow.pictures) == 2
        assert all(picture.startswith(b"\xff\xd8") for picture in quick.pictures)
        await asyncio.sleep(0.8)  # nothing changes any more: what a late one gets is the last picture, not a new one
        before = len(quick.pictures)
        async with looking(host) as late:
            await late.until(lambda: len(late.pictures) == 1)
            assert late.pictures[0] == quick.pictures[-1]
            assert len(quick.pictures) == before
        await slow.say("seen", number=2)
        await slow.until(lambda: len(slow.pictures) == 3)
        assert slow.pictures[-1] == quick.pictures[-1]


async def test_a_person_clicks_types_uploads_answers_and_changes_tabs(host: HostClient, site, attach) -> None:
    site.html("/", PAGE)
    site.html("/other", "<title>other</title><body style='background:rgb(0,0,255)'>")
    browser = await host.open_browser("ses_1")
    async with attach(browser.cdp_url) as worker, looking(host) as person:
        page = worker.contexts[0].pages[0]
        await person.say("navigate", url=site.url)
        await page.wait_for_selector("#l")
        await person.until(lambda: len(person.pictures) > 0)
        await person.say("hold")
        await person.click(50, 30)
        await person.say("text", text="Ana")
        for key in ("x", "Backspace", "Enter"):
            for action in ("down", "up"):
                await person.say("key", action=action, key=key, code="")
        await page.wait_for_function("document.querySelector('#q').value === 'Ana'")
        await person.click(50, 120)
        await person.until(lambda: bool(person.told("file_wanted")))
        data = base64.b64encode(b"hello").decode()
        await person.say("upload", files=[{"name": "../../letter.txt", "data": data}])
        await page.wait_for_function("document.querySelector('#f').files.length === 1")
        assert await page.evaluate("document.querySelector('#f').files[0].name") == "letter.txt"
        await person.say("mouse", action="wheel", x=0.5, y=0.5, dy=400)
        await page.wait_for_function("scrollY > 100")
        await page.evaluate("scrollTo(0, 0)")
        await person.click(50, 320)
        await person.until(lambda: len(person.words and person.told("tabs")[-1]["tabs"]) == 2)
        await person.until(lambda: person.told("tabs")[-1]["tabs"][1]["title"] == "other")
        first, second = person.told("tabs")[-1]["tabs"]
        assert (first["active"], second["active"]) == (False, True)
        assert await host.front_page("ses_1") == second["page"]
        await person.until(lambda: person.frames[-1]["page"] == second["page"])
        await person.say("tab", action="switch", page=first["page"])
        await person.until(lambda: person.frames[-1]["page"] == first["page"])
        await person.say("tab", action="close", page=second["page"])
        await person.until(lambda: len(person.told("tabs")[-1]["tabs"]) == 1)
        for wrong in (
            {"url": "file:///etc/passwd", "type": "navigate"},
            {"type": "mouse", "action": "down", "x": 2, "y": 0},
            {"type": "tab", "action": "close", "page": first["page"]},
            {"type": "upload", "files": [{"name": "x", "data": ""}]},
            {"type": "key", "action": "down", "key": "Nonsense"},
            {"type": "fly"},
        ):
            notes = len(person.told("note"))
            await person.wire.send(json.dumps(wrong))
            await person.until(lambda notes=notes: len(person.told("note")) > notes)
    async with looking(host) as person:  # nobody else is attached: a dialog waits for the person
        await person.until(lambda: len(person.pictures) > 0)
        await person.say("hold")
        await person.click(50, 220)
        await person.until(lambda: bool(person.told("dialog")))
        assert person.told("dialog")[0]["message"] == "sure?"
        await person.say("dialog", accept=True)
        await person.until(lambda: bool(person.told("dialog_closed")))
        await host.close_browser("ses_1")


async def test_what_is_covered_stays_covered_when_nobody_is_attached(host: HostClient, site, attach) -> None:
    style = "<style>body{margin:0;background:#fff;font:28px/40px monospace}</style>"
    frame = f"<iframe src=http://localhost:{site.port}/frame style='border:0;width:600px;height:60px'></iframe>"
    site.html("/", f"{style}<span>hunter2-geheim</span><br><span>plain to see</span><br>{frame}")
    site.html("/frame", f"{style}<span>hunter2-geheim</span>")
    browser = await host.open_browser("ses_1", allowed_networks="127.0.0.0/8,::1/128")
    async with attach(browser.cdp_url) as worker:
        await worker.contexts[0].pages[0].goto("about:blank")
        await host.cover("ses_1", {"hunter2-geheim"})
    async with looking(host) as person:
        await person.say("navigate", url=site.url)
        await person.until(
            lambda: (person.told("tabs") or [{"tabs": [{"url": ""}]}])[-1]["tabs"][0]["url"] != "about:blank"
        )
        async with attach(browser.cdp_url) as worker:
            page = worker.contexts[0].pages[0]
            await page.frame_locator("iframe").locator("span").wait_for()
            boxes = [await found.bounding_box() for found in await page.locator("span").all()]
            boxes.append(await page.frame_locator("iframe").locator("span").bounding_box())
            seen = picture(await page.screenshot())
    assert [seen.covered(box) for box in boxes] == [True, False, True]
