"""Downloads of every kind in a real Chromium: kept whole under a name that is safe, or told why they are not."""

from __future__ import annotations

import asyncio
import hashlib
import io
import threading
import zipfile
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import pytest_asyncio

from skyvern.browser.host.browser import BrowserOptions, HostedBrowser, Surroundings
from skyvern.browser.host.chromium import find_chromium, user_agent
from skyvern.browser.host.downloads import DownloadLimits
from skyvern.browser.host.records import DownloadInfo
from skyvern.domain.addresses import AddressRules
from skyvern.net.policy import ProxyPolicy
from tests.browser.host.conftest import Site, attached

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMIT = 2 * 2**20
DATA = bytes(range(256)) * 40
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LINK = "<a id=a href='{url}' {more}>go</a><script>a.click()</script>"
NAME = 'attachment; filename="{}"'


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "a")
    return packed.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A page that downloads something, and what must come of it: (name, content) of each file, or a problem."""

    page: str
    body: bytes = DATA
    kind: str = "application/octet-stream"
    disposition: str = ""
    sent: int | None = None
    """How many of the announced bytes are really sent."""
    pace: float = 0.0
    files: tuple[tuple[str, bytes], ...] = ()
    problem: str = ""


def link(more: str = "", **rest: object) -> Case:
    return Case(page=LINK.replace("{more}", more), **rest)  # type: ignore[arg-type] - fields of Case


CASES: dict[str, Case] = {
    "attachment": link(disposition=NAME.format("report.csv"), files=(("report.csv", DATA),)),
    "inline pdf": link(body=PDF, kind="application/pdf", files=(("inline-pdf.pdf", PDF),)),
    "pdf in a new tab": link("target=_blank", body=PDF, kind="application/pdf", files=(("pdf-in-a-new-tab.pdf", PDF),)),
    "attachment in a new tab": link("target=_blank", disposition=NAME.format("tab.bin"), files=(("tab.bin", DATA),)),
    "popup": Case(
        page="<script>open('{url}')</script>", disposition=NAME.format("pop.bin"), files=(("pop.bin", DATA),)
    ),
    "frame": Case(page="<iframe src='{url}'></iframe>", disposition=NAME.format("f.bin"), files=(("f.bin", DATA),)),
    "form": Case(
        page="<form id=f method=post action='{url}'></form><script>f.submit()</script>",
        disposition=NAME.format("form.bin"),
        files=(("form.bin", DATA),),
    ),
    "blob": Case(
        page="<a id=a download=made.txt>go</a><script>"
        "a.href = URL.createObjectURL(new Blob(['made here'])); a.click()</script>",
        files=(("made.txt", b"made here"),),
    ),
    "data": Case(
        page="<a id=a download=d.txt href='data:text/plain,hello'>go</a><script>a.click()</script>",
        files=(("d.txt", b"hello"),),
    ),
    "zip": link(body=_zip(), kind="application/zip", disposition=NAME.format("all.zip"), files=(("all.zip", _zip()),)),
    "several at once": Case(
        page="<script>for (const n of [1, 2, 3]) { const a = document.createElement('a'); a.download = `part${n}.txt`;"
        " a.href = URL.createObjectURL(new Blob([`part ${n}`])); a.click() }</script>",
        files=(("part1.txt", b"part 1"), ("part2.txt", b"part 2"), ("part3.txt", b"part 3")),
    ),
    "same name twice": Case(
        page="<script>for (const n of [1, 2]) { const a = document.createElement('a'); a.download = 'same.txt';"
        " a.href = URL.createObjectURL(new Blob([`same ${n}`])); a.click() }</script>",
        files=(("same.txt", b"same 1"), ("same.txt", b"same 2")),
    ),
    "slow": link(disposition=NAME.format("slow.bin"), pace=1.0, files=(("slow.bin", DATA),)),
    "zero bytes": link(body=b"", disposition=NAME.format("empty.txt"), files=(("empty.txt", b""),)),
    "resumed": link(disposition=NAME.format("resumed.bin"), sent=5000, files=(("resumed.bin", DATA),)),
    "broken off": link("data-whole=no", disposition=NAME.format("half.bin"), sent=5000, problem="broke off"),
    "huge": link(body=b"x" * (LIMIT + 1), disposition=NAME.format("huge.bin"), problem="(SKYVERN_MAX_DOWNLOAD_MB)"),
    "huge, size unsaid": Case(
        page="<a id=a download=big.bin>go</a><script>"
        "a.href = URL.createObjectURL(new Blob([new Uint8Array(3000000)])); a.click()</script>",
        problem="(SKYVERN_MAX_DOWNLOAD_MB)",
    ),
    "name that climbs": link(disposition=NAME.format("../../../etc/evil.txt"), files=(("evil.txt", DATA),)),
    "name that climbs windows": link(disposition=NAME.format("..\\\\..\\\\evil2.txt"), files=(("evil2.txt", DATA),)),
    "name that is a path": link(disposition=NAME.format("/etc/passwd"), files=(("passwd", DATA),)),
    "name with nothing": link(disposition="attachment; filename*=UTF-8''nul%00byte.txt", files=(("nul", DATA),)),
    "name too long": link(disposition=NAME.format("n" * 400 + ".txt"), files=(("nnn", DATA),)),
    "name in words": link(
        disposition="attachment; filename*=UTF-8''Ma%C3%9F%20%E8%A1%A8.csv", files=(("Maß 表.csv", DATA),)
    ),
    "hidden name": link(disposition=NAME.format(".bashrc"), files=(("bashrc", DATA),)),
    "no name": link(disposition="attachment", files=(("no-name", DATA),)),
}
"""In the order in which they are downloaded, one after the other, in one browser."""


class Shop:
    """The site that hands out the files, and the browser that fetches them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, Site()
        self.came: dict[str, list[DownloadInfo]] = {}
        self._thread = threading.Thread(target=self.site.serve_forever, kwargs={"poll_interval": 0.01})

    def stock(self) -> None:
        for name, case in CASES.items():
            path = f"/file/{name.replace(' ', '-')}"
            self.site.html(f"/page/{name.replace(' ', '-')}", case.page.replace("{url}", path))
            self.site.pages[path] = self._sender(case, whole="data-whole=no" not in case.page)

    def _sender(self, case: Case, *, whole: bool) -> object:
        def send(visitor: BaseHTTPRequestHandler) -> None:
            asked = visitor.headers.get("Range", "")
            start = int(asked.removeprefix("bytes=").partition("-")[0]) if asked and whole else 0
            visitor.send_response(206 if start else 200)
            visitor.send_header("Content-Type", case.kind)
            if case.disposition:
                visitor.send_header("Content-Disposition", case.disposition)
            if whole:
                visitor.send_header("Accept-Ranges", "bytes")
                visitor.send_header("ETag", '"1"')
            if start:
                visitor.send_header("Content-Range", f"bytes {start}-{len(case.body) - 1}/{len(case.body)}")
            visitor.send_header("Content-Length", str(len(case.body) - start))
            visitor.send_header("Connection", "close")
            visitor.end_headers()
            end = case.sent if case.sent is not None and not start else len(case.body)
            half = (start + end) // 2
            with suppress(OSError):
                visitor.wfile.write(case.body[start:half])
                threading.Event().wait(case.pace)
                visitor.wfile.write(case.body[half:end])
            visitor.close_connection = True

        return send

    async def run(self) -> None:
        """Download everything, one case after the other."""
        self._thread.start()
        self.stock()
        binary = find_chromium()
        around = Surroundings(
            binary=binary,
            agent=await user_agent(binary),
            publish=lambda event, details: None,
            control_ports=frozenset,
        )
        policy = ProxyPolicy(rules=AddressRules.parse(self.site.network))
        limits = DownloadLimits(file_bytes=LIMIT, files=60)
        options = BrowserOptions(policy=policy, downloads=limits)
        browser = HostedBrowser("shop", self.folder / "shop", around, options)
        await browser.open()
        try:
            async with attached(browser.info().cdp_url) as playwright:
                await browser.reapply()
                page = playwright.contexts[0].pages[0]
                for name, case in CASES.items():
                    await self._visit(page, browser, name, case)
        finally:
            self.files = {
                item.guid: Path(item.path).read_bytes()
                for item in browser.downloads.list()
                if Path(item.path).is_file()
            }
            self.left = sorted(path.name for path in browser.downloads.folder.iterdir())
            await browser.close()

    async def _visit(self, page: object, browser: HostedBrowser, name: str, case: Case) -> None:
        before = len(browser.downloads.list())
        wanted = max(1, len(case.files))
        await page.goto(f"{self.site.url}/page/{name.replace(' ', '-')}", wait_until="commit")  # type: ignore[attr-defined]
        with suppress(TimeoutError):
            async with asyncio.timeout(20):
                while sum(item.finished for item in browser.downloads.list()[before:]) < wanted:
                    await asyncio.sleep(0.02)
        self.came[name] = browser.downloads.list()[before:]

    def close(self) -> None:
        self.site.shutdown()
        self._thread.join()
        self.site.server_close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("shop"))
    try:
        await made.run()
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("name", CASES)
async def test_a_download(shop: Shop, name: str) -> None:
    case, came = CASES[name], shop.came[name]
    if case.problem:
        assert [item.state for item in came] == ["canceled"]
        assert case.problem in came[0].problem
        assert came[0].guid not in shop.files
        return
    assert [(item.state, item.problem) for item in came] == [("completed", "")] * len(case.files)
    for item in came:
        assert item.checksum == hashlib.sha256(shop.files[item.guid]).hexdigest()
        assert item.received_bytes == len(shop.files[item.guid])
        assert not set(item.suggested_filename) & set("/\\\0\n")
        assert len(item.suggested_filename.encode()) <= 200
    got = sorted((item.suggested_filename, shop.files[item.guid]) for item in came)
    for (found, content), (wanted, expected) in zip(got, sorted(case.files), strict=True):
        assert content == expected
        assert found == wanted or (name in LOOSE and wanted in found)


LOOSE = frozenset(name for name in CASES if "name" in name and name not in ("same name twice", "name in words"))
"""Names that Chromium makes of what it was given; they must hold what was meant, and be safe."""


async def test_nothing_of_a_refused_download_is_left(shop: Shop) -> None:
    assert shop.left == sorted(shop.files)
