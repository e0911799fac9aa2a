"""What agents are told of runs and workflows."""

from __future__ import annotations

import pytest

from skyvern.client import Record
from skyvern.mcp.summary import has_ended, listed_workflow, run_summary


@pytest.mark.parametrize(
    ("run", "ended"),
    [
        ({"run_id": "wr_1", "status": "completed"}, True),
        ({"run_id": "wr_1", "status": "failed", "retry_pending": True}, False),
        ({"run_id": "wr_1", "status": "running"}, False),
        ({"run_id": "wr_1", "status": "paused"}, False),
    ],
)
def test_a_run_that_goes_on_says_what_to_do_next(run: dict[str, object], ended: bool) -> None:
    assert has_ended(Record(run)) is ended
    summary = run_summary(Record(run))
    assert ("next" in summary) is not ended


def test_empty_fields_are_left_out_and_files_are_short() -> None:
    file = {"file_name": "a.pdf", "file_url": "https://x/a", "checksum": "long", "url": "https://x/a"}
    run = {"run_id": "wr_1", "status": "completed", "errors": [], "failure_reason": None, "downloaded_files": [file]}
    assert run_summary(Record(run)) == {
        "run_id": "wr_1",
        "status": "completed",
        "downloaded_files": [{"file_name": "a.pdf", "file_url": "https://x/a"}],
    }


def test_only_parameters_that_a_run_takes_are_told() -> None:
    parameters = [
        {"key": "name", "parameter_type": "workflow", "workflow_parameter_type": "string", "default_value": None},
        {"key": "n", "parameter_type": "workflow", "workflow_parameter_type": "integer", "default_value": 0},
        {"key": "greet_output", "parameter_type": "output"},
    ]
    workflow = {"workflow_permanent_id": "wpid_1", "title": "t", "workflow_definition": {"parameters": parameters}}
    assert listed_workflow(Record(workflow))["parameters"] == [
        {"key": "name", "type": "string", "required": True},
        {"key": "n", "type": "integer", "default": 0},
    ]
