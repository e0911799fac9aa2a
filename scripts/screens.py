"""Makes pictures of every screen of the web UI, light and dark, wide and narrow, into ui/screens (not committed).

    PYTHONPATH=. .venv/bin/python scripts/screens.py --base URL --key KEY [--only runs,home]

Needs a server with something in it to show; ids in addresses are taken from what it holds.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from pathlib import Path

from playwright.async_api import Browser, Error as PlaywrightError, Page, async_playwright

from skyvern import Skyvern
from skyvern.browser.host.chromium import find_chromium

OUT = Path(__file__).parents[1] / "ui" / "screens"
SIZES = {"wide": (1280, 860), "narrow": (390, 844)}
PLAIN = {
    name: f"/{name}"
    for name in (
        *("home", "runs", "batches", "workflows", "templates", "schedules", "webhooks", "credentials", "sessions"),
        *("profiles", "files", "settings", "doctor"),
    )
}


async def places(base: str, key: str) -> dict[str, str]:
    """Name → path of every screen, those of one thing for the newest thing there is."""
    found = dict(PLAIN)
    async with Skyvern(api_key=key, base_url=base) as client:
        for run in await client.get_runs(page_size=50):
            found.setdefault(f"run-{run.status}", f"/runs/{run.run_id}")
        workflows = await client.get_workflows(page_size=1)
        if workflows:
            at = f"/workflows/{workflows[0].workflow_permanent_id}"
            found |= {f"workflow-{tab}": f"{at}?tab={tab}" for tab in ("outline", "canvas", "code", "versions")}
        for session in await client.get_browser_sessions():
            found.setdefault("session", f"/sessions/{session.browser_session_id}")
    return found


async def sign_in(page: Page, base: str, key: str) -> None:
    """Enter the key, as a person does."""
    await page.goto(base + "/")
    await page.get_by_label("API key").fill(key)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("heading", level=1).filter(has_not_text="Sign in").wait_for(timeout=30_000)


async def shoot(browser: Browser, base: str, key: str, screens: dict[str, str], scheme: str, size: str) -> None:
    """Take every picture of one theme and width."""
    width, height = SIZES[size]
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    page.on("console", lambda line: print(page.url, line.text[:300]) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: print(page.url, str(error)[:500]))
    await page.goto(base + "/")
    await page.get_by_label("API key").wait_for()
    await page.screenshot(path=OUT / f"sign-in-{scheme}-{size}.png")
    await sign_in(page, base, key)
    for name, path in screens.items():
        await page.goto(base + path)
        try:
            await page.get_by_role("heading", level=1).or_(page.get_by_label("Title")).first.wait_for(timeout=60_000)
        except PlaywrightError as error:
            print(f"{name} {scheme} {size}: {error}")
        await page.wait_for_timeout(700)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            print(f"{name} {size}: {wide} px wider than the window")
        await page.screenshot(path=OUT / f"{name}-{scheme}-{size}.png", full_page=True)
    await context.close()


async def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--only", default="", help="comma-separated beginnings of names")
    parser.add_argument("--schemes", default="light,dark")
    given = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    screens = await places(given.base, given.key)
    wanted = tuple(part for part in re.split(r"[,\s]+", given.only) if part)
    screens = {name: path for name, path in screens.items() if not wanted or name.startswith(wanted)}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        for scheme in given.schemes.split(","):
            for size in SIZES:
                await shoot(browser, given.base, given.key, screens, scheme, size)
        await browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


if __name__ == "__main__":
    asyncio.run(main())
