"""Downloads as Playwright reports them, for browsers without a host."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import Error

from skyvern.browser.stir import Stir
from skyvern.domain.page import Download

if TYPE_CHECKING:
    from playwright.async_api import Download as Arriving

_log = logging.getLogger(__name__)


class LocalDownloads:
    """A DownloadFeed over Playwright's own events."""

    def __init__(self) -> None:
        self._files: list[Download] = []
        self._lost: list[str] = []
        self._pending = 0
        self._stir = Stir()
        self._version = 0

    def files(self) -> tuple[Download, ...]:
        """Return the finished files, oldest first."""
        return tuple(self._files)

    def lost(self) -> tuple[str, ...]:
        """Return which files did not arrive, and why."""
        return tuple(self._lost)

    def pending(self) -> int:
        """Return how many downloads have begun and not ended."""
        return self._pending

    async def changed(self, seconds: float) -> bool:
        """Return True as soon as a download begins or ends, False after `seconds`."""
        before = self._version
        return await self._stir.until(lambda: self._version != before, seconds)

    async def arriving(self, arriving: Arriving) -> None:
        """Follow one download to its end."""
        self._pending += 1
        self._moved()
        try:
            path = Path(await arriving.path())
            content = await asyncio.to_thread(path.read_bytes)
            self._files.append(
                Download(
                    guid=path.name,
                    file_name=arriving.suggested_filename,
                    url=arriving.url,
                    size=len(content),
                    path=str(path),
                    checksum=hashlib.sha256(content).hexdigest(),
                )
            )
        except Error as error:
            self._lost.append(f"{arriving.suggested_filename}: {error.message.splitlines()[0]}")
            _log.info("download.failed", extra={"reason": error.message.splitlines()[0]})
        except FileNotFoundError:
            # A host took the file into its own folder and tells of it through its own feed.
            _log.debug("download.elsewhere")
        finally:
            self._pending -= 1
            self._moved()

    def _moved(self) -> None:
        self._version += 1
        self._stir.notify()
