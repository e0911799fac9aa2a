"""The pictures of the page in front: one screencast of Chromium's, shared by the recording and everybody who watches.

Chromium sends a frame only when something changes, and drops changes while as many frames as it may send wait for their
acknowledgement. So the first frame after a quiet time is acknowledged at once, frames in a burst late (that is the
throttle), and once it is quiet the screencast is begun anew, which sends the state as it is, until that brings nothing
new. A new beginning that brought nothing new lets the next one wait longer, or a blinking caret would cost one each
time. While a person watches two frames may be on their way, so that a change which falls between a frame and its
acknowledgement is sent as well.
"""

from __future__ import annotations

import asyncio
import base64
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.flags import VIEWPORT
from skyvern.browser.host.targets import PageTarget
from skyvern.browser.host.tasks import TaskKeeper

QUIET_SECONDS, PATIENT_SECONDS = 0.3, 2.0
"""How long after the last picture of a burst, and at most after a lone one, it is made sure of that no change was
dropped: that costs a picture, which a recording can do without until the page rests."""
LAST_LOOK_SECONDS = 2.0
FIRST_SECONDS = 1.5
"""How long the first frame of a page may take before its picture is asked for."""
_RAREST = 4
_QUALITY = 60
_CAST = {"format": "jpeg", "quality": _QUALITY, "maxWidth": VIEWPORT[0], "maxHeight": VIEWPORT[1]}
_BURST = 1.5
"""Frames that come within so many times the wanted distance belong to a burst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a page showed: JPEG bytes, when (epoch seconds), which page, and the size of its viewport in CSS pixels."""

    data: bytes
    at: float
    page: str
    width: float
    height: float


class Watcher(Protocol):
    """Somebody who is shown the pictures."""

    frame_seconds: float
    """How long after one picture the next one is wanted at the earliest."""
    prompt: bool
    """Whether somebody waits for what comes of a click: no change may be missed, though that costs more pictures."""

    def see(self, picture: Picture) -> None:
        """Take the picture that is shown now; must not block."""
        ...


@dataclass(slots=True)
class _Pace:
    """Where the throttle stands: when the last frame came, until when frames that came are held back, whether changes
    after the last one may have been dropped (in a burst: `lossy`), and whether this is a look again."""

    last_at: float = 0.0
    held_until: float = 0.0
    frames: int = 0
    lossy: bool = False
    doubtful: bool = False
    again: bool = False


