"""What a browser keeps for the sites it has open: taken from one browser, laid into another one on another machine.

Cookies of all sites; localStorage of every page and frame that is open; sessionStorage of the active tab. Neither
IndexedDB nor caches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, cast

from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page, Route

_FRAME_SECONDS = 1.0
_LAY_SECONDS = 10.0
_READ = "() => ({origin: location.origin, local: {...localStorage}, tab: {...sessionStorage}})"
_WRITE = """([local, tab]) => {
  for (const [key, value] of Object.entries(local)) localStorage.setItem(key, value);
  for (const [key, value] of Object.entries(tab)) sessionStorage.setItem(key, value);
}"""
_WEB = ("http://", "https://")
_NOTHING: Mapping[str, str] = {}

Kept = Mapping[str, Mapping[str, str]]
"""Keys and values by origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """Cookies as Playwright tells them, and what pages stored."""

    cookies: Sequence[Mapping[str, Any]] = ()
    local: Kept = field(default_factory=dict[str, Mapping[str, str]])
    tab: Kept = field(default_factory=dict[str, Mapping[str, str]])

    def over(self, earlier: SiteState) -> SiteState:
        """Return this state with what an earlier one knows of sites that are not open now."""
        return SiteState(cookies=self.cookies, local={**earlier.local, **self.local}, tab=self.tab)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SiteState:
        """Read what `to_json` gave."""
        return cls(cookies=value["cookies"], local=value["local"], tab=value["tab"])


async def take(active: Page) -> SiteState:
    """Return the state of the browser that a page is of; raises Playwright's Error when it is gone."""
    context = active.context
    frames = [frame for page in context.pages for frame in page.frames]
    read = [found for found in await asyncio.gather(*map(_stored, frames)) if found["origin"].startswith(_WEB)]
    mine = await _stored(active.main_frame)
    return SiteState(
        cookies=cast("Sequence[Mapping[str, Any]]", await context.cookies()),
        local={found["origin"]: found["local"] for found in read if found["local"]},
        tab={mine["origin"]: mine["tab"]} if mine["tab"] else {},
    )


async def _stored(frame: Frame) -> dict[str, Any]:
    """Read what one document has stored; nothing where it is not allowed to, or does not answer."""
    try:
        async with asyncio.timeout(_FRAME_SECONDS):
            return await frame.evaluate(_READ)
    except (Error, TimeoutError):
        return {"origin": "", "local": {}, "tab": {}}


async def lay(page: Page, state: SiteState) -> None:
    """Give a new browser this state by way of its empty page, asking no site for anything.

    Raises Playwright's Error.
    """
    await page.context.add_cookies(cast("Any", [dict(cookie) for cookie in state.cookies]))
    origins = sorted({*state.local, *state.tab})
    if not origins:
        return
    await page.route("**/*", _empty)
    try:
        async with asyncio.timeout(_LAY_SECONDS):
            for origin in origins:
                await page.goto(f"{origin}/")
                await page.evaluate(_WRITE, [state.local.get(origin, _NOTHING), state.tab.get(origin, _NOTHING)])
    except TimeoutError as late:
        raise Error("the stored state could not be laid into the browser in time") from late
    finally:
        await page.goto("about:blank")
        await page.unroute("**/*", _empty)


async def _empty(route: Route) -> None:
    await route.fulfill(status=200, content_type="text/html", body="<!doctype html>")
