"""Databases that earlier versions left behind: each is brought up to date and read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from skyvern.domain.batch import BatchStatus
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


@pytest.mark.parametrize("store", ["2026-11-fleets-and-batches.db"], indirect=True)
async def test_batches_keys_schedules_and_webhooks_that_are_owed_are_read(store: Store) -> None:
    first, second = sorted(await store.organizations.list(), key=lambda house: house.created_at)
    assert second.name == "Second house"
    keys = await store.organizations.keys(first.organization_id)
    assert {(key.name, key.scope.value) for key in keys} >= {("night", "run")}
    (batch,), _ = await store.batches.list(first.organization_id)
    assert (batch.title, batch.status) == ("Three numbers", BatchStatus.FINISHED)
    assert await store.batches.counts([batch.batch_id]) == {batch.batch_id: {"completed": 2, "failed": 1}}
    (schedule,), _ = await store.schedules.list(first.organization_id)
    assert (schedule.timezone, schedule.enabled) == ("Europe/Berlin", True)
    profiles = await store.browser_profiles.list(first.organization_id)
    (signed_in,) = [profile for profile in profiles if profile.name == "signed in"]
    (version,) = await store.browser_profiles.versions(first.organization_id, signed_in.browser_profile_id)
    assert (version.number, version.state_key) == (1, signed_in.state_key)
    runs = await store.runs.list(first.organization_id)
    (waiting,) = [run for run in runs if not run.status.final]
    assert waiting.title == "Waits"
    (hurried,) = [run for run in runs if run.priority == 3]
    (owed,) = await store.deliveries.of_run(hurried.run_id)
    assert owed.url == "http://127.0.0.1:9/none"


@pytest.mark.parametrize("store", ["2026-11-profiles-and-model-calls.db"], indirect=True)
async def test_model_calls_warnings_and_saved_profiles_are_read(store: Store) -> None:
    owner = (await store.organizations.ensure_default()).organization_id
    *_, looked, asked = await store.runs.list(owner)
    assert (looked.title, asked.title) == ("Looks", "Asks a model")
    (call,) = await store.spending.of_run(asked.run_id)
    (block,) = await store.runs.block_runs(asked.run_id)
    assert (call.model, call.tokens, call.block_run_id) == ("openai-chat:reader", 110, block.block_run_id)
    (warned,) = [entry for entry in await store.journal.of(asked.run_id) if "wrod" in str(entry.payload)]
    assert "did you mean 'word'?" in str(warned.payload)
    kept = await store.browser_profiles.list(owner)
    (profile,) = [one for one in kept if one.name == "twice"]
    (version,) = await store.browser_profiles.versions(owner, profile.browser_profile_id)
    (session,) = await store.browser_sessions.list(owner)
    assert (profile.name, version.number, version.source) == ("twice", 1, session.browser_session_id)


@pytest.mark.parametrize("store", ["2026-11-killed-at-work.db"], indirect=True)
async def test_a_run_that_lay_open_when_its_server_was_killed_can_go_on(store: Store) -> None:
    owner = (await store.organizations.ensure_default()).organization_id
    resting, paid = await store.runs.list(owner)
    assert (resting.title, resting.status, resting.failure_reason) == ("Looks and waits", RunStatus.RUNNING, None)
    blocks = await store.runs.block_runs(resting.run_id)
    assert [(one.label, one.status.value) for one in blocks] == [
        ("open", "completed"),
        ("count", "completed"),
        ("rest", "running"),
    ]
    assert [position.label for position in resting.cursor.path] == ["rest"]
    assert [error.error_code for error in paid.errors] == ["effect_unknown"]
    assert (paid.title, paid.status) == ("Pays", RunStatus.FAILED)
