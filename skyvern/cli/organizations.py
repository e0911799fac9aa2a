"""`skyvern organizations`: make, list, rename and delete organisations on the machine that holds the database."""

from __future__ import annotations

from typing import Annotated

import typer

from skyvern.cli.rack import COMMAND_LINE, Rack, open_rack
from skyvern.cli.terminal import show, show_table, stop
from skyvern.credentials import issue_key
from skyvern.domain.audit import AuditEntry, Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.organization import Organization
from skyvern.engine.retention import Eraser

group = typer.Typer(help="Make, list, rename and delete organisations on this machine.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="Its id or name.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="organizations")


@group.command("list")
def list_() -> None:
    """List organisations."""
    found = open_rack(lambda rack: rack.store.organizations.list())
    show_table(("organisation", "name", "made"), ((o.organization_id, o.name, str(o.created_at)[:16]) for o in found))


@group.command()
def create(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Make an organisation and its first API key, which is printed this once."""

    async def work(rack: Rack) -> tuple[Organization, str]:
        made = Organization(organization_id=new_id("o"), name=name, created_at=utc_now())
        await rack.store.organizations.add(made)
        key, text = issue_key(rack.sealer, made.organization_id, name="first")
        await rack.store.organizations.add_key(key)
        await rack.store.audit.note(
            made.organization_id, Deed.KEY_CREATED, actor=COMMAND_LINE, subject=key.api_key_id, scope=key.scope.value
        )
        return made, text

    made, text = open_rack(work)
    show(f"{made.organization_id} {text}")


@group.command()
def rename(organization: Id, name: Annotated[str, typer.Argument(help="Its new name.")]) -> None:
    """Rename an organisation."""

    async def work(rack: Rack) -> None:
        whose = rack.organization.organization_id
        await rack.store.organizations.rename(whose, name)
        await rack.store.audit.note(whose, Deed.ORGANIZATION_CHANGED, actor=COMMAND_LINE, subject=whose, name=name)

    open_rack(work, organization)
    show(f"it is called {name} now")


@group.command()
def delete(
    organization: Id, yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False
) -> None:
    """Delete an organisation and everything of it: workflows, runs, files, credentials. It cannot be undone."""

    async def work(rack: Rack) -> str:
        whose = rack.organization.organization_id
        if (await rack.store.organizations.list())[0].organization_id == whose:
            stop("that is the first organisation, which administers the installation; it cannot be deleted")
        if living := await rack.store.erasure.living_runs(whose):
            stop(f"{len(living)} of its runs have not ended; cancel them first")
        await Eraser(rack.store, rack.archive).erase_organization(whose, cancel=_never)
        return whose

    if not yes and not typer.confirm(f"Delete {organization} and everything of it for good?"):
        stop("nothing was deleted")
    show(f"{open_rack(work, organization)} and everything of it is deleted")


@group.command()
def audit(
    organization: Annotated[str | None, typer.Argument(help="Its id or name (default the first).")] = None,
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
) -> None:
    """Print who used or changed keys, credentials and controls, newest first."""

    async def work(rack: Rack) -> list[AuditEntry]:
        return (await rack.store.audit.list(rack.organization.organization_id, page=page, page_size=50))[0]

    show_table(
        ("at", "who", "what", "to what"),
        ((str(e.at)[:19], e.actor, e.deed.value, e.subject) for e in open_rack(work, organization)),
    )


async def _never(run: object) -> None:
    del run
