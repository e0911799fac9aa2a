"""Get a file: by the link or button that leads to it, or by its URL; also what the page would only show inline."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from playwright.async_api import Error

from skyvern.browser.actions.click import press
from skyvern.browser.actions.goto_url import goto_url
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Missing, Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

_BEGIN_SECONDS = 8.0
_ARRIVE_SECONDS = 120.0
_SAVE_SECONDS = 5.0
_TAB_SECONDS = 3.0
"""How long a tab that was opened for a file may take to begin with it: fetched once more, the file would come twice."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@action(ActionKind.DOWNLOAD_FILE)
async def download_file(scene: Scene, action: Action) -> ActionResult:
    """Click (or open `text` as a URL) and wait until a file has arrived; `seconds` bounds the arrival."""
    if not action.ref and not action.selector:
        return await _by_url(scene, action)
    handle = await scene.element(action)
    mark, files, lost = scene.mark(), len(scene.feed.files()), len(scene.feed.lost())
    written = scene.pages.writes.count
    state = await scene.ask(handle, "stateOf(el)")
    href, stays = str(state["href"]), bool(state["href"]) and state["target"] in ("", "_self")
    trouble = await press(scene, handle)
    if trouble is not None:
        return trouble
    await scene.pages.stir.until(
        lambda: (
            scene.pages.begun_since(mark)
            or scene.pages.opened_since(mark)
            or len(scene.feed.files()) > files
            or len(scene.feed.lost()) > lost
        ),
        2.0 if stays else _BEGIN_SECONDS,
    )
    begins = _TAB_SECONDS if scene.pages.opened_since(mark) else 0.3
    if await arrived(scene, files, action.seconds or _ARRIVE_SECONDS, begins=begins):
        return (await scene.outcome(mark, files=files, react=0.0)).result("The file arrived.")
    if broken := scene.feed.lost()[lost:]:
        return failed(Trouble.NO_DOWNLOAD, f"The file did not arrive: {'; '.join(broken)}.")
    if not href and scene.pages.writes.count == written:
        href = await _shown_document(scene)
    if href and await _save_in_page(scene, href) and await _saved(scene, files, action):
        return (await scene.outcome(mark, files=files, react=0.0)).result("The file was saved.")
    if not scene.pages.stirred_since(mark):
        return failed(Trouble.NO_DOWNLOAD, "Nothing was downloaded after the click.")
    return failed(Trouble.NO_DOWNLOAD, "The click led elsewhere and no file arrived.")


async def arrived(scene: Scene, files: int, seconds: float, *, begins: float = 0.3) -> bool:
    """Wait until the files that are on their way are there; return whether any is new.

    `begins` is how long (seconds) one that is not on its way yet is given.
    """
    end = asyncio.get_running_loop().time() + seconds
    while scene.feed.pending() or (len(scene.feed.files()) <= files and scene.pages.local.pending()):
        left = end - asyncio.get_running_loop().time()
        if left <= 0:
            break
        await scene.feed.changed(min(left, 1.0))
    if len(scene.feed.files()) <= files:
        await scene.feed.changed(begins)
        while scene.feed.pending() and asyncio.get_running_loop().time() < end:
            await scene.feed.changed(1.0)
    return len(scene.feed.files()) > files


async def _saved(scene: Scene, files: int, action: Action) -> bool:
    """Wait for the file that the page itself saves: it surely comes, the host may only tell of it late."""
    return await arrived(scene, files, action.seconds or _ARRIVE_SECONDS, begins=_SAVE_SECONDS)


async def _by_url(scene: Scene, action: Action) -> ActionResult:
    if not action.text:
        raise Missing("Neither an element nor a URL was named.")
    files = len(scene.feed.files())
    opened = await goto_url(scene, Action(kind=ActionKind.GOTO_URL, text=action.text))
    if opened.downloads:
        return opened
    if await arrived(scene, files, action.seconds or _ARRIVE_SECONDS):
        return (await scene.outcome(scene.mark(), files=files, react=0.0)).result("The file arrived.")
    if not opened.ok:
        return opened
    if await _save_in_page(scene, action.text) and await _saved(scene, files, action):
        return (await scene.outcome(scene.mark(), files=files, react=0.0)).result("The file was saved.")
    return failed(Trouble.NO_DOWNLOAD, "The address is a page, not a file.")


async def _shown_document(scene: Scene) -> str:
    """Return the address of the document that the browser shows in place of a page (a table as text), "" for a page."""
    page = await scene.pages.active()
    try:
        kind = str(await page.evaluate("document.contentType"))
    except Error:
        return ""
    return "" if kind in _PAGES else page.url


async def _save_in_page(scene: Scene, url: str) -> bool:
    """Let the page itself fetch the file of its own origin and save it; HTML is not a file."""
    page = await scene.pages.active()
    if urlsplit(page.url)[:2] != urlsplit(url)[:2]:
        return False
    try:
        return bool(
            await page.evaluate(
                """async (url) => {
                    const answer = await fetch(url, {credentials: 'include'});
                    if (!answer.ok || /text\\/html/.test(answer.headers.get('content-type') || '')) return false;
                    const link = document.createElement('a');
                    link.href = URL.createObjectURL(await answer.blob());
                    link.download = decodeURIComponent(new URL(url).pathname.split('/').pop()) || 'download';
                    link.click();
                    return true;
                }""",
                url,
            )
        )
    except Error:
        return False
