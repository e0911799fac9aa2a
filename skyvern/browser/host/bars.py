"""Shuts the machine's own addresses in a browser: files, and what shows Chromium's own pages and settings.

Chromium's list of barred URLs does it before anything is loaded, and costs nothing. A Chromium that does not heed the
list has every request held up and looked at instead, which costs CPU on every page.
"""

from __future__ import annotations

import asyncio

from skyvern.browser.host.cdp import CdpConnection
from skyvern.browser.host.errors import CdpError

SCHEMES = ("file:", "chrome:", "chrome-untrusted:", "chrome-search:", "devtools:")
PREFERENCES = {
    "url_blocklist": [f"{scheme}//*" for scheme in SCHEMES],
    # What Chromium draws its own bars with: were it barred, error pages of nobody's would stand among the tabs.
    "url_allowlist": ["chrome://top-chrome"],
}
"""The part `policy` of a profile's preferences."""

_PATTERNS = [{"urlPattern": f"{scheme}*"} for scheme in SCHEMES]
_TRIES, _PAUSE = 40, 0.05
_BARRED = "net::ERR_BLOCKED_BY_ADMINISTRATOR"


def is_shut(url: str) -> bool:
    """Whether the address is one of the machine's own."""
    return url.lower().removeprefix("view-source:").startswith(SCHEMES)


class Bars:
    """How the addresses are shut in the browsers of one program; found out with the first of them."""

    def __init__(self) -> None:
        self._heeded: bool | None = None

    @property
    def intercepts(self) -> bool:
        """Whether every page must be intercepted."""
        return self._heeded is False

    async def find_out(self, cdp: CdpConnection, session: str) -> bool:
        """Try an address in an empty page that nobody uses yet; True if it is not barred. Raises CdpError."""
        if self._heeded is None:
            tried = await cdp.call("Page.navigate", {"url": "file:///"}, session=session)
            self._heeded = tried.get("errorText") == _BARRED
            await cdp.call("Page.navigate", {"url": "about:blank"}, session=session)
            await _forget(cdp, session)
        return not self._heeded


async def _forget(cdp: CdpConnection, session: str) -> None:
    """Takes the trial out of the page's history, as soon as the page stands again."""
    for _ in range(_TRIES):
        try:
            await cdp.call("Page.resetNavigationHistory", session=session)
        except CdpError:  # one document is just taking the place of another
            await asyncio.sleep(_PAUSE)
        else:
            return


async def intercept(cdp: CdpConnection, session: str) -> None:
    """Has the requests of a page held up that go to the machine's own addresses. Raises CdpError."""
    await cdp.call("Fetch.enable", {"patterns": _PATTERNS}, session=session)


async def refuse(cdp: CdpConnection, session: str, request_id: str) -> None:
    """Ends a request that was held up."""
    try:
        await cdp.call("Fetch.failRequest", {"requestId": request_id, "errorReason": "AccessDenied"}, session=session)
    except CdpError:
        return  # the page has gone, and its request with it
