"""A change of the secret key: everything opens with the new one, and a crash at any point loses nothing."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, text

from skyvern.credentials import CodeBox, Purpose, SealBroken, Sealer, open_key
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import CredentialType
from skyvern.domain.run import JournalKind
from skyvern.serve.folder import AlreadyServed
from skyvern.serve.rotation import keys_held, rotate_secret
from skyvern.serve.wiring import House, house
from skyvern.settings import SettingError, Settings, read_settings
from skyvern.store.tables import journal, run, run_snapshot

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEPT = set(Purpose) - {Purpose.HOST, Purpose.CHECKPOINT}
"""What lies sealed in rows that stay: a browser host's token is sealed anew with every heartbeat, a run's browser after
its next block."""
POINTS = ("key written", "secret sealed", "rows committed", "key in place")
_PROXY = "SELECT json_extract(settings, '$.proxy_sealed') FROM run_snapshot"
_RECEIVED = "SELECT json_extract(payload, '$.sealed') FROM journal WHERE seq = 1"
DIE_AT = """
import asyncio, os, signal, sys
from pathlib import Path
from skyvern.serve.rotation import rotate_secret
from skyvern.settings import read_settings
def reached(point):
    if point == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(rotate_secret(read_settings({}, data_dir=Path(sys.argv[1])), reached=reached))
"""


def settings(folder: Path) -> Settings:
    return read_settings({}, data_dir=folder / "data")


async def furnish(rooms: House) -> str:
    """Seal one thing of each kind, and return the credential's id."""
    organization_id = rooms.organization.organization_id
    kept = await rooms.vault.create(
        organization_id,
        name="Portal",
        type=CredentialType.PASSWORD,
        fields={"username": "ann", "password": "hunter2"},
    )
    await CodeBox(rooms.store.codes, rooms.sealer).push(organization_id, "ann@example.org", "482913")
    seal = rooms.sealer.seal

    def write(connection: Connection) -> None:
        now = utc_now()
        connection.execute(
            insert(run).values(
                run_id="wr_1",
                organization_id=organization_id,
                workflow_id="w_1",
                workflow_permanent_id="wpid_1",
                status="completed",
                title="T",
                created_at=now,
                modified_at=now,
                deadline_at=now,
                run_type="workflow_run",
                trigger_type="api",
                cancel_requested=False,
                step_count=0,
            )
        )
        proxy = base64.b64encode(seal(b"http://u:p@proxy", Purpose.PROXY, context="wr_1")).decode()
        connection.execute(
            insert(run_snapshot).values(
                run_id="wr_1", parameters={}, request={}, definition={}, settings={"proxy_sealed": proxy, "a": 1}
            )
        )
        received = base64.b64encode(seal(b"tok", Purpose.RECEIVED, context="wr_1 name")).decode()
        payload = {"label": "l", "name": "name", "sealed": received}
        connection.execute(
            insert(journal).values(run_id="wr_1", seq=1, kind=JournalKind.SECRET_RECEIVED, payload=payload, at=now)
        )

    await rooms.store.runs._database.write(write)  # pyright: ignore[reportPrivateUsage]
    profile = BrowserProfile(
        browser_profile_id="bp_1",
        organization_id=organization_id,
        name="Ada",
        created_at=utc_now(),
        modified_at=utc_now(),
        sealed=seal(b"the key of a state", Purpose.PROFILE, context="bp_1"),
    )
    await rooms.store.browser_profiles.add(profile)
    return kept.credential_id


async def opened(rooms: House, credential_id: str, sealer: Sealer) -> list[str]:
    """Open one thing of each kind with this sealer."""
    organization_id = rooms.organization.organization_id

    def read(connection: Connection) -> tuple[object, object, bytes, str]:
        proxy = connection.execute(text(_PROXY)).scalar_one()
        got = connection.execute(text(_RECEIVED)).scalar_one()
        code = connection.execute(text("SELECT sealed, totp_code_id FROM one_time_code")).one()
        return proxy, got, code[0], code[1]

    proxy, got, code, code_id = await rooms.store.runs._database.read(read)  # pyright: ignore[reportPrivateUsage]
    credential = await rooms.store.credentials.get(organization_id, credential_id)
    profile = await rooms.store.browser_profiles.get(organization_id, "bp_1")
    assert credential is not None
    assert profile is not None
    assert profile.sealed is not None
    key = (await rooms.store.organizations.keys(organization_id))[0]
    return [
        open_key(sealer, key),
        sealer.open(credential.sealed, Purpose.CREDENTIAL, context=f"{organization_id}/{credential_id}").decode(),
        sealer.open(code, Purpose.CODE, context=code_id).decode(),
        sealer.open(base64.b64decode(str(proxy)), Purpose.PROXY, context="wr_1").decode(),
        sealer.open(base64.b64decode(str(got)), Purpose.RECEIVED, context="wr_1 name").decode(),
        sealer.open(profile.sealed, Purpose.PROFILE, context="bp_1").decode(),
    ]


