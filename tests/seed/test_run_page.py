"""The address in `app_url`, opened in a real Chromium: the key once, then status, blocks, output; nothing blocked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from skyvern import Skyvern

CHROMIUM = ("/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


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
    await page.fill("#key", server.api_key)
    await page.click("button.primary")
    await expect(page).to_have_url(run.app_url)
    await expect(page.locator(".label").nth(1)).to_have_text("rest", timeout=15_000)
    await expect(page.locator(".state .pill")).to_have_text("running")
    await page.click("[data-cancel]")
    await expect(page.locator(".state .pill")).to_have_text("canceled", timeout=15_000)
    await expect(page.locator("aside")).to_contain_text("<b>bold</b>")
    assert blocked == []
    assert (await client.get_run(run.run_id)).status == "canceled"
