"""Runs and workflows as agents want them: what matters, without empty fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skyvern.client import Record

_RUN = (
    "run_id",
    "status",
    "output",
    "failure_reason",
    "errors",
    "downloaded_files",
    "screenshot_urls",
    "recording_url",
    "app_url",
    "step_count",
    "created_at",
    "finished_at",
)
_LISTED_RUN = ("run_id", "workflow_permanent_id", "title", "status", "failure_reason", "created_at", "finished_at")
_LISTED_WORKFLOW = ("workflow_permanent_id", "title", "description", "version", "status", "modified_at")
_FILE = ("file_name", "file_url", "file_size")
FINAL = frozenset({"completed", "failed", "terminated", "timed_out", "canceled"})


def run_summary(run: Record) -> dict[str, Any]:
    """Return how a run stands, and what to do next while it goes on."""
    answer = kept(run.to_dict(), _RUN)
    if files := answer.get("downloaded_files"):
        answer["downloaded_files"] = [kept(file, _FILE) for file in files]
    if not has_ended(run):
        answer["next"] = f"The run goes on: call wait_for_run with run_id {run.run_id!r}."
    return answer


def has_ended(run: Record) -> bool:
    """Tell whether a run has ended for good."""
    return run.status in FINAL and not run.get("retry_pending")


def listed_run(run: Record) -> dict[str, Any]:
    """Return the line of a run in a list."""
    return kept(run.to_dict(), _LISTED_RUN)


def listed_workflow(workflow: Record) -> dict[str, Any]:
    """Return the line of a workflow in a list, with the parameters that a run of it takes."""
    whole = workflow.to_dict()
    parameters = whole["workflow_definition"].get("parameters", [])
    return kept(whole, _LISTED_WORKFLOW) | {"parameters": [_parameter(row) for row in parameters if _asked_for(row)]}


def _asked_for(row: Mapping[str, Any]) -> bool:
    return row.get("parameter_type") == "workflow"


def _parameter(row: Mapping[str, Any]) -> dict[str, Any]:
    default = row.get("default_value")
    known = {"key": row["key"], "type": row.get("workflow_parameter_type"), "description": row.get("description")}
    return kept(known, tuple(known)) | ({"required": True} if default is None else {"default": default})


def kept(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named values that are not empty."""
    return {name: row[name] for name in names if row.get(name) not in (None, "", [])}
