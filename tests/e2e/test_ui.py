"""The web UI in a real Chromium: a person takes over the browser of a paused run, types, gives it back, and answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, async_playwright, expect

from skyvern.api.deps import UI
from skyvern.browser.host.chromium import find_chromium

if TYPE_CHECKING:
    from skyvern import Skyvern
    from tests.e2e.conftest import Product, Receiver

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (UI / "index.html").exists(), reason="the web UI is not built: run scripts/ui"),
]

PAGE = """<title>Form</title><body style="margin:0">
<input id=q style="position:absolute;left:0;top:0;width:100%;height:100vh;font-size:80px"></body>"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        yield await browser.new_page(viewport={"width": 1280, "height": 900})
        await browser.close()


async def test_a_person_takes_over_and_answers(
    shared: Product, receiver: Receiver, connected: Callable[[Product], Skyvern], page: Page
) -> None:
    receiver.pages["/form"] = (200, PAGE)
    client = connected(shared)
    blocks: list[dict[str, object]] = [
        {"label": "open", "block_type": "goto_url", "url": receiver.url + "/form"},
        {"label": "ask", "block_type": "human_interaction", "recipients": [], "instructions": "Fill the form, please."},
        {"label": "read", "block_type": "code", "code": "value = await page.locator('#q').input_value()"},
    ]
    workflow = await shared.save(client, blocks)
    run = await client.run_workflow(workflow_id=workflow)
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    await page.goto(run.app_url)
    await page.get_by_label("API key").fill(shared.server.api_key)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Take over").click(timeout=60_000)
    await expect(page.get_by_text("You have the controls")).to_be_visible()
    await expect(page.get_by_text("Fill the form, please.")).to_be_visible()
    picture = page.get_by_role("img", name="What the browser shows")
    await picture.click()
    await page.keyboard.type("by hand")
    await page.get_by_role("button", name="Give back").click()
    await expect(page.get_by_role("button", name="Take over")).to_be_visible()
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=60_000)
    assert (await client.get_run(run.run_id)).output["read_output"] == {"value": "by hand"}
    await expect(page.get_by_role("region", name="result")).to_contain_text("by hand")
    assert troubles == []
