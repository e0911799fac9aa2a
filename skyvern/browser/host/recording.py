"""Keeps what a browser shows as frames on disk: a few pictures a second, and the last of every burst."""

from __future__ import annotations

import asyncio
import time

from skyvern.browser.host.frames import FrameWriter
from skyvern.browser.host.records import RecordingInfo
from skyvern.browser.host.screencast import Picture, Screencast

FRAME_SECONDS = 0.25


class Recorder:
    """One recording, from `start` to `stop`; it watches the screencast, which may be quicker for others' sake."""

    frame_seconds, prompt = FRAME_SECONDS, False

    def __init__(self, cast: Screencast, writer: FrameWriter, recording_id: str) -> None:
        self._cast, self._writer, self._id = cast, writer, recording_id
        self._started_at = time.time()
        self._ended_at: float | None = None
        self._kept_at = 0.0
        self._waiting: Picture | None = None
        self._later: asyncio.TimerHandle | None = None

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

    async def start(self) -> None:
        """Begins to keep pictures."""
        await self._cast.add(self)

    async def stop(self) -> RecordingInfo:
        """Ends the recording, with what the page shows in this moment, and closes its files."""
        try:
            await self._cast.last_look()
            await self._cast.remove(self)
        finally:
            if self._ended_at is None:
                self._keep_waiting()
                self._ended_at = self._writer.close()
        return self.info()

    def see(self, picture: Picture) -> None:
        """Keeps a picture, at once or when it is time for the next one and none has followed."""
        if self._ended_at is not None:
            return
        self._waiting = picture
        left = self._kept_at + FRAME_SECONDS - time.monotonic()
        if left <= 0:
            self._keep_waiting()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(left, self._keep_waiting)

    def _keep_waiting(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        picture, self._waiting = self._waiting, None
        if picture is not None:
            self._kept_at = time.monotonic()
            self._writer.append(picture.data, at=max(picture.at, self._started_at), page=picture.page)
