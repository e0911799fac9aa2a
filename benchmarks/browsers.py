"""Measures what browsers cost and how quick the live view is, on this machine: `python -m benchmarks.browsers [ROW…]`.

Each row is a function with `@row`; a host and a Chromium of its own are started for every one. On a busy machine trust
CPU seconds and ratios, not wall times.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
from playwright.async_api import Page, Playwright, async_playwright

from benchmarks.machine import memory
from skyvern.browser.attach import Browsers
from skyvern.browser.encode import encode_recording
from skyvern.browser.host import chromium
from skyvern.browser.host.errors import HostGone
from skyvern.browser.host.flags import Look
from skyvern.browser.host.frames import INDEX, PICTURES
from skyvern.browser.host.records import BrowserInfo
from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire

Row = Callable[[], Awaitable[str]]
ROWS: dict[str, Row] = {}
_ID = "bench"
_TAPS = 40
_SECONDS = 6.0
_RESOURCES, _LOADS = 200, 12
_DRIVEN, _TURNS = 8, 3
_TIMES = 5

_MOVING = """<body style="margin:0"><div id=box style="position:absolute;top:100px;width:300px;height:300px;
background:linear-gradient(red,blue)"></div><script>
setInterval(() => { box.style.left = (Date.now() / 5 % 900) + 'px' }, 16)</script>"""
_TAPPED = """<body style="margin:0;background:rgb(0,255,0)" onmousedown="this.style.background =
this.style.background == 'rgb(255, 0, 0)' ? 'rgb(0,255,0)' : 'rgb(255,0,0)'"><div style="height:720px"></div>"""
_ARTICLE = "<body style='font:16px serif'>" + "".join(
    f"<h2>Part {n}</h2><p>{'Some words of an article that is long enough to scroll. ' * 12}</p>" for n in range(60)
)


def row(measure: Row) -> Row:
    """Add a row under its function's name."""
    ROWS[measure.__name__] = measure
    return measure


