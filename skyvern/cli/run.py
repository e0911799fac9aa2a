"""`skyvern run`: start a workflow, by its id or from a file, and follow it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from skyvern.cli.inputs import definition, fingerprint, pairs
from skyvern.cli.remote import speak
from skyvern.cli.terminal import err, show, show_json, stop, warn
from skyvern.cli.watch import follow, show_run
from skyvern.client import Record, Skyvern

Parameters = Annotated[
    list[str] | None, typer.Option("--parameter", "-p", help="key=value, or @file.json with a whole object.")
]
Header = Annotated[
    list[str] | None, typer.Option("--header", help="name=value, sent by the browser with each request.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)


def run(  # noqa: PLR0913 - one argument per option
    workflow: Annotated[str, typer.Argument(help="A workflow's id (wpid_…), or a .json or .yaml file.")],
    parameter: Parameters = None,
    wait: Annotated[bool, typer.Option("--wait", "-w", help="Follow the run; exit 0 only if it completes.")] = False,
    title: Annotated[str | None, typer.Option(help="A name for this run.")] = None,
    proxy_location: Annotated[str | None, typer.Option(help="Where the browser should seem to be.")] = None,
    webhook_url: Annotated[str | None, typer.Option(help="Told when the run has ended.")] = None,
    totp_url: Annotated[str | None, typer.Option(help="Asked for one-time codes.")] = None,
    totp_identifier: Annotated[str | None, typer.Option(help="Whose one-time codes to use.")] = None,
    max_steps: Annotated[int | None, typer.Option(help="Agent steps that the run may take.")] = None,
    max_minutes: Annotated[int | None, typer.Option(help="Minutes that the run may take.")] = None,
    header: Header = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
) -> None:
    """Run a workflow, or the workflow in a file."""
    file = _file(workflow)
    options: dict[str, Any] = {
        "parameters": pairs(parameter or (), option="-p"),
        "title": title,
        "proxy_location": proxy_location,
        "webhook_url": webhook_url,
        "totp_url": totp_url,
        "totp_identifier": totp_identifier,
        "max_steps_override": max_steps,
        "max_elapsed_time_minutes": max_minutes,
        "extra_http_headers": pairs(header or (), option="--header") or None,
    }

    async def work(client: Skyvern) -> Record:
        workflow_id = workflow if file is None else await _saved(client, file)
        started = await client.run_workflow(workflow_id, **options)
        warn(started.to_dict().get("warnings") or ())
        if not wait:
            return started
        err.print(f"run {started.run_id}: {started.app_url or ''}", markup=False)
        return await follow(client, started.run_id, say=lambda line: err.print(line, markup=False))

    ended = speak(work)
    if as_json:
        show_json(ended.to_dict())
    else:
        show_run(ended)
    if wait and ended.status != "completed":
        raise typer.Exit(1)
    if not wait and not as_json:
        show(f"follow it with: skyvern runs timeline {ended.run_id} --follow")


def _file(workflow: str) -> Path | None:
    path = Path(workflow)
    if path.is_file():
        return path
    if path.suffix in (".json", ".yaml", ".yml"):
        stop(f"there is no file {workflow}")
    return None


async def _saved(client: Skyvern, path: Path) -> str:
    """Save the workflow of a file on its first run and return its id; the same file is the same workflow afterwards."""
    made = await client.create_workflow(**definition(path), idempotency_key=f"cli:{fingerprint(path)}")
    warn(made.to_dict().get("warnings") or ())
    return str(made.workflow_permanent_id)
