"""Open a URL in the active tab; network errors become results with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Error, TimeoutError as PlaywrightTimeout

from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble
from skyvern.net.forwarding import GUARD_HEADER

if TYPE_CHECKING:
    from playwright.async_api import Response

_LOAD_SECONDS = 30.0
_INTERRUPTIONS = 2
_REASONS = (
    ("ERR_NAME_NOT_RESOLVED", Trouble.NETWORK, "the name of the site could not be resolved"),
    ("ERR_CONNECTION_REFUSED", Trouble.NETWORK, "the connection was refused"),
    ("ERR_CONNECTION_RESET", Trouble.NETWORK, "the connection was reset"),
    ("ERR_CONNECTION_CLOSED", Trouble.NETWORK, "the connection was closed"),
    ("ERR_EMPTY_RESPONSE", Trouble.NETWORK, "the site sent an empty response"),
    ("ERR_CONNECTION_TIMED_OUT", Trouble.TIMEOUT, "the connection timed out"),
    ("ERR_TIMED_OUT", Trouble.TIMEOUT, "the site did not answer in time"),
    ("ERR_INTERNET_DISCONNECTED", Trouble.NETWORK, "there is no network"),
    ("ERR_PROXY_CONNECTION_FAILED", Trouble.NETWORK, "the proxy could not be reached"),
    ("ERR_TUNNEL_CONNECTION_FAILED", Trouble.REFUSED, "the proxy refused the address"),
    ("ERR_ACCESS_DENIED", Trouble.REFUSED, "the address is not allowed"),
    ("ERR_UNSAFE_PORT", Trouble.REFUSED, "the browser does not open this port"),
    ("ERR_CERT", Trouble.NETWORK, "the site's certificate is not valid"),
    ("ERR_SSL", Trouble.NETWORK, "the encrypted connection failed"),
    ("ERR_TOO_MANY_REDIRECTS", Trouble.NETWORK, "the site redirects in a circle"),
    ("ERR_INVALID_URL", Trouble.BAD_INPUT, "the URL is not valid"),
)


@action(ActionKind.GOTO_URL)
async def goto_url(scene: Scene, action: Action) -> ActionResult:
    """Open the URL in `text`; a URL that is a file is saved as a download."""
    url = action.text.strip()
    if url != "about:blank":
        url = url if "://" in url else f"https://{url}"
        scheme = urlsplit(url).scheme.lower()
        if scheme not in {"http", "https"}:
            return failed(Trouble.REFUSED, f"Addresses that begin with {scheme}: are not opened.")
    mark, files = scene.mark(), len(scene.feed.files())
    seconds = action.seconds or _LOAD_SECONDS
    try:
        response = await _open(scene, url, seconds)
    except PlaywrightTimeout:
        return failed(Trouble.TIMEOUT, f"{url} did not finish loading within {seconds:g} s.")
    except Error as error:
        return await _refused(scene, error, url=url, files=files)
    outcome = await scene.outcome(mark, files=files, react=0.0)
    if response is not None and response.headers.get(GUARD_HEADER):
        return failed(Trouble.REFUSED, f"{url} was not opened: {await _told(scene)}")
    return outcome.result("Opened.")


async def _open(scene: Scene, url: str, seconds: float) -> Response | None:
    """Go there; the browser's own error page, when it comes late, must not win over us."""
    for _ in range(_INTERRUPTIONS):
        try:
            return await scene.page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1000)
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
            await scene.pages.stir.until(lambda: not scene.pages.navigating(scene.page), 1.0)
    return await scene.page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1000)


async def _refused(scene: Scene, error: Error, *, url: str, files: int) -> ActionResult:
    text = error.message
    if "Download is starting" in text or "ERR_ABORTED" in text:
        outcome = await scene.outcome(scene.mark(), files=files, react=1.0)
        if outcome.downloads or scene.feed.pending():
            return outcome.result("The address is a file; it was saved.")
        return failed(Trouble.NETWORK, f"{url} could not be opened: the navigation was interrupted.")
    if "ERR_TUNNEL_CONNECTION_FAILED" in text and (barred := await scene.why_barred(url)) is not None:
        trouble = Trouble.REFUSED if barred.by_rule else Trouble.NETWORK
        return failed(trouble, f"{url} could not be opened: {barred.reason}")
    for code, trouble, words in _REASONS:
        if code in text:
            return failed(trouble, f"{url} could not be opened: {words}.")
    code = text.split("net::", 1)[1].split(" ", 1)[0] if "net::" in text else text.splitlines()[0]
    return failed(Trouble.NETWORK, f"{url} could not be opened: {code}.")


async def _told(scene: Scene) -> str:
    """Return the reason on the proxy's own page."""
    try:
        return str(
            await scene.page.evaluate("() => document.querySelector('p')?.textContent || 'the guard refused it'")
        )
    except Error:
        return "the guard refused it"
