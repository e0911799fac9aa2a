"""What stays of a run's browser when the run has ended: pictures, recording, diaries, and state for the next run."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from skyvern.domain.artifact import ArtifactType
from skyvern.domain.run import JournalKind, Run
from skyvern.engine.diaries import read_diary
from skyvern.engine.ledger import Ledger
from skyvern.engine.ports import RunBrowser
from skyvern.engine.rooms import Rooms
from skyvern.engine.traces import scrubbed

log = structlog.get_logger()

_STATE_SECONDS = 30.0
_TRACE_SECONDS = 30.0


class Keepsakes:
    """Keeps what one run's browser leaves; a run that ended is not undone by what cannot be kept."""

    def __init__(self, rooms: Rooms, run: Run, *, ledger: Ledger, folder: Path) -> None:
        self._rooms = rooms
        self._run = run
        self._ledger = ledger
        self._folder = folder

    async def pictures(self, browser: RunBrowser, *, covered: Collection[str], but_active: bool) -> None:
        """Store how every open tab looks, the active one last (or not, where its block has pictured it)."""
        try:
            async with asyncio.timeout(self._rooms.grace):
                shown = await browser.pictures(covered=covered, but_active=but_active)
            for number, tab in reversed(list(enumerate(shown, start=1))):
                name = f"final_{number}_{urlsplit(tab.url).hostname or 'tab'}.png"
                name = self._ledger.redactor.text(name)
                await self._save(tab.data, type=ArtifactType.SCREENSHOT_FINAL, file_name=name)
        except Exception as error:  # noqa: BLE001 - clean-up
            log.warning("pictures_lost", error=repr(error), **self._run.log_context())

    async def recording(self, browser: RunBrowser) -> None:
        """Store the video."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            async with asyncio.timeout(self._rooms.grace):
                video = await browser.recording(self._folder)
            if video is not None:
                await self._save(video, type=ArtifactType.RECORDING, file_name="recording.webm")
                await browser.recorded()
        except Exception as error:  # noqa: BLE001 - clean-up
            log.warning("recording_lost", error=repr(error), **self._run.log_context())
            await self._warn(f"there is no recording: {str(error) or type(error).__name__}")

    async def trace(self, browser: RunBrowser) -> None:
        """Store the Playwright trace, secrets taken out."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            async with asyncio.timeout(_TRACE_SECONDS):
                raw = await browser.trace(self._folder)
            if raw is None:
                return
            mask, place = self._ledger.redactor, self._folder / "trace.zip"
            kept = await asyncio.to_thread(scrubbed, raw, place, mask)
            if kept is None:
                await self._warn("there is no trace: it is larger than may be kept")
            else:
                await self._save(kept, type=ArtifactType.TRACE, file_name="trace.zip")
        except Exception as error:  # noqa: BLE001 - clean-up
            log.warning("trace_lost", error=repr(error), **self._run.log_context())
            await self._warn(f"there is no trace: {str(error) or type(error).__name__}")

    async def diaries(self, browser: RunBrowser) -> None:
        """Store the console log and the HAR."""
        try:
            path = browser.diary()
            if path is None or not await asyncio.to_thread(path.is_file):
                return
            kept = await asyncio.to_thread(read_diary, path, self._ledger.redactor)
            if kept.console:
                await self._save(kept.console, type=ArtifactType.CONSOLE_LOG, file_name="console.log")
            if kept.har:
                await self._save(kept.har, type=ArtifactType.HAR, file_name="network.har")
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except Exception as error:  # noqa: BLE001 - clean-up
            log.warning("diary_lost", error=repr(error), **self._run.log_context())

    async def state(self, browser: RunBrowser) -> None:
        """Keep what the browser knows, before the next run of the workflow may ask for it."""
        try:
            async with asyncio.timeout(_STATE_SECONDS):
                await browser.keep_state()
        except Exception as error:  # noqa: BLE001 - clean-up: the run went well, its end must be written
            log.warning("state_lost", error=repr(error), **self._run.log_context())
            await self._warn(f"the state of the browser was not kept: {str(error) or type(error).__name__}")

    async def _save(self, data: bytes | Path, *, type: ArtifactType, file_name: str) -> None:
        await self._rooms.archive.save(
            data,
            type=type,
            file_name=file_name,
            organization_id=self._run.organization_id,
            run_id=self._run.run_id,
        )

    async def _warn(self, message: str) -> None:
        await self._rooms.store.journal.append((self._ledger.entry(JournalKind.WARNED, message=message),))
