"""`skyvern schedules` and `skyvern batches` against a real server, the commands called in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import ServerProcess
    from tests.e2e.conftest import Command

SUM = """
title: Sums of a table
workflow_definition:
  parameters:
    - {key: n, parameter_type: workflow, workflow_parameter_type: integer}
  blocks:
    - {label: share, block_type: code, code: "part = 12 / n"}
"""


@pytest.fixture
def workflow(command: Command, tmp_path: Path) -> str:
    (tmp_path / "sum.yaml").write_text(SUM)
    made = command("workflow", "create", str(tmp_path / "sum.yaml"), "--json")
    return str(json.loads(made.stdout)["workflow_permanent_id"])


def test_the_life_of_a_schedule(command: Command, workflow: str) -> None:
    made = command("schedules", "create", workflow, "--every", "2h", "-p", "n=3", "--name", "Even hours", "--json")
    assert made.exit_code == 0, made.stderr
    answer = json.loads(made.stdout)
    assert (answer["schedule"]["interval_seconds"], answer["schedule"]["parameters"]) == (7200, {"n": "3"})
    assert len(answer["next_runs"]) == 5
    name = answer["schedule"]["workflow_schedule_id"]
    assert "every 2h" in command("schedules", "list", "--search", name).stdout
    assert command("schedules", "disable", name).stdout == f"{name} rests\n"
    assert "enabled no" in " ".join(command("schedules", "get", name).stdout.split())
    assert "enabled yes" in " ".join(command("schedules", "enable", name).stdout.split())
    assert command("schedules", "fires", name).stdout == "nothing here yet\n"
    assert command("schedules", "delete", name).exit_code == 0
    gone = command("schedules", "get", name)
    assert (gone.exit_code, f"there is no schedule {name}" in gone.stderr) == (1, True)


def test_a_moment_is_read_on_the_clock_of_its_zone(command: Command, workflow: str) -> None:
    wanted = ("--at", "2099-07-01T18:00", "--timezone", "Europe/London", "-p", "n=3", "--json")
    answer = json.loads(command("schedules", "create", workflow, *wanted).stdout)
    assert answer["next_runs"] == ["2099-07-01T17:00:00.000000"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--every", "often"), "'often' is no rhythm; write 15m"),
        (("--at", "soon"), "'soon' is no moment"),
        (("--at", "2099-07-01T18:00", "--timezone", "Paris"), "'Paris' is no IANA name"),
        (("--every", "1m"), "greater than or equal to 300"),
        ((), "give exactly one of cron_expression, interval_seconds and run_at"),
    ],
)
def test_what_is_no_time_is_told(command: Command, workflow: str, arguments: tuple[str, ...], words: str) -> None:
    told = command("schedules", "create", workflow, "-p", "n=1", *arguments)
    assert told.exit_code != 0
    assert words in told.stderr


def test_a_batch_of_a_table_tells_its_results(command: Command, workflow: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("n\n3\n0\n4\n")
    ended = command("batches", "start", workflow, str(table), "--at-once", "3", "--title", "Shares", "--wait", "--json")
    batch = json.loads(ended.stdout)
    assert (ended.exit_code, batch["status"], batch["counts"]) == (1, "finished", {"completed": 2, "failed": 1})
    name = batch["batch_id"]
    assert "2 completed, 1 failed" in command("batches", "list", "--workflow", workflow).stdout
    failed = command("batches", "items", name, "--status", "failed").stdout
    assert "ZeroDivisionError" in failed
    saved = tmp_path / "results.csv"
    assert command("batches", "results", name, "-o", str(saved)).exit_code == 0
    lines = saved.read_text().splitlines()
    assert (len(lines), lines[1].startswith("1,")) == (4, True)
    assert command("batches", "results", name).stdout.splitlines() == lines
    assert "finished" in command("batches", "cancel", name).stdout
    paused = command("batches", "pause", name)
    assert (paused.exit_code, "cannot become paused" in paused.stderr) == (1, True)


def test_a_row_that_does_not_fit_starts_nothing(command: Command, workflow: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("n\n3\nmany\n")
    refused = command("batches", "start", workflow, str(table))
    assert (refused.exit_code, "number 2" in refused.stderr) == (1, True)
    missing = command("batches", "start", workflow, str(tmp_path / "none.csv"))
    assert f"there is no file {tmp_path / 'none.csv'}" in missing.stderr


def test_a_key_that_may_not_says_what_it_lacks(
    command: Command, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKYVERN_DATA_DIR", str(server.data_dir))
    key = command("keys", "create", "reader", "--scope", "read").stdout.split()[-1]
    monkeypatch.setenv("SKYVERN_API_KEY", key)
    told = command("batches", "cancel", "batch_1")
    assert "This API key has the scope 'read'; this needs 'run'." in told.stderr
