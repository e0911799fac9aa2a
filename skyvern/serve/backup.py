"""Backups: one file with every row, every stored file and the secret key, and the way back from it.

The file is a gzipped tar: `manifest.json`, `tables/*.jsonl`, `secret.key` unless left out, `files/*`. Rows are plain
JSON, so that a backup of SQLite can be restored into Postgres, and the other way round.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from skyvern import __version__
from skyvern.artifacts import ArtifactStore
from skyvern.artifacts.errors import ArtifactMissing
from skyvern.domain.clock import iso, utc_now
from skyvern.domain.failure import Category
from skyvern.domain.run import JournalEntry, JournalKind
from skyvern.domain.status import RunStatus
from skyvern.serve.folder import take_folder
from skyvern.serve.rotation import keys_held, settled_secret
from skyvern.settings import Settings, given_key, write_private
from skyvern.store import Database, Store
from skyvern.store.dump import NotEmpty, Row, dump, load
from skyvern.store.migrations import REVISIONS

FORMAT = 1
_MANIFEST, _KEY, _TABLES, _FILES = "manifest.json", "secret.key", "tables/", "files/"
_BROKEN = (tarfile.TarError, EOFError, zlib.error, json.JSONDecodeError, UnicodeDecodeError)
_CUT_OFF = "the backup was made while this run was under way; it was not begun anew, its deeds may have been done since"


class BackupRefused(Exception):
    """The backup cannot be made or restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a backup holds, or what was restored."""

    rows: int
    files: int
    missing: int = 0
    """Files whose rows are there and whose bytes are not."""
    cut_off: int = 0
    """Runs that were under way, ended by the restore."""


async def back_up(settings: Settings, target: Path, *, with_key: bool = True) -> Tally:
    """Write a backup; the server may run meanwhile. The file appears whole or not at all, readable by its owner."""
    part = target.with_name(f"{target.name}.part")
    store = ArtifactStore(settings.artifacts)
    with keys_held(settings), closing(Database(settings.database_url)) as database:
        database.migrate()
        secret = await settled_secret(settings, database)
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as tar:
                tally = await _write(tar, database, store, secret if with_key else None, _mark(secret))
            part.replace(target)
        except OSError as error:
            raise BackupRefused(f"{target} cannot be written: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return tally


async def restore(settings: Settings, source: Path) -> Tally:
    """Bring a backup back into an installation without data; the server must be stopped. Raises AlreadyServed too."""
    lock = take_folder(settings.data_dir)
    try:
        with tempfile.TemporaryDirectory(prefix="skyvern-restore-", dir=settings.data_dir) as folder:
            manifest, key = _unpacked(source, Path(folder))
            secret = _secret(settings, manifest, key)
            with closing(Database(settings.database_url)) as database:
                database.migrate()
                try:
                    rows = await load(database, _read_tables(Path(folder), cast("list[str]", manifest["tables"])))
                except NotEmpty:
                    raise BackupRefused(
                        f"{settings.database_url.split('@')[-1]} holds data already; restore into an empty data folder"
                    ) from None
                if given_key("SKYVERN_SECRET_KEY") is None:
                    write_private(settings.data_dir / _KEY, secret.decode())
                files = await _restore_files(ArtifactStore(settings.artifacts), Path(folder), manifest)
                cut_off = await _end_runs(Store(database))
        return Tally(rows=rows, files=files, cut_off=cut_off)
    finally:
        os.close(lock)


async def _write(tar: tarfile.TarFile, database: Database, store: ArtifactStore, key: bytes | None, mark: str) -> Tally:
    names: list[str] = []
    named: dict[str, None] = {}
    rows = 0

    def take(table: str, found: Iterator[Row]) -> None:
        nonlocal rows
        with tempfile.TemporaryFile() as lines:
            for row in found:
                named.update(dict.fromkeys(_keys_of(table, row)))
                lines.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                rows += 1
            _add(tar, f"{_TABLES}{table}.jsonl", lines)
        names.append(table)

    revision = await dump(database, take)
    files = list(named)
    if key is not None:
        _add(tar, _KEY, io.BytesIO(key))
    kept = [at for at, name in enumerate(files) if await _add_file(tar, store, name, at)]
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "revision": revision,
        "made_at": iso(utc_now()),
        "secret_mark": mark,
        "tables": names,
        "files": {str(at): files[at] for at in kept},
    }
    _add(tar, _MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
    return Tally(rows=rows, files=len(kept), missing=len(files) - len(kept))


async def _add_file(tar: tarfile.TarFile, store: ArtifactStore, name: str, at: int) -> bool:
    with tempfile.TemporaryFile() as content:
        try:
            async for chunk in store.stream(name):
                content.write(chunk)
        except ArtifactMissing:
            return False
        _add(tar, f"{_FILES}{at}", content)
    return True


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size = content.seek(0, os.SEEK_END)
    info.mode = 0o600
    content.seek(0)
    tar.addfile(info, content)


def _keys_of(table: str, row: Row) -> list[str]:
    """Return the keys of stored files that a row names."""
    named = {"artifact": "key", "browser_profile": "state_key", "browser_profile_version": "state_key"}.get(table)
    value = row.get(named) if named else None
    return [value] if isinstance(value, str) else []


def _unpacked(source: Path, folder: Path) -> tuple[dict[str, object], bytes | None]:
    """Read the whole file, so that a broken one is found out before anything is written."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            for member in tar:
                plain = member.name.replace("/", "").replace("_", "").replace(".", "").isalnum()
                if not member.isfile() or not plain or ".." in member.name or member.name.startswith("/"):
                    raise BackupRefused(f"{source} holds {member.name!r}, which no backup does")
                path = folder / member.name
                path.parent.mkdir(exist_ok=True)
                inner = tar.extractfile(member)
                with path.open("wb") as out:
                    while inner is not None and (chunk := inner.read(1 << 20)):
                        out.write(chunk)
        manifest = cast("dict[str, object]", json.loads((folder / _MANIFEST).read_text()))
    except FileNotFoundError as error:
        raise BackupRefused(f"{source} is broken, or no backup: {Path(error.filename).name} is missing") from None
    except _BROKEN as error:
        raise BackupRefused(f"{source} is broken, or no backup: {error}; take another copy") from error
    except OSError as error:
        raise BackupRefused(f"{source} cannot be read: {error.strerror or error}") from error
    if manifest.get("format") != FORMAT or manifest.get("revision") not in REVISIONS:
        raise BackupRefused(
            f"{source} was made by skyvern {manifest.get('version')}, which is newer than this one; upgrade first"
        )
    key = folder / _KEY
    return manifest, key.read_bytes().strip() if key.exists() else None


