"""A run watched and taken over through the public API: the person acts, the server dies, the agent goes on after."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

if TYPE_CHECKING:
    from skyvern import Skyvern
    from tests.e2e.conftest import Product, Receiver

pytestmark = pytest.mark.long

PAGE = """<html><title>Form</title><body style="margin:0">
<input id=q style="position:absolute;left:10px;top:10px;width:300px;height:40px">
<script>console.warn("a form")</script></body></html>"""
SECRET_WORDS = "my own password"


class Person:
    """Somebody at the live view."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.words: list[dict[str, Any]] = []
        self.pictures = 0

    async def say(self, kind: str, **what: object) -> None:
        await self._socket.send(json.dumps({"type": kind, **what}))

    async def until(self, **wanted: object) -> dict[str, Any]:
        """Read until a word has these values."""
        async with asyncio.timeout(30):
            async for message in self._socket:
                if isinstance(message, bytes):
                    self.pictures += 1
                    continue
                words = json.loads(message)
                if words["type"] == "frame":
                    await self.say("seen", number=words["number"])
                self.words.append(words)
                if wanted.items() <= words.items():
                    return words
        raise AssertionError(f"the live view ended before {wanted}: {self.words[-3:]}")


@asynccontextmanager
async def looking(url: str, key: str = "") -> AsyncIterator[Person]:
    headers = {"x-api-key": key} if key else {}
    async with connect(url, additional_headers=headers, max_size=None, proxy=None) as socket:
        yield Person(socket)


async def test_a_person_takes_over_a_paused_run_and_a_dead_server_does_not_take_it_from_them(
    product: Product, receiver: Receiver, connected: Callable[[Product], Skyvern]
) -> None:
    receiver.pages["/"] = (200, PAGE)
    client = connected(product)
    ask: dict[str, object] = {"label": "ask", "block_type": "human_interaction", "recipients": []}
    read = {
        "label": "read",
        "block_type": "code",
        "code": "value = await page.locator('#q').input_value()\nlength = len(value)\nvalue = ''",
    }
    opened = {"label": "open", "block_type": "goto_url", "url": receiver.url + "/"}
    workflow = await product.save(client, [opened, ask, read])
    run = await client.run_workflow(workflow_id=workflow)
    await product.until(client, run.run_id, label="ask")
    key, base = product.server.api_key, product.server.base_url
    live = f"ws{base.removeprefix('http')}/v1/runs/{run.run_id}/live"
    with pytest.raises(InvalidStatus):
        async with connect(live, proxy=None):
            pass
    async with httpx.AsyncClient(base_url=base, headers={"x-api-key": key}) as http:
        made = await http.post(f"/v1/runs/{run.run_id}/live_link", json={"name": "Ana"})
        link = f"ws{base.removeprefix('http')}{made.json()['path']}"
        look_only = (await http.post(f"/v1/runs/{run.run_id}/live_link", json={"control": False})).json()["path"]
        with pytest.raises(InvalidStatus):
            async with connect(link.replace(run.run_id, "wr_1"), proxy=None):
                pass
        async with looking(link) as ana, looking(live, key) as ben:
            await ana.until(type="state", state="live")
            await ana.until(type="frame")
            await ana.say("text", text="too early")
            assert "take the controls" in (await ana.until(type="note"))["message"]
            await ana.say("take", reason="a captcha")
            token = (await ana.until(type="control"))["token"]
            told = await ben.until(type="state", state="taken_over")
            assert (told["control"]["holder"], told["mine"]) == ("Ana", False)
            await ben.say("take", name="Ben")
            assert (await ben.until(type="refused"))["why"] == "Ana has the controls."
            async with looking(f"ws{base.removeprefix('http')}{look_only}") as eve:
                await eve.until(type="state", state="taken_over")
                await eve.say("take")
                assert "only shows" in (await eve.until(type="refused"))["why"]
            for action in ("move", "down", "up"):
                await ana.say("mouse", action=action, x=50 / 1280, y=30 / 720, button="left")
            await ana.say("text", text=SECRET_WORDS)
            await ana.until(type="frame")
        product.server.kill()
        product.start()
        held = (await http.get(f"/v1/runs/{run.run_id}/control")).json()
        assert (held["holder"], held["reason"]) == ("Ana", "a captcha")
        assert (await http.post(f"/v1/runs/{run.run_id}/continue")).status_code == 200
        async with looking(live, key) as ana:
            await ana.until(type="state", state="taken_over")
            await ana.say("take", token=token)
            assert (await ana.until(type="state", mine=True))["control"]["holder"] == "Ana"
            await product.until(client, run.run_id, label="read")
            await asyncio.sleep(1)  # time in which an agent that does not wait would have finished
            assert (await client.get_run(run.run_id)).status == "running"
            await ana.say("release")
            ended = await ana.until(type="state", state="ended")
        assert "completed" in ended["why"]
        assert (await client.get_run(run.run_id)).output["read_output"]["length"] == len(SECRET_WORDS)
        kinds = {item.artifact_type: item for item in await client.get_run_artifacts(run.run_id)}
        assert "a form" in (await http.get(f"/v1/artifacts/{kinds['browser_console_log'].artifact_id}/content")).text
        har = (await http.get(f"/v1/artifacts/{kinds['har'].artifact_id}/content")).json()
        asked = [(one["request"]["url"], one["response"]["status"]) for one in har["log"]["entries"]]
        assert (f"{receiver.url}/", 200) in asked
        timeline = str([item.to_dict() for item in await client.get_run_timeline(run.run_id)])
    assert SECRET_WORDS not in timeline
    assert SECRET_WORDS.encode() not in b"".join(path.read_bytes() for path in product.data_dir.glob("skyvern.db*"))
    assert SECRET_WORDS not in product.log
