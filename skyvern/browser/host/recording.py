"""Records what a browser shows: Chromium's screencast of the page in front, kept as frames.

Chromium sends a frame only when something changes, and drops changes while a frame waits for its acknowledgement. So
the first frame after a quiet time is acknowledged at once, frames in a burst late (that is the throttle), and once it
is quiet the screencast is begun anew, which sends the state as it is, until that brings nothing new.
"""

from __future__ import annotations

import asyncio
import base64
import time
from contextlib import suppress
from dataclasses import dataclass

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.chromium import VIEWPORT
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.frames import FrameWriter
from skyvern.browser.host.records import RecordingInfo
from skyvern.browser.host.targets import PageTarget
from skyvern.browser.host.tasks import TaskKeeper

FRAME_SECONDS = 0.2
QUIET_SECONDS = 0.3
LAST_LOOK_SECONDS = 2.0
_CAST = {"format": "jpeg", "quality": 60, "maxWidth": VIEWPORT[0], "maxHeight": VIEWPORT[1], "maxFramesInFlight": 1}


@dataclass(slots=True)
class _Pace:
    """Where the throttle stands: when the last frame came, and whether later changes may have been dropped."""

    last_at: float = 0.0
    frames: int = 0
    lossy: bool = False


class Recorder:
    """One recording, from `start` to `stop`, of the page that `follow` named last."""

    def __init__(self, cdp: CdpConnection, tasks: TaskKeeper, writer: FrameWriter, recording_id: str) -> None:
        self._cdp, self._tasks, self._writer, self._id = cdp, tasks, writer, recording_id
        self._page: PageTarget | None = None
        self._switching = asyncio.Lock()
        self._pace = _Pace()
        self._seen = asyncio.Event()
        self._started_at = self._last_at = time.time()
        self._ended_at: float | None = None

    def info(self) -> RecordingInfo:
        """The recording as it is now."""
        return RecordingInfo(
            recording_id=self._id,
            folder=str(self._writer.folder),
            name=f"frames/{self._writer.folder.name}",
            frames=self._writer.count,
            started_at=self._started_at,
            ended_at=self._ended_at,
        )

    async def follow(self, page: PageTarget | None) -> None:
        """Records this page from now on, beginning with what it shows now; None while there is no page."""
        async with self._switching:
            before, self._page = self._page, page
            self._pace = _Pace()
            if before:
                await self._send("Page.stopScreencast", before)
            if page and self._ended_at is None:
                await self._send("Page.startScreencast", page, _CAST)

    async def stop(self) -> RecordingInfo:
        """Ends the recording and closes its files."""
        try:
            if self._page and self._pace.lossy:
                await self._last_look(self._page)
            await self.follow(None)
        finally:
            if self._ended_at is None:
                self._ended_at = self._writer.close()
        return self.info()

    async def _last_look(self, page: PageTarget) -> None:
        """Gets the state that a burst still going on would end with."""
        self._seen.clear()
        await self.follow(page)
        with suppress(TimeoutError):  # a page that is stuck or hidden shows nothing new
            await asyncio.wait_for(self._seen.wait(), LAST_LOOK_SECONDS)

    def hear(self, method: str, params: Json, session: str | None) -> None:
        """Takes in one event of the connection."""
        page = self._page
        if method != "Page.screencastFrame" or page is None or session != page.session or self._ended_at is not None:
            return
        # The first frame of a page at rest bears the time of its last change, so times are made to rise.
        told = params.get("metadata", {}).get("timestamp") or time.time()
        self._last_at = max(told, self._last_at)
        is_new = self._writer.append(base64.b64decode(params["data"]), at=self._last_at, page=page.target_id)
        self._seen.set()
        pace, now = self._pace, time.monotonic()
        in_burst = now - pace.last_at < FRAME_SECONDS
        pace.last_at, pace.frames = now, pace.frames + 1
        pace.lossy = pace.lossy or is_new
        self._tasks.start(self._acknowledge(page, params["sessionId"], pace, wait=FRAME_SECONDS if in_burst else 0.0))

    async def _acknowledge(self, page: PageTarget, number: int, pace: _Pace, *, wait: float) -> None:
        await asyncio.sleep(wait)
        await self._send("Page.screencastFrameAck", page, {"sessionId": number})
        seen = pace.frames
        await asyncio.sleep(QUIET_SECONDS)
        if pace is self._pace and pace.lossy and pace.frames == seen:
            await self.follow(page)

    async def _send(self, method: str, page: PageTarget, params: Json | None = None) -> None:
        with suppress(CdpError):  # a page may be gone or stuck; the recording goes on with the next one
            await self._cdp.call(method, params, session=page.session, seconds=3)
