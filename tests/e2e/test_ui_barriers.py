"""No screen of the web UI has a barrier that axe calls serious, in either theme; it can be used by keys alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, expect

from skyvern.testing.sites.samples import sample_workflow
from tests.conftest import end_host
from tests.e2e.conftest import Product
from tests.e2e.test_ui import page as page, pytestmark as pytestmark, sign_in, troubles as troubles
from tests.e2e.test_ui_path import PERSON
from tests.seeded import Past, make_past

if TYPE_CHECKING:
    from skyvern import Skyvern

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = (
    *("home", "runs", "batches", "workflows", "templates", "schedules", "webhooks", "credentials", "sessions"),
    *("profiles", "files", "settings", "audit", "workflows/new", "workflows/new?tab=code"),
)
_LOADERS = "main [role=status]:has(.mantine-Skeleton-root, .mantine-Loader-root)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """A server with a past."""

    product: Product
    past: Past


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """A server that has runs, a batch, webhooks and an audit log, for all tests here."""
    data = tmp_path_factory.mktemp("full") / "data"
    data.mkdir()
    past = asyncio.run(make_past(data, runs=150, actions=40))
    product = Product(data, {})
    product.start()
    yield Full(product=product, past=past)
    product.server.stop()
    end_host(data)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run scripts/ui")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_screen_has_a_serious_barrier(full: Full, page: Page, troubles: list[str], scheme: str) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await sign_in(page, full.product, "/runs")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Runs")
    found: dict[str, list[str]] = {}
    wpid = full.past.workflows[0].permanent_id
    for screen in (
        *SCREENS,
        f"runs/{full.past.run_with_actions}",
        f"workflows/{wpid}",
        f"workflows/{wpid}?tab=versions",
    ):
        await page.goto(f"{full.product.server.base_url}/{screen}")
        await page.get_by_role("heading", level=1).or_(page.get_by_label("Title")).first.wait_for()
        await expect(page.locator(_LOADERS)).to_have_count(0, timeout=30_000)
        found[screen] = await barriers(page)
    assert {screen: said for screen, said in found.items() if said} == {}
    assert troubles == [], "no screen does what the page's policy forbids"


async def test_runs_are_found_chosen_and_opened_by_keys_alone(full: Full, page: Page, troubles: list[str]) -> None:
    keys = page.keyboard
    await page.goto(full.product.server.base_url + "/")
    await expect(page.get_by_label("API key")).to_be_focused()
    await keys.type(full.product.server.api_key)
    await keys.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    await keys.press("Tab")
    await expect(page.get_by_role("button", name="To the content")).to_be_focused()
    await tab_to(page, "nav a[href$='/runs']")
    await keys.press("Enter")
    await expect(page.locator("[data-run]").first).to_be_visible()
    await tab_to(page, "[data-run]")
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await expect(page.locator("[data-run]").nth(2)).to_be_focused()
    await keys.press("Space")
    await expect(page.get_by_role("button", name="Run 1 again")).to_be_visible()
    await keys.press("Tab")
    assert await page.locator("[data-run]:focus").count() == 0, "one press of Tab leaves the list"
    await keys.press("Shift+Tab")
    await keys.press("ArrowUp")
    await keys.press("ArrowUp")
    await keys.press("Enter")
    await page.wait_for_url(f"**/runs/{full.past.run_with_actions}*")
    await expect(page.get_by_role("treeitem").first).to_be_visible()
    await tab_to(page, "[role=tree]")
    await keys.press("ArrowDown")
    await expect(page.locator("[role=treeitem][aria-selected=true]")).to_have_count(1)
    assert troubles == []


async def test_a_window_of_a_screen_is_left_by_keys_and_gives_the_focus_back(full: Full, page: Page) -> None:
    await sign_in(page, full.product, "/credentials")
    button = page.get_by_role("button", name="Add credential")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


async def tab_to(page: Page, selector: str, *, presses: int = 40) -> None:
    """Press Tab until what a selector names has the focus."""
    for _ in range(presses):
        await page.keyboard.press("Tab")
        if await page.locator(f":is({selector}):focus").count():
            return
    raise AssertionError(f"{presses} presses of Tab do not lead to {selector}")


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
    same = "text=There is no difference."
    for view, sign in (("Canvas", ".react-flow__node"), ("Code", "textarea"), ("Versions", same)):
        await page.get_by_role("radiogroup", name="View").get_by_text(view).click()
        await page.locator(sign).first.wait_for()
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
