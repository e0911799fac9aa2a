"""Workflow versions: added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Select, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from skyvern.domain.clock import utc_now
from skyvern.domain.workflow import Workflow
from skyvern.store.database import Database
from skyvern.store.errors import VersionConflict
from skyvern.store.idempotency import made_by, remember
from skyvern.store.rows import every, first, paged
from skyvern.store.tables import columns_of, row_of, workflow
from skyvern.store.workflow_filter import WorkflowFilter, conditions, repeated

_ALL = select(*columns_of(Workflow, workflow))
_LIVE = _ALL.where(workflow.c.deleted_at.is_(None))
_ANY = WorkflowFilter()
_NEWEST_FIRST = (workflow.c.version.desc(),)
_newer = workflow.alias("newer")
_LATEST_ONLY = ~exists().where(
    _newer.c.permanent_id == workflow.c.permanent_id, _newer.c.version > workflow.c.version
).correlate(workflow)


class Workflows:
    """The workflows of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, version: Workflow, *, idempotency_key: str | None = None) -> Workflow:
        """Insert a version. Raises `VersionConflict`, and `AlreadyMade` when the idempotency key has been used."""

        def add(connection: Connection) -> Workflow:
            if idempotency_key is not None:
                made_id = version.permanent_id
                remember(connection, version.organization_id, scope="workflow", key=idempotency_key, made_id=made_id)
            insert_version(connection, version)
            return version

        return await self._database.write(add)

    async def latest(self, organization_id: str, permanent_id: str) -> Workflow | None:
        """Return the newest version of a workflow that is not deleted."""
        return await first(
            self._database, _of(organization_id, permanent_id).order_by(*_NEWEST_FIRST).limit(1), Workflow
        )

    async def version(self, organization_id: str, permanent_id: str, version: int) -> Workflow | None:
        """Return one version of a workflow that is not deleted."""
        return await first(
            self._database, _of(organization_id, permanent_id).where(workflow.c.version == version), Workflow
        )

    async def by_id(self, workflow_id: str) -> Workflow | None:
        """Return the version with this id, deleted or not: runs of deleted workflows are still shown."""
        return await first(self._database, _ALL.where(workflow.c.workflow_id == workflow_id), Workflow)

    async def versions(self, organization_id: str, permanent_id: str) -> list[Workflow]:
        """Return every version of a workflow, newest first."""
        return await every(self._database, _of(organization_id, permanent_id).order_by(*_NEWEST_FIRST), Workflow)

    async def list(
        self, organization_id: str, *, page: int = 1, page_size: int = 10, where: WorkflowFilter = _ANY
    ) -> list[Workflow]:
        """Return a page of latest versions, newest first, without hidden and deleted ones."""
        statement = _LIVE.where(_LATEST_ONLY, *conditions(organization_id, where))
        statement = statement.order_by(workflow.c.created_at.desc(), workflow.c.workflow_id.desc())
        return await every(self._database, paged(statement, page, page_size), Workflow)

    async def count(self, organization_id: str, where: WorkflowFilter = _ANY) -> int:
        """Return how many workflows a list without pages would show."""
        statement = (
            select(func.count())
            .select_from(workflow)
            .where(workflow.c.deleted_at.is_(None), _LATEST_ONLY, *conditions(organization_id, where))
        )
        return await self._database.read(lambda connection: connection.execute(statement).scalar_one())

    async def template(self, permanent_id: str) -> Workflow | None:
        """Return the newest version of a template, whoever made it."""
        statement = _LIVE.where(workflow.c.permanent_id == permanent_id, workflow.c.is_template.is_(True))
        return await first(self._database, statement.order_by(*_NEWEST_FIRST).limit(1), Workflow)

    async def titles(self, permanent_ids: Collection[str]) -> dict[str, str]:
        """Return what each of these workflows is called in its newest version."""
        statement = (
            select(workflow.c.permanent_id, workflow.c.title)
            .where(workflow.c.permanent_id.in_(permanent_ids))
            .order_by(workflow.c.version)
        )
        return await self._database.read(lambda connection: {row[0]: row[1] for row in connection.execute(statement)})

    async def deleted_among(self, permanent_ids: Collection[str]) -> set[str]:
        """Return which of these workflows are deleted."""
        statement = (
            select(workflow.c.permanent_id)
            .distinct()
            .where(workflow.c.permanent_id.in_(permanent_ids), workflow.c.deleted_at.is_not(None))
        )
        return await self._database.read(lambda connection: set(connection.execute(statement).scalars()))

    async def place(self, organization_id: str, permanent_id: str, changes: Mapping[str, object]) -> bool:
        """Change where every version of a workflow is kept (`folder_id`) or offered (`is_template`)."""
        statement = (
            update(workflow)
            .where(
                workflow.c.organization_id == organization_id,
                workflow.c.permanent_id == permanent_id,
                workflow.c.deleted_at.is_(None),
            )
            .values(**changes)
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def delete(self, organization_id: str, permanent_id: str) -> bool:
        """Mark every version of a workflow as deleted; tell whether there was one to delete."""
        statement = (
            update(workflow)
            .where(
                workflow.c.organization_id == organization_id,
                workflow.c.permanent_id == permanent_id,
                workflow.c.deleted_at.is_(None),
            )
            .values(deleted_at=utc_now())
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def by_idempotency_key(self, organization_id: str, key: str) -> Workflow | None:
        """Return the first version of the workflow that this key made."""

        def find(connection: Connection) -> Workflow | None:
            made_id = made_by(connection, organization_id, scope="workflow", key=key)
            if made_id is None:
                return None
            statement = _ALL.where(workflow.c.permanent_id == made_id).order_by(workflow.c.version).limit(1)
            row = connection.execute(statement).mappings().first()
            return None if row is None else Workflow(**row)

        return await self._database.read(find)

    async def remember_idempotency_key(self, organization_id: str, key: str, permanent_id: str) -> None:
        """Note what a key made. Raises `AlreadyMade`. Prefer `add(…, idempotency_key=…)`: one transaction."""
        await self._database.write(
            lambda connection: remember(connection, organization_id, scope="workflow", key=key, made_id=permanent_id)
        )


def _of(organization_id: str, permanent_id: str) -> Select[tuple[object, ...]]:
    return _LIVE.where(workflow.c.organization_id == organization_id, workflow.c.permanent_id == permanent_id)


def insert_version(connection: Connection, version: Workflow) -> None:
    """Insert a version in a transaction that does more; raises `VersionConflict`."""
    try:
        connection.execute(insert(workflow), row_of(version, workflow) | repeated(version))
    except IntegrityError as conflict:
        raise VersionConflict(version.permanent_id, version.version) from conflict
