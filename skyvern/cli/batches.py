"""`skyvern batches`: one workflow, run once for each row of a table."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from skyvern.cli.inputs import pairs
from skyvern.cli.remote import speak
from skyvern.cli.terminal import err, show, show_facts, show_json, show_table, stop
from skyvern.client import Record, Skyvern

group = typer.Typer(help="Run a workflow once for each row of a table.", no_args_is_help=True)
BatchId = Annotated[str, typer.Argument(help="The batch's id (batch_…).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_ENDED = frozenset({"finished", "canceled"})
_LOOK_SECONDS = 1.0


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="batches")


@group.command()
def start(
    workflow_id: Annotated[str, typer.Argument(help="The workflow's id (wpid_…).")],
    table: Annotated[Path, typer.Argument(help="CSV or a workbook; its first row names the parameters.")],
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="key=value that all rows share, or @file.json.")
    ] = None,
    at_once: Annotated[int | None, typer.Option(help="How many of its runs may be under way together.")] = None,
    title: Annotated[str | None, typer.Option(help="A name for the batch.")] = None,
    webhook_url: Annotated[str | None, typer.Option(help="Told of each run's end.")] = None,
    wait: Annotated[bool, typer.Option("--wait", "-w", help="Follow it; exit 0 only if every run completes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Start a batch."""
    if not table.is_file():
        stop(f"there is no file {table}")

    async def work(client: Skyvern) -> Record:
        made = await client.batches.create_from_file(
            workflow_id,
            table,
            parameters=pairs(parameter or (), option="-p") or None,
            at_once=at_once,
            title=title,
            webhook_url=webhook_url,
        )
        return await _followed(client, str(made.batch_id)) if wait else made

    batch = speak(work)
    _show_one(batch, as_json=as_json)
    if wait and batch.counts.to_dict().get("completed") != batch.total:
        raise typer.Exit(1)


@group.command("list")
def list_(
    workflow: Annotated[str | None, typer.Option(help="Only batches of this workflow.")] = None,
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List batches, newest first."""
    found = speak(lambda client: client.batches.list(workflow_id=workflow, page=page, page_size=50))
    if as_json:
        show_json([row.to_dict() for row in found.batches])
        return
    show_table(
        ("batch", "title", "status", "of", "runs"),
        ((row.batch_id, row.title, row.status, row.total, _counted(row)) for row in found.batches),
    )


@group.command()
def get(batch_id: BatchId, as_json: AsJson = False) -> None:
    """Print how far a batch has come."""
    _show_one(speak(lambda client: client.batches.get(batch_id)), as_json=as_json)


@group.command()
def items(
    batch_id: BatchId,
    status: Annotated[str | None, typer.Option(help="Only those in this status, such as failed.")] = None,
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List its rows with their runs."""
    found = speak(lambda client: client.batches.items(batch_id, status=status, page=page))
    if as_json:
        show_json([row.to_dict() for row in found["items"]])
        return
    show_table(
        ("row", "status", "run", "tries", "why"),
        ((row.number, row.status, row.run_id, row.tries, row.failure_reason) for row in found["items"]),
    )


@group.command()
def results(
    batch_id: BatchId,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write CSV to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the results as CSV, one line for each row."""
    if as_json:
        show_json([row.to_dict() for row in speak(lambda client: client.batches.results(batch_id))])
        return
    text = speak(lambda client: client.batches.results_csv(batch_id))
    if output is None:
        show(text.decode().rstrip("\r\n"))
        return
    try:
        output.write_bytes(text)
    except OSError as error:
        stop(f"{output} cannot be written: {error.strerror}")
    show(f"written to {output}")


@group.command()
def pause(batch_id: BatchId) -> None:
    """Start no further run; those under way go on."""
    _show_one(speak(lambda client: client.batches.pause(batch_id)), as_json=False)


@group.command()
def resume(batch_id: BatchId) -> None:
    """Go on with a batch that was paused."""
    _show_one(speak(lambda client: client.batches.resume(batch_id)), as_json=False)


@group.command()
def cancel(batch_id: BatchId) -> None:
    """Start no further run, and cancel those under way."""
    _show_one(speak(lambda client: client.batches.cancel(batch_id)), as_json=False)


@group.command("retry-failed")
def retry_failed(batch_id: BatchId) -> None:
    """Run every row again that did not complete."""
    _show_one(speak(lambda client: client.batches.retry_failed(batch_id)), as_json=False)


async def _followed(client: Skyvern, batch_id: str) -> Record:
    """Return the batch once it has ended."""
    with err.status(f"{batch_id} begins") as status:
        while True:
            batch = await client.batches.get(batch_id)
            if batch.status in _ENDED:
                return batch
            status.update(f"{batch_id} {batch.status}: {_counted(batch)} of {batch.total}")
            await asyncio.sleep(_LOOK_SECONDS)


def _show_one(batch: Record, *, as_json: bool) -> None:
    if as_json:
        show_json(batch.to_dict())
        return
    show_facts(
        {
            "batch": batch.batch_id,
            "workflow": batch.workflow_permanent_id,
            "title": batch.title,
            "status": batch.status,
            "rows": batch.total,
            "runs": _counted(batch),
            "at once": batch.at_once,
        }
    )


def _counted(batch: Record) -> str:
    return ", ".join(f"{count} {status}" for status, count in batch.counts.to_dict().items() if count)
