"""What every database under the store must do: versions, fenced commits, one end per run, journals without gaps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import Credential, CredentialType
from skyvern.domain.delivery import Delivery
from skyvern.domain.failure import Category, UserError
from skyvern.domain.ids import new_id
from skyvern.domain.organization import ApiKey
from skyvern.domain.run import BlockRun, Cursor, JournalEntry, JournalKind, Position, Run
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.store import (
    AlreadyMade,
    ClaimLost,
    Database,
    IllegalMove,
    RunFilter,
    Store,
    VersionConflict,
    WorkflowFilter,
)

ORG = "o_1"


@pytest.fixture
def database(either_database_url: str) -> Iterator[Database]:
    database = Database(either_database_url)
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def a_run(**changes: object) -> Run:
    now = utc_now()
    made = Run(
        run_id=new_id("wr"),
        organization_id=ORG,
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.QUEUED,
        title="Invoices",
        parameters={"year": 2026},
        request={"workflow_id": "wpid_1"},
        definition={"blocks": [{"label": "a"}]},
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now + timedelta(hours=1),
    )
    return made.evolve(**changes)


def a_block_run(run: Run, order: int = 0, **changes: object) -> BlockRun:
    now = utc_now()
    made = BlockRun(
        block_run_id=new_id("wrb"),
        run_id=run.run_id,
        key="a",
        parent_id=None,
        label="a",
        block_type="code",
        status=BlockStatus.RUNNING,
        attempt=1,
        order=order,
        created_at=now,
        modified_at=now,
    )
    return made.evolve(**changes)


def an_entry(run: Run, kind: JournalKind = JournalKind.PRINTED, **payload: object) -> JournalEntry:
    return JournalEntry(run_id=run.run_id, kind=kind, payload={"v": 1, **payload}, at=utc_now())


def a_workflow(
    version: int = 1, *, permanent_id: str = "wpid_1", title: str = "Invoices", **changes: object
) -> Workflow:
    now = utc_now()
    made = Workflow(
        workflow_id=new_id("w"),
        permanent_id=permanent_id,
        organization_id=ORG,
        version=version,
        title=title,
        description=None,
        definition={"blocks": []},
        settings={},
        created_at=now,
        modified_at=now,
    )
    return replace(made, **changes)


def a_delivery(run: Run) -> Delivery:
    return Delivery(
        delivery_id=new_id("dlv"), run_id=run.run_id, url="https://example.com/hook", tries=0, created_at=utc_now()
    )


class TestRuns:
    async def test_a_run_comes_back_as_it_went_in(self, store: Store) -> None:
        run = a_run(
            cursor=Cursor((Position("loop", 3), Position("a")), 2, 5),
            errors=(UserError(error_code="E1", reasoning="because"),),
            failure_category=Category.AUTH_FAILURE,
            output={"a": [1, None, "ü"]},
        )
        await store.runs.create(run, [an_entry(run)])
        kept = await store.runs.get(run.run_id)
        assert kept is not None
        assert kept.rank is not None, "the store gives a run its place in the line"
        assert kept.evolve(rank=None) == run
        assert await store.runs.find("o_other", run.run_id) is None
        assert await store.runs.get("wr_0") is None

    async def test_what_json_and_utf8_cannot_hold_is_replaced(self, store: Store) -> None:
        run = a_run(
            title="half \ud83d pair\x00",
            output={"nan": float("nan"), "deep": [float("inf"), {"x": 1.5}], "half": "a\ud83db", "who\u0000le": "😀"},
            parameters={1: {"at": utc_now().replace(2026, 1, 2, 3, 4, 5, 6), "set": {"b", "a"}}, (1, 2): "tuple key"},
        )
        await store.runs.create(run, [])
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert now.title == "half ? pair"
        assert now.output == {"nan": None, "deep": [None, {"x": 1.5}], "half": "a?b", "who\u0000le": "😀"}
        assert now.parameters == {"1": {"at": "2026-01-02T03:04:05.000006", "set": ["a", "b"]}, "(1, 2)": "tuple key"}

    async def test_create_and_what_comes_with_it_are_one_transaction(self, store: Store) -> None:
        run = a_run()

        def refuse(_connection: object) -> None:
            raise RuntimeError("the queue is full")

        with pytest.raises(RuntimeError, match="full"):
            await store.runs.create(run, [an_entry(run)], also=refuse)
        assert await store.runs.get(run.run_id) is None
        assert await store.journal.of(run.run_id) == []

    async def test_claim_starts_a_run_once(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        first = await store.runs.claim(run.run_id, "worker-1")
        second = await store.runs.claim(run.run_id, "worker-2")
        assert first is not None
        assert second is not None
        assert (first.status, first.claim) == (RunStatus.RUNNING, "worker-1")
        assert first.started_at is not None
        assert first.queued_at is not None
        assert (second.started_at, second.claim) == (first.started_at, "worker-2")

    async def test_a_paused_run_runs_when_it_is_taken_up_again(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await store.runs.claim(run.run_id, "worker-1")
        await store.runs.commit(run.run_id, "worker-1", changes={"status": RunStatus.PAUSED})
        taken = await store.runs.claim(run.run_id, "worker-2")
        assert taken is not None
        assert taken.status is RunStatus.RUNNING

    async def test_commit_writes_everything_of_a_unit(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [an_entry(run, JournalKind.RUN_CREATED)])
        await store.runs.claim(run.run_id, "worker-1")
        block = a_block_run(run)
        await store.runs.commit(run.run_id, "worker-1", block_runs=[block], entries=[an_entry(run), an_entry(run)])
        done = block.evolve(
            status=BlockStatus.COMPLETED, output={"n": 1}, loop_values=(1, "b"), current_value="1", current_index=0
        )
        cursor = Cursor((Position("b"),))
        await store.runs.commit(
            run.run_id,
            "worker-1",
            cursor=cursor,
            block_runs=[done, a_block_run(run, 1)],
            entries=[an_entry(run)],
            changes={"step_count": 7, "browser_id": "bro_1"},
        )
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert (now.cursor, now.step_count, now.browser_id) == (cursor, 7, "bro_1")
        assert now.definition == run.definition
        blocks = await store.runs.block_runs(run.run_id)
        assert blocks[0] == done
        assert [block.order for block in blocks] == [0, 1]
        assert [entry.seq for entry in await store.journal.of(run.run_id)] == [1, 2, 3, 4]

    async def test_a_lost_claim_writes_nothing(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await store.runs.claim(run.run_id, "worker-1")
        await store.runs.claim(run.run_id, "worker-2")
        with pytest.raises(ClaimLost):
            await store.runs.commit(
                run.run_id,
                "worker-1",
                block_runs=[a_block_run(run)],
                entries=[an_entry(run)],
                changes={"step_count": 1},
            )
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert now.step_count == 0
        assert await store.runs.block_runs(run.run_id) == []
        assert await store.journal.of(run.run_id) == []

    async def test_an_unknown_field_is_refused(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await store.runs.claim(run.run_id, "worker-1")
        with pytest.raises(KeyError, match="definitoin"):
            await store.runs.commit(run.run_id, "worker-1", changes={"definitoin": {}})

    async def test_a_run_ends_once(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await store.runs.claim(run.run_id, "worker-1")
        seen: list[object] = []

        async def finish(status: RunStatus) -> bool:
            return await store.runs.finish(
                run.run_id,
                "worker-1",
                status=status,
                output={"a_output": 1},
                failure_reason="no",
                failure_category=Category.UNKNOWN,
                errors=[UserError(error_code="E1", reasoning="r")],
                entries=[an_entry(run, JournalKind.RUN_FINISHED)],
                delivery=a_delivery(run),
                also=seen.append,
            )

        assert await finish(RunStatus.FAILED) is True
        assert await finish(RunStatus.COMPLETED) is False
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert (now.status, now.output, now.failure_reason) == (RunStatus.FAILED, {"a_output": 1}, "no")
        assert now.errors == (UserError(error_code="E1", reasoning="r"),)
        assert now.finished_at is not None
        assert len(seen) == 1
        assert len(await store.deliveries.of_run(run.run_id)) == 1
        assert len(await store.journal.of(run.run_id)) == 1
        assert await store.runs.claim(run.run_id, "worker-2") is None
        with pytest.raises(ClaimLost):
            await store.runs.commit(run.run_id, "worker-1", changes={"step_count": 1})

    async def test_the_end_of_a_run_held_by_another_is_refused(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await store.runs.claim(run.run_id, "worker-1")
        for claim in (None, "worker-2"):
            with pytest.raises(ClaimLost):
                await store.runs.finish(run.run_id, claim, status=RunStatus.CANCELED)
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert now.status is RunStatus.RUNNING

    async def test_a_queued_run_can_be_ended_without_a_claim(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        assert await store.runs.finish(run.run_id, None, status=RunStatus.CANCELED) is True
        assert await store.runs.claim(run.run_id, "worker-1") is None

    async def test_cancel_is_a_flag_until_the_end(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        assert await store.runs.request_cancel(run.run_id) is RunStatus.QUEUED
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert now.cancel_requested
        await store.runs.finish(run.run_id, None, status=RunStatus.CANCELED)
        assert await store.runs.request_cancel(run.run_id) is RunStatus.CANCELED
        assert await store.runs.request_cancel("wr_0") is None

    async def test_lists_are_filtered_and_newest_first(self, store: Store) -> None:
        runs = [
            a_run(title="Invoices 100%"),
            a_run(title="Licences", status=RunStatus.FAILED, workflow_permanent_id="wpid_2"),
            a_run(title="Other", run_type="task_v2"),
            a_run(organization_id="o_2"),
        ]
        for run in runs:
            await store.runs.create(run, [])
        ids = [run.run_id for run in runs]

        async def listed(**filters: object) -> list[str]:
            return [run.run_id for run in await store.runs.list(ORG, page=1, page_size=10, where=RunFilter(**filters))]

        assert await listed() == [ids[2], ids[1], ids[0]]
        assert [run.run_id for run in await store.runs.list(ORG, page=2, page_size=2)] == [ids[0]]
        assert await listed(statuses=["failed"]) == [ids[1]]
        assert await listed(permanent_ids=["wpid_2"]) == [ids[1]]
        assert await listed(run_types=["task_v2"]) == [ids[2]]
        assert await listed(search="0%") == [ids[0]]
        assert await listed(search="lic%") == []
        assert await listed(search=ids[1]) == [ids[1]]
        assert list(await store.runs.unfinished()) == [ids[0], ids[2], ids[3]]

    async def test_an_idempotency_key_makes_one_run(self, store: Store) -> None:
        first = a_run()
        await store.runs.create(first, [], idempotency_key="k")
        with pytest.raises(AlreadyMade) as refused:
            await store.runs.create(a_run(), [], idempotency_key="k")
        assert refused.value.made_id == first.run_id
        made = await store.runs.by_idempotency_key(ORG, "k")
        assert made is not None
        assert made.evolve(rank=None) == first
        assert await store.runs.by_idempotency_key("o_2", "k") is None
        assert list(await store.runs.unfinished()) == [first.run_id]


class TestJournal:
    async def test_numbers_have_no_gaps_under_many_writers(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await asyncio.gather(*(store.journal.append([an_entry(run, n=n), an_entry(run, n=n)]) for n in range(20)))
        entries = await store.journal.of(run.run_id)
        assert [entry.seq for entry in entries] == list(range(1, 41))
        assert sorted(entry.payload["n"] for entry in entries) == sorted(list(range(20)) * 2)

    async def test_a_run_that_does_not_exist_has_no_journal(self, store: Store) -> None:
        with pytest.raises(IntegrityError):
            await store.journal.append([an_entry(a_run())])

    async def test_reading_on_and_by_kind(self, store: Store) -> None:
        run = a_run()
        warned = an_entry(run, JournalKind.WARNED)
        await store.runs.create(run, [an_entry(run), warned, an_entry(run)])
        assert [entry.seq for entry in await store.journal.of(run.run_id, after=2)] == [3]
        assert await store.journal.of(run.run_id, kinds=[JournalKind.WARNED]) == [replace(warned, seq=2)]


class TestWorkflows:
    async def test_a_version_is_added_once(self, store: Store) -> None:
        first = await store.workflows.add(a_workflow(1))
        second = await store.workflows.add(a_workflow(2, title="Invoices 2"))
        with pytest.raises(VersionConflict):
            await store.workflows.add(a_workflow(2))
        assert await store.workflows.latest(ORG, "wpid_1") == second
        assert await store.workflows.version(ORG, "wpid_1", 1) == first
        assert await store.workflows.versions(ORG, "wpid_1") == [second, first]
        assert await store.workflows.by_id(first.workflow_id) == first
        assert await store.workflows.latest("o_2", "wpid_1") is None

    async def test_the_list_shows_latest_versions_only(self, store: Store) -> None:
        await store.workflows.add(a_workflow(1, title="Old name"))
        other = await store.workflows.add(a_workflow(1, permanent_id="wpid_2", settings={"status": "draft"}))
        newest = await store.workflows.add(a_workflow(2, title="New_name"))
        await store.workflows.add(a_workflow(1, permanent_id="wpid_3", hidden=True))
        assert await store.workflows.list(ORG, page=1, page_size=10) == [newest, other]
        assert await store.workflows.list(ORG, page=2, page_size=1) == [other]
        assert await store.workflows.list(ORG, where=WorkflowFilter(search="OLD")) == []
        assert await store.workflows.list(ORG, where=WorkflowFilter(search="w_n")) == [newest]
        assert await store.workflows.list(ORG, where=WorkflowFilter(statuses=["draft"])) == [other]

    async def test_a_deleted_workflow_is_gone_but_for_its_runs(self, store: Store) -> None:
        version = await store.workflows.add(a_workflow())
        assert await store.workflows.delete("o_2", "wpid_1") is False
        assert await store.workflows.delete(ORG, "wpid_1") is True
        assert await store.workflows.delete(ORG, "wpid_1") is False
        assert await store.workflows.latest(ORG, "wpid_1") is None
        assert await store.workflows.list(ORG, page=1, page_size=10) == []
        kept = await store.workflows.by_id(version.workflow_id)
        assert kept is not None
        assert kept.deleted_at is not None

    async def test_an_idempotency_key_makes_one_workflow(self, store: Store) -> None:
        first = await store.workflows.add(a_workflow(), idempotency_key="k")
        with pytest.raises(AlreadyMade):
            await store.workflows.add(a_workflow(permanent_id="wpid_2"), idempotency_key="k")
        assert await store.workflows.by_idempotency_key(ORG, "k") == first
        assert await store.workflows.latest(ORG, "wpid_2") is None
        await store.workflows.remember_idempotency_key(ORG, "k2", "wpid_1")
        assert await store.workflows.by_idempotency_key(ORG, "k2") == first


class TestOrganizations:
    async def test_the_default_is_made_once(self, store: Store) -> None:
        made = await asyncio.gather(*(store.organizations.ensure_default() for _ in range(4)))
        assert len({organization.organization_id for organization in made}) == 1
        assert await store.organizations.get(made[0].organization_id) == made[0]

    async def test_a_revoked_key_opens_nothing(self, store: Store) -> None:
        organization = await store.organizations.ensure_default()
        key = ApiKey(
            api_key_id=new_id("key"),
            organization_id=organization.organization_id,
            name="first",
            hash="a" * 64,
            sealed=b"\x00\x01",
            created_at=utc_now(),
        )
        await store.organizations.add_key(key)
        assert await store.organizations.key_by_hash("a" * 64) == key
        assert await store.organizations.revoke_key(key.api_key_id) is True
        assert await store.organizations.revoke_key(key.api_key_id) is False
        assert await store.organizations.key_by_hash("a" * 64) is None
        kept = await store.organizations.key(key.api_key_id)
        assert kept is not None
        assert kept.revoked_at is not None
        assert await store.organizations.keys(organization.organization_id) == [kept]


class TestArtifacts:
    async def test_rows_by_run_and_type(self, store: Store) -> None:
        made = [
            Artifact(
                artifact_id=new_id("a"),
                organization_id=ORG,
                artifact_type=kind,
                key=f"o_1/{kind}",
                file_name="f.png",
                media_type="image/png",
                size=5_000_000_000,
                checksum="0" * 64,
                created_at=utc_now(),
                run_id="wr_1",
            )
            for kind in (ArtifactType.SCREENSHOT, ArtifactType.RECORDING)
        ]
        for row in made:
            await store.artifacts.add(row)
        assert await store.artifacts.of_run("wr_1") == made
        assert await store.artifacts.of_run("wr_1", types=[ArtifactType.RECORDING]) == made[1:]
        assert await store.artifacts.get(made[0].artifact_id) == made[0]
        assert await store.artifacts.find("o_2", made[0].artifact_id) is None
        assert await store.artifacts.remove(made[0].artifact_id) is True
        assert await store.artifacts.of_run("wr_1") == made[1:]


class TestCredentials:
    async def test_life_of_a_credential(self, store: Store) -> None:
        now = utc_now()
        row = Credential(
            credential_id=new_id("cred"),
            organization_id=ORG,
            name="Portal",
            credential_type=CredentialType.PASSWORD,
            public={"username": "eve"},
            sealed=b"sealed",
            created_at=now,
            modified_at=now,
        )
        await store.credentials.add(row)
        assert await store.credentials.get(ORG, row.credential_id) == row
        assert await store.credentials.get("o_2", row.credential_id) is None
        renamed = replace(row, name="Portal 2", sealed=b"other")
        assert await store.credentials.replace(renamed) is True
        assert await store.credentials.list(ORG, page=1, page_size=10, search="PORTAL") == [renamed]
        assert await store.credentials.list(ORG, page=1, page_size=10, type=CredentialType.SECRET) == []
        assert await store.credentials.exists(ORG, row.credential_id)
        assert await store.credentials.delete(ORG, row.credential_id) is True
        assert await store.credentials.delete(ORG, row.credential_id) is False
        assert not await store.credentials.exists(ORG, row.credential_id)
        assert await store.credentials.list(ORG, page=1, page_size=10) == []


class TestDeliveries:
    async def test_tries_until_given_up(self, store: Store) -> None:
        run = a_run()
        await store.runs.create(run, [])
        await store.runs.finish(run.run_id, None, status=RunStatus.FAILED, delivery=a_delivery(run))
        (waiting,) = await store.deliveries.pending()
        tried = await store.deliveries.record_try(waiting.delivery_id, delivered=False, status=503, error="busy")
        assert tried is not None
        assert (tried.tries, tried.last_status, tried.last_error) == (1, 503, "busy")
        assert await store.deliveries.pending() == [tried]
        await store.deliveries.record_try(waiting.delivery_id, delivered=False, given_up=True, error="refused")
        assert await store.deliveries.pending() == []
        failed = await store.runs.get(run.run_id)
        assert failed is not None
        assert failed.webhook_failure_reason == "refused"

    async def test_a_delivery_that_arrives(self, store: Store) -> None:
        run = a_run(webhook_failure_reason="earlier trouble")
        await store.runs.create(run, [])
        row = await store.deliveries.add(a_delivery(run))
        done = await store.deliveries.record_try(row.delivery_id, delivered=True, status=200)
        assert done == await store.deliveries.get(row.delivery_id)
        assert done is not None
        assert done.delivered_at is not None
        now = await store.runs.get(run.run_id)
        assert now is not None
        assert now.webhook_failure_reason is None
        assert await store.deliveries.record_try("dlv_0", delivered=True) is None


async def test_an_illegal_move_is_named_and_leaves_nothing(store: Store) -> None:
    run = a_run()
    await store.runs.create(run)
    await store.runs.claim(run.run_id, "mine")
    with pytest.raises(IllegalMove, match=f"{run.run_id} cannot become created"):
        await store.runs.commit(run.run_id, "mine", changes={"status": RunStatus.CREATED}, entries=(an_entry(run),))
    assert await store.journal.of(run.run_id) == []


async def test_a_run_ends_once_in_its_journal(store: Store) -> None:
    run = a_run()
    await store.runs.create(run)
    await store.journal.append((an_entry(run, JournalKind.RUN_FINISHED),))
    with pytest.raises(IntegrityError):
        await store.journal.append((an_entry(run, JournalKind.RUN_FINISHED),))


async def test_a_block_that_has_ended_does_not_change(store: Store) -> None:
    run = a_run()
    await store.runs.create(run)
    await store.runs.claim(run.run_id, "mine")
    done = a_block_run(run, status=BlockStatus.COMPLETED)
    await store.runs.commit(run.run_id, "mine", block_runs=(done,))
    with pytest.raises(IntegrityError):
        await store.runs.commit(run.run_id, "mine", block_runs=(done.evolve(status=BlockStatus.FAILED),))
    assert [row.status for row in await store.runs.block_runs(run.run_id)] == [BlockStatus.COMPLETED]
