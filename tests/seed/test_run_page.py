"""The address in `app_url`, opened in a real Chromium: the key once, then status, blocks, output; nothing blocked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from skyvern import Skyvern
from skyvern.api.deps import UI

CHROMIUM = ("/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
pytestmark = pytest.mark.skipif(not (UI / "index.html").exists(), reason="the web UI is not built: run scripts/ui")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        found = next((path for path in CHROMIUM if Path(path).exists()), None)
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield await browser.new_page()
        await browser.close()


async def test_a_person_follows_a_run_and_stops_it(client: Skyvern, server, save, page: Page) -> None:
    wpid = await save(
        [
            {"label": "say", "block_type": "code", "code": "said = '<b>bold</b>'"},
            {"label": "rest", "block_type": "wait", "wait_sec": 600},
        ]
    )
    run = await client.run_workflow(workflow_id=wpid)
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    await page.goto(run.app_url)
    await page.get_by_label("API key").fill("nonsense")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("knows no such key")).to_be_visible()
    await page.get_by_label("API key").fill(server.api_key)
    await page.get_by_role("button", name="Sign in").click()
    tree = page.get_by_role("tree")
    await expect(tree.get_by_role("treeitem").nth(1)).to_contain_text("rest", timeout=15_000)
    await expect(page).to_have_url(run.app_url)
    await expect(page.locator("main").get_by_text("Running").first).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_text("Canceled").first).to_be_visible(timeout=15_000)
    await expect(page.get_by_role("region", name="result")).to_contain_text("<b>bold</b>")
    assert blocked == []
    assert (await client.get_run(run.run_id)).status == "canceled"
    await page.get_by_role("link", name="Runs").click()
    await expect(page.get_by_role("table", name="Runs").get_by_role("row").nth(1)).to_contain_text("Canceled")
