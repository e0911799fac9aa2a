"""What is deleted is gone: no byte of it is left in any file of the data folder."""

from __future__ import annotations

from pathlib import Path

from skyvern.credentials import issue_key
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.audit import Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import CredentialType
from skyvern.domain.ids import new_id
from skyvern.domain.organization import Organization
from skyvern.domain.run import JournalEntry, JournalKind, Run
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.serve.wiring import House, house
from skyvern.settings import read_settings

CANARY = "Heron-58"
"""Stands in everything that is to be deleted; `Egret-12` in what stays."""


def left(folder: Path, word: str) -> list[str]:
    """Return the files that hold a word."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes())


async def furnish(rooms: House, whose: str, word: str) -> tuple[Run, str]:
    """Give an organisation a workflow, a run with its journal and files, and a credential, all with a word."""
    now = utc_now()
    definition = {"parameters": [], "blocks": [{"label": "c", "block_type": "code", "code": f"x = '{word}'"}]}
    workflow = Workflow(
        workflow_id=new_id("w"),
        permanent_id=new_id("wpid"),
        organization_id=whose,
        version=1,
        title=word,
        description=word,
        definition=definition,
        settings={},
        created_at=now,
        modified_at=now,
    )
    await rooms.store.workflows.add(workflow)
    run = Run(
        run_id=new_id("wr"),
        organization_id=whose,
        workflow_id=workflow.workflow_id,
        workflow_permanent_id=workflow.permanent_id,
        status=RunStatus.CREATED,
        title=f"run {word}",
        parameters={"who": word},
        request={"parameters": {"who": word}},
        definition=definition,
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now,
    )
    said = JournalEntry(run_id=run.run_id, kind=JournalKind.WARNED, payload={"v": 1, "message": word * 900}, at=now)
    await rooms.store.runs.create(run, (said,))
    await rooms.store.runs.finish(run.run_id, None, status=RunStatus.CANCELED, failure_reason=word)
    await rooms.archive.save(
        word.encode(), type=ArtifactType.DOWNLOAD, file_name=f"{word}.txt", organization_id=whose, run_id=run.run_id
    )
    kept = await rooms.vault.create(
        whose,
        name=f"bank of {word}",
        type=CredentialType.PASSWORD,
        fields={"username": f"user {word}", "password": word},
    )
    return run, kept.credential_id


async def test_nothing_of_what_was_deleted_is_left(tmp_path: Path) -> None:
    async with house(read_settings({}, data_dir=tmp_path / "data")) as rooms:
        guests = Organization(organization_id=new_id("o"), name=CANARY, created_at=utc_now())
        await rooms.store.organizations.add(guests)
        await furnish(rooms, rooms.organization.organization_id, "Egret-12")
        run, credential_id = await furnish(rooms, guests.organization_id, CANARY)
        row, _ = issue_key(rooms.sealer, guests.organization_id, name=CANARY)
        await rooms.store.organizations.add_key(row)
        await rooms.store.audit.note(guests.organization_id, Deed.KEY_CREATED, actor="test", subject=CANARY)
        assert all(left(tmp_path, words) for words in (f"bank of {CANARY}", f"user {CANARY}", f"run {CANARY}"))

        await rooms.vault.delete(guests.organization_id, credential_id)
        assert left(tmp_path, f"bank of {CANARY}") == left(tmp_path, f"user {CANARY}") == []

        assert await rooms.engine.erase_run(run)
        assert left(tmp_path, f"run {CANARY}") == left(tmp_path, CANARY * 900) == []
        assert f"{CANARY}.txt" not in [path.name for path in tmp_path.rglob("*")]

        await rooms.engine.erase_organization(guests.organization_id)
        assert left(tmp_path, CANARY) == []
        assert "Egret-12.txt" in left(tmp_path, "Egret-12")
