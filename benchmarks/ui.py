"""How fast the web UI is: bytes of the first load, time until it can be used, and frames while a long list scrolls.

    PYTHONPATH=. .venv/bin/python benchmarks/ui.py              10,000 runs and a run with 2,000 actions; prints a table

Needs a built UI (scripts/ui). The server, its database and the browser are made for it and removed.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import re
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.async_api import Page, async_playwright

from skyvern.api.deps import UI
from skyvern.browser.host.chromium import find_chromium
from tests.conftest import end_host, start_server
from tests.seeded import make_past

_FRAMES = """async ([selector, frames]) => {
  const area = document.querySelector(selector); const took = []; let last = performance.now();
  for (let frame = 0; frame < frames; frame += 1) {
    await new Promise(requestAnimationFrame);
    const now = performance.now(); took.push(now - last); last = now; area.scrollTop += 90;
  }
  return took.slice(2);
}"""


def first_load() -> tuple[int, int]:
    """Return the bytes of what the first page names, as they are and compressed."""
    page = (UI / "index.html").read_text(encoding="utf-8")
    names = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page)
    files = [page.encode(), *((UI / name).read_bytes() for name in names)]
    return sum(map(len, files)), sum(len(gzip.compress(data, 6)) for data in files)


async def until_usable(page: Page, url: str, selector: str) -> float:
    """Return the seconds from the request for a page until what it is for is there."""
    await page.goto(url, wait_until="commit")
    await page.locator(selector).first.wait_for(timeout=120_000)
    return float(await page.evaluate("performance.now()")) / 1000


async def load_all(page: Page, runs: int) -> None:
    """Scroll until the list holds every run."""
    table = page.get_by_role("table", name="Runs")
    for _ in range(runs):
        if int(await table.get_attribute("aria-rowcount") or 0) >= runs:
            return
        await table.evaluate("area => area.scrollTop = area.scrollHeight")
        await page.wait_for_timeout(30)


async def frames(page: Page, selector: str, count: int) -> str:
    """Scroll for so many frames and tell how long they took."""
    took: list[float] = await page.evaluate(_FRAMES, [selector, count])
    return f"{median(took):.1f} / {quantiles(took, n=20)[-1]:.1f} / {max(took):.1f} ms"


async def measure(runs: int, actions: int, count: int) -> None:
    """Make the world, look at it and print the table."""
    whole, packed = first_load()
    print(f"first load: {whole / 1000:.0f} kB, {packed / 1000:.0f} kB gzip")
    with tempfile.TemporaryDirectory(prefix="skyvern-ui-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        big = (await make_past(data, runs=runs, actions=actions)).run_with_actions
        server = start_server(data)
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
                page = await browser.new_page(viewport={"width": 1280, "height": 860})
                await page.goto(server.base_url + "/runs")
                await page.get_by_label("API key").fill(server.api_key)
                await page.get_by_role("button", name="Sign in").click()
                await page.locator("[data-run]").first.wait_for(timeout=120_000)
                listed = [await until_usable(page, server.base_url + "/runs", "[data-run]") for _ in range(3)]
                print(f"list of runs usable after {median(listed):.2f} s")
                await load_all(page, runs + 1)
                said = await page.get_by_role("table", name="Runs").get_attribute("aria-rowcount")
                await page.get_by_role("table", name="Runs").evaluate("area => area.scrollTop = 0")
                spent = await frames(page, "[role=table]", count)
                print(f"scrolling {said} runs, frame median / 95 % / longest: {spent}")
                opened = await until_usable(page, f"{server.base_url}/runs/{big}", "[role=treeitem]")
                print(f"run with {actions} actions usable after {opened:.2f} s")
                await page.get_by_role("tree").evaluate("area => area.scrollTop = 0")
                print(f"scrolling its actions: {await frames(page, '[role=tree]', count)}")
                await browser.close()
        finally:
            server.stop()
            end_host(data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--actions", type=int, default=2_000)
    parser.add_argument("--frames", type=int, default=300)
    given = parser.parse_args()
    asyncio.run(measure(given.runs, given.actions, given.frames))
