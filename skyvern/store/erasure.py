"""Deleting for good: one run, or everything of an organisation, and finding what has outlived its time."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.status import FINAL
from skyvern.domain.tag import TagSubject
from skyvern.store.database import Database
from skyvern.store.rows import every
from skyvern.store.tables import artifact, columns_of, idempotency, metadata, one_time_code, organization, run
from skyvern.store.tag_tables import tag

_ENDED = tuple(sorted(FINAL))
_ARTIFACTS = select(*columns_of(Artifact, artifact))


class Erasure:
    """What removes rows; the bytes of artifacts are removed first, by whoever has the artifact store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, run_id: str) -> bool:
        """Delete a run that has ended with its journal, blocks, webhooks and tags; tell whether there was one."""

        def erase(connection: Connection) -> bool:
            gone = connection.execute(delete(run).where(run.c.run_id == run_id, run.c.status.in_(_ENDED)))
            if gone.rowcount != 1:
                return False
            connection.execute(delete(tag).where(tag.c.subject == TagSubject.RUN, tag.c.subject_id == run_id))
            connection.execute(delete(artifact).where(artifact.c.run_id == run_id))
            connection.execute(delete(one_time_code).where(one_time_code.c.run_id == run_id))
            connection.execute(delete(idempotency).where(idempotency.c.made_id == run_id))
            return True

        return await self._database.write(erase)

    async def organization(self, organization_id: str) -> None:
        """Delete every row of an organisation."""

        def erase(connection: Connection) -> None:
            for table in reversed(metadata.sorted_tables):
                if "organization_id" in table.c and table is not organization:
                    connection.execute(delete(table).where(table.c.organization_id == organization_id))
            connection.execute(delete(organization).where(organization.c.organization_id == organization_id))

        await self._database.write(erase)

    async def scour(self) -> None:
        """Let nothing of deleted rows remain in the database's files."""
        await self._database.scour()

    async def living_runs(self, organization_id: str) -> builtins.list[str]:
        """Return the ids of an organisation's runs that have not ended."""
        statement = select(run.c.run_id).where(run.c.organization_id == organization_id, run.c.status.not_in(_ENDED))
        return await self._database.read(lambda connection: list(connection.execute(statement).scalars()))

    async def artifacts_of(self, organization_id: str, *, limit: int) -> builtins.list[Artifact]:
        """Return some artifacts of an organisation."""
        statement = _ARTIFACTS.where(artifact.c.organization_id == organization_id).limit(limit)
        return await every(self._database, statement, Artifact)

    async def outdated_artifacts(
        self, now: datetime, *, before: Mapping[ArtifactType, datetime], limit: int
    ) -> builtins.list[Artifact]:
        """Return artifacts whose own time is over, and those of runs that are older than their type may become."""
        over = artifact.c.expires_at <= now
        under_way = select(run.c.run_id).where(run.c.run_id == artifact.c.run_id, run.c.status.not_in(_ENDED)).exists()
        for moment in set(before.values()):
            types = [kind for kind, until in before.items() if until == moment]
            old = artifact.c.artifact_type.in_(types) & (artifact.c.created_at < moment)
            over = or_(over, old & artifact.c.expires_at.is_(None) & ~under_way)
        statement = _ARTIFACTS.where(over).order_by(artifact.c.created_at).limit(limit)
        return await every(self._database, statement, Artifact)

    async def outdated_runs(self, before: datetime, *, limit: int) -> Sequence[str]:
        """Return runs that ended before a moment."""
        statement = (
            select(run.c.run_id)
            .where(run.c.status.in_(_ENDED), run.c.finished_at < before)
            .order_by(run.c.finished_at)
            .limit(limit)
        )
        return await self._database.read(lambda connection: list(connection.execute(statement).scalars()))
