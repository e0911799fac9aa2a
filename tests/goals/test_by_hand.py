"""A scripted person with a real browser can do what the goals ask for, so a goal that fails is not the site's fault."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Page, async_playwright

from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME
from skyvern.testing.sites.server import RunningSites, running
from skyvern.testing.sites.variant import Variant

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(params=[0, pytest.param(1, marks=pytest.mark.long), pytest.param(5, marks=pytest.mark.long)])
def sites(request: pytest.FixtureRequest) -> Iterator[RunningSites]:
    with running(request.param) as sites:
        yield sites


@pytest.fixture
async def page(sites: RunningSites) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(base_url=sites.base_url, viewport={"width": 1100, "height": 800})
        page.set_default_timeout(8000)
        yield page
        await browser.close()


class Person:
    """Finds fields by their form names and buttons by their wording, as this variant has them."""

    def __init__(self, page: Page, site: str, variant: int) -> None:
        self.page = page
        self.variant = Variant(seed=variant, site=site)

    def named(self, key: str) -> str:
        return f'main [name="{self.variant.ident(key)}"]'

    async def fill(self, **values: str) -> None:
        for key, value in values.items():
            await self.page.fill(self.named(key), value)

    async def choose(self, **values: str) -> None:
        for key, value in values.items():
            await self.page.select_option(self.named(key), label=value)

    async def tick(self, key: str, value: str = "yes") -> None:
        await self.page.check(f'{self.named(key)}[value="{value}"]')

    async def press(self, key: str, *, within: str = "body") -> None:
        word = self.variant.word(key)
        for role in ("button", "link"):
            found = self.page.locator(within).get_by_role(role, name=word, exact=True)
            if await found.count():
                await found.first.click()
                return
        raise AssertionError(f"nothing to press is called {word!r}")

    async def press_when_shown(self, key: str) -> None:
        await self.page.get_by_role("button", name=self.variant.word(key), exact=True).click()


async def test_the_published_search(page: Page, sites: RunningSites) -> None:
    person = Person(page, "registry", sites.variant)
    await page.goto("/registry/")
    await person.fill(first_name="John", last_name="Smith")
    await page.select_option(person.named("state"), "CA")
    await person.press("search", within="main")
    await page.wait_for_url("**/results?**")
    assert "12345678" in await page.inner_text("main")
    await person.press("details")
    await page.wait_for_url("**/members/12345678")


async def sign_in(page: Page, sites: RunningSites) -> Person:
    person = Person(page, "portal", sites.variant)
    await page.goto("/portal/")
    await person.fill(username=PORTAL_USERNAME, password=PORTAL_PASSWORD)
    await person.press("sign_in", within="main")
    await page.wait_for_url("**/dashboard")
    return person


async def test_every_download_of_the_portal(page: Page, sites: RunningSites) -> None:
    person = await sign_in(page, sites)
    await page.goto("/portal/invoices/INV-10444")
    names: list[str] = []
    for address, key in (
        ("/portal/invoices/INV-10444", "download_pdf"),
        ("/portal/invoices", "export_csv"),
        ("/portal/statements", "export_csv"),
    ):
        await page.goto(address)
        async with page.expect_download() as download:
            await person.press(key, within="main")
        names.append((await download.value).suggested_filename)
    assert names == ["INV-10444.pdf", "invoices.csv", "statements.csv"]


async def test_the_profile(page: Page, sites: RunningSites) -> None:
    person = await sign_in(page, sites)
    await page.goto("/portal/profile")
    await person.choose(language="Spanish")
    await person.tick("paper_notices")
    await page.uncheck(person.named("email_notices"))
    await person.press("save", within="main")
    await page.get_by_text(person.variant.word("saved")).wait_for()
    saved = sites.state.profiles[-1]
    assert (saved["language"], saved["paper_notices"], saved["email_notices"]) == ("Spanish", "yes", "")
    await person.press("sign_out")
    await page.wait_for_url("**/login")


async def test_the_whole_application(page: Page, sites: RunningSites) -> None:
    person = Person(page, "application", sites.variant)
    await page.goto("/application/")
    await person.press("start", within="main")
    await person.fill(first_name="Maria", last_name="Castillo", email="maria.castillo@example.com")
    await person.fill(phone="555 010 2291", birth_date="1991-04-17")
    await person.choose(position="Shift supervisor")
    await person.tick("employment_type", "full_time")
    await person.tick("work_permit", "yes")
    await person.tick("shifts", "morning")
    await person.press("continue", within="main")
    await person.fill(street="210 Linden Street", city="Columbus", postal_code="43085")
    await person.choose(state="Ohio")
    await page.click('main [role="combobox"]:not(input)')
    await page.get_by_role("option", name="United States").click()
    await page.type(person.named("school"), "oregon state")
    await page.get_by_role("option", name="Oregon State University").click()
    await person.press("continue", within="main")
    file = {"name": "resume.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    await page.set_input_files(person.named("resume"), files=[file])  # pyright: ignore[reportArgumentType]
    await person.tick("terms")
    await person.press("continue", within="main")
    await page.wait_for_url("**/review")
    await person.press("submit", within="main")
    await page.wait_for_url("**/submitted")
    assert "APP-485483" in await page.inner_text("main")
    (submission,) = sites.state.submissions
    assert submission["country"] == "United States"
    assert submission["school"] == "Oregon State University"
    assert submission["shifts"] == ["morning"]


async def test_the_restless_pages(page: Page, sites: RunningSites) -> None:
    person = Person(page, "slow", sites.variant)
    await page.goto("/slow/requests/118")
    await person.press("approve", within="main")
    await page.get_by_text("is now approved").wait_for()
    await page.goto("/slow/requests/119")
    await page.get_by_text("withdrawn").wait_for()
    assert not await page.locator("main button").count()
    await page.goto("/slow/shift")
    await person.press("start_shift", within="main")
    await page.get_by_text("has started").wait_for()
    await page.goto("/slow/catalog")
    await person.press("reject_cookies")
    await page.wait_for_url("**/catalog")
    await person.fill(item="Timing belt")
    await person.press("search", within="main")
    assert "$22.40" in await page.inner_text("main")
    await page.goto("/slow/quote")
    await person.press_when_shown("close_modal")
    await person.fill(quote_email="parts@aldine.example")
    await person.press("request_quote", within="main")
    await page.get_by_text("We will send our quote").wait_for()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.goto("/slow/drafts")
    await person.press("delete_draft", within="main")
    await page.get_by_text("The draft was deleted").wait_for()
    await page.goto("/slow/accounts")
    async with page.expect_popup() as popup:
        await person.press("open_statement", within="main")
    assert "$4,118.32" in await (await popup.value).inner_text("main")
    await page.goto("/slow/orders")
    await page.get_by_text("Aldine Motors").wait_for()
    kinds = [event["kind"] for event in sites.state.events]
    assert kinds == ["approved", "shift started", "cookies", "quote", "draft deleted"]