class Screencast:
    """Runs while somebody watches and there is a page. `last` is the newest picture, None before the first."""

    def __init__(self, cdp: CdpConnection, tasks: TaskKeeper) -> None:
        self._cdp, self._tasks = cdp, tasks
        self._page: PageTarget | None = None
        self._watchers: list[Watcher] = []
        self._switching = asyncio.Lock()
        self._pace = _Pace()
        self._patience = QUIET_SECONDS
        self._last_at = 0.0
        self.last: Picture | None = None

    async def add(self, watcher: Watcher) -> None:
        """Show somebody the pictures from now on: what is known at once, then what comes."""
        was_prompt = self._prompt
        self._watchers.append(watcher)
        if self.last is not None and len(self._watchers) > 1:
            watcher.see(self.last)
            if was_prompt == self._prompt:
                return
        else:
            self.last = None  # nobody looked meanwhile, so it may be long past
        await self.follow(self._page)

    async def remove(self, watcher: Watcher) -> None:
        """Show somebody no more."""
        was_prompt = self._prompt
        if watcher in self._watchers:
            self._watchers.remove(watcher)
        if not self._watchers or was_prompt != self._prompt:
            await self.follow(self._page)

    @property
    def _prompt(self) -> bool:
        return any(watcher.prompt for watcher in self._watchers)

    async def follow(self, page: PageTarget | None, *, again: bool = False, dumb: int = 0) -> None:
        """Show this page from now on, beginning with what it shows now; None while there is no page."""
        async with self._switching:
            before, self._page = self._page, page
            self._pace = _Pace(again=again)
            if not again:
                self._patience = QUIET_SECONDS if self._prompt else PATIENT_SECONDS
            if before:
                await self._send("Page.stopScreencast", before)
            if page and self._watchers:
                await self._send("Page.startScreencast", page, {**_CAST, "maxFramesInFlight": 1 + self._prompt})
                self._tasks.start(self._first_look(page, self._pace, dumb))

    async def last_look(self) -> None:
        """Show what the page shows now, also where no frame of it has come yet; a page that is stuck shows nothing."""
        if (page := self._page) is None:
            return
        asked = {"format": "jpeg", "quality": _QUALITY}
        with suppress(CdpError):
            shot = await self._cdp.call(
                "Page.captureScreenshot", asked, session=page.session, seconds=LAST_LOOK_SECONDS
            )
            self._show(base64.b64decode(shot["data"]), page, at=time.time())

    async def _first_look(self, page: PageTarget, pace: _Pace, dumb: int) -> None:
        """Show a page of which no frame came, as may be when it was just painted, and begin anew, less and less often:
        a screencast that began while its page went elsewhere may never send any. `dumb` were so before."""
        await asyncio.sleep(FIRST_SECONDS * 2 ** min(dumb, _RAREST))
        if pace is self._pace and pace.frames == 0 and page == self._page and self._watchers:
            await self.last_look()
            if pace is self._pace and pace.frames == 0:
                await self.follow(page, again=True, dumb=dumb + 1)

    def hear(self, method: str, params: Json, session: str | None) -> None:
        """Take in one event of the connection."""
        page = self._page
        if method != "Page.screencastFrame" or page is None or session != page.session or not self._watchers:
            return
        about = params.get("metadata", {})
        is_new = self._show(
            base64.b64decode(params["data"]),
            page,
            at=about.get("timestamp") or time.time(),
            size=(about.get("deviceWidth") or VIEWPORT[0], about.get("deviceHeight") or VIEWPORT[1]),
        )
        pace, now = self._pace, time.monotonic()
        wanted = min(watcher.frame_seconds for watcher in self._watchers)
        in_burst = now - pace.last_at < wanted * _BURST
        if in_burst:
            pace.held_until = max(now, pace.held_until) + wanted
        if pace.again and pace.frames == 0:
            usual = QUIET_SECONDS if self._prompt else PATIENT_SECONDS
            self._patience = usual if is_new else min(2 * self._patience, PATIENT_SECONDS)
        pace.last_at, pace.frames = now, pace.frames + 1
        pace.doubtful = pace.doubtful or is_new
        pace.lossy = pace.lossy or (is_new and in_burst)
        self._tasks.start(self._acknowledge(page, params["sessionId"], pace, wait=max(0.0, pace.held_until - now)))

    def _show(self, data: bytes, page: PageTarget, *, at: float, size: tuple[float, float] | None = None) -> bool:
        """Give everybody the picture; False if it is the one that is shown already."""
        last = self.last
        if last is not None and last.data == data and last.page == page.target_id:
            return False
        # The first frame of a page at rest bears the time of its last change, so times are made to rise.
        self._last_at = max(at, self._last_at)
        if size is None:
            size = (last.width, last.height) if last else VIEWPORT
        self.last = Picture(data=data, at=self._last_at, page=page.target_id, width=size[0], height=size[1])
        for watcher in tuple(self._watchers):
            watcher.see(self.last)
        return True

    async def _acknowledge(self, page: PageTarget, number: int, pace: _Pace, *, wait: float) -> None:
        await asyncio.sleep(wait)
        await self._send("Page.screencastFrameAck", page, {"sessionId": number})
        seen = pace.frames
        await asyncio.sleep(QUIET_SECONDS if pace.lossy else self._patience)
        if pace is self._pace and pace.doubtful and pace.frames == seen:
            await self.follow(page, again=True)

    async def _send(self, method: str, page: PageTarget, params: Json | None = None) -> None:
        with suppress(CdpError):  # a page may be gone or stuck; the pictures go on with the next one
            await self._cdp.call(method, params, session=page.session, seconds=3)
