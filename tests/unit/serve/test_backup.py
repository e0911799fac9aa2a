"""Backups: everything comes back, without the key nothing does, what is broken is told before anything is written."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from skyvern.artifacts import Archive, ArtifactStore
from skyvern.credentials import LocalVault, Sealer, issue_key, open_key
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.credential import CredentialType
from skyvern.domain.ids import new_id
from skyvern.domain.run import JournalKind
from skyvern.domain.status import RunStatus
from skyvern.serve.backup import BackupRefused, back_up, restore
from skyvern.serve.folder import AlreadyServed, take_folder
from skyvern.settings import Settings, read_settings, secret_key
from skyvern.store import Database, Store
from tests.conformance.test_store import a_run


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SKYVERN_SECRET_KEY", raising=False)


def folder(path: Path) -> Settings:
    """Return the settings of an installation in a folder."""
    path.mkdir()
    return read_settings({}, data_dir=str(path))


async def filled(settings: Settings) -> tuple[str, str, str]:
    """Make an installation with a run that ended, one under way, a file and a credential."""
    with closing(Database(settings.database_url)) as database:
        database.migrate()
        store, sealer = Store(database), Sealer(secret_key(settings))
        whose = (await store.organizations.ensure_default()).organization_id
        key, _ = issue_key(sealer, whose, name="first", text="sk_first")
        await store.organizations.add_key(key)
        made = await LocalVault(store.credentials, sealer).create(
            whose, name="portal", type=CredentialType.PASSWORD, fields={"username": "ada", "password": "s3cret"}
        )
        ended = a_run(organization_id=whose, parameters={"name": "Żółć"})
        await store.runs.create(ended)
        await store.runs.finish(ended.run_id, None, status=RunStatus.COMPLETED, output={"n": 1})
        living = a_run(organization_id=whose)
        await store.runs.create(living)
        await store.runs.claim(living.run_id, new_id("claim"))
        await Archive(ArtifactStore(settings.artifacts), store.artifacts).save(
            b"\x00bytes", type=ArtifactType.DOWNLOAD, file_name="a.bin", organization_id=whose, run_id=ended.run_id
        )
    return made.credential_id, ended.run_id, living.run_id


async def test_everything_comes_back(tmp_path: Path) -> None:
    old, new, file = folder(tmp_path / "old"), folder(tmp_path / "new"), tmp_path / "b.tar.gz"
    credential_id, ended, living = await filled(old)
    made = await back_up(old, file)
    assert (made.files, made.missing) == (1, 0)
    assert file.stat().st_mode & 0o777 == 0o600
    assert (await restore(new, file)).cut_off == 1
    with closing(Database(new.database_url)) as database:
        store, sealer = Store(database), Sealer(secret_key(new))
        whose = (await store.organizations.ensure_default()).organization_id
        (key,) = await store.organizations.keys(whose)
        assert open_key(sealer, key) == "sk_first"
        opened = await LocalVault(store.credentials, sealer).read(whose, credential_id)
        assert opened.fields["password"] == "s3cret"
        run = await store.runs.get(ended)
        assert run is not None
        assert (run.status, run.output, run.parameters) == (RunStatus.COMPLETED, {"n": 1}, {"name": "Żółć"})
        (artifact,) = await store.artifacts.of_run(ended)
        assert await Archive(ArtifactStore(new.artifacts), store.artifacts).read(artifact) == b"\x00bytes"
        cut_off = await store.runs.get(living)
        assert cut_off is not None
        assert cut_off.status is RunStatus.FAILED
        assert "was not begun anew" in (cut_off.failure_reason or "")
        assert [entry.kind for entry in await store.journal.of(living)] == [JournalKind.RUN_FINISHED]


async def test_without_its_key_nothing_is_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, file = folder(tmp_path / "old"), folder(tmp_path / "new"), tmp_path / "b.tar.gz"
    await filled(old)
    await back_up(old, file, with_key=False)
    with pytest.raises(BackupRefused, match="holds no secret key: without the one it was made with"):
        await restore(new, file)
    monkeypatch.setenv("SKYVERN_SECRET_KEY", "another key of sixteen and more")
    with pytest.raises(BackupRefused, match="the secret key at hand is another one"):
        await restore(new, file)
    monkeypatch.setenv("SKYVERN_SECRET_KEY", secret_key(old, {}).decode())
    assert (await restore(new, file)).rows
    assert not (new.data_dir / "secret.key").exists()


async def test_what_cannot_be_restored_says_why_and_writes_nothing(tmp_path: Path) -> None:
    old, new, file = folder(tmp_path / "old"), folder(tmp_path / "new"), tmp_path / "b.tar.gz"
    await filled(old)
    await back_up(old, file)
    data = file.read_bytes()
    broken = {
        "cut": data[: len(data) // 2],
        "bent": data[:200] + bytes(64) + data[264:],
        "other": b"hello",
        "empty": b"",
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BackupRefused, match="broken, or no backup"):
            await restore(new, tmp_path / name)
    with pytest.raises(BackupRefused, match="broken, or no backup: nothing is missing"):
        await restore(new, tmp_path / "nothing")
    assert not (new.data_dir / "skyvern.db").exists()
    with pytest.raises(BackupRefused, match="holds data already; restore into an empty"):
        await restore(old, file)
    lock = take_folder(new.data_dir)
    with pytest.raises(AlreadyServed):
        await restore(new, file)
    os.close(lock)


async def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    old = folder(tmp_path / "old")
    await filled(old)
    with pytest.raises(BackupRefused, match="cannot be written"):
        await back_up(old, tmp_path / "absent" / "b.tar.gz")
    full = tmp_path / "full.tar.gz.part"
    full.symlink_to("/dev/full")
    with pytest.raises(BackupRefused, match="No space left on device"):
        await back_up(old, tmp_path / "full.tar.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]
