"""What code can do with the page, on stand-ins that carry the names of Playwright's classes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import pytest

from skyvern.sandbox import CodeError, CodeFailed, CodeLimits, CodeSandbox, CodeTimeout, FileSource

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Error(Exception):
    """The browser library's own error."""


class TimeoutError(Error):
    """The browser library's own time-out, no relative of the built-in one."""


class Locator:
    def __init__(self, page: Page, name: str) -> None:
        self._page, self.name = page, name

    @property
    def first(self) -> Locator:
        return Locator(self._page, self.name + ".first")

    def nth(self, index: int) -> Locator:
        return Locator(self._page, f"{self.name}[{index}]")

    def filter(self, **kwargs: object) -> Locator:
        self._page.seen.append(kwargs)
        return self

    async def all(self) -> list[Locator]:
        return [self.nth(0), self.nth(1)]

    async def count(self) -> int:
        return 2

    async def inner_text(self) -> str:
        return self.name

    async def click(self, timeout: float = 0) -> None:
        if self.name == "#missing":
            raise TimeoutError("Timeout 50ms exceeded.\nCall log: …")
        if self.name == "#broken":
            raise Error("element is detached")
        self._page.clicks.append(self.name)
        for future in self._page.waiting:
            if not future.done():
                future.set_result(Download(self._page))

    async def screenshot(self, path: str | None = None) -> bytes:
        return b"png" if path is None else b"written"

    async def set_input_files(self, files: object) -> None:
        self._page.seen.append(files)


class Download:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.suggested_filename = "report.pdf"
        self.url = "https://a.example/report.pdf"

    async def failure(self) -> str | None:
        return self.page.download_failure

    async def path(self) -> str:
        return "/var/lib/secret/place"

    async def save_as(self, path: str) -> None:
        self.page.seen.append(path)


class Waiter:
    """As Playwright's: begins in enter, awaits or cancels in exit."""

    def __init__(self, page: Page) -> None:
        self.future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        page.waiting.append(self.future)

    async def __aenter__(self) -> Waiter:
        return self

    async def __aexit__(self, kind: object, error: object, traceback: object) -> None:
        if error:
            self.future.cancel()
        else:
            await asyncio.wait_for(asyncio.shield(self.future), 5)

    @property
    def value(self) -> asyncio.Future[Any]:
        return self.future

    def is_done(self) -> bool:
        return self.future.done()


class Unknown:
    """Something that nobody offers."""


class Page:
    def __init__(self) -> None:
        self.url = "https://a.example/"
        self.clicks: list[str] = []
        self.seen: list[object] = []
        self.waiting: list[asyncio.Future[Any]] = []
        self.download_failure: str | None = None
        self.context = Unknown()
        self.keyboard = Unknown()
        self.waits: list[str] = []

    def locator(self, selector: str | re.Pattern[str], **kwargs: object) -> Locator:
        return Locator(self, str(selector))

    def get_by_role(self, role: str, **kwargs: object) -> Locator:
        self.seen.append(kwargs)
        return Locator(self, role)

    def get_by_text(self, text: str | re.Pattern[str]) -> Locator:
        self.seen.append(text)
        return Locator(self, str(text))

    def frame(self, url: object = None) -> None:
        self.seen.append(url)

    async def title(self) -> str:
        return "A title"

    async def evaluate(self, script: str, arg: object = None) -> object:
        self.seen.append(arg)
        return {"script": script, "list": [1, (2, None)]}

    async def screenshot(self, path: str | None = None) -> bytes:
        return b"\x89PNG"

    async def query_selector(self, selector: str) -> object:
        return Unknown()

    async def wait_for_timeout(self, milliseconds: float) -> None:
        self.waits.append("begun")
        try:
            await asyncio.sleep(milliseconds / 1000)
        finally:
            self.waits.append("ended")

    def expect_download(self, timeout: float = 0) -> Waiter:
        self.seen.append(timeout)
        return Waiter(self)

    async def set_input_files(self, selector: str, files: object) -> None:
        self.seen.append(files)

    async def expose_function(self, name: str, function: object) -> None:
        self.seen.append(name)


async def run(
    sandbox: CodeSandbox,
    code: str,
    page: Page | None = None,
    *,
    files: FileSource | None = None,
    limits: CodeLimits | None = None,
) -> object:
    given = page or Page()

    async def source() -> Page:
        return given

    return (await sandbox.run(code, page=source, files=files, limits=limits)).output


async def test_the_page_is_asked_for_only_when_it_is_used(sandbox: CodeSandbox) -> None:
    asked: list[int] = []

    async def source() -> Page:
        asked.append(1)
        return Page()

    assert (await sandbox.run("x = 'page'", page=source)).output == {"x": "page"}
    assert asked == []
    assert (await sandbox.run("x = page.url", page=source)).output == {"x": "https://a.example/"}
    assert asked == [1]


