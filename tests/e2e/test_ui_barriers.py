"""No screen of the web UI has a barrier that axe calls serious, in either theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, expect

from skyvern.testing.sites.samples import sample_workflow
from tests.e2e.conftest import Product
from tests.e2e.test_ui import page as page, pytestmark as pytestmark, sign_in
from tests.e2e.test_ui_path import PERSON

if TYPE_CHECKING:
    from skyvern import Skyvern

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


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run scripts/ui")
async def test_neither_editor_nor_run_has_one(
    shared: Product, sites: str, connected: Callable[[Product], Skyvern], page: Page
) -> None:
    client = connected(shared)
    made = await client.create_workflow(json_definition=sample_workflow("credential_verification", sites))
    workflow = made.workflow_permanent_id
    run = await client.run_workflow(workflow_id=workflow, parameters=PERSON, wait_for_completion=True)
    await sign_in(page, shared, f"/workflows/{workflow}")
    await page.get_by_role("treeitem").first.click()
    found = {"editor": await barriers(page)}
    for button in ("Record", "Try", "Run"):
        await page.get_by_role("button", name=button, exact=True).click()
        await page.get_by_role("dialog").wait_for()
        found[button] = await barriers(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
    for view, sign in (("Canvas", "Canvas"), ("Code", "Language"), ("Versions", "Difference")):
        await page.get_by_role("radiogroup", name="View").get_by_text(view).click()
        await page.get_by_label(sign).first.wait_for()
        found[view] = await barriers(page)
    await page.goto(f"{shared.server.base_url}/runs/{run.run_id}")
    await page.get_by_role("treeitem").nth(1).click()
    found["run"] = await barriers(page)
    await page.get_by_role("radiogroup", name="What to show").get_by_text("Recording").click()
    found["recording"] = await barriers(page)
    await page.get_by_role("button", name="As code").click()
    found["code"] = await barriers(page)
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
