"""The downloads of one browser, told by Chromium's own events, and kept in the browser's folder under their GUIDs."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.records import DownloadInfo, DownloadState
from skyvern.browser.host.tasks import TaskKeeper

_NAME_BYTES, _SUFFIX_LENGTH = 200, 10

DownloadListener = Callable[[str, DownloadInfo], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLimits:
    """What the downloads of one browser may be: bytes of a file, bytes of all of them, and how many."""

    file_bytes: int = 1024 * 2**20
    total_bytes: int = 4096 * 2**20
    files: int = 1000

    def excess(self, item: DownloadInfo, room: int) -> str:
        """Why a download must not go on, or nothing. `room` is what the others have left of the total."""
        size = max(item.received_bytes, item.total_bytes)
        if item.number > self.files:
            return f"a browser may download {self.files} files (SKYVERN_MAX_DOWNLOADS)"
        if size > self.file_bytes:
            return f"it is larger than the {_mib(self.file_bytes)} that a file may have (SKYVERN_MAX_DOWNLOAD_MB)"
        if size > room:
            return f"with it, the browser's files have more than {_mib(self.total_bytes)} (SKYVERN_MAX_DOWNLOADS_MB)"
        return ""


class Downloads:
    """Every download since the browser was opened. `on_change` gets the event's name and the download as it is now."""

    def __init__(
        self, folder: Path, on_change: DownloadListener, *, tasks: TaskKeeper, limits: DownloadLimits | None = None
    ) -> None:
        self.folder = folder
        self.limits = limits or DownloadLimits()
        self._on_change = on_change
        self._tasks = tasks
        self._cdp: CdpConnection | None = None
        self._by_guid: dict[str, DownloadInfo] = {}
        self._stopped: dict[str, str] = {}
        self._settling: set[str] = set()
        self._changed = asyncio.Condition()
        folder.mkdir(parents=True, exist_ok=True)

    async def apply(self, cdp: CdpConnection) -> None:
        """Makes Chromium save into our folder and tell us; repeated after a client with a folder of its own came."""
        self._cdp = cdp
        await cdp.call(
            "Browser.setDownloadBehavior",
            {"behavior": "allowAndName", "downloadPath": str(self.folder), "eventsEnabled": True},
        )

    def list(self) -> list[DownloadInfo]:
        """All downloads, oldest first."""
        return list(self._by_guid.values())

    def hear(self, method: str, params: Json) -> None:
        """Takes in one event."""
        if method == "Browser.downloadWillBegin":
            self._begin(params)
        elif method == "Browser.downloadProgress":
            self._progress(params)

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

    def _begin(self, params: Json) -> None:
        guid = str(params["guid"])
        if guid in self._by_guid:
            return
        item = DownloadInfo(
            number=len(self._by_guid) + 1,
            guid=guid,
            url=str(params.get("url", "")),
            suggested_filename=_short(str(params.get("suggestedFilename", ""))) or "download",
            state=DownloadState.IN_PROGRESS,
            received_bytes=0,
            total_bytes=0,
            path=str(self.folder / guid),
            started_at=time.time(),
        )
        self._by_guid[guid] = item
        self._on_change("download_started", item)
        if excess := self.limits.excess(item, self._room(item)):
            self._stop(guid, excess)

    def _progress(self, params: Json) -> None:
        guid = str(params["guid"])
        before = self._by_guid.get(guid)
        if before is None or before.finished or guid in self._settling:
            return
        now = replace(
            before, received_bytes=int(params.get("receivedBytes", 0)), total_bytes=int(params.get("totalBytes", 0))
        )
        self._by_guid[guid] = now
        state = DownloadState(params["state"])
        if state is not DownloadState.IN_PROGRESS:
            self._settling.add(guid)
            self._tasks.start(self._settle(guid, state))
            return
        self._on_change("download_progress", now)
        if guid not in self._stopped and (excess := self.limits.excess(now, self._room(now))):
            self._stop(guid, excess)

    def _room(self, item: DownloadInfo) -> int:
        """Bytes that this download may have before all of the browser's have too many."""
        others = (other.received_bytes for other in self._by_guid.values() if other.guid != item.guid)
        return self.limits.total_bytes - sum(others)

    def _stop(self, guid: str, problem: str) -> None:
        self._stopped[guid] = problem
        self._tasks.start(self._cancel(guid))

    async def _cancel(self, guid: str) -> None:
        if self._cdp is not None:
            with suppress(CdpError):  # one that has just ended is dealt with when its end is told
                await self._cdp.call("Browser.cancelDownload", {"guid": guid})

    async def _settle(self, guid: str, state: DownloadState) -> None:
        """The end of a download: weighed and checksummed, or with the reason why it is none."""
        path, item = self.folder / guid, self._by_guid[guid]
        problem = self._stopped.get(guid, "")
        if state is DownloadState.COMPLETED:
            try:
                size, checksum = await asyncio.to_thread(_measured, path)
                item = replace(item, received_bytes=size, total_bytes=size, checksum=checksum)
                problem = problem or self.limits.excess(item, self._room(item))
            except OSError as error:
                problem = f"the file could not be kept: {error.strerror or error}"
        if state is not DownloadState.COMPLETED and not problem:
            problem = _broken_off(item)
        if problem:
            state, item = DownloadState.CANCELED, replace(item, checksum="", problem=problem)
            await asyncio.to_thread(_remove, path)
        now = self._by_guid[guid] = replace(item, state=state)
        self._on_change("download_completed", now)
        async with self._changed:
            self._changed.notify_all()


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), checksum


def _remove(path: Path) -> None:
    for left in (path, path.with_name(f"{path.name}.crdownload")):
        left.unlink(missing_ok=True)


def _broken_off(item: DownloadInfo) -> str:
    if item.received_bytes and item.total_bytes:
        return f"it broke off after {item.received_bytes} of {item.total_bytes} bytes"
    return f"it broke off before its {item.total_bytes} bytes were there" if item.total_bytes else "it broke off"


def _short(name: str) -> str:
    """A name that any file system takes: Chromium has made it safe, but not short."""
    stem, dot, suffix = name.rpartition(".")
    if len(name.encode()) <= _NAME_BYTES:
        return name
    ending = f".{suffix}" if dot and len(suffix) <= _SUFFIX_LENGTH else ""
    kept = (stem if ending else name).encode()[: _NAME_BYTES - len(ending.encode())]
    return kept.decode(errors="ignore") + ending


def _mib(size: int) -> str:
    return f"{size / 2**20:g} MiB"
