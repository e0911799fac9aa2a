"""Opens the database of this machine's installation for commands about organisations and keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, TypeVar

import typer

from skyvern.artifacts import Archive, ArtifactStore
from skyvern.cli.local import local_settings
from skyvern.cli.terminal import stop
from skyvern.credentials import Sealer
from skyvern.domain.organization import ApiKey, Organization
from skyvern.serve.rotation import keys_held, settled_secret
from skyvern.settings import SettingError
from skyvern.store import Database, Store, StoreError

T = TypeVar("T")
COMMAND_LINE = "command line"
Whose = Annotated[str | None, typer.Option("--organization", help="Its id or name (default the first).")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rack:
    """An installation's rows, and the organisation that a command is about."""

    store: Store
    sealer: Sealer
    archive: Archive
    organization: Organization

    async def keys(self) -> list[ApiKey]:
        """Return the organisation's keys."""
        return await self.store.organizations.keys(self.organization.organization_id)


def open_rack(work: Callable[[Rack], Awaitable[T]], organization: str | None = None) -> T:
    """Do something with this machine's installation, server running or not."""

    async def opened() -> T:
        settings = local_settings()
        with keys_held(settings), closing(Database(settings.database_url)) as database:
            database.migrate()
            store = Store(database)
            first = await store.organizations.ensure_default()
            whose = first if organization is None else await _named(store, organization)
            sealer = Sealer(await settled_secret(settings, database))
            archive = Archive(ArtifactStore(settings.artifacts), store.artifacts)
            return await work(Rack(store=store, sealer=sealer, archive=archive, organization=whose))

    try:
        return asyncio.run(opened())
    except (SettingError, StoreError) as error:
        stop(str(error))


async def _named(store: Store, wanted: str) -> Organization:
    found = [row for row in await store.organizations.list() if wanted in (row.organization_id, row.name)]
    if len(found) != 1:
        stop(f"{len(found) or 'no'} organisations are called {wanted!r}; give its id from `skyvern organizations list`")
    return found[0]
