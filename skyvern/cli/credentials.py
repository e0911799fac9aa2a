"""`skyvern credentials`: passwords that workflows may use; they go in and never come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from skyvern.cli.remote import speak
from skyvern.cli.terminal import show, show_json, show_table
from skyvern.client import Record

group = typer.Typer(help="Keep passwords that workflows may use.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="credentials")


@group.command()
def add(
    name: Annotated[str, typer.Argument(help="A name to know it by.")],
    username: Annotated[str, typer.Option(prompt=True, help="The user name.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            envvar="SKYVERN_NEW_PASSWORD",
            help="The password; better typed when asked for, or given in the variable, than on the command line.",
        ),
    ],
    totp: Annotated[str | None, typer.Option(help="The authenticator's secret, for one-time codes.")] = None,
) -> None:
    """Keep a user name and a password; prints the id that workflows name."""
    fields = {"username": username, "password": password}
    if totp:
        fields |= {"totp": totp, "totp_type": "authenticator"}
    kept = speak(lambda client: client.create_credential(name=name, credential_type="password", credential=fields))
    show(kept.credential_id)


@group.command("list")
def list_(
    search: Annotated[str | None, typer.Option(help="Only names with these words.")] = None,
    as_json: AsJson = False,
) -> None:
    """List credentials, newest first, without their secrets."""
    found = speak(lambda client: client.get_credentials(search=search))
    if as_json:
        show_json([item.to_dict() for item in found])
        return
    show_table(("credential", "type", "name", "user"), (_row(item) for item in found))


@group.command()
def delete(credential_id: Annotated[str, typer.Argument(help="The credential's id (cred_…).")]) -> None:
    """Delete a credential and its secrets."""
    speak(lambda client: client.delete_credential(credential_id))
    show(f"{credential_id} is deleted")


def _row(item: Record) -> tuple[object, ...]:
    fields: Mapping[str, object] = item.get("credential") or {}
    return item.credential_id, item.credential_type, item.name, fields.get("username")