def _secret(settings: Settings, manifest: dict[str, object], key: bytes | None) -> bytes:
    """Return the key that the backup's secrets are sealed with. Raises BackupRefused."""
    given = given_key("SKYVERN_SECRET_KEY")
    in_folder = settings.data_dir / _KEY
    found = given or key or (in_folder.read_text().strip().encode() if in_folder.exists() else None)
    mark = str(manifest.get("secret_mark"))
    if found is not None and hmac.compare_digest(_mark(found), mark):
        return found
    said = "the backup holds no secret key" if found is None else "the secret key at hand is another one"
    raise BackupRefused(
        f"{said}: without the one it was made with (its mark is {mark}) no API key, credential or profile in it can be "
        f"opened. Set SKYVERN_SECRET_KEY to it, or put it as {in_folder}"
    )


def _mark(secret: bytes) -> str:
    """Return what a key is known by without being told."""
    return hmac.new(secret, b"skyvern backup", hashlib.sha256).hexdigest()[:12]


def _read_tables(folder: Path, names: list[str]) -> Iterator[tuple[str, Iterator[Row]]]:
    for name in names:
        yield name, _read_rows(folder / f"{_TABLES}{name}.jsonl")


def _read_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)


async def _restore_files(store: ArtifactStore, folder: Path, manifest: dict[str, object]) -> int:
    files = cast("dict[str, str]", manifest["files"])
    for at, key in files.items():
        await store.put(key, folder / f"{_FILES}{at}", "application/octet-stream")
    return len(files)


async def _end_runs(store: Store) -> int:
    """End what was under way: nobody knows which of its deeds were done after the backup."""
    living = await store.runs.unfinished()
    for run_id in living:
        run = await store.runs.get(run_id)
        if run is None:
            continue
        entry = JournalEntry(
            run_id=run_id,
            kind=JournalKind.RUN_FINISHED,
            payload={"v": 1, "status": RunStatus.FAILED.value, "reason": _CUT_OFF},
            at=utc_now(),
        )
        await store.runs.finish(
            run_id,
            run.claim,
            status=RunStatus.FAILED,
            failure_reason=_CUT_OFF,
            failure_category=Category.INFRASTRUCTURE_ERROR,
            entries=(entry,),
        )
    return len(living)
