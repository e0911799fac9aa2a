"""In-memory twins of the small stores, for tests that need rows but no database."""

from __future__ import annotations

from dataclasses import replace

from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import Credential


class MemoryArtifacts:
    """Rows of artifacts in a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, Artifact] = {}

    async def add(self, row: Artifact, /) -> Artifact:
        """Keep a new row."""
        self.rows[row.artifact_id] = row
        return row

    async def get(self, artifact_id: str, /) -> Artifact | None:
        """Return the row with this id."""
        return self.rows.get(artifact_id)

    async def of_run(self, run_id: str, types: tuple[ArtifactType, ...] | None = None) -> list[Artifact]:
        """Return a run's rows, oldest first."""
        return [
            row for row in self.rows.values() if row.run_id == run_id and (types is None or row.artifact_type in types)
        ]

    async def remove(self, artifact_id: str, /) -> bool:
        """Forget a row; tell whether it was there."""
        return self.rows.pop(artifact_id, None) is not None


class MemoryCredentials:
    """Rows of credentials in a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, Credential] = {}

    async def add(self, row: Credential, /) -> Credential:
        """Keep a new row."""
        self.rows[row.credential_id] = row
        return row

    async def get(self, organization_id: str, credential_id: str, /) -> Credential | None:
        """Return a row of this organisation that is not deleted."""
        row = self.rows.get(credential_id)
        return row if row and row.organization_id == organization_id and row.deleted_at is None else None

    async def replace(self, row: Credential, /) -> bool:
        """Write every field of a row anew; tell whether it was there."""
        if await self.get(row.organization_id, row.credential_id) is None:
            return False
        self.rows[row.credential_id] = row
        return True

    async def delete(self, organization_id: str, credential_id: str, /) -> bool:
        """Mark a row as deleted; tell whether it was there."""
        row = await self.get(organization_id, credential_id)
        if row is None:
            return False
        self.rows[credential_id] = replace(row, deleted_at=utc_now(), sealed=b"")
        return True
