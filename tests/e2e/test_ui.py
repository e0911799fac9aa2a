"""The web UI in a real Chromium: a workflow made and run by clicks alone; a browser taken over and given back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, async_playwright, expect

from skyvern.api.deps import UI
from skyvern.browser.host.chromium import find_chromium
from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME

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


@pytest.fixture
async def troubles(page: Page) -> list[str]:
    """What the page's console calls an error, a breach of its policy included."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


async def sign_in(page: Page, product: Product, path: str) -> None:
    await page.goto(product.server.base_url + path)
    await page.get_by_label("API key").fill(product.server.api_key)
    await page.get_by_role("button", name="Sign in").click()


async def test_a_workflow_is_made_and_run_by_clicks_alone(
    shared: Product, sites: str, page: Page, troubles: list[str]
) -> None:
    await sign_in(page, shared, "/workflows")
    await page.get_by_role("link", name="New workflow").click()
    await page.get_by_label("Title").fill("Made by hand")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_label("Key", exact=True).fill("last_name")
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name="navigation").click()
    await page.get_by_label("URL").fill(f"{sites}/registry/")
    await page.get_by_label("Navigation goal").fill("Search for {{ lost_name }} in California.")
    await expect(page.get_by_role("status").filter(has_text="lost_name")).to_contain_text("last_name")
    await page.get_by_label("Navigation goal").fill(
        "Search for {{ last_name }} in California. COMPLETE when results shown."
    )
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_label("Navigation goal")).to_have_value("")
    await page.get_by_role("button", name="Redo").click()
    await expect(page.get_by_label("Navigation goal")).to_have_value(re.compile("last_name"))
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Run", exact=True).click()
    await page.get_by_role("button", name="Start the run").click()
    await expect(page.get_by_text("A value is needed.")).to_be_visible()
    await page.get_by_role("dialog").get_by_label("last_name").fill("Smith")
    await page.get_by_role("button", name="Start the run").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=90_000)
    await expect(page.locator("main").get_by_text("Completed").first).to_be_visible()
    await expect(page.get_by_role("treeitem").last).to_contain_text("Search")
    await page.get_by_role("treeitem").first.click()
    await expect(page.get_by_role("img", name="The page at this moment")).to_be_visible()
    assert troubles == []


async def test_a_credential_goes_in_and_does_not_come_out(
    shared: Product, connected: Callable[[Product], Skyvern], page: Page, troubles: list[str]
) -> None:
    await sign_in(page, shared, "/credentials")
    await page.get_by_role("button", name="Add credential").click()
    await page.get_by_role("textbox", name="Name", exact=True).fill("Portal of the vendor")
    await page.get_by_role("textbox", name="User name").fill("ann")
    await page.get_by_role("textbox", name="Password").fill("Heron-Lantern-58")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("cell", name="Portal of the vendor", exact=True)).to_be_visible()
    assert "Heron-Lantern-58" not in await page.content()
    assert any(one.name == "Portal of the vendor" for one in await connected(shared).get_credentials())
    await page.get_by_role("button", name="Delete Portal of the vendor").click()
    await page.get_by_role("button", name="Delete for good").click()
    await expect(page.get_by_role("cell", name="Portal of the vendor", exact=True)).to_have_count(0)
    assert troubles == []


async def test_a_credential_is_tested_by_signing_in_with_it(
    shared: Product, sites: str, connected: Callable[[Product], Skyvern], page: Page, troubles: list[str]
) -> None:
    secret = {"username": PORTAL_USERNAME, "password": PORTAL_PASSWORD}
    await connected(shared).create_credential(name="To test", credential_type="password", credential=secret)
    await sign_in(page, shared, "/credentials")
    await page.get_by_role("button", name="Test To test").click()
    await page.get_by_role("textbox", name="Where to sign in").fill(f"{sites}/portal/login")
    await page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=90_000)
    await expect(page.locator("main").get_by_text("Completed").first).to_be_visible()
    assert PORTAL_PASSWORD not in await page.content()
    assert troubles == []


async def test_chosen_runs_are_cancelled_and_started_again_together(
    shared: Product, connected: Callable[[Product], Skyvern], page: Page, troubles: list[str]
) -> None:
    client = connected(shared)
    workflow = await shared.save(client, [{"label": "wait", "block_type": "wait", "wait_sec": 300}])
    ids = [(await client.run_workflow(workflow_id=workflow)).run_id for _ in range(2)]
    await sign_in(page, shared, f"/runs?workflow={workflow}")
    for run_id in ids:
        await page.get_by_role("checkbox", name=f"Choose {run_id}").check()
    await page.get_by_role("button", name="Cancel 2").click()
    rows = page.get_by_role("table", name="Runs").get_by_role("row")
    await expect(rows.filter(has_text="Canceled")).to_have_count(2, timeout=60_000)
    for run_id in ids:
        await page.get_by_role("checkbox", name=f"Choose {run_id}").check()
    await page.get_by_role("button", name="Run 2 again").click()
    await expect(rows).to_have_count(5, timeout=60_000)
    again = [run for run in await client.get_runs(page_size=100) if run.workflow_permanent_id == workflow]
    assert len(again) == 4
    for run in again:
        await client.cancel_run(run.run_id)
    assert troubles == []


async def test_a_kept_browser_is_opened_steered_and_closed(
    shared: Product, receiver: Receiver, connected: Callable[[Product], Skyvern], page: Page, troubles: list[str]
) -> None:
    receiver.pages["/form"] = (200, PAGE)
    await sign_in(page, shared, "/sessions")
    await page.get_by_role("button", name="Open a browser").click()
    await page.get_by_label("Address to open").fill(receiver.url + "/form")
    await page.get_by_role("button", name="Open", exact=True).click()
    await page.get_by_role("button", name="Take over").click(timeout=60_000)
    await expect(page.get_by_label("Address", exact=True)).to_have_value(receiver.url + "/form")
    await page.get_by_role("button", name="Give back").click()
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_text("Completed")).to_be_visible(timeout=30_000)
    session_id = page.url.rpartition("/")[2]
    assert (await connected(shared).get_browser_session(session_id)).status == "completed"
    assert troubles == []


async def test_a_person_takes_over_and_answers(
    shared: Product,
    receiver: Receiver,
    connected: Callable[[Product], Skyvern],
    page: Page,
    troubles: list[str],
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
    await sign_in(page, shared, run.app_url.removeprefix(shared.server.base_url))
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
