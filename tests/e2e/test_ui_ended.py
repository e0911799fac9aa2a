"""A session of the web UI that ends while somebody types: the key is asked for over the page, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Product
from tests.e2e.test_ui import page as page, pytestmark as pytestmark
from tests.e2e.test_ui_barriers import AXE, barriers

_TITLE = "Typed before the end"
_GOAL = "Open the page of the vendor and read the newest invoice."


class Guest:
    """Somebody who is signed in with a key that will be revoked."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._key: dict[str, str] = {}

    async def sign_in(self, page: Page, path: str) -> None:
        """Make the key and enter it."""
        self._key = (await self._http.post("/v1/keys", json={"name": "for a while", "scope": "admin"})).json()
        await page.goto(f"{self._http.base_url}".rstrip("/") + path)
        await page.get_by_label("API key").fill(self._key["api_key"])
        await page.get_by_role("button", name="Sign in").click()

    async def thrown_out(self) -> None:
        """Revoke the key and wait until the server, which remembers live keys for seconds, refuses it."""
        (await self._http.delete(f"/v1/keys/{self._key['api_key_id']}")).raise_for_status()
        with_it = {"x-api-key": self._key["api_key"]}
        async with asyncio.timeout(30):
            while (await self._http.get("/v1/workflows", headers=with_it)).status_code != 403:
                await asyncio.sleep(0.1)


@pytest.fixture
async def guest(shared: Product) -> AsyncIterator[Guest]:
    own = {"x-api-key": shared.server.api_key}
    async with httpx.AsyncClient(base_url=shared.server.base_url, headers=own) as http:
        yield Guest(http)


async def test_what_was_typed_outlives_the_end_of_the_session(shared: Product, guest: Guest, page: Page) -> None:
    await guest.sign_in(page, "/workflows/new")
    await page.get_by_label("Title").fill(_TITLE)
    await page.get_by_role("button", name="Add a block").click()
    await page.get_by_role("menuitem", name="navigation").click()
    async with page.expect_response(
        lambda told: told.url.endswith("/validate") and _GOAL in (told.request.post_data or "")
    ):
        await page.get_by_label("Navigation goal").fill(_GOAL)
    await guest.thrown_out()
    await page.get_by_role("button", name="Save").click()

    window = page.get_by_role("dialog", name="Sign in")
    await expect(window).to_contain_text("Your session has ended")
    notice = page.get_by_role("alert").filter(has_text="Not saved")
    await expect(notice).to_contain_text("Sign in again")
    await expect(page.locator("body")).not_to_contain_text("x-api-key")
    await window.get_by_label("API key").fill("sk_no_such_key")
    await window.get_by_role("button", name="Sign in").click()
    await expect(window).to_contain_text("This server knows no such key")
    await window.get_by_label("API key").fill(shared.server.api_key)
    await window.get_by_role("button", name="Sign in").click()

    await expect(window).to_have_count(0)
    await expect(notice).to_have_count(0)
    await expect(page.get_by_label("Title")).to_have_value(_TITLE)
    await expect(page.get_by_label("Navigation goal")).to_have_value(_GOAL)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("version 1", exact=True)).to_be_visible()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run scripts/ui")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_window_over_the_page_has_no_serious_barrier(guest: Guest, page: Page, scheme: str) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await guest.sign_in(page, "/runs")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Runs")
    await guest.thrown_out()
    await page.get_by_role("link", name="Workflows", exact=True).click()
    window = page.get_by_role("dialog", name="Sign in")
    await expect(window.get_by_label("API key")).to_be_focused()
    assert await barriers(page) == []
