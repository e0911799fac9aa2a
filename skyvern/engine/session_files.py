"""What programs download in sessions is kept as files of the session; what runs download is the runs' own."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import structlog

from skyvern.artifacts import Archive
from skyvern.browser.host.records import DownloadInfo, DownloadState
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.browser_session import BrowserSession
from skyvern.store.artifacts import Artifacts

log = structlog.get_logger()


class Host(Protocol):
    """The browser host that a session's browser is at."""

    async def downloads(self, browser_id: str) -> list[DownloadInfo]:
        """Return every download of a browser, oldest first."""
        ...


class SessionFiles:
    """The downloads of the sessions on this machine."""

    def __init__(self, archive: Archive, rows: Artifacts) -> None:
        self._archive, self._rows = archive, rows

    async def keep(self, host: Host, session: BrowserSession) -> None:
        """Keep what has been downloaded and is not kept yet, by this or by a run."""
        session_id, types = session.browser_session_id, (ArtifactType.DOWNLOAD, ArtifactType.PDF)
        known = {item.checksum for item in (await self._rows.of_sessions([session_id], types)).get(session_id, ())}
        for item in await host.downloads(session_id):
            if item.state != DownloadState.COMPLETED or item.checksum in known:
                continue
            known.add(item.checksum)
            try:
                await self._archive.save(
                    Path(item.path),
                    type=ArtifactType.DOWNLOAD,
                    file_name=item.suggested_filename,
                    organization_id=session.organization_id,
                    browser_session_id=session_id,
                    source_url=item.url,
                )
            except OSError as error:
                log.warning("download_not_kept", session=session_id, file=item.suggested_filename, error=repr(error))
