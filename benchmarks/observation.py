"""Our observation of a page beside browser-use's serializer and Playwright's ARIA snapshot.

    .venv/bin/python benchmarks/observation.py                      every page; prints a line a page and the totals
    .venv/bin/python benchmarks/observation.py --only news,own      pages of these sources alone
    .venv/bin/python benchmarks/observation.py --show DIR           also writes each text, and what was missed

One Chromium without a network, one tab a reader, the same window (the viewport and 1,000 pixels below it), the order of
the readers turned from page to page and from look to look. browser-use lives in an environment of its own in the cache
folder, made at the first run. What the columns mean and how the truth is made: docs/reference/observation.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from observed.corpus import PAGES, Saved, fetched
from observed.readers import SIZE, Aria, Ours, Reader, Result, Rival, Theirs
from observed.truth import judged

from skyvern.browser.attach import Browsers
from skyvern.browser.host.chromium import find_chromium, forget_temporary

if TYPE_CHECKING:
    from playwright.async_api import Page

    from skyvern.browser.session import BrowserSession
    from tests.goals.real.apps import App

ROOT = Path(__file__).resolve().parents[1]
READERS = ("ours", "browser-use", "aria")
LOOKS = 5


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port for the length of a `with` block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@asynccontextmanager
async def browser(place: Path) -> AsyncIterator[tuple[BrowserSession, str]]:
    """Start Chromium without a network and attach to it."""
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage")
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    process = subprocess.Popen(
        [
            str(find_chromium()),
            *flags,
            alone,
            "--remote-debugging-port=0",
            f"--user-data-dir={place}/profile",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    drivers = Browsers(attach_seconds=60.0)
    try:
        assert process.stderr
        line = next(line for line in process.stderr if "DevTools listening on" in line)
        threading.Thread(target=process.stderr.read, daemon=True).start()
        address = "http://" + line.split("ws://")[1].split("/")[0]
        session = await drivers.attach(address, browser_id="benchmark", artifacts_dir=place / "files")
        yield session, address
        await session.close()
    finally:
        await drivers.close()
        process.terminate()
        process.wait(timeout=30)
        forget_temporary(place / "profile")


async def measure(saved: Saved, url: str, readers: dict[str, Reader], *, turn: int, looks: int) -> list[Result]:
    """Load the page in each tab, look at it in turns, then compare each list with the truth in that tab."""
    results = {name: Result(page=saved.name, reader=name) for name in readers}
    for reader in readers.values():
        await _open(reader.page, url)
    names = list(readers)
    for look in range(looks + 1):
        at = (turn + look) % len(names)
        for name in names[at:] + names[:at]:
            await readers[name].look(results[name])
    for name, reader in readers.items():
        result = results[name]
        result.ms = result.ms[1:]
        result.text = await reader.windowed(result.text)
        await reader.listed(result.text)
        result.verdict = await judged(reader.page)
    return list(results.values())


async def _open(page: Page, url: str) -> None:
    await page.goto(url, wait_until="load", timeout=60_000)
    await page.wait_for_load_state("networkidle", timeout=60_000)
    await page.wait_for_timeout(500)


async def _sign_in(page: Page, url: str, app: App, password: str) -> None:
    await page.goto(url + app.login, timeout=120_000)
    user, secret, button = app.fields
    await page.fill(user, app.person)
    await page.fill(secret, password)
    await page.click(button)
    await page.wait_for_load_state("load")


def table(results: Sequence[Result]) -> str:
    """A line a page with the three readers side by side, and the totals."""
    head = f"{'page':<44}{'wanted':>7} | " + " | ".join(f"{name:<11}  ms  tokens found extra" for name in READERS)
    lines = [head, "-" * len(head)]
    for page in dict.fromkeys(result.page for result in results):
        mine = {result.reader: result for result in results if result.page == page}
        wanted = max(result.verdict.wanted for result in mine.values() if result.verdict)
        lines.append(f"{page[:43]:<44}{wanted:>7} | " + " | ".join(_cells([mine[name]]) for name in READERS))
    wanted = sum(result.verdict.wanted for result in results if result.verdict and result.reader == "ours")
    totals = {name: [result for result in results if result.reader == name] for name in READERS}
    lines += [
        "-" * len(head),
        f"{'all (ms: median of pages)':<44}{wanted:>7} | " + " | ".join(_cells(totals[name]) for name in READERS),
    ]
    ours, theirs = totals["ours"], totals["browser-use"]
    speed = _ms(ours) / _ms(theirs)
    sizes = sum(result.tokens for result in ours) / max(sum(result.tokens for result in theirs), 1)
    lines.append(f"ours / browser-use: time {speed:.2f}, tokens {sizes:.2f}; {len(ours)} pages")
    return "\n".join(lines)


def _ms(results: Sequence[Result]) -> float:
    return median(median(result.ms) for result in results)


def _cells(results: Sequence[Result]) -> str:
    verdicts = [result.verdict for result in results if result.verdict]
    wanted, found = sum(one.wanted for one in verdicts), sum(one.found for one in verdicts)
    listed, extra = sum(one.listed for one in verdicts), sum(one.extra for one in verdicts)
    tokens = sum(result.tokens for result in results)
    share = f"{found / wanted:.1%}" if wanted else "–"
    wrong = f"{extra / listed:.1%}" if listed else "–"
    return f"{_ms(results):>15.0f}{tokens:>8}{share:>7}{wrong:>6}"


async def run(options: argparse.Namespace) -> list[Result]:
    """Measure every page of the list."""
    only = set(filter(None, options.only.split(",")))
    pages = [saved for saved in PAGES if not only or saved.source in only or any(word in saved.name for word in only)]
    results: list[Result] = []
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        async with browser(place) as (session, address):
            ours = await session.page()
            await ours.set_viewport_size(SIZE)
            assert ours.context.browser
            others = [await (await ours.context.browser.new_context(viewport=SIZE)).new_page() for _ in range(2)]
            rival = await Rival.started(address, place)
            target = await (await others[0].context.new_cdp_session(others[0])).send("Target.getTargetInfo")
            readers = {
                "ours": Ours(session, ours),
                "browser-use": Theirs(rival, others[0], target["targetInfo"]["targetId"]),
                "aria": Aria(others[1]),
            }
            urls: dict[str, str] = {}
            for turn, saved in enumerate(pages):
                if saved.source not in urls:
                    urls[saved.source] = await _start(saved.source, stack, place, [ours, *others])
                if not urls[saved.source]:
                    print(f"left out: {saved.name} is not installed", file=sys.stderr)
                    continue
                url = urls[saved.source] + "/" + saved.path.lstrip("/")
                found = await measure(saved, url, readers, turn=turn, looks=options.looks)
                counted = await rival.ask({"count": [result.text for result in found]})
                for result, tokens in zip(found, counted["tokens"], strict=True):
                    result.tokens = tokens
                    _keep(result, options.show)
                results += found
                print(table(found).splitlines()[2], file=sys.stderr, flush=True)
            await rival.close()
    return results


async def _start(source: str, stack: ExitStack, place: Path, tabs: Sequence[Page]) -> str:
    """Return where a source's pages are, its application running and every tab signed in; "" when it is not here."""
    sys.path.insert(0, str(ROOT))
    from tests.goals.real.apps import APPS, PASSWORD, PLACE, running

    if source not in APPS:
        folder = await asyncio.to_thread(fetched, source)
        return stack.enter_context(served(folder)) if folder else ""
    if not any(PLACE.glob("venv-*/complete")):
        return ""
    app = stack.enter_context(running(source, place))
    for tab in tabs:
        await _sign_in(tab, app.url, app.app, PASSWORD)
    return app.url


def _keep(result: Result, folder: Path | None) -> None:
    if folder is None or result.verdict is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "_", result.page)
    (folder / f"{name}.{result.reader}.txt").write_text(result.text, encoding="utf-8")
    facts = json.dumps(
        {"ms": result.ms, "tokens": result.tokens, **asdict(result.verdict)}, indent=1, ensure_ascii=False
    )
    (folder / f"{name}.{result.reader}.json").write_text(facts, encoding="utf-8")


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="sources or parts of pages' names, separated by commas (all)")
    parser.add_argument("--looks", type=int, default=LOOKS, help="timed looks at each page, after one that warms up")
    parser.add_argument("--show", type=Path, help="a folder for the texts and for what each reader missed")
    print(table(asyncio.run(run(parser.parse_args()))))


if __name__ == "__main__":
    main()
