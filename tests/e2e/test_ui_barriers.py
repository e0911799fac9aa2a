"""No screen of the web UI has a barrier that axe calls serious, in either theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Product
from tests.e2e.test_ui import page as page, pytestmark as pytestmark, sign_in

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = (
    *("home", "runs", "batches", "workflows", "templates", "schedules", "webhooks", "credentials", "sessions"),
    *("profiles", "files", "settings", "workflows/new", "workflows/new?tab=code"),
)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run scripts/ui")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_screen_has_a_serious_barrier(shared: Product, page: Page, scheme: str) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await sign_in(page, shared, "/runs")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Runs")
    found: dict[str, list[str]] = {}
    for screen in SCREENS:
        await page.goto(f"{shared.server.base_url}/{screen}")
        await page.get_by_role("heading", level=1).or_(page.get_by_label("Title")).first.wait_for()
        await page.wait_for_load_state("load")
        found[screen] = await barriers(page)
    assert {screen: said for screen, said in found.items() if said} == {}


async def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical on a page, with the first place of each."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    report = await page.evaluate("axe.run()")
    return [
        item["id"] + ": " + " | ".join(node["html"][:120] for node in item["nodes"][:4])
        for item in report["violations"]
        if item["impact"] in ("serious", "critical")
    ]
