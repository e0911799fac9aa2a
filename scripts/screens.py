"""Makes pictures of every screen of the web UI, light and dark, wide and narrow, into ui/screens (not committed).

    PYTHONPATH=. .venv/bin/python scripts/screens.py [--only runs,home]            of a server of its own
    PYTHONPATH=. .venv/bin/python scripts/screens.py --base URL --key KEY
    PYTHONPATH=. .venv/bin/python scripts/screens.py --serve                      only makes that server; Ctrl-C ends it

Also taken: dialogs, and each list while it loads, when there is nothing in it and when the server refuses.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.async_api import Browser, Error as PlaywrightError, Page, Route, async_playwright

from skyvern import Skyvern
from skyvern.browser.host.chromium import find_chromium
from tests.furnished import furnished

OUT = Path(__file__).parents[1] / "ui" / "screens"
SIZES = {"wide": (1280, 860), "narrow": (390, 844)}
PLAIN = {
    name: f"/{name}"
    for name in (
        *("home", "runs", "batches", "workflows", "templates", "schedules", "webhooks", "credentials", "sessions"),
        *("profiles", "files", "settings", "audit", "doctor"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: where, what is pressed there first, and how the server behaves."""

    path: str
    press: tuple[str, ...] = ()
    """Names of buttons or links, pressed one after the other."""
    answers: str = "as it does"
    """Or `nothing`, `error`, `late`."""


DIALOGS = {
    "credentials-add": Shot(path="/credentials", press=("Add credential",)),
    "settings-key": Shot(path="/settings", press=("New key",)),
    "schedules-add": Shot(path="/schedules", press=("New schedule",)),
    "sessions-add": Shot(path="/sessions", press=("Open a browser",)),
    "profiles-add": Shot(path="/profiles", press=("New profile",)),
    "batches-open": Shot(path="/batches", press=("Vendors of November",)),
    "schedules-open": Shot(path="/schedules", press=("Every working day",)),
    "webhooks-failed": Shot(path="/webhooks?status=failed"),
    "runs-searched": Shot(path="/runs?q=Radia&status=failed,terminated"),
    "runs-none": Shot(path="/runs?q=no-such-word"),
    "missing": Shot(path="/runs/wr_missing"),
    "audit-filtered": Shot(path="/audit?deed=credential_used"),
    "credentials-code": Shot(path="/credentials", press=("One-time code of Portal of the vendor",)),
    "credentials-test": Shot(path="/credentials", press=("Test Portal of the vendor",)),
}


async def places(base: str, key: str) -> dict[str, Shot]:
    """Name → picture of every screen, those of one thing for the newest thing there is."""
    found = {name: Shot(path=path) for name, path in PLAIN.items()} | DIALOGS
    for name, path in PLAIN.items():
        states = ("nothing", "error", "late") if name not in ("doctor",) else ("error",)
        found |= {f"{name}-{answers}": Shot(path=path, answers=answers) for answers in states}
    async with Skyvern(api_key=key, base_url=base) as client:
        for run in await client.get_runs(page_size=100):
            found.setdefault(f"run-{run.status}", Shot(path=f"/runs/{run.run_id}"))
        workflows = await client.get_workflows(page_size=1)
        if workflows:
            at = f"/workflows/{workflows[0].workflow_permanent_id}"
            tabs = ("outline", "canvas", "code", "versions")
            found |= {f"workflow-{tab}": Shot(path=f"{at}?tab={tab}") for tab in tabs}
        for session in await client.get_browser_sessions():
            found.setdefault("session", Shot(path=f"/sessions/{session.browser_session_id}"))
    return found


async def sign_in(page: Page, base: str, key: str) -> None:
    """Enter the key, as a person does."""
    await page.goto(base + "/")
    await page.get_by_label("API key").fill(key)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("heading", level=1).filter(has_not_text="Sign in").wait_for(timeout=30_000)


