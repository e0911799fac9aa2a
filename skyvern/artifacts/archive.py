"""Saves files with their facts: bytes in the artifact store first, then the row that makes them findable."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from skyvern.artifacts.errors import ArtifactDamaged
from skyvern.artifacts.media import media_type as media_type_of, safe_name
from skyvern.artifacts.ports import ArtifactRows
from skyvern.artifacts.store import ArtifactStore
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id

_HEAD = 1024


class Archive:
    """Every file of every run, and what users uploaded."""

    def __init__(self, store: ArtifactStore, rows: ArtifactRows) -> None:
        self._store = store
        self._rows = rows

    async def save(  # noqa: PLR0913 - the facts of an artifact
        self,
        data: bytes | Path,
        *,
        type: ArtifactType,
        file_name: str,
        organization_id: str,
        run_id: str | None = None,
        block_run_id: str | None = None,
        task_id: str | None = None,
        step: int | None = None,
        source_url: str | None = None,
        media_type: str | None = None,
        expires_at: datetime | None = None,
        browser_session_id: str | None = None,
    ) -> Artifact:
        """Store bytes, or a copy of a file, and return the artifact's row. `media_type` None: found from content."""
        name = safe_name(file_name)
        artifact_id = new_id("file" if type is ArtifactType.UPLOAD else "a")
        size, checksum, head = await _measured(data)
        row = Artifact(
            artifact_id=artifact_id,
            organization_id=organization_id,
            artifact_type=type,
            key=f"{organization_id}/{run_id or browser_session_id or 'uploads'}/{artifact_id}/{name}",
            file_name=name,
            media_type=media_type or media_type_of(name, head),
            size=size,
            checksum=checksum,
            created_at=utc_now(),
            run_id=run_id,
            block_run_id=block_run_id,
            task_id=task_id,
            step=step,
            source_url=source_url,
            expires_at=expires_at,
            browser_session_id=browser_session_id,
        )
        await self._store.put(row.key, data, row.media_type)
        try:
            return await self._rows.add(row)
        except BaseException:  # cancelled, too, must leave no bytes behind that no row names
            await self._store.delete(row.key)
            raise

    def open(self, artifact: Artifact, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Yield an artifact's bytes from `start` up to, not including, `end`. Raises `ArtifactMissing`."""
        return self._store.stream(artifact.key, start, end)

    async def whole(self, artifact: Artifact) -> None:
        """Raise `ArtifactMissing` or `ArtifactDamaged` where the bytes are not as many as were stored."""
        size = await self._store.size(artifact.key)
        if size != artifact.size:
            raise ArtifactDamaged(artifact.key, size=size, stored=artifact.size)

    async def read(self, artifact: Artifact) -> bytes:
        """Return all bytes of an artifact. Raises `ArtifactMissing`."""
        return await self._store.read(artifact.key)

    def local_path(self, artifact: Artifact) -> Path | None:
        """Return the file on this machine, for code that needs a path; `None` when the store is not a folder."""
        return self._store.local_path(artifact.key)

    async def delete_all(self, organization_id: str) -> None:
        """Remove every byte of an organisation, also what no row names; rows are the caller's."""
        await self._store.delete_under(organization_id)

    async def delete_rest(self, organization_id: str, run_id: str) -> None:
        """Remove what lies beside a run's artifacts and has no row."""
        await self._store.delete_under(f"{organization_id}/{run_id}")

    async def delete(self, artifact: Artifact) -> None:
        """Remove an artifact, bytes first."""
        await self._store.delete(artifact.key)
        await self._rows.remove(artifact.artifact_id)


async def _measured(data: bytes | Path) -> tuple[int, str, bytes]:
    """Return size, SHA-256 and the first bytes."""
    if isinstance(data, bytes):
        return len(data), hashlib.sha256(data).hexdigest(), data[:_HEAD]
    return await asyncio.to_thread(_measured_file, data)


def _measured_file(path: Path) -> tuple[int, str, bytes]:
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        return size, checksum, file.read(_HEAD)
