"""`skyvern keys`: API keys, made and revoked on the machine that holds the database, server running or not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, TypeVar

import typer

from skyvern.cli.local import local_settings
from skyvern.cli.terminal import show, show_table, stop
from skyvern.credentials import CredentialError, Sealer, issue_key
from skyvern.domain.organization import ApiKey, Organization
from skyvern.serve.folder import AlreadyServed
from skyvern.serve.rotation import keys_held, rotate_secret, settled_secret
from skyvern.settings import SettingError
from skyvern.store import Database, Store, StoreError

T = TypeVar("T")
group = typer.Typer(help="Make, list and revoke API keys on this machine.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rack:
    store: Store
    sealer: Sealer
    organization: Organization

    async def keys(self) -> list[ApiKey]:
        return await self.store.organizations.keys(self.organization.organization_id)


@group.command("list")
def list_() -> None:
    """List API keys; their texts are shown only when they are made."""
    found = _open(lambda rack: rack.keys())
    show_table(
        ("key", "name", "made", "revoked"),
        ((k.api_key_id, k.name, _day(k.created_at), _day(k.revoked_at)) for k in found),
    )


@group.command()
def create(name: Annotated[str, typer.Argument(help="A name to know it by.")] = "key") -> None:
    """Make an API key and print it this once."""

    async def work(rack: _Rack) -> tuple[ApiKey, str]:
        row, text = issue_key(rack.sealer, rack.organization.organization_id, name=name)
        return await rack.store.organizations.add_key(row), text

    key, text = _open(work)
    show(f"{key.api_key_id} {text}")


@group.command()
def revoke(api_key_id: Annotated[str, typer.Argument(help="The key's id from `skyvern keys list`.")]) -> None:
    """Make a key useless; a running server stops taking it within seconds."""

    async def work(rack: _Rack) -> bool:
        live = [key.api_key_id for key in await rack.keys() if key.revoked_at is None]
        if live == [api_key_id]:
            stop("that is the last key; make another one first, or nobody can use the server")
        return await rack.store.organizations.revoke_key(api_key_id)

    if not _open(work):
        stop(f"there is no live key {api_key_id}")
    show(f"{api_key_id} is revoked")


@group.command("rotate-secret")
def rotate_secret_() -> None:
    """Seal everything with a new secret key; the server must be stopped."""
    settings = local_settings()
    try:
        count = asyncio.run(rotate_secret(settings))
    except (SettingError, StoreError, CredentialError, AlreadyServed) as error:
        stop(f"the secret key is as it was: {error}")
    show(f"{count} secrets are sealed with the new key")
    if os.environ.get("SKYVERN_SECRET_KEY"):
        show("set SKYVERN_SECRET_KEY to what SKYVERN_NEW_SECRET_KEY is now, before the next start")
    else:
        show(f"back up {settings.data_dir / 'secret.key'} again; older backups of the database need the older key")


def _open(work: Callable[[_Rack], Awaitable[T]]) -> T:
    """Do something with the keys of this machine's installation."""

    async def opened() -> T:
        settings = local_settings()
        with keys_held(settings), closing(Database(settings.database_url)) as database:
            database.migrate()
            store = Store(database)
            organization = await store.organizations.ensure_default()
            sealer = Sealer(await settled_secret(settings, database))
            return await work(_Rack(store=store, sealer=sealer, organization=organization))

    try:
        return asyncio.run(opened())
    except (SettingError, StoreError) as error:
        stop(str(error))


def _day(moment: object) -> str:
    return "" if moment is None else str(moment)[:16]
