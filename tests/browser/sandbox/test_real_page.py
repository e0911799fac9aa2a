"""Code blocks on a real page in a real Chromium: the published kinds of calls, downloads, popups, responses, files."""

from __future__ import annotations

import os
import textwrap
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright

from skyvern.browser.host.chromium import find_chromium
from skyvern.sandbox import CodeFailed, CodeSandbox, UserErrorCode

pytestmark = pytest.mark.asyncio(loop_scope="module")

HTML = """
<title>Rows</title>
<h1>Two rows</h1>
<table><tr class=row><td>Ada</td><td>12</td></tr><tr class=row><td>Bob</td><td>30</td></tr></table>
<label>Name <input id=name></label>
<label>Colour <select id=colour><option value=r>Red<option value=g>Green</select></label>
<label>Papers <input type=file id=papers multiple></label>
<button id=go onclick="document.title = 'clicked ' + document.getElementById('name').value">Go</button>
<a id=download href="data:application/octet-stream,hello" download="report.txt">Download</a>
<button id=popup onclick="window.open('about:blank')">Open</button>
<button id=fetch onclick="fetch('/api/items?q=1').then(r => r.json()).then(j => document.title = j.name)">Fetch</button>
<iframe srcdoc="<p id=inside>in the frame</p>"></iframe>
"""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def sandbox() -> AsyncIterator[CodeSandbox]:
    async with CodeSandbox(max_processes=2) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium_page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        page = await browser.new_page()
        await page.route("https://site.test/**", lambda route: route.fulfill(json={"name": "from afar"}))
        await page.route("https://site.test/", lambda route: route.fulfill(body=HTML, content_type="text/html"))
        yield page
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium_page: Page) -> Page:
    await chromium_page.goto("https://site.test/")
    return chromium_page


async def run(sandbox: CodeSandbox, page: Page, code: str) -> object:
    async def source() -> Page:
        return page

    return (await sandbox.run(textwrap.dedent(code), page=source)).output


async def test_reading_a_page(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        import re
        url = page.url
        title = await page.title()
        rows = []
        for row in await page.locator('.row').all():
            rows.append([await cell.inner_text() for cell in await row.locator('td').all()])
        first = await page.locator('.row').first.locator('td').nth(1).inner_text()
        bob = await page.locator('.row').filter(has_text=re.compile('^bob', re.I)).count()
        heading = await page.get_by_role('heading', name='Two rows').text_content()
        framed = await page.frame_locator('iframe').locator('#inside').inner_text()
        frames = [frame.url for frame in page.frames]
        sum = await page.evaluate('(xs) => xs.reduce((a, b) => a + b, 0)', [1, 2, 3])
        shot = len(await page.screenshot()) > 100
        handle = await page.query_selector('h1')
        tag = await handle.evaluate('e => e.tagName')
    """
    assert await run(sandbox, page, code) == {
        "url": "https://site.test/",
        "title": "Rows",
        "rows": [["Ada", "12"], ["Bob", "30"]],
        "first": "12",
        "bob": 1,
        "heading": "Two rows",
        "framed": "in the frame",
        "frames": ["https://site.test/", "about:srcdoc"],
        "sum": 6,
        "shot": True,
        "tag": "H1",
    }


async def test_acting_on_a_page(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        await page.get_by_label('Name').fill('Ada')
        await page.keyboard.press('Tab')
        await page.select_option('#colour', 'g')
        await page.get_by_role('button', name='Go').click()
        text = {'name': 'a.txt', 'mimeType': 'text/plain', 'buffer': b'hello'}
        await page.get_by_label('Papers').set_input_files([text])
        title = await page.title()
        colour = await page.locator('#colour').input_value()
        names = await page.evaluate("[...document.getElementById('papers').files].map(f => [f.name, f.size])")
        return [title, colour, names]
    """
    assert await run(sandbox, page, code) == ["clicked Ada", "g", [["a.txt", 5]]]


async def test_download(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        async with page.expect_download(timeout=10_000) as waiting:
            await page.locator('#download').click()
        download = await waiting.value
        name = download.suggested_filename
        path = await download.path()
        problem = await download.failure()
    """
    assert await run(sandbox, page, code) == {"name": "report.txt", "path": "report.txt", "problem": None}


async def test_popup(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        async with page.expect_popup() as waiting:
            await page.click('#popup')
        tab = await waiting.value
        await tab.set_content('<title>Popup</title>')
        title = await tab.title()
        await tab.close()
        closed = tab.is_closed()
    """
    assert await run(sandbox, page, code) == {"title": "Popup", "closed": True}


async def test_response(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        async with page.expect_response('**/api/items*', timeout=5000) as r, page.expect_request('**/api/**') as q:
            await page.locator('#fetch').click()
        response = await r.value
        v = [response.status, response.ok, (await response.json())['name'], (await q.value).method]
        r = q = 0
    """
    assert await run(sandbox, page, code) == {
        "v": [200, True, "from afar", "GET"],
        "r": 0,
        "q": 0,
    }


async def test_file_chooser(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        async with page.expect_file_chooser() as waiting:
            await page.click('#papers')
        chooser = await waiting.value
        await chooser.set_files({'name': 'b.txt', 'mimeType': 'text/plain', 'buffer': 'x'})
        n = await page.evaluate("document.getElementById('papers').files.length")
    """
    assert await run(sandbox, page, code) == {"n": 1}


async def test_an_event_that_never_comes(sandbox: CodeSandbox, page: Page) -> None:
    code = """\
        x = 1
        async with page.expect_download(timeout=100):
            x = 2
    """
    with pytest.raises(CodeFailed, match="Timeout 100ms exceeded while waiting for event") as caught:
        await run(sandbox, page, code)
    assert caught.value.line == 2


async def test_timeouts_are_timeout_errors(sandbox: CodeSandbox, page: Page) -> None:
    code = """
        try:
            await page.locator('#nothing').click(timeout=50)
        except TimeoutError as error:
            raise ErrorCode('NO_BUTTON', str(error)[:21])
    """
    with pytest.raises(UserErrorCode) as caught:
        await run(sandbox, page, code)
    assert (caught.value.code, caught.value.reasoning) == ("NO_BUTTON", "Locator.click: Timeou")


async def test_errors_of_the_page_name_the_line(sandbox: CodeSandbox, page: Page) -> None:
    with pytest.raises(CodeFailed, match="TypeError") as caught:
        await run(sandbox, page, "x = 1\nawait page.evaluate('null.x')")
    assert caught.value.line == 2


async def test_the_allow_list_names_real_things() -> None:
    """Every name that is offered or watched exists in the installed library, but for the verbs that ask the agent."""
    import playwright.async_api as library

    from skyvern.sandbox.offers import OFFERS, VERBS

    for kind, offer in OFFERS.items():
        if kind != "Expectation":
            missing = {name for name in offer.calls | offer.attributes if not hasattr(getattr(library, kind), name)}
            assert missing == (VERBS if kind == "Page" else set()), kind
