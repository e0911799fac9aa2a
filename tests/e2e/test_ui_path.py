"""The web UI by clicks only: a sample from nothing to its result, and a workflow's whole life from its first block."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Product, Receiver
from tests.e2e.test_ui import page as page, pytestmark as pytestmark, sign_in, troubles as troubles

_RUN_MS = 120_000
_STEP_MS = 30_000
PERSON = {"first_name": "John", "last_name": "Smith", "state": "California"}
SCHEMA = {
    "type": "object",
    "properties": {"asha_account_number": {"type": "string"}, "certification_status": {"type": "string"}},
}


async def choose(page: Page, inside: Page | Locator, label: str, option: str) -> None:
    """Take one entry of a list that opens."""
    await inside.get_by_role("combobox", name=label).or_(inside.get_by_role("textbox", name=label)).first.click()
    await page.get_by_role("option", name=option).first.click()


async def fill(inside: Page | Locator, values: dict[str, str]) -> None:
    """Type a text into each of these fields."""
    for name, value in values.items():
        await inside.get_by_role("textbox", name=name, exact=True).fill(value)


async def test_from_nothing_to_the_result_of_a_sample(
    product_with: Callable[[Path, dict[str, str]], Product],
    tmp_path: Path,
    sites: str,
    page: Page,
    troubles: list[str],
) -> None:
    product = product_with(tmp_path / "data", {"SKYVERN_SAMPLE_SITES": sites})
    await sign_in(page, product, "/")
    await page.get_by_role("link", name="Choose a template").click()
    await page.get_by_role("button", name="Use it: Credential Verification").click()
    await page.get_by_role("button", name="Run", exact=True).click()
    dialog = page.get_by_role("dialog")
    await fill(dialog, PERSON)
    await dialog.get_by_role("button", name="Start the run").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=_RUN_MS)
    await expect(page.get_by_role("region", name="result")).to_contain_text("Active")
    await page.get_by_role("link", name="Home").click()
    await expect(page.get_by_role("link", name="Credential Verification")).to_be_visible()
    assert troubles == []


async def test_a_workflow_from_its_first_block_to_its_webhook(
    product: Product, sites: str, receiver: Receiver, page: Page, troubles: list[str]
) -> None:
    await sign_in(page, product, "/")
    await page.get_by_role("link", name="Make a workflow").click()
    await build(page, sites)
    await run_and_take_over(page, receiver)
    await replay(page)
    await schedule(page)
    await page.get_by_role("link", name="Webhooks").click()
    to = receiver.url.removeprefix("http://") + " /hook"
    await expect(page.get_by_role("cell", name=to)).to_be_visible(timeout=_STEP_MS)
    await page.get_by_role("link", name="Settings").click()
    await page.get_by_role("button", name="Rotate first").click()
    await expect(page.get_by_role("dialog").get_by_role("region", name="key")).to_have_text(re.compile(r"^sk_"))
    assert troubles == []


async def test_the_link_that_the_server_prints_signs_in_once(product: Product, page: Page) -> None:
    printed = re.search(r"(http://\S+/#once=\S+)", product.log)
    assert printed is not None
    await page.goto(printed[1])
    await expect(page.get_by_role("link", name="Choose a template")).to_be_visible()
    assert "once" not in page.url
    await page.context.clear_cookies()
    await page.goto("about:blank")
    await page.goto(printed[1])
    await expect(page.get_by_text("This link was used or is too old.")).to_be_visible()
    assert printed[1].rpartition("=")[2] not in product.log.replace(printed[1], "")


async def build(page: Page, sites: str) -> None:
    """Make the published workflow in the editor, for the sample site's register."""
    await page.get_by_label("Title").fill("Credential Verification")
    for at, key in enumerate(PERSON):
        await page.get_by_role("button", name="Add", exact=True).click()
        await page.get_by_label("Key", exact=True).nth(at).fill(key)
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name=re.compile("^navigation")).click()
    await fill(page, {"Label": "search_registry", "URL": f"{sites}/registry/"})
    await page.get_by_label("Navigation goal").fill(
        "Search for {{ first_name }} {{ last_name }} in {{ state }} . COMPLETE when results shown."
    )
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name=re.compile("^extraction")).click()
    await fill(page, {"Label": "extract_credentials"})
    await page.get_by_label("Data extraction goal").fill("Extract ASHA account number and certification status.")
    await page.get_by_label("Data schema").fill(json.dumps(SCHEMA))
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible()


async def run_and_take_over(page: Page, receiver: Receiver) -> None:
    """Run it, watch it, hold the controls once, give them back, and read what came of it."""
    await page.get_by_role("button", name="Run", exact=True).click()
    dialog = page.get_by_role("dialog")
    await fill(dialog, PERSON)
    await dialog.get_by_role("button", name="More options").click()
    await dialog.get_by_label("Webhook address").fill(receiver.url + "/hook")
    await dialog.get_by_role("button", name="Start the run").click()
    await page.get_by_role("button", name="Take over").click(timeout=_RUN_MS)
    await expect(page.get_by_text("You have the controls")).to_be_visible(timeout=_STEP_MS)
    picture = page.get_by_role("img", name="What the browser shows")
    await expect(picture).to_have_attribute("data-frames", re.compile(r"\d+"), timeout=_STEP_MS)
    await page.get_by_role("button", name="Give back").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=_RUN_MS)
    await expect(page.get_by_role("region", name="result")).to_contain_text("Active")


async def replay(page: Page) -> None:
    """Look at the recording where one action happened, and at what was told of the end."""
    await page.get_by_role("radiogroup", name="What to show").get_by_text("Recording").click()
    recording = page.get_by_label("Recording of the run")
    await page.get_by_role("treeitem").filter(has_text="Smith").first.click()
    await expect(page.get_by_role("treeitem", selected=True)).to_contain_text("Smith")
    played = "video => ({at: video.currentTime, of: video.duration, ready: video.readyState, seeking: video.seeking})"

    async def place() -> dict[str, float]:
        return await recording.evaluate(played)

    await page.wait_for_function(
        "() => [...document.querySelectorAll('video')].some((v) => v.readyState > 0 && !v.seeking && v.currentTime > 0)"
    )
    early = await place()
    assert 0 < early["at"] < early["of"]
    await page.get_by_role("treeitem").last.click()
    await page.wait_for_function("at => document.querySelector('video').currentTime > at", arg=early["at"])
    await expect(page.get_by_role("table", name="Webhooks")).to_contain_text(
        "delivered", ignore_case=True, timeout=_STEP_MS
    )


async def schedule(page: Page) -> None:
    """Let it start by itself on workdays."""
    await page.get_by_role("link", name="Schedules").click()
    await page.get_by_role("button", name="New schedule").first.click()
    dialog = page.get_by_role("dialog")
    await choose(page, dialog, "Workflow", "Credential Verification")
    await fill(dialog, PERSON)
    await expect(dialog.get_by_role("status")).to_have_text("At 09:00, Monday through Friday")
    await dialog.get_by_role("button", name="New schedule").click()
    await expect(page.get_by_role("listitem")).to_have_count(5)