async def test_an_error_of_the_browser_start_is_not_the_codes(sandbox: CodeSandbox) -> None:
    async def source() -> Page:
        raise OSError("no browser")

    with pytest.raises(OSError, match="no browser"):
        await sandbox.run("x = page.url", page=source)


async def test_chains_lists_and_gather(sandbox: CodeSandbox) -> None:
    page = Page()
    code = (
        "import asyncio\n"
        "a = await page.locator('.c').first.nth(1).inner_text()\n"
        "b = [await l.inner_text() for l in await page.locator('.d').all()]\n"
        "c = await asyncio.gather(page.title(), page.locator('x').count())\n"
        "d = await page.evaluate('1 + 1', {'k': [1]})\n"
        "await page.get_by_role('button', name='Go').click()\n"
        "locator = page.locator('x')\n"
    )
    assert await run(sandbox, code, page) == {
        "a": ".c.first[1]",
        "b": [".d[0]", ".d[1]"],
        "c": ["A title", 2],
        "d": {"script": "1 + 1", "list": [1, [2, None]]},
    }
    assert page.clicks == ["button"]
    assert page.seen == [{"k": [1]}, {"name": "Go"}]


async def test_objects_go_back_as_themselves(sandbox: CodeSandbox) -> None:
    page = Page()
    await run(sandbox, "page.locator('a').filter(has=page.locator('b'))\nx = 1", page)
    (seen,) = page.seen
    assert isinstance(seen, dict)
    assert isinstance(seen["has"], Locator)


async def test_patterns_arrive_as_patterns(sandbox: CodeSandbox) -> None:
    page = Page()
    code = (
        "import re\n"
        "a = page.get_by_role('link', name=re.compile('^a\\'b\"\\\\d$', re.I | re.M))\n"
        "b = page.get_by_text(re.compile('x'))\n"
        "c = page.get_by_text('re.compile(1)')\n"
    )
    await run(sandbox, code, page)
    assert page.seen == [
        {"name": re.compile("^a'b\"\\d$", re.IGNORECASE | re.MULTILINE)},
        re.compile("x"),
        "re.compile(1)",
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("page.get_by_text(lambda t: True)", "functions cannot be given"),
        ("import re\npage.frame(url=re.compile('a'))", "glob"),
        ("page.frame(url='*a*a*a*a*a*a*a*a*a*')", "stars"),
        ("await page.screenshot(path='/tmp/x.png')", "no files"),
        ("await page.locator('a').screenshot(path='x.png')", "no files"),
        ("x = getattr(page, 'context')", "no attribute 'context'"),
        ("p = page\nx = p.context", "no attribute 'context'"),
        ("p = page\nawait p.expose_function('f', print)", "Page.expose_function is not offered"),
        ("p = page\np.on('dialog', 1)", "listeners are not offered"),
        ("x = await page.query_selector('a')", "Unknown objects are not offered"),
        ("x = page.keyboard", "Unknown objects are not offered"),
        ("x = page.clicks", "no attribute 'clicks'"),
        ("x = page._private", "no attribute"),
        ("await page.locator('input').set_input_files('/etc/passwd')", "have no files"),
        ("await page.set_input_files('input', ['/etc/passwd'])", "have no files"),
        ("await page.set_input_files('input', files='/etc/passwd')", "have no files"),
        (
            "await page.set_input_files('input', files={'name': 'a', 'path': '/etc/passwd'})",
            "name, mimeType and buffer",
        ),
    ],
)
async def test_what_is_not_offered_is_refused(sandbox: CodeSandbox, code: str, words: str) -> None:
    page = Page()
    with pytest.raises(CodeError, match=re.escape(words)):
        await run(sandbox, code, page)
    assert page.seen == []
    assert page.url == "https://a.example/"


async def test_timeouts_and_errors_can_be_caught(sandbox: CodeSandbox) -> None:
    code = (
        "try:\n    await page.locator('#missing').click(timeout=50)\nexcept TimeoutError as error:\n"
        "    a = str(error)[:12]\n"
        "try:\n    await page.locator('#broken').click()\nexcept Exception as error:\n    b = str(error)\n"
    )
    assert await run(sandbox, code) == {"a": "Timeout 50ms", "b": "element is detached"}


async def test_an_uncaught_timeout_of_the_page_is_not_the_limit(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed, match="TimeoutError: Timeout 50ms") as caught:
        await run(sandbox, "x = 1\nawait page.locator('#missing').click()")
    assert not isinstance(caught.value, CodeTimeout)
    assert caught.value.line == 2


