"""Databases that earlier versions left behind: each is brought up to date and read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from skyvern.domain.run import WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.domain.tag import TagSubject
from skyvern.store import Store
from skyvern.store.database import Database

KEPT = Path(__file__).parents[2] / "fixtures" / "databases"


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store over a copy of the kept database."""
    copy = tmp_path / "old.db"
    shutil.copy(KEPT / request.param, copy)
    database = Database(f"sqlite:///{copy}")
    database.migrate()
    yield Store(database)
    database.close()


@pytest.mark.parametrize("store", ["2026-11-published-example.db"], indirect=True)
async def test_runs_workflows_and_credentials_of_the_first_version_are_read(store: Store) -> None:
    organization = await store.organizations.ensure_default()
    runs = await store.runs.list(organization.organization_id)
    assert [(run.title, run.status) for run in runs] == [
        ("Loop", RunStatus.TERMINATED),
        ("Credential Verification", RunStatus.COMPLETED),
    ]
    output = runs[1].output or {}
    assert output["extracted_information"] == [{"asha_account_number": "12345678", "certification_status": "Active"}]
    assert [row.label for row in await store.runs.block_runs(runs[0].run_id)] == ["l", "c", "c", "t"]
    assert (await store.journal.of(runs[1].run_id))[0].kind == "run_created"
    latest = await store.workflows.list(organization.organization_id)
    assert {(workflow.title, workflow.version) for workflow in latest} == {("Loop", 1), ("Second version", 2)}
    assert [row.name for row in await store.credentials.list(organization.organization_id)] == ["portal"]


@pytest.mark.parametrize("store", ["2026-11-all-records.db", "2026-11-whole-language.db"], indirect=True)
async def test_waiting_runs_and_records_beside_the_runs_are_read(store: Store) -> None:
    organization_id = (await store.organizations.ensure_default()).organization_id
    waiting, again, first, published = await store.runs.list(organization_id)
    assert (waiting.title, waiting.status, waiting.waits_for) == ("Tries again", RunStatus.QUEUED, WaitsFor.ATTEMPT)
    assert again.retried_from_run_id == first.run_id
    assert published.status is RunStatus.COMPLETED
    tags = await store.tags.of(organization_id, TagSubject.RUN, [waiting.run_id])
    assert [(tag.key, tag.value) for tag in tags[waiting.run_id]] == [("team", "night")]
    (folder,) = await store.folders.list(organization_id)
    assert folder.title == "Registries"
    (code,) = await store.codes.list(organization_id, page=1, page_size=10)
    assert code.totp_identifier == "portal@example.com"
    (schedule,) = await store.schedules.of_workflow(organization_id, published.workflow_permanent_id)
    assert schedule.cron_expression == "0 3 * * *"
    assert len(await store.browser_sessions.list(organization_id)) == 1
