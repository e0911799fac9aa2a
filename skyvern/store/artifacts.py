"""Rows of artifacts; their bytes are elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select

from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.store.database import Database
from skyvern.store.rows import every, paged
from skyvern.store.tables import artifact, columns_of, row_of, run

_ARTIFACTS = select(*columns_of(Artifact, artifact))


class Artifacts:
    """The files of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Artifact) -> Artifact:
        """Keep a new artifact's row."""
        await self._database.write(lambda connection: connection.execute(insert(artifact), row_of(row, artifact)))
        return row

    async def get(self, artifact_id: str) -> Artifact | None:
        """Return the artifact with this id."""

        def get(connection: Connection) -> Artifact | None:
            row = connection.execute(_ARTIFACTS.where(artifact.c.artifact_id == artifact_id)).mappings().first()
            return None if row is None else Artifact(**row)

        return await self._database.read(get)

    async def find(self, organization_id: str, artifact_id: str) -> Artifact | None:
        """Return the artifact with this id if it is this organisation's."""
        found = await self.get(artifact_id)
        return found if found is not None and found.organization_id == organization_id else None

    async def of_run(self, run_id: str, types: Collection[ArtifactType] | None = None) -> list[Artifact]:
        """Return a run's artifacts, oldest first."""
        statement = _ARTIFACTS.where(artifact.c.run_id == run_id)
        if types is not None:
            statement = statement.where(artifact.c.artifact_type.in_(types))
        statement = statement.order_by(artifact.c.created_at, artifact.c.artifact_id)
        return await self._database.read(
            lambda connection: [Artifact(**row) for row in connection.execute(statement).mappings()]
        )

    async def of_sessions(
        self, session_ids: Collection[str], types: Collection[ArtifactType]
    ) -> dict[str, list[Artifact]]:
        """Return by session what of these types came about in it, by runs or by programs, oldest first."""
        wanted = artifact.c.artifact_type.in_(types)
        columns = columns_of(Artifact, artifact)
        by_runs = (
            select(run.c.browser_session_id.label("session_id"), *columns)
            .join(run, run.c.run_id == artifact.c.run_id)
            .where(run.c.browser_session_id.in_(session_ids), wanted)
        )
        by_programs = select(artifact.c.browser_session_id.label("session_id"), *columns).where(
            artifact.c.browser_session_id.in_(session_ids), wanted
        )

        def read(connection: Connection) -> dict[str, list[Artifact]]:
            found: dict[str, list[Artifact]] = {}
            for statement in (by_runs, by_programs):
                for row in connection.execute(statement).mappings():
                    values = dict(row)
                    found.setdefault(str(values.pop("session_id")), []).append(Artifact(**values))
            for items in found.values():
                items.sort(key=lambda item: (item.created_at, item.artifact_id))
            return found

        return await self._database.read(read)

    async def of_organization(
        self, organization_id: str, types: Collection[ArtifactType], *, search: str = "", page: int, page_size: int
    ) -> list[Artifact]:
        """Return a page of an organisation's artifacts of these types, newest first; `search` is part of their name."""
        statement = _ARTIFACTS.where(artifact.c.organization_id == organization_id, artifact.c.artifact_type.in_(types))
        if search:
            statement = statement.where(func.lower(artifact.c.file_name).contains(search.lower(), autoescape=True))
        statement = statement.order_by(artifact.c.created_at.desc(), artifact.c.artifact_id.desc())
        return await every(self._database, paged(statement, page, page_size), Artifact)

    async def remove(self, artifact_id: str) -> bool:
        """Forget an artifact's row; tell whether it was there. Delete its bytes first."""
        statement = delete(artifact).where(artifact.c.artifact_id == artifact_id)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)
