"""`skyvern workflow`: save, read, list and delete workflows."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skyvern.cli.inputs import definition
from skyvern.cli.remote import speak
from skyvern.cli.terminal import show, show_facts, show_json, show_table, stop, warn
from skyvern.client import Record
from skyvern.client.curl import CurlRefused, block_from_curl

if TYPE_CHECKING:
    from skyvern.api.importing import ImportReport

group = typer.Typer(help="Save, read, list and delete workflows.", no_args_is_help=True)
WorkflowId = Annotated[str, typer.Argument(help="The workflow's id (wpid_…).")]
File = Annotated[Path, typer.Argument(help="A .json or .yaml file with title and workflow_definition.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_COLUMNS = ("workflow", "version", "title", "changed")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="workflow")


@group.command()
def create(file: File, as_json: AsJson = False) -> None:
    """Save the workflow in a file as a new one."""
    given = definition(file)
    _show(speak(lambda client: client.create_workflow(**given)), as_json=as_json)


@group.command()
def update(workflow_id: WorkflowId, file: File, as_json: AsJson = False) -> None:
    """Save the workflow in a file as the next version of an earlier one."""
    given = definition(file)
    _show(speak(lambda client: client.update_workflow(workflow_id, **given)), as_json=as_json)


@group.command()
def get(
    workflow_id: WorkflowId,
    version: Annotated[int | None, typer.Option(help="This version instead of the latest.")] = None,
) -> None:
    """Print a workflow as JSON, definition included."""
    show_json(speak(lambda client: client.get_workflow(workflow_id, version=version)).to_dict())


@group.command("list")
def list_(
    search: Annotated[str | None, typer.Option(help="Only titles with these words.")] = None,
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List workflows, newest first."""
    _list(speak(lambda client: client.get_workflows(search_key=search, page=page)), as_json=as_json)


@group.command()
def versions(workflow_id: WorkflowId, as_json: AsJson = False) -> None:
    """List the versions of a workflow, newest first."""
    _list(speak(lambda client: client.get_workflow_versions(workflow_id)), as_json=as_json)


@group.command()
def delete(workflow_id: WorkflowId) -> None:
    """Delete every version of a workflow; its runs stay."""
    speak(lambda client: client.delete_workflow(workflow_id))
    show(f"{workflow_id} is deleted")


@group.command("import")
def import_(
    file: File,
    check: Annotated[bool, typer.Option("--check", help="Only report; save nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Report what a workflow file of elsewhere does here – supported, degrades, refused – and save it."""
    from skyvern.api.importing import report_on  # noqa: PLC0415 - knows every block, which no other command needs

    given = definition(file)
    report = report_on(given.get("yaml_definition") or given.get("json_definition") or {})
    if as_json:
        show_json({key: value for key, value in asdict(report).items() if key != "tree"})
    else:
        _show_report(report)
    if report.refused:
        raise typer.Exit(1)
    if not check:
        _show(speak(lambda client: client.create_workflow(json_definition=dict(report.tree))), as_json=as_json)


def _show_report(report: ImportReport) -> None:
    show(report.title or "(no title)")
    for name, count in report.supported.items():
        show(f"  supported  {count} × {name}")
    for line in report.renamed:
        show(f"  renamed    {line}")
    for line in report.degrades:
        show(f"  degrades   {line}")
    if report.refused:
        show(f"  refused    {report.refused}")


@group.command("from-curl")
def from_curl(
    command: Annotated[str, typer.Argument(help="The whole curl command, in quotes; `-` reads it from the input.")],
    label: Annotated[str, typer.Option(help="Label of the block.")] = "request",
) -> None:
    """Print the http_request block that does what a curl command does."""
    try:
        show_json(block_from_curl(sys.stdin.read() if command == "-" else command, label=label))
    except CurlRefused as error:
        stop(str(error))


def _show(workflow: Record, *, as_json: bool) -> None:
    warn(workflow.to_dict().get("warnings") or ())
    if as_json:
        show_json(workflow.to_dict())
    else:
        show_facts({"workflow": workflow.workflow_permanent_id, "version": workflow.version, "title": workflow.title})


def _list(workflows: list[Record], *, as_json: bool) -> None:
    if as_json:
        show_json([item.to_dict() for item in workflows])
        return
    show_table(
        _COLUMNS, ((item.workflow_permanent_id, item.version, item.title, item.modified_at) for item in workflows)
    )
