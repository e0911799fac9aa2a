"""What has outlived its time is deleted, bytes and rows; what has not stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.status import RunStatus
from skyvern.engine.retention import Keep, Retention
from skyvern.store.tables import artifact, run as run_table

if TYPE_CHECKING:
    from skyvern.domain.artifact import Artifact
    from skyvern.domain.run import Run
    from tests.unit.engine.conftest import Shop

BLOCK = {"label": "c", "block_type": "code", "code": "x = 1"}


async def aged(
    shop: Shop, days: float, *, ended: bool = True, type: ArtifactType = ArtifactType.DOWNLOAD
) -> tuple[Run, Artifact]:
    """Keep a run with a file, both so old."""
    then = utc_now() - timedelta(days=days)
    run = await shop.run([BLOCK])
    file = await shop.rooms.archive.save(
        b"bytes", type=type, file_name="a.txt", organization_id="o_1", run_id=run.run_id
    )
    if ended:
        await shop.rooms.store.runs.finish(run.run_id, None, status=RunStatus.COMPLETED)

    def age(connection: object) -> None:
        values = {"created_at": then, "finished_at": then if ended else None}
        connection.execute(update(run_table).where(run_table.c.run_id == run.run_id).values(**values))  # type: ignore[attr-defined]
        connection.execute(  # type: ignore[attr-defined]
            update(artifact).where(artifact.c.artifact_id == file.artifact_id).values(created_at=then)
        )

    await shop.database.write(age)
    return run, file


async def test_files_go_after_their_days_and_runs_after_theirs(shop: Shop) -> None:
    store, archive = shop.rooms.store, shop.rooms.archive
    fresh, older, oldest = [await aged(shop, days) for days in (1, 40, 100)]
    running = await aged(shop, 100, ended=False)
    upload = await archive.save(b"u", type=ArtifactType.UPLOAD, file_name="u.txt", organization_id="o_1")
    over = await archive.save(
        b"o", type=ArtifactType.UPLOAD, file_name="o.txt", organization_id="o_1", expires_at=utc_now()
    )
    await Retention(store, archive, Keep()).tend()
    kept = [run for run, _ in (fresh, older, oldest, running) if await store.runs.get(run.run_id) is not None]
    assert kept == [fresh[0], older[0], running[0]]
    files = (fresh[1], older[1], oldest[1], running[1], upload, over)
    rows = [await store.artifacts.get(file.artifact_id) is not None for file in files]
    assert rows == [True, False, False, True, True, False]
    on_disk = [path is not None and path.exists() for path in map(archive.local_path, files)]
    assert on_disk == rows


async def test_nothing_goes_when_all_is_kept_for_ever(shop: Shop) -> None:
    run, file = await aged(shop, 4000)
    await Retention(shop.rooms.store, shop.rooms.archive, Keep(artifact_days=0, run_days=0)).tend()
    assert await shop.rooms.store.runs.get(run.run_id) is not None
    assert await shop.rooms.store.artifacts.get(file.artifact_id) is not None


async def test_files_of_some_types_are_kept_for_a_time_of_their_own(shop: Shop) -> None:
    types = (ArtifactType.RECORDING, ArtifactType.HAR, ArtifactType.SCREENSHOT_FINAL, ArtifactType.DOWNLOAD)
    files = [(await aged(shop, 10, type=kind))[1] for kind in types]
    days = {ArtifactType.RECORDING: 5, ArtifactType.HAR: 0, ArtifactType.SCREENSHOT_FINAL: 20}
    await Retention(shop.rooms.store, shop.rooms.archive, Keep(artifact_days=9, other_days=days)).tend()
    kept = [await shop.rooms.store.artifacts.get(file.artifact_id) is not None for file in files]
    assert kept == [False, True, True, False]
