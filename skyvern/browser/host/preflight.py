"""Looks after pages that do not answer, since one of them keeps every new client from attaching to the browser."""

from __future__ import annotations

import asyncio

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.records import PageCheck
from skyvern.browser.host.targets import PageTarget

ANSWER_SECONDS = 2.0
_REMEDIES: tuple[tuple[str, Json], ...] = (
    ("Page.handleJavaScriptDialog", {"accept": False}),
    ("Page.reload", {}),
)


async def preflight(cdp: CdpConnection, pages: list[PageTarget]) -> list[PageCheck]:
    """Frees each page that does not answer (dialog dismissed, then reloaded) and closes those that cannot be freed.

    A closed page leaves an empty one in its place; `url` says what to open again.
    """
    known: Json = await cdp.call("Target.getTargets")
    urls = {info["targetId"]: str(info["url"]) for info in known["targetInfos"]}
    return list(await asyncio.gather(*(_check(cdp, page, urls.get(page.target_id, "")) for page in pages)))


async def _check(cdp: CdpConnection, page: PageTarget, url: str) -> PageCheck:
    if await _answers(cdp, page):
        return PageCheck(target_id=page.target_id, url=url, outcome="answers")
    for remedy, params in _REMEDIES:
        if await _works(cdp, page, remedy, params) and await _answers(cdp, page):
            return PageCheck(target_id=page.target_id, url=url, outcome="freed", how=remedy)
    await cdp.call("Target.createTarget", {"url": "about:blank"})
    await cdp.call("Target.closeTarget", {"targetId": page.target_id})
    return PageCheck(target_id=page.target_id, url=url, outcome="closed", how="Target.closeTarget")


async def _answers(cdp: CdpConnection, page: PageTarget) -> bool:
    return await _works(cdp, page, "Runtime.evaluate", {"expression": "1"})


async def _works(cdp: CdpConnection, page: PageTarget, method: str, params: Json) -> bool:
    try:
        await cdp.call(method, params, session=page.session, seconds=ANSWER_SECONDS)
    except CdpError:
        return False
    return True
