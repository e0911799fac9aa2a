"""A change of the secret key: everything that lies sealed is sealed anew, all of it in one transaction or nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from sqlalchemy import Connection, Text, cast as as_type, or_, select, update

from skyvern.domain.far_browser import FAR_SEALED
from skyvern.domain.run import JournalKind
from skyvern.store.browser_profiles import browser_profile, browser_profile_version
from skyvern.store.database import Database
from skyvern.store.tables import api_key, credential, journal, one_time_code, run_snapshot

Reseal = Callable[[str, Mapping[str, object], bytes], bytes]
"""(table, the row's facts, sealed) → sealed with the new key; raises for what the old key does not open."""

_SEALED_SETTINGS = ("proxy_sealed", FAR_SEALED)
_WITH_SEALED_COLUMN = (api_key, browser_profile, browser_profile_version, credential, one_time_code)


async def reseal_all(database: Database, reseal: Reseal) -> int:
    """Seal everything anew and return how many seals there were; an error leaves all of them as they were."""

    def work(connection: Connection) -> int:
        changed = [*_columns(connection, reseal), *_received(connection, reseal), *_of_runs(connection, reseal)]
        return len(changed)

    return await database.write(work)


def _columns(connection: Connection, reseal: Reseal) -> Iterator[object]:
    for table in _WITH_SEALED_COLUMN:
        identity = next(iter(table.primary_key.columns))
        for row in connection.execute(select(table)).mappings().all():
            if row["sealed"]:
                sealed = reseal(table.name, dict(row), row["sealed"])
                yield connection.execute(update(table).where(identity == row[identity.name]).values(sealed=sealed))


def _received(connection: Connection, reseal: Reseal) -> Iterator[object]:
    """Seal what answers brought, which the journal keeps for a restart."""
    wanted = select(journal.c.run_id, journal.c.seq, journal.c.payload).where(
        journal.c.kind == JournalKind.SECRET_RECEIVED
    )
    for row in connection.execute(wanted).mappings().all():
        payload = cast("Mapping[str, object]", row["payload"])
        facts = {**payload, "run_id": row["run_id"]}
        entry = (journal.c.run_id == row["run_id"]) & (journal.c.seq == row["seq"])
        changed = {**payload, "sealed": _text(reseal("journal", facts, _bytes(payload["sealed"])))}
        yield connection.execute(update(journal).where(entry).values(payload=changed))


def _of_runs(connection: Connection, reseal: Reseal) -> Iterator[object]:
    """Seal the proxies and browsers that callers gave their runs."""
    text = as_type(run_snapshot.c.settings, Text)
    named = or_(*(text.contains(name) for name in _SEALED_SETTINGS))
    for row in connection.execute(select(run_snapshot.c.run_id, run_snapshot.c.settings).where(named)).all():
        settings = cast("Mapping[str, object]", row.settings)
        sealed = {
            name: _text(reseal("run_snapshot", {"run_id": row.run_id}, _bytes(settings[name])))
            for name in _SEALED_SETTINGS
            if isinstance(settings.get(name), str)
        }
        for _ in sealed:
            yield sealed
        connection.execute(
            update(run_snapshot).where(run_snapshot.c.run_id == row.run_id).values(settings={**settings, **sealed})
        )


def _bytes(text: object) -> bytes:
    return base64.b64decode(str(text))


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()
