"""What this room needs of others: somewhere to keep the rows of artifacts."""

from __future__ import annotations

from typing import Protocol

from skyvern.domain.artifact import Artifact


class ArtifactRows(Protocol):
    """Rows of artifacts."""

    async def add(self, row: Artifact, /) -> Artifact:
        """Keep a new row."""
        ...

    async def remove(self, artifact_id: str, /) -> bool:
        """Forget a row; tell whether it was there."""
        ...
