"""Deleting for good: a run, an organisation, and every hour what has outlived its time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from skyvern.artifacts import Archive
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.store import Store

log = structlog.get_logger()

_EVERY_SECONDS = 3600.0
_AT_ONCE = 200
_AUDIT_DAYS = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """For how many days things are kept; 0 means for ever."""

    artifact_days: int = 30
    run_days: int = 90
    other_days: Mapping[ArtifactType, int] = field(default_factory=dict[ArtifactType, int])
    """For files of these types, in place of `artifact_days`."""

    def oldest(self, now: datetime) -> Mapping[ArtifactType, datetime]:
        """Return since when files of each type are kept; uploads, and what is kept for ever, are not in it."""
        days = {kind: self.other_days.get(kind, self.artifact_days) for kind in ArtifactType}
        return {
            kind: now - timedelta(days=count) for kind, count in days.items() if count and kind != ArtifactType.UPLOAD
        }


class Eraser:
    """Deletes runs and organisations: bytes first, then rows."""

    def __init__(self, store: Store, archive: Archive) -> None:
        self._store = store
        self._archive = archive

    async def erase_run(self, run_id: str) -> bool:
        """Delete a run that has ended and every file of it; False when there is none, or it has not ended.

        Its rows' bytes go with `scour`.
        """
        run = await self._store.runs.get(run_id)
        if run is None or not run.status.final:
            return False
        for artifact in await self._store.artifacts.of_run(run_id):
            await self._archive.delete(artifact)
        await self._archive.delete_rest(run.organization_id, run_id)
        return await self._store.erasure.run(run_id)

    async def scour(self) -> None:
        """Let nothing of what was deleted remain in the database's files."""
        await self._store.erasure.scour()

    async def erase_organization(self, organization_id: str, *, cancel: Callable[[Run], Awaitable[None]]) -> None:
        """Cancel what an organisation has under way and delete everything of it."""
        for run_id in await self._store.erasure.living_runs(organization_id):
            run = await self._store.runs.get(run_id)
            if run is not None:
                await cancel(run)
        while found := await self._store.erasure.artifacts_of(organization_id, limit=_AT_ONCE):
            for artifact in found:
                await self._archive.delete(artifact)
        await self._archive.delete_all(organization_id)
        await self._store.erasure.organization(organization_id)
        await self.scour()


class Retention:
    """The chore that deletes what is older than the operator keeps."""

    name = "retention"

    def __init__(self, store: Store, archive: Archive, keep: Keep) -> None:
        self._store = store
        self._archive = archive
        self._keep = keep
        self._eraser = Eraser(store, archive)

    async def tend(self) -> float:
        """Delete what is over, a little at a time, so that nothing else waits for it."""
        now, files, runs = utc_now(), 0, 0
        oldest = self._keep.oldest(now)
        while found := await self._store.erasure.outdated_artifacts(now, before=oldest, limit=_AT_ONCE):
            for artifact in found:
                await self._archive.delete(artifact)
            files += len(found)
            await asyncio.sleep(0)
        if self._keep.run_days:
            before = now - timedelta(days=self._keep.run_days)
            while ended := await self._store.erasure.outdated_runs(before, limit=_AT_ONCE):
                for run_id in ended:
                    await self._eraser.erase_run(run_id)
                runs += len(ended)
        await self._store.audit.forget_before(now - timedelta(days=_AUDIT_DAYS))
        if files or runs:
            await self._eraser.scour()
            log.info("outlived_deleted", artifacts=files, runs=runs)
        return _EVERY_SECONDS