async def shoot(browser: Browser, base: str, key: str, screens: dict[str, Shot], scheme: str, size: str) -> None:
    """Take every picture of one theme and width."""
    width, height = SIZES[size]
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    page.on("console", lambda line: print(page.url, line.text[:300]) if line.type == "warning" else None)
    page.on("pageerror", lambda error: print(page.url, str(error)[:500]))
    await page.goto(base + "/")
    await page.get_by_label("API key").wait_for()
    await page.screenshot(path=OUT / f"sign-in-{scheme}-{size}.png")
    await sign_in(page, base, key)
    for name, shot in screens.items():
        over = asyncio.Event()
        if shot.answers != "as it does":
            await page.route("**/v1/**", functools.partial(BEHAVIOURS[shot.answers], over=over))
        try:
            await page.goto(base + shot.path)
            there = page.get_by_role("heading", level=1).or_(page.get_by_label("Title")).or_(page.get_by_role("alert"))
            if shot.answers != "late":
                await there.first.wait_for(timeout=30_000)
            for label in shot.press:
                await (
                    page.get_by_role("button", name=label)
                    .or_(page.get_by_role("link", name=label))
                    .first.click(timeout=10_000)
                )
        except PlaywrightError as error:
            print(f"{name} {scheme} {size}: {str(error).splitlines()[0]}")
        if shot.answers == "late":
            await page.locator("nav").wait_for(state="attached", timeout=30_000)
        await settled(page, loading=shot.answers == "late")
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            print(f"{name} {size}: {wide} px wider than the window")
        await page.screenshot(path=OUT / f"{name}-{scheme}-{size}.png")
        over.set()
        await page.unroute_all(behavior="wait")
    await context.close()


async def settled(page: Page, *, loading: bool) -> None:
    """Wait until nothing is loading any more and pictures are drawn, or for long enough."""
    for loader in (
        []
        if loading
        else await page.locator("main [role=status]:has(.mantine-Skeleton-root, .mantine-Loader-root)").all()
    ):
        with contextlib.suppress(PlaywrightError):
            await loader.wait_for(state="detached", timeout=20_000)
    await page.wait_for_timeout(400)


async def _nothing(route: Route, **_: asyncio.Event) -> None:
    """Answer with what an empty installation has; a stream of news never ends, and is let through."""
    if "text/event-stream" in route.request.headers.get("accept", ""):
        await route.continue_()
        return
    answer = await route.fetch()
    told = await answer.json()
    await route.fulfill(response=answer, json=_emptied(told))


def _emptied(told: object) -> object:
    if isinstance(told, list):
        return []
    if isinstance(told, dict):
        return {name: _emptied(value) for name, value in cast("dict[str, object]", told).items()}
    return 0 if isinstance(told, int | float) and not isinstance(told, bool) else told


async def _error(route: Route, **_: asyncio.Event) -> None:
    """Refuse."""
    await route.fulfill(status=503, json={"detail": "The database does not answer; the server tries again by itself."})


async def _late(route: Route, *, over: asyncio.Event) -> None:
    """Answer nothing until the picture is taken."""
    await over.wait()
    await route.abort()


BEHAVIOURS = {"nothing": _nothing, "error": _error, "late": _late}


async def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base")
    parser.add_argument("--key")
    parser.add_argument("--serve", action="store_true", help="take no picture, keep the server")
    parser.add_argument("--only", default="", help="comma-separated beginnings of names")
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--sizes", default=",".join(SIZES))
    given = parser.parse_args()
    async with contextlib.AsyncExitStack() as stack:
        base, key = given.base, given.key
        if base is None:
            base, key = await stack.enter_async_context(furnished())
        if given.serve:
            print(f"--base {base} --key {key}", flush=True)
            await asyncio.Event().wait()
        await take(base, key, given)


async def take(base: str, key: str, given: argparse.Namespace) -> None:
    """Take the pictures that are wanted."""
    OUT.mkdir(exist_ok=True)
    wanted = tuple(part for part in re.split(r"[,\s]+", given.only) if part)
    screens = {name: shot for name, shot in (await places(base, key)).items() if not wanted or name.startswith(wanted)}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        for scheme in given.schemes.split(","):
            for size in given.sizes.split(","):
                await shoot(browser, base, key, screens, scheme, size)
        await browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
