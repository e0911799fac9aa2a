"""A server under a path of somebody else's origin: API, signed links, a session's CDP address, live view and web UI."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.async_api import async_playwright, expect
from websockets.asyncio.client import connect

from skyvern import Skyvern
from skyvern.api.deps import UI
from skyvern.browser.host.chromium import find_chromium
from tests.conftest import free_port
from tests.e2e.test_ui_barriers import SCREENS

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

PREFIX = "/sky"


class FrontDoor:
    """A web server that shows another one under a prefix, as nginx does with `location /sky/`; all else is 404."""

    def __init__(self) -> None:
        self.behind = 0
        """The port of the server that is shown."""
        self.refused: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one request, or one websocket."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.partition("\r\n")[0].split(" ")
            if not path.startswith(f"{PREFIX}/"):
                self.refused.append(path)
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                writer.close()
                return
            lines = head.rstrip("\r\n").split("\r\n")[1:]
            upgrades = any(line.lower().startswith("upgrade:") for line in lines)
            if not upgrades:
                lines = [line for line in lines if not line.lower().startswith("connection:")] + ["Connection: close"]
            first = f"{method} {path.removeprefix(PREFIX)} HTTP/1.1"
            inner, outer = await asyncio.open_connection("127.0.0.1", self.behind)
            outer.write("\r\n".join([first, *lines, "", ""]).encode("latin-1"))
            ways = {asyncio.create_task(pour(reader, outer)), asyncio.create_task(pour(inner, writer))}
            await asyncio.wait(ways, return_when=asyncio.ALL_COMPLETED)
        writer.close()


async def pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            into.write(data)
            await into.drain()
        into.close()


@pytest.fixture
async def door() -> AsyncIterator[tuple[FrontDoor, int]]:
    made, port = FrontDoor(), free_port()
    server = await asyncio.start_server(made.serve, "127.0.0.1", port, limit=2**20)
    yield made, port
    server.close()


@pytest.mark.long
@pytest.mark.skipif(not (UI / "index.html").exists(), reason="the web UI is not built: run scripts/ui")
async def test_everything_works_under_a_prefix(
    door: tuple[FrontDoor, int], product_with: Callable[[Path, dict[str, str]], Product], sites: str, tmp_path: Path
) -> None:
    front, port = door
    public = f"http://127.0.0.1:{port}{PREFIX}"
    product = await asyncio.to_thread(product_with, tmp_path / "data", {"SKYVERN_PUBLIC_URL": public})
    front.behind = int(product.server.base_url.rpartition(":")[2])
    async with Skyvern(api_key=product.server.api_key, base_url=public) as client:
        browser = await client.launch_cloud_browser(url=f"{sites}/registry/", timeout=5)
        session = await client.get_browser_session(browser.browser_session_id)
        assert session.browser_address.startswith(f"ws://127.0.0.1:{port}{PREFIX}/v1/")
        page = await browser.get_working_page()
        assert page.url == f"{sites}/registry/"
        read = {"label": "read", "block_type": "code", "code": "title = await page.title()"}
        ask: dict[str, object] = {"label": "ask", "block_type": "human_interaction", "recipients": []}
        workflow = await product.save(client, [read, ask])
        run = await client.run_workflow(workflow, browser_session_id=session.browser_session_id)
        assert run.app_url.startswith(f"{public}/")
        await product.until(client, run.run_id, label="ask")

        async with httpx.AsyncClient(headers={"x-api-key": product.server.api_key}, timeout=60) as http:
            made = (await http.post(f"{public}/v1/runs/{run.run_id}/live_link", json={"name": "Ana"})).json()
        live = f"ws://127.0.0.1:{port}{PREFIX}{made['path']}"
        async with connect(live, proxy=None, max_size=None) as wire, asyncio.timeout(60):
            while isinstance(await wire.recv(), str):
                continue  # words come first, then a picture

        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
            ui = await chromium.new_page()
            troubles: list[str] = []
            ui.on("pageerror", lambda error: troubles.append(str(error)))
            ui.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
            await ui.goto(run.app_url)
            await ui.get_by_label("API key").fill(product.server.api_key)
            await ui.get_by_role("button", name="Sign in").click()
            await ui.get_by_role("button", name="Take over").click(timeout=60_000)
            await expect(ui.get_by_text("You have the controls")).to_be_visible(timeout=30_000)
            await ui.get_by_role("button", name="Give back").click()
            await ui.get_by_role("button", name="Continue").click()
            await expect(ui.get_by_role("button", name="Run again")).to_be_visible(timeout=60_000)
            for screen in SCREENS:
                await ui.goto(f"{public}/{screen}")
                await ui.get_by_role("heading", level=1).or_(ui.get_by_label("Title")).first.wait_for()
                await expect(ui.get_by_role("alert")).to_have_count(0)
            await chromium.close()
        await product.until(client, run.run_id)
        kept = await client.upload_file(b"one,two", file_name="list.csv")
        assert kept.presigned_url.startswith(f"{public}/v1/artifacts/")
        async with httpx.AsyncClient(timeout=60) as http:
            assert (await http.get(kept.presigned_url)).content == b"one,two", "a signed link opens without a key"
        await client.close_browser_session(session.browser_session_id)
    assert troubles == []
    assert front.refused in ([], ["/favicon.ico"]), "nothing was asked for outside the prefix"
