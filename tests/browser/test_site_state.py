"""A browser's cookies and storage are laid into another one without asking any site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skyvern.browser.site_state import SiteState

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

FILL = "localStorage.token = 'L1'; sessionStorage.step = '2'; document.cookie = 'sid=C1; path=/'"
READ = "[localStorage.token, sessionStorage.step, document.cookie]"


async def test_what_sites_stored_comes_back(session: BrowserSession, site) -> None:
    await session.goto(site.page("/app", f"<h1>App</h1><script>{FILL}</script>"))
    state = SiteState.from_json((await session.state()).to_json())
    page = await session.page()
    await page.evaluate("localStorage.clear(), sessionStorage.clear()")
    await page.context.clear_cookies()
    await session.goto("about:blank")
    asked = len(site.seen)
    await session.lay(state)
    assert len(site.seen) == asked, "no site was asked"
    assert page.url == "about:blank"
    await session.goto(site.page("/later", "<h1>Later</h1>"))
    assert await page.evaluate(READ) == ["L1", "2", "sid=C1"]


async def test_pages_that_may_not_store_and_pages_of_no_site_are_left_out(session: BrowserSession, site) -> None:
    box = "<iframe sandbox='allow-scripts' srcdoc='<p>no storage</p>'></iframe>"
    await session.goto(site.page("/boxed", f"<h1>Boxed</h1>{box}"))
    state = await session.state()
    assert (dict(state.local), dict(state.tab)) == ({}, {})
    await session.lay(state)
