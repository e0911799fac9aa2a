"""A small world of rows with the very ids that recorded requests name, so that each can be answered as it was meant."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from skyvern.artifacts import Archive, ArtifactStore
from skyvern.credentials import LocalVault, Sealer
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import CredentialType
from skyvern.domain.folder import Folder
from skyvern.domain.run import BlockRun, Run
from skyvern.domain.schedule import Schedule
from skyvern.domain.script import Script
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.domain.tag import TagSubject
from skyvern.domain.workflow import Workflow
from skyvern.store import Database, Store

_NOW = utc_now()
_DEFINITION = {
    "parameters": [
        {"key": "a", "parameter_type": "workflow", "workflow_parameter_type": "string", "default_value": "x"},
    ],
    "blocks": [{"label": "rest", "block_type": "wait", "wait_sec": 1}],
}


def prepare(folder: Path, *, secret: bytes) -> None:
    """Fill `folder` with the world: a database and the bytes of its files."""
    database = Database(f"sqlite:///{folder / 'skyvern.db'}")
    database.migrate()
    store = Store(database)
    asyncio.run(_fill(store, folder, secret))
    database.close()


def copied(source: Path, target: Path) -> Path:
    """Return a copy of a prepared world."""
    shutil.copytree(source, target)
    return target


async def _fill(store: Store, folder: Path, secret: bytes) -> None:
    owner = (await store.organizations.ensure_default()).organization_id
    await store.folders.add(
        Folder(folder_id="fld_1", organization_id=owner, title="a", description="d", created_at=_NOW, modified_at=_NOW)
    )
    for permanent_id in ("wpid_1", "wpid_123456789"):
        first = _workflow(owner, permanent_id)
        await store.workflows.add(first)
        await store.workflows.add(
            replace(first, workflow_id=f"{first.workflow_id}2", version=2, title="The second version")
        )
    for run_id, run_type in (
        ("wr_1", "workflow_run"),
        ("wr_486305187432193510", "workflow_run"),
        ("tsk_2", "task_v1"),
        ("tsk_1", "task_v1"),
        ("tsk_v2_1", "task_v2"),
    ):
        await _add_run(store, owner, run_id, run_type)
    await _add_browsers(store, owner)
    await _add_plans(store, owner)
    archive = Archive(ArtifactStore(f"file://{folder / 'artifacts'}"), store.artifacts)
    for artifact_id, kind in (("a_1", ArtifactType.DOWNLOAD), ("a_2", ArtifactType.UPLOAD)):
        made = await archive.save(b"hello", type=kind, file_name="a.txt", organization_id=owner, run_id="wr_1")
        await store.artifacts.remove(made.artifact_id)
        await store.artifacts.add(_renamed(made, artifact_id))
    vault = LocalVault(store.credentials, Sealer(secret))
    fields: dict[str, object] = {"username": "u", "password": "p"}
    kept = await vault.create(owner, name="x", type=CredentialType.PASSWORD, fields=fields)
    await store.credentials.add(replace(kept, credential_id="cred_1"))


def _renamed(made: Artifact, artifact_id: str) -> Artifact:
    return replace(made, artifact_id=artifact_id)


def _workflow(owner: str, permanent_id: str) -> Workflow:
    return Workflow(
        workflow_id=permanent_id.replace("wpid", "w"),
        permanent_id=permanent_id,
        organization_id=owner,
        version=1,
        title="A workflow",
        description=None,
        definition=_DEFINITION,
        settings={},
        created_at=_NOW,
        modified_at=_NOW,
        folder_id="fld_1",
        is_template=True,
    )


async def _add_run(store: Store, owner: str, run_id: str, run_type: str) -> None:
    run = Run(
        run_id=run_id,
        organization_id=owner,
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.CREATED,
        title="A run",
        parameters={"a": "x"},
        request={"workflow_id": "wpid_1", "run_metadata": {"team": "ops"}},
        definition=_DEFINITION,
        settings={} if run_type == "workflow_run" else {"task_request": {"prompt": "p"}},
        created_at=_NOW,
        modified_at=_NOW,
        deadline_at=_NOW + timedelta(hours=1),
        run_type=run_type,
        webhook_url="https://example.com/hook",
    )
    await store.runs.create(run)
    done = BlockRun(
        block_run_id=f"wrb_{run_id}",
        run_id=run_id,
        key="rest",
        parent_id=None,
        label="rest",
        block_type="wait",
        status=BlockStatus.COMPLETED,
        attempt=1,
        order=0,
        created_at=_NOW,
        modified_at=_NOW,
        finished_at=_NOW,
    )
    output = {"rest_output": {"success": True}}
    await store.runs.finish(run_id, None, status=RunStatus.COMPLETED, output=output, block_runs=(done,))


async def _add_browsers(store: Store, owner: str) -> None:
    for session_id, status in (
        ("pbs_1", SessionStatus.CREATED),
        ("pbs_abc123", SessionStatus.CREATED),
        ("pbs_2", SessionStatus.COMPLETED),
    ):
        await store.browser_sessions.add(
            BrowserSession(
                browser_session_id=session_id,
                organization_id=owner,
                status=status,
                timeout=60,
                created_at=_NOW,
                modified_at=_NOW,
            )
        )
    for profile_id, name in (("bp_1", "kept"), ("bp_xyz789", "other")):
        await store.browser_profiles.add(
            BrowserProfile(
                browser_profile_id=profile_id,
                organization_id=owner,
                name=name,
                created_at=_NOW,
                modified_at=_NOW,
                proxy_location="RESIDENTIAL_ISP",
            )
        )


async def _add_plans(store: Store, owner: str) -> None:
    await store.schedules.add(
        Schedule(
            workflow_schedule_id="wfs_1",
            organization_id=owner,
            workflow_permanent_id="wpid_1",
            timezone="UTC",
            enabled=True,
            created_at=_NOW,
            modified_at=_NOW,
            cron_expression="0 9 * * *",
        )
    )
    await store.scripts.add(
        Script(
            script_revision_id="sr_1",
            script_id="s_1",
            organization_id=owner,
            version=1,
            created_at=_NOW,
            modified_at=_NOW,
        ),
        (),
    )
    put = {"team": "ops", "stage": "live"}
    await store.tags.change(owner, TagSubject.WORKFLOW, "wpid_1", put=put)
