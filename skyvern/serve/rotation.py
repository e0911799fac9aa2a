"""A change of the secret key that a crash at any point leaves either undone or to be finished by the next start.

The new key is written beside the old one, one transaction seals everything anew, then the new file takes the old one's
place. Which of two files is right, the sealed API keys tell: they open with one of them only.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from skyvern.credentials import SHORTEST_SECRET, Purpose, SealBroken, Sealer, open_key
from skyvern.domain.organization import ApiKey
from skyvern.serve.folder import take_folder
from skyvern.settings import SettingError, Settings, given_key, secret_key, write_private
from skyvern.store import Database, Reseal, Store, reseal_all

_ENTRY: Mapping[str, tuple[Purpose, str]] = {
    "api_key": (Purpose.API_KEY, "{api_key_id}"),
    "browser_profile": (Purpose.PROFILE, "{browser_profile_id}"),
    "browser_profile_version": (Purpose.PROFILE, "{browser_profile_id}"),
    "credential": (Purpose.CREDENTIAL, "{organization_id}/{credential_id}"),
    "one_time_code": (Purpose.CODE, "{totp_code_id}"),
    "run_snapshot": (Purpose.PROXY, "{run_id}"),
    "journal": (Purpose.RECEIVED, "{run_id} {name}"),
}
"""What is sealed where, and what binds it to its row."""


def _ignore(point: str) -> None:
    del point


async def rotate_secret(settings: Settings, *, reached: Callable[[str], None] = _ignore) -> int:
    """Change the key; return how many secrets were sealed anew. The server must be stopped.

    A key of the environment is exchanged for SKYVERN_NEW_SECRET_KEY, a key in a file for a fresh one. `reached` is told
    each point that a crash may follow. Raises AlreadyServed, SettingError, SealBroken, StoreError.
    """
    lock = take_folder(settings.data_dir)
    try:
        with keys_held(settings, alone=True), closing(Database(settings.database_url)) as database:
            database.migrate()
            old = await settled_secret(settings, database)
            if not await _api_keys(database):
                raise SettingError("nothing is sealed yet: the first start of the server makes the secret key")
            new = _new_key(settings)
            reached("key written")
            count = await reseal_all(database, _resealing(Sealer(old), Sealer(new), reached))
            reached("rows committed")
            database.settle()
            if given_key("SKYVERN_SECRET_KEY") is None:
                await settled_secret(settings, database)
            reached("key in place")
            return count
    finally:
        os.close(lock)


async def settled_secret(settings: Settings, database: Database) -> bytes:
    """Return the key that opens this database, and finish or clear away a change that was interrupted.

    Only while the keys are held: a change under way would take its new key for left over.
    Raises SettingError where the key of the environment, or no file, opens it.
    """
    keys = await _api_keys(database)
    if (given := given_key("SKYVERN_SECRET_KEY")) is not None:
        if keys and not _opens(given, keys):
            raise SettingError(
                "SKYVERN_SECRET_KEY does not open what is sealed in this database: set it as it was before, or to what "
                "SKYVERN_NEW_SECRET_KEY was at the last `skyvern keys rotate-secret`"
            )
        return given
    current, waiting = settings.data_dir / "secret.key", _waiting(settings)
    if waiting.exists():
        if _opens(waiting.read_text().strip().encode(), keys):
            database.settle()
            waiting.replace(current)
        elif not keys or (current.exists() and _opens(secret_key(settings), keys)):
            waiting.unlink()
        else:
            raise SettingError(
                f"neither {current} nor {waiting} opens this database: put the right one back as {current}"
            )
        _sync(settings.data_dir)
    if keys and not (current.exists() and _opens(secret_key(settings), keys)):
        wrong = "does not open what is sealed in this database" if current.exists() else "is missing"
        raise SettingError(
            f"{current} {wrong}: put back the file that belongs to this database (a backup holds it), or set "
            "SKYVERN_SECRET_KEY to what stood in it"
        )
    return secret_key(settings)


@contextmanager
def keys_held(settings: Settings, *, alone: bool = False) -> Generator[None]:
    """Keep the secret key as it is for a while, or nobody else at it. Raises SettingError while others are."""
    lock = os.open(settings.data_dir / "secret.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingError("another command uses the secret key right now; try again when it has ended") from None
        yield
    finally:
        os.close(lock)


def _new_key(settings: Settings) -> bytes:
    if (old := given_key("SKYVERN_SECRET_KEY")) is not None:
        new = given_key("SKYVERN_NEW_SECRET_KEY")
        if new is None or new == old:
            raise SettingError(
                "SKYVERN_NEW_SECRET_KEY: the key is in SKYVERN_SECRET_KEY, so set this to another one of at least "
                "16 characters"
            )
        return new
    text = secrets.token_hex(32)
    write_private(_waiting(settings), text)
    _sync(settings.data_dir)
    return text.encode()


def _resealing(old: Sealer, new: Sealer, reached: Callable[[str], None]) -> Reseal:
    def reseal(table: str, row: Mapping[str, object], sealed: bytes) -> bytes:
        purpose, binding = _ENTRY[table]
        context = binding.format(**row)
        again = new.seal(old.open(sealed, purpose, context=context), purpose, context=context)
        reached("secret sealed")
        return again

    return reseal


async def _api_keys(database: Database) -> list[ApiKey]:
    organizations = Store(database).organizations
    organization = await organizations.ensure_default()
    return await organizations.keys(organization.organization_id)


def _opens(secret: bytes, keys: list[ApiKey]) -> bool:
    if len(secret) < SHORTEST_SECRET:
        return False
    sealer = Sealer(secret)
    for key in reversed(keys):
        try:
            open_key(sealer, key)
        except SealBroken:
            continue
        return True
    return False


def _waiting(settings: Settings) -> Path:
    return settings.data_dir / "secret.key.new"


def _sync(folder: Path) -> None:
    """Bring the folder's names to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
