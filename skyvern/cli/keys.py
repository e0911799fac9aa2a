"""`skyvern keys`: API keys, made and revoked on the machine that holds the database, server running or not."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from typing import Annotated, TypeVar

import typer

from skyvern.cli.local import local_settings
from skyvern.cli.rack import COMMAND_LINE, Rack, Whose, open_rack
from skyvern.cli.terminal import show, show_table, stop
from skyvern.credentials import CredentialError, issue_key
from skyvern.domain.audit import Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.organization import ApiKey, Scope
from skyvern.serve.folder import AlreadyServed
from skyvern.serve.rotation import rotate_secret
from skyvern.settings import SettingError
from skyvern.store import StoreError

T = TypeVar("T")
group = typer.Typer(help="Make, list and revoke API keys on this machine.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="keys")


@group.command("list")
def list_(organization: Whose = None) -> None:
    """List API keys; their texts are shown only when they are made."""
    found = open_rack(lambda rack: rack.keys(), organization)
    show_table(
        ("key", "name", "scope", "made", "expires", "revoked"),
        (
            (k.api_key_id, k.name, k.scope.value, _day(k.created_at), _day(k.expires_at), _day(k.revoked_at))
            for k in found
        ),
    )


@group.command()
def create(
    name: Annotated[str, typer.Argument(help="A name to know it by.")] = "key",
    scope: Annotated[Scope, typer.Option(help="What it may do: read, run, write or admin.")] = Scope.ADMIN,
    days: Annotated[int | None, typer.Option(min=1, help="Days after which it opens nothing (default: never).")] = None,
    organization: Whose = None,
) -> None:
    """Make an API key and print it this once."""

    async def work(rack: Rack) -> tuple[ApiKey, str]:
        until = None if days is None else utc_now() + timedelta(days=days)
        whose = rack.organization.organization_id
        row, text = issue_key(rack.sealer, whose, name=name, scope=scope, expires_at=until)
        await rack.store.organizations.add_key(row)
        await rack.store.audit.note(
            whose, Deed.KEY_CREATED, actor=COMMAND_LINE, subject=row.api_key_id, scope=scope.value
        )
        return row, text

    key, text = open_rack(work, organization)
    show(f"{key.api_key_id} {text}")


@group.command()
def revoke(
    api_key_id: Annotated[str, typer.Argument(help="The key's id from `skyvern keys list`.")],
    organization: Whose = None,
) -> None:
    """Make a key useless; a running server stops taking it within seconds."""

    async def work(rack: Rack) -> bool:
        keys = [key for key in await rack.keys() if key.live(utc_now())]
        live = [key.api_key_id for key in keys]
        if [key.api_key_id for key in keys if key.scope is Scope.ADMIN] == [api_key_id]:
            stop("that is the last key with the scope admin; make another one first, or nobody can use the server")
        if api_key_id not in live or not await rack.store.organizations.revoke_key(api_key_id):
            return False
        whose = rack.organization.organization_id
        await rack.store.audit.note(whose, Deed.KEY_REVOKED, actor=COMMAND_LINE, subject=api_key_id)
        return True

    if not open_rack(work, organization):
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


def _day(moment: object) -> str:
    return "" if moment is None else str(moment)[:16]
