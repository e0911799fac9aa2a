"""`skyvern runs`: look at runs, cancel them, see what they left."""

from __future__ import annotations

from typing import Annotated

import typer

from skyvern.cli.progress import lines
from skyvern.cli.remote import speak
from skyvern.cli.terminal import err, show, show_facts, show_json, show_table
from skyvern.cli.watch import follow, show_run
from skyvern.client import Record, Skyvern

group = typer.Typer(help="Look at runs, cancel them, see what they left.", no_args_is_help=True)
RunId = Annotated[str, typer.Argument(help="The run's id (wr_… or tsk_…).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="runs")


@group.command("list")
def list_(
    status: Annotated[list[str] | None, typer.Option(help="Only runs in this status; may be repeated.")] = None,
    workflow: Annotated[str | None, typer.Option(help="Only runs of this workflow.")] = None,
    search: Annotated[str | None, typer.Option(help="Only runs with these words.")] = None,
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List runs, newest first."""
    found = speak(
        lambda client: client.get_runs(status=status, workflow_permanent_id=workflow, search_key=search, page=page)
    )
    if as_json:
        show_json([item.to_dict() for item in found])
        return
    show_table(
        ("run", "status", "title", "created"), ((run.run_id, run.status, run.title, run.created_at) for run in found)
    )


@group.command()
def get(run_id: RunId, as_json: AsJson = False) -> None:
    """Print how a run stands and what it left."""
    run = speak(lambda client: client.get_run(run_id))
    if as_json:
        show_json(run.to_dict())
    else:
        show_run(run)


@group.command()
def cancel(run_id: RunId) -> None:
    """Ask a run to stop."""
    speak(lambda client: client.cancel_run(run_id))
    show(f"{run_id} was asked to stop")


@group.command()
def timeline(
    run_id: RunId,
    follow_it: Annotated[bool, typer.Option("--follow", "-f", help="Stay until the run has ended.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what happened, block by block."""
    if follow_it:
        ended = speak(lambda client: follow(client, run_id, say=lambda line: err.print(line, markup=False)))
        show_run(ended)
        raise typer.Exit(0 if ended.status == "completed" else 1)
    items = speak(lambda client: client.get_run_timeline(run_id))
    if as_json:
        show_json([item.to_dict() for item in items])
        return
    for line in lines(items):
        show(f"{'  ' * line.depth}{line.text}")


@group.command()
def artifacts(
    run_id: RunId,
    kind: Annotated[list[str] | None, typer.Option("--type", help="Only this artifact type; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the files of a run, with links that open without a key."""
    found = speak(lambda client: client.get_run_artifacts(run_id, artifact_type=kind))
    if as_json:
        show_json([item.to_dict() for item in found])
        return
    for item in found:
        show(f"{item.artifact_id}  {item.artifact_type}  {item.signed_url}")


@group.command()
def retry(run_id: RunId) -> None:
    """Start a new run with the inputs of one that has ended."""
    show_run(speak(lambda client: client.retry_workflow_run(run_id)))


@group.command("retry-webhook")
def retry_webhook(
    run_id: RunId,
    url: Annotated[str | None, typer.Option(help="Send it here instead of to the run's own webhook.")] = None,
) -> None:
    """Send the webhook of a run that has ended once more."""

    async def replay(client: Skyvern) -> Record:
        return await client.retry_run_webhook(run_id, webhook_url=url)

    answer = speak(replay)
    show_facts(
        {
            "sent to": answer.target_webhook_url,
            "status": answer.status_code,
            "milliseconds": answer.latency_ms,
            "error": answer.error,
        }
    )
    if answer.error or not 200 <= (answer.status_code or 0) < 300:
        raise typer.Exit(1)
