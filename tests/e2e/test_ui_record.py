"""Recording by demonstration in the web UI: done once in a live browser, the blocks then do it alone."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, expect

from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME
from tests.e2e.conftest import Product
from tests.e2e.test_ui import page as page, pytestmark as pytestmark, sign_in, troubles as troubles
from tests.e2e.test_ui_path import SCHEMA, choose, fill

_RUN_MS = 180_000
_STEP_MS = 60_000
_WIDTH, _HEIGHT = 1280, 720


@asynccontextmanager
async def twin(page: Page, address: str) -> AsyncIterator[Page]:
    """The same page in a browser of our own, to find where its elements are drawn."""
    assert page.context.browser is not None
    other = await page.context.browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
    await other.goto(address)
    yield other
    await other.close()


async def press(page: Page, picture: Locator, element: Locator) -> None:
    """Press in the picture where an element of the twin is."""
    place, shown = await element.bounding_box(), await picture.bounding_box()
    assert place is not None
    assert shown is not None
    scale = shown["width"] / _WIDTH
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    await page.mouse.click(shown["x"] + x * scale, shown["y"] + y * scale)


async def test_what_was_done_once_is_done_again_by_its_blocks(
    shared: Product, sites: str, page: Page, troubles: list[str]
) -> None:
    await sign_in(page, shared, "/workflows/new")
    await page.get_by_label("Title").fill("Shown once")
    await page.get_by_role("button", name="Record").click()
    await page.get_by_role("textbox", name="Address to begin at").fill(f"{sites}/registry/")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_text("You have the controls")).to_be_visible(timeout=_STEP_MS)
    picture = page.get_by_role("img", name="What the browser shows")
    await expect(picture).to_have_attribute("data-frames", re.compile(r"\d+"), timeout=_STEP_MS)
    steps = page.get_by_role("region", name="Steps")
    async with twin(page, f"{sites}/registry/") as other:
        for name, value in (("First name", "John"), ("Last name", "Smith"), ("State", "California")):
            await press(page, picture, other.get_by_label(name))
            if name == "State":
                await page.keyboard.press("Escape")
            await page.keyboard.type(value)
        await press(page, picture, other.get_by_role("button", name="Search"))
    await expect(steps.get_by_role("listitem").last).to_have_text("Click “Search”", timeout=_STEP_MS)
    await expect(steps).to_contain_text("Choose “California” in “State”")
    await page.get_by_role("button", name="Use these blocks").click()
    await expect(page.get_by_role("treeitem")).to_have_count(5)
    await page.get_by_role("treeitem").last.click()
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name=re.compile("^extraction")).click()
    await page.get_by_label("Data extraction goal").fill("Extract ASHA account number and certification status.")
    await page.get_by_label("Data schema").fill(json.dumps(SCHEMA))
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible(timeout=_STEP_MS)
    await expect(page.get_by_label("Data schema")).to_be_visible()
    await page.get_by_role("button", name="Record").click()
    await expect(page.get_by_role("textbox", name="Address to begin at")).to_have_count(0)
    await page.get_by_role("button", name="Begin").click()
    await page.get_by_role("button", name="Close the browser").click(timeout=_STEP_MS)
    await page.get_by_role("button", name="Run", exact=True).click()
    await page.get_by_role("button", name="Start the run").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=_RUN_MS)
    await expect(page.get_by_role("region", name="result")).to_contain_text("Active")
    assert troubles == []


async def test_a_sign_in_that_was_shown_is_done_again_with_a_credential(
    shared: Product, sites: str, page: Page, troubles: list[str]
) -> None:
    address = f"{sites}/portal/login"
    await sign_in(page, shared, "/credentials")
    await page.get_by_role("button", name="Add credential").click()
    await fill(page, {"Name": "Harborview", "User name": PORTAL_USERNAME, "Password": PORTAL_PASSWORD})
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("cell", name="Harborview", exact=True)).to_be_visible()
    await page.get_by_role("link", name="Workflows").click()
    await page.get_by_role("link", name="New workflow").click()
    await page.get_by_label("Title").fill("Signed in once")
    await page.get_by_role("button", name="Record").click()
    await page.get_by_role("textbox", name="Address to begin at").fill(address)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_text("You have the controls")).to_be_visible(timeout=_STEP_MS)
    picture = page.get_by_role("img", name="What the browser shows")
    await expect(picture).to_have_attribute("data-frames", re.compile(r"\d+"), timeout=_STEP_MS)
    steps = page.get_by_role("region", name="Steps")
    async with twin(page, address) as other:
        for name, value in (("Username", PORTAL_USERNAME), ("Password", PORTAL_PASSWORD)):
            await press(page, picture, other.get_by_label(name))
            await page.keyboard.type(value)
        await press(page, picture, other.get_by_role("button", name="Sign in"))
    await expect(steps.get_by_role("listitem").last).to_have_text("Click “Sign in”", timeout=_STEP_MS)
    await expect(steps).to_contain_text("a secret")
    await page.get_by_role("button", name="Use these blocks").click()
    await expect(page.get_by_role("treeitem").last).to_contain_text("login")
    assert PORTAL_PASSWORD not in await page.content()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible(timeout=_STEP_MS)
    await page.get_by_role("button", name="Run", exact=True).click()
    await choose(page, page.get_by_role("dialog"), "login", "Harborview")
    await page.get_by_role("button", name="Start the run").click()
    await expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=_RUN_MS)
    await expect(page.locator("main").get_by_text("Completed").first).to_be_visible()
    await page.get_by_role("treeitem").last.click()
    await page.get_by_role("radiogroup", name="What to show").get_by_text("Before").click()
    await expect(page.get_by_role("img", name="What was acted on")).to_be_visible()
    assert PORTAL_PASSWORD not in await page.content()
    assert troubles == []


async def test_blocks_are_tried_in_a_browser_that_stays(
    shared: Product, sites: str, page: Page, troubles: list[str]
) -> None:
    await sign_in(page, shared, "/workflows/new")
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name=re.compile("^goto_url")).click()
    await page.get_by_role("textbox", name="URL").fill(f"{sites}/registry/")
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name=re.compile("^code")).click()
    await page.get_by_role("textbox", name="Code").fill("address = page.url")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible(timeout=_STEP_MS)
    await page.get_by_role("treeitem").first.click()
    bench = page.get_by_role("dialog")
    await page.get_by_role("button", name="Try").click()
    await bench.get_by_role("button", name="Run these blocks").click()
    await expect(bench.get_by_text("Completed")).to_be_visible(timeout=_RUN_MS)
    picture = bench.get_by_role("img", name="What the browser shows")
    await expect(picture).to_have_attribute("data-frames", re.compile(r"\d+"), timeout=_STEP_MS)
    await page.keyboard.press("Escape")
    await page.get_by_role("treeitem").last.click()
    await page.get_by_role("button", name="Try").click()
    await bench.get_by_text("From here").click()
    await bench.get_by_role("button", name="Run these blocks").click()
    await expect(bench.get_by_role("region", name="output of the try")).to_contain_text("/registry/", timeout=_RUN_MS)
    await bench.get_by_role("button", name="Close the browser").click()
    await expect(picture).to_have_count(0)
    assert troubles == []
