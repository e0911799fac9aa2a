"""The downloads of one browser, told by Chromium's own events, and kept in the browser's folder under their GUIDs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.records import DownloadInfo, DownloadState

DownloadListener = Callable[[str, DownloadInfo], None]


class Downloads:
    """Every download since the browser was opened. `on_change` gets the event's name and the download as it is now."""

    def __init__(self, folder: Path, on_change: DownloadListener) -> None:
        self.folder = folder
        self._on_change = on_change
        self._by_guid: dict[str, DownloadInfo] = {}
        self._changed = asyncio.Condition()
        folder.mkdir(parents=True, exist_ok=True)

    async def apply(self, cdp: CdpConnection) -> None:
        """Makes Chromium save into our folder and tell us; repeated after a client with a folder of its own came."""
        await cdp.call(
            "Browser.setDownloadBehavior",
            {"behavior": "allowAndName", "downloadPath": str(self.folder), "eventsEnabled": True},
        )

    def list(self) -> list[DownloadInfo]:
        """All downloads, oldest first."""
        return list(self._by_guid.values())

    def hear(self, method: str, params: Json) -> bool:
        """Takes in one event; whether a download changed so that waiters should look again."""
        if method == "Browser.downloadWillBegin":
            return self._begin(params)
        return self._progress(params) if method == "Browser.downloadProgress" else False

    async def wake(self) -> None:
        """Lets those who wait look at the downloads again."""
        async with self._changed:
            self._changed.notify_all()

    async def wait(self, *, since: int, seconds: float) -> DownloadInfo | None:
        """The first finished download numbered above `since`; after the time, one still going on, or None."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: self._finished(since) is not None)
        except TimeoutError:
            pass
        return self._finished(since) or next((item for item in self.list() if item.number > since), None)

    def _finished(self, since: int) -> DownloadInfo | None:
        return next((item for item in self.list() if item.number > since and item.finished), None)

    def _begin(self, params: Json) -> bool:
        guid = str(params["guid"])
        if guid in self._by_guid:
            return False
        item = DownloadInfo(
            number=len(self._by_guid) + 1,
            guid=guid,
            url=str(params.get("url", "")),
            suggested_filename=str(params.get("suggestedFilename", "")) or "download",
            state=DownloadState.IN_PROGRESS,
            received_bytes=0,
            total_bytes=0,
            path=str(self.folder / guid),
            started_at=time.time(),
        )
        self._by_guid[guid] = item
        self._on_change("download_started", item)
        return True

    def _progress(self, params: Json) -> bool:
        guid = str(params["guid"])
        before = self._by_guid.get(guid)
        if before is None or before.finished:
            return False
        now = replace(
            before,
            state=DownloadState(params["state"]),
            received_bytes=int(params.get("receivedBytes", 0)),
            total_bytes=int(params.get("totalBytes", 0)),
        )
        self._by_guid[guid] = now
        self._on_change("download_completed" if now.finished else "download_progress", now)
        return now.finished
