"""What a session asks of the host that keeps its browser: downloads, covered texts, and why nobody was reached."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from urllib.parse import urlsplit

from skyvern.browser.host.records import DownloadInfo, DownloadState
from skyvern.browser.host_client import HostClient
from skyvern.browser.ports import Barred
from skyvern.domain.page import Download
from skyvern.net.forwarding import FORBIDDEN


class HostFeed:
    """The downloads of one browser, as the host's events tell them; satisfies the browser room's DownloadFeed."""

    def __init__(self) -> None:
        self._known: dict[str, DownloadInfo] = {}
        self._files: list[Download] = []
        self._lost: list[str] = []
        self._changed = asyncio.Event()

    def hear(self, info: DownloadInfo) -> None:
        """Take the news of one download."""
        before = self._known.get(info.guid)
        fresh = before is None or (info.finished and not before.finished)
        self._known[info.guid] = info
        if fresh and info.finished:
            self._end(info)
        if fresh:
            self._changed.set()
            self._changed = asyncio.Event()

    def _end(self, info: DownloadInfo) -> None:
        if info.state == DownloadState.COMPLETED:
            self._files.append(_download(info))
        else:
            self._lost.append(f"{info.suggested_filename}: {info.problem or 'it did not arrive'}")

    def files(self) -> tuple[Download, ...]:
        """Return the finished files, oldest first."""
        return tuple(self._files)

    def lost(self) -> tuple[str, ...]:
        """Return which files did not arrive, and why."""
        return tuple(self._lost)

    def pending(self) -> int:
        """Return how many downloads are going on."""
        return sum(not info.finished for info in self._known.values())

    async def changed(self, seconds: float) -> bool:
        """Return True as soon as a download begins or ends, False after `seconds`."""
        event = self._changed
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        return True


class HostedVeils:
    """Covers texts through the host, which goes on when the worker has left; satisfies the browser room's Covers."""

    def __init__(self, host: HostClient, browser_id: str) -> None:
        self._host, self._browser_id = host, browser_id
        self._texts: set[str] = set()

    async def cover(self, texts: Collection[str]) -> None:
        """Cover these texts, too, from now on."""
        if not self._texts.issuperset(texts):
            self._texts.update(texts)
            await self._host.cover(self._browser_id, texts)

    async def sweep(self) -> None:
        """Look once more for what is covered."""
        if self._texts:
            await self._host.cover(self._browser_id, ())


class HostedReasons:
    """Tells from the host's guard why a browser of it reached nobody; satisfies the browser room's WhyBarred."""

    def __init__(self, host: HostClient, browser_id: str) -> None:
        self._host, self._browser_id = host, browser_id

    async def __call__(self, url: str) -> Barred | None:
        """Return the newest reason for the URL's host."""
        name = urlsplit(url).hostname
        for refusal in reversed(await self._host.refusals(self._browser_id)):
            if refusal.host == name:
                return Barred(by_rule=refusal.kind in FORBIDDEN, reason=refusal.reason)
        return None


def _download(info: DownloadInfo) -> Download:
    return Download(
        guid=info.guid,
        file_name=info.suggested_filename,
        url=info.url,
        size=info.received_bytes,
        path=info.path,
        checksum=info.checksum,
    )