async def test_everything_opens_with_the_new_key_and_nothing_with_the_old(tmp_path: Path) -> None:
    async with house(settings(tmp_path)) as rooms:
        credential_id, old = await furnish(rooms), rooms.secret
        before = await opened(rooms, credential_id, rooms.sealer)
    assert len(before) == len(KEPT)
    assert await rotate_secret(settings(tmp_path)) == len(KEPT)
    async with house(settings(tmp_path)) as rooms:
        assert rooms.secret != old
        assert await opened(rooms, credential_id, rooms.sealer) == before
        with pytest.raises(SealBroken):
            await opened(rooms, credential_id, Sealer(old))
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("point", POINTS)
async def test_a_crash_loses_nothing(tmp_path: Path, point: str) -> None:
    async with house(settings(tmp_path)) as rooms:
        credential_id = await furnish(rooms)
        before, old = await opened(rooms, credential_id, rooms.sealer), rooms.secret
    killed = subprocess.run([sys.executable, "-c", DIE_AT, str(tmp_path / "data"), point], check=False)
    assert killed.returncode == -signal.SIGKILL
    async with house(settings(tmp_path)) as rooms:
        assert await opened(rooms, credential_id, rooms.sealer) == before
        assert (rooms.secret == old) is (point in POINTS[:2])
    assert not (tmp_path / "data" / "secret.key.new").exists()
    await rotate_secret(settings(tmp_path))


async def test_a_new_key_that_a_crash_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    async with house(settings(tmp_path)) as rooms:
        secret = rooms.secret
    (tmp_path / "data" / "secret.key.new").write_text("")
    async with house(settings(tmp_path)) as rooms:
        assert rooms.secret == secret
    assert not (tmp_path / "data" / "secret.key.new").exists()


async def test_a_key_of_the_environment_is_exchanged_for_the_one_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKYVERN_SECRET_KEY", "the first key of this test")
    async with house(settings(tmp_path)) as rooms:
        credential_id = await furnish(rooms)
    with pytest.raises(SettingError, match="SKYVERN_NEW_SECRET_KEY"):
        await rotate_secret(settings(tmp_path))
    monkeypatch.setenv("SKYVERN_NEW_SECRET_KEY", "the second key of this test")
    await rotate_secret(settings(tmp_path))
    with pytest.raises(SettingError, match="does not open"):
        async with house(settings(tmp_path)):
            pass
    monkeypatch.setenv("SKYVERN_SECRET_KEY", "the second key of this test")
    async with house(settings(tmp_path)) as rooms:
        assert len(await opened(rooms, credential_id, rooms.sealer)) == len(KEPT)
    assert not list((tmp_path / "data").glob("secret.key*"))


async def test_a_running_server_or_another_command_stops_the_change(tmp_path: Path) -> None:
    async with house(settings(tmp_path)) as rooms:
        with pytest.raises(AlreadyServed, match="stop it"):
            await rotate_secret(settings(tmp_path))
        secret = rooms.secret
    with keys_held(settings(tmp_path)), pytest.raises(SettingError, match="another command"):
        await rotate_secret(settings(tmp_path))
    async with house(settings(tmp_path)) as rooms:
        assert rooms.secret == secret


async def test_two_keys_that_do_not_fit_are_left_alone(tmp_path: Path) -> None:
    async with house(settings(tmp_path)):
        pass
    for name in ("secret.key", "secret.key.new"):
        (tmp_path / "data" / name).write_text(f"a key of elsewhere {name}")
    with pytest.raises(SettingError, match=r"neither .*secret\.key"):
        async with house(settings(tmp_path)):
            pass
    assert len(list(os.scandir(tmp_path / "data"))) >= 3
    assert (tmp_path / "data" / "secret.key.new").read_text().endswith("new")


@pytest.mark.parametrize("wrong", ["a key of another installation", None])
async def test_a_key_that_does_not_fit_starts_nothing_and_is_not_made_anew(tmp_path: Path, wrong: str | None) -> None:
    async with house(settings(tmp_path)) as rooms:
        credential_id = await furnish(rooms)
    kept = tmp_path / "data" / "secret.key"
    right = kept.read_text()
    kept.unlink()
    if wrong:
        kept.write_text(wrong)
    said = "does not open what is sealed" if wrong else "is missing"
    with pytest.raises(SettingError, match=rf"secret\.key {said}.*put back the file"):
        async with house(settings(tmp_path)):
            pass
    assert (kept.read_text() if kept.exists() else None) == wrong
    kept.write_text(right)
    async with house(settings(tmp_path)) as rooms:
        assert len(await opened(rooms, credential_id, rooms.sealer)) == len(KEPT)