async def test_waiting_for_a_download(sandbox: CodeSandbox) -> None:
    page = Page()
    code = (
        "async with page.expect_download(timeout=5000) as wait:\n"
        "    await page.locator('#get').click()\n"
        "download = await wait.value\n"
        "v = [download.suggested_filename, download.url, await download.path(), wait.is_done()]\n"
    )
    assert await run(sandbox, code, page) == {"v": ["report.pdf", "https://a.example/report.pdf", "report.pdf", True]}
    assert page.seen == [5000]


async def test_downloads_stay_where_they_are(sandbox: CodeSandbox) -> None:
    page = Page()
    code = (
        "async with page.expect_download() as wait:\n    await page.locator('#get').click()\n"
        "download = await wait.value\nawait download.save_as('/tmp/x')"
    )
    with pytest.raises(CodeFailed, match="kept with the run by themselves"):
        await run(sandbox, code, page)
    assert page.seen == [0]
    page.download_failure = "net::ERR"
    with pytest.raises(CodeFailed, match="the download failed: net::ERR"):
        await run(sandbox, code.replace("save_as('/tmp/x')", "path()"), page)


async def test_what_never_came_is_let_go_with_the_block(sandbox: CodeSandbox) -> None:
    page = Page()
    with pytest.raises(CodeFailed, match="division"):
        await run(sandbox, "async with page.expect_download() as d:\n    1 / 0", page)
    assert [future.cancelled() for future in page.waiting] == [True]


async def test_calls_that_nobody_awaited_leave_nothing_behind(sandbox: CodeSandbox) -> None:
    page = Page()
    code = "p = page\np.title()\ncalls = [p.wait_for_timeout(60000)]\nx = await p.title()"
    assert await asyncio.wait_for(run(sandbox, code, page), 2) == {"x": "A title"}
    assert page.waits in ([], ["begun", "ended"])


async def test_attributes_cannot_be_set(sandbox: CodeSandbox) -> None:
    page = Page()
    with pytest.raises(CodeError):
        await run(sandbox, "page.url = 'x'\ny = 1 / 0", page)
    assert page.url == "https://a.example/"


async def test_files_by_name_and_by_content(sandbox: CodeSandbox) -> None:
    async def files(name: str) -> Mapping[str, object]:
        if name != "form.pdf":
            raise FileNotFoundError(f"no file {name!r} in this run")
        return {"name": name, "mimeType": "application/pdf", "buffer": b"pdf"}

    page = Page()
    code = (
        "text = {'name': 'a.txt', 'mimeType': 'text/plain', 'buffer': 'hello'}\n"
        "await page.set_input_files('input', ['form.pdf', text])\n"
        "await page.locator('input').set_input_files(text)\n"
        "try:\n    await page.locator('input').set_input_files(files='/etc/passwd')\n"
        "except FileNotFoundError as error:\n    said = str(error)\n"
    )
    output = await run(sandbox, code, page, files=files)
    assert isinstance(output, dict)
    assert "no file '/etc/passwd' in this run" in output["said"]
    pdf = {"name": "form.pdf", "mimeType": "application/pdf", "buffer": b"pdf"}
    text = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}
    assert page.seen == [[pdf, text], [text]]


@pytest.mark.parametrize(
    "code",
    [
        "await page.evaluate('x', [text] * 1000)",
        "await page.evaluate('x', {'a': [[text]] * 100})",
        "many = [0] * 1000\nfor i in range(3):\n    many = [many] * 1000\nawait page.evaluate('x', many)",
        "raise ErrorCode('A', [text] * 1000)",
        "x = urlencode({str(i): text for i in range(1000)})",
        "import urllib.parse\nx = urllib.parse.quote(text * 2)",
    ],
)
async def test_small_values_cannot_grow_large_outside(sandbox: CodeSandbox, code: str) -> None:
    page = Page()
    with pytest.raises(CodeFailed, match="too large to hand over"):
        await run(sandbox, "text = 'a' * 1_000_000\n" + code, page)
    assert page.seen == []


async def test_a_parameter_called_page_hides_the_page(sandbox: CodeSandbox) -> None:
    async def source() -> Page:
        raise AssertionError("asked for the page")

    result = await sandbox.run("x = page + 1", variables={"page": 2}, page=source)
    assert result.output == {"x": 3}


async def test_cancelling_reaches_a_call_under_way(sandbox: CodeSandbox) -> None:
    page = Page()
    task = asyncio.create_task(run(sandbox, "await page.wait_for_timeout(60000)", page))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 1)
    assert page.waits == ["begun", "ended"]


async def test_waiting_for_the_page_is_not_computing(sandbox: CodeSandbox) -> None:
    await run(sandbox, "await page.wait_for_timeout(400)", limits=CodeLimits(seconds=0.2))