@asynccontextmanager
async def _site(page: str) -> AsyncIterator[str]:
    """The address of a page."""

    class Visitor(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Visitor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@asynccontextmanager
async def browser_on(page: str) -> AsyncIterator[tuple[HostClient, BrowserInfo]]:
    """A host with one browser that shows a page."""
    async with _site(page) as url:
        with tempfile.TemporaryDirectory() as folder:
            host = await HostClient.ensure(Path(folder) / "data", allowed_networks="127.0.0.0/8")
            try:
                yield host, await host.open_browser(_ID, url=url)
            finally:
                await host.shutdown()


class _Viewer:
    """Counts frames and answers them."""

    def __init__(self, wire: HostWire) -> None:
        self.wire = wire
        self.frames = 0
        self.size = 0
        self.came = asyncio.Event()

    async def read(self) -> None:
        async for message in self.wire.messages():
            if isinstance(message, bytes):
                self.frames += 1
                self.size += len(message)
                self.came.set()
                continue
            words = json.loads(message)
            if words["type"] == "frame":
                with suppress(HostGone):  # at the end nobody listens any more
                    await self.wire.send(json.dumps({"type": "seen", "number": words["number"]}))


@asynccontextmanager
async def viewers(host: HostClient, count: int) -> AsyncIterator[list[_Viewer]]:
    """So many viewers of the browser."""
    them = [_Viewer(await host.live(_ID)) for _ in range(count)]
    reading = [asyncio.create_task(viewer.read()) for viewer in them]
    yield them
    for viewer in them:
        await viewer.wire.close()
    await asyncio.gather(*reading)


async def _frame_rate(count: int) -> str:
    async with browser_on(_MOVING) as (host, browser), viewers(host, count) as them:
        await asyncio.wait_for(them[0].came.wait(), 20)
        before, used, began = sum(viewer.frames for viewer in them), _cpu(host, browser), time.monotonic()
        await asyncio.sleep(_SECONDS)
        lasted = time.monotonic() - began
        rate = (sum(viewer.frames for viewer in them) - before) / count / lasted
        size = sum(viewer.size for viewer in them) / max(1, sum(viewer.frames for viewer in them))
        cpu = (_cpu(host, browser)[0] - used[0]) / lasted * 100
    return f"{rate:.1f} frames/s each, {size / 1024:.0f} KiB a frame; the host uses {cpu:.0f} points of a core"


async def _latency(count: int) -> str:
    async with browser_on(_TAPPED) as (host, _), viewers(host, count) as them:
        await asyncio.wait_for(them[-1].came.wait(), 20)
        await asyncio.sleep(1.5)
        took: list[float] = []
        for _ in range(_TAPS):
            last = them[-1]
            last.came.clear()
            began = time.monotonic()
            for action in ("down", "up"):
                tap = {"type": "mouse", "action": action, "x": 0.5, "y": 0.5, "button": "left"}
                await them[0].wire.send(json.dumps(tap))
            with suppress(TimeoutError):
                await asyncio.wait_for(last.came.wait(), 5)
                took.append((time.monotonic() - began) * 1000)
            await asyncio.sleep(0.5)
    slow = sorted(took)[int(len(took) * 0.95) - 1] if took else 0.0
    return (
        f"from a click to its picture at a viewer: p50 {statistics.median(took or [0.0]):.0f} ms, p95 {slow:.0f} ms, "
        f"{_TAPS - len(took)} of {_TAPS} clicks without a picture"
    )


@row
async def start() -> str:
    """From the wish for a browser until it shows a page: of a host that has to start first, and of one that runs."""
    async with _site(_ARTICLE) as url:
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            host = await HostClient.ensure(Path(folder) / "data", allowed_networks="127.0.0.0/8")
            try:
                await host.open_browser("first", url=url)
                first, more = time.monotonic() - began, list[float]()
                for number in range(_TIMES):
                    began = time.monotonic()
                    await host.open_browser(f"b{number}", url=url)
                    more.append(time.monotonic() - began)
                    await host.close_browser(f"b{number}")
            finally:
                await host.shutdown()
    return f"{first * 1000:.0f} ms with the host, {statistics.median(more) * 1000:.0f} ms each of {_TIMES} after it"


@row
async def attach() -> str:
    """From the wish for a page until a worker can look at it, Playwright's driver started."""
    async with browser_on(_ARTICLE) as (_, browser):
        browsers, took = Browsers(), list[float]()
        await browsers.warm()
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(_TIMES):
                began = time.monotonic()
                session = await browsers.attach(browser.cdp_url, browser_id=_ID, artifacts_dir=Path(folder))
                took.append(time.monotonic() - began)
                await session.close()
        await browsers.close()
    return f"{statistics.median(took) * 1000:.0f} ms (median of {_TIMES})"


@row
async def memory_of_a_run() -> str:
    """Proportional memory of Chromium with all its processes, on a page of text, and of the host beside it."""
    async with browser_on(_ARTICLE) as (_, browser):
        await asyncio.sleep(2)
        root = psutil.Process(browser.pid)
        size, count, owner = memory([root]), len(root.children(recursive=True)) + 1, root.parent()
        beside = memory([owner]) - size if owner else 0.0
        return f"{size:.0f} MB in {count} processes, the host {beside:.0f} MB"


@row
async def page_load() -> str:
    """CPU of one load of a page of text, and of one with 200 sub-resources, behind the guard."""
    told: list[str] = []
    with _rich_site() as rich:
        async with _site(_ARTICLE) as plain, browser_on("") as (host, browser), async_playwright() as playwright:
            worker = await playwright.chromium.connect_over_cdp(browser.cdp_url, is_local=True)
            page = worker.contexts[0].pages[0]
            for name, url in (("text", plain), ("200 sub-resources", rich)):
                await page.goto(url, wait_until="load")
                used = sum(_cpu(host, browser))
                for _ in range(_TIMES):
                    await page.goto(url, wait_until="load")
                told.append(f"{(sum(_cpu(host, browser)) - used) / _TIMES * 1000:.0f} ms of CPU ({name})")
            await worker.close()
    return ", ".join(told)


@row
async def live_frame_rate_with_1_viewer() -> str:
    """A page that moves all the time."""
    return await _frame_rate(1)


@row
async def live_frame_rate_with_4_viewers() -> str:
    """The same, seen by four."""
    return await _frame_rate(4)


@row
async def live_latency_with_1_viewer() -> str:
    """A click by the viewer's hand until the viewer has the picture of its effect."""
    return await _latency(1)


@row
async def live_latency_with_4_viewers() -> str:
    """The same, seen by the last of four."""
    return await _latency(4)


@row
async def recording_cost() -> str:
    """CPU of recording a run at the pace of an agent (a scroll and a look each second), in points of one core.

    With and without take turns on one page. The encoder starts once a run, so that is told for a run of a minute.
    """
    async with browser_on(_ARTICLE) as (host, browser), async_playwright() as playwright:
        worker = await playwright.chromium.connect_over_cdp(browser.cdp_url, is_local=True)
        page = worker.contexts[0].pages[0]
        await _driven(page, host, browser)
        more: list[float] = []
        encoder, start = 0.0, 0.0
        for _ in range(_TURNS):
            without = await _driven(page, host, browser)
            folder = Path((await host.start_recording(_ID)).folder)
            recorded = await _driven(page, host, browser)
            await host.stop_recording(_ID)
            more.append(recorded - without)
            start = await _encoding(folder, frames=1)
            encoder += (await _encoding(folder) - start) / (_TURNS * _DRIVEN)
        await worker.close()
    points = statistics.median(more) * 100
    total = points + encoder * 100 + start / 60 * 100
    return (
        f"{total:.1f} points of a core in a run of a minute: {points:+.1f} in Chromium and host (median of {_TURNS} "
        f"pairs), {encoder * 100:.1f} in the encoder, whose start takes {start:.2f} CPU seconds"
    )


@row
async def guard_cost() -> str:
    """CPU of a page with 200 sub-resources: Chromium and host behind the guard, over Chromium with no proxy at all.

    Each pair of loads begins with the other of the two; CPU seconds are counted, so that waiting for others is not.
    """
    with _rich_site() as url, tempfile.TemporaryDirectory() as folder:
        async with (
            browser_on("") as (host, browser),
            _unguarded(Path(folder)) as bare,
            async_playwright() as playwright,
        ):
            proxy = lambda: _cpu(host, browser)[0]  # noqa: E731 - one expression, used twice
            guarded = await _Loader.of(playwright, browser.cdp_url, lambda: _family_seconds(browser.pid) + proxy())
            free = await _Loader.of(playwright, bare.cdp_url, lambda: _family_seconds(bare.pid))
            for loader in (guarded, free, guarded, free):
                await loader.load(url)  # what is done once for every browser is not counted
            costs: dict[_Loader, list[float]] = {guarded: [], free: []}
            began = proxy()
            for turn in range(_LOADS):
                for loader in (guarded, free) if turn % 2 else (free, guarded):
                    costs[loader].append(await loader.load(url))
            of_proxy = (proxy() - began) / _LOADS
    more = sorted(behind / without - 1 for behind, without in zip(costs[guarded], costs[free], strict=True))
    low, middle, high = statistics.quantiles(more, n=4)
    # Means, not medians: CPU time is counted in hundredths of a second.
    behind, without = (statistics.fmean(costs[loader]) for loader in (guarded, free))
    return (
        f"{middle * 100:+.1f} % CPU (median of {_LOADS} pairs, half of them between {low * 100:+.1f} % and "
        f"{high * 100:+.1f} %); {without * 1000:.0f} ms a load without, {behind * 1000:.0f} ms with it, of which the "
        f"proxy {of_proxy * 1000:.0f} ms (means)"
    )


class _Loader:
    """A page of one browser that is loaded again and again, and what that costs."""

    def __init__(self, page: Page, seconds: Callable[[], float]) -> None:
        self._page, self._seconds = page, seconds

    @classmethod
    async def of(cls, playwright: Playwright, cdp_url: str, seconds: Callable[[], float]) -> _Loader:
        worker = await playwright.chromium.connect_over_cdp(cdp_url, is_local=True)
        return cls(worker.contexts[0].pages[0], seconds)

    async def load(self, url: str) -> float:
        before = self._seconds()
        await self._page.goto(url, wait_until="load")
        loaded = await self._page.evaluate("performance.getEntriesByType('resource').length")
        if loaded < _RESOURCES:
            raise RuntimeError(f"{loaded} of {_RESOURCES} sub-resources were loaded")
        await self._page.wait_for_timeout(300)
        return self._seconds() - before


@contextmanager
def _rich_site() -> Iterator[str]:
    """A page with pictures, scripts and stylesheets, none of which may be kept."""
    tags = "".join(
        (f"<img src=/{n}.svg>", f"<script src=/{n}.js></script>", f"<link rel=stylesheet href=/{n}.css>")[n % 3]
        for n in range(_RESOURCES)
    )
    bodies = {
        "svg": ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>" + " " * 8000),
        "js": ("text/javascript", "/* " + "x" * 8000 + " */"),
        "css": ("text/css", "/* " + "x" * 8000 + " */"),
        "": ("text/html", f"<!doctype html><title>rich</title><body>{tags}"),
    }

    class Visitor(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = bodies.get(self.path.rpartition(".")[2], bodies[""])
            self.send_response(200)
            for name, value in (("Content-Type", kind), ("Cache-Control", "no-store")):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Visitor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@asynccontextmanager
async def _unguarded(folder: Path) -> AsyncIterator[chromium.Chromium]:
    """Chromium with the same flags, but for the proxy."""
    binary = chromium.find_chromium()
    agent = await chromium.user_agent(binary)
    flags = [flag for flag in Look().flags() if not flag.startswith("--proxy-")]
    started = await chromium.start(binary, [*flags, f"--user-data-dir={folder / 'profile'}", f"--user-agent={agent}"])
    draining = asyncio.create_task(started.drain())
    try:
        yield started
    finally:
        started.kill()
        await started.wait()
        await draining
        chromium.forget_temporary(folder / "profile")


async def _driven(page: Page, host: HostClient, browser: BrowserInfo) -> float:
    """How much of a core Chromium and host use while an agent looks and scrolls down, and up again."""
    used, began = sum(_cpu(host, browser)), time.monotonic()
    for number in range(_DRIVEN):
        await page.mouse.wheel(0, 400 if number < _DRIVEN / 2 else -400)
        await page.screenshot()
        await asyncio.sleep(1)
    return (sum(_cpu(host, browser)) - used) / (time.monotonic() - began)


async def _encoding(folder: Path, *, frames: int | None = None) -> float:
    """CPU seconds of encoding a recording, or just its first frames."""
    lines = (folder / INDEX).read_text().splitlines(keepends=True)
    part = folder.with_name("part")
    part.mkdir(exist_ok=True)
    (part / INDEX).write_text("".join(lines[:frames]))
    with suppress(FileExistsError):
        (part / PICTURES).symlink_to(folder / PICTURES)
    before = _children()
    await encode_recording(part, folder.with_name("video.webm"))
    spent = _children() - before
    (part / PICTURES).unlink()
    return spent


def _cpu(host: HostClient, browser: BrowserInfo) -> tuple[float, float]:
    """CPU seconds of the host, and of Chromium with all its processes."""
    owner = psutil.Process(browser.pid).parent()
    return (_seconds(owner) if owner else 0.0), _family_seconds(browser.pid)


def _family_seconds(pid: int) -> float:
    root = psutil.Process(pid)
    return sum(map(_seconds, [root, *root.children(recursive=True)]))


def _children() -> float:
    """CPU seconds of our own children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


async def main() -> None:
    """Print the rows that the command line names, else all."""
    for name in sys.argv[1:] or ROWS:
        print(f"{name.replace('_', ' ')}: {await ROWS[name]()}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
