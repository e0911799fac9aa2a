"""`skyvern schedules` and `skyvern batches` against a real server, the commands called in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from skyvern.cli import application

if TYPE_CHECKING:
    from tests.conftest import ServerProcess

SUM = """
title: Sums of a table
workflow_definition:
  parameters:
    - {key: n, parameter_type: workflow, workflow_parameter_type: integer}
  blocks:
    - {label: share, block_type: code, code: "part = 12 / n"}
"""
Command = Callable[..., Result]


@pytest.fixture
def skyvern(server: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("SKYVERN_BASE_URL", server.base_url)
    monkeypatch.setenv("SKYVERN_API_KEY", server.api_key)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(application([arguments[0]]), list(arguments))

    return call


@pytest.fixture
def workflow(skyvern: Command, tmp_path: Path) -> str:
    (tmp_path / "sum.yaml").write_text(SUM)
    made = skyvern("workflow", "create", str(tmp_path / "sum.yaml"), "--json")
    return str(json.loads(made.stdout)["workflow_permanent_id"])


def test_the_life_of_a_schedule(skyvern: Command, workflow: str) -> None:
    made = skyvern("schedules", "create", workflow, "--every", "2h", "-p", "n=3", "--name", "Even hours", "--json")
    assert made.exit_code == 0, made.stderr
    answer = json.loads(made.stdout)
    assert (answer["schedule"]["interval_seconds"], answer["schedule"]["parameters"]) == (7200, {"n": "3"})
    assert len(answer["next_runs"]) == 5
    name = answer["schedule"]["workflow_schedule_id"]
    assert "every 2h" in skyvern("schedules", "list", "--search", name).stdout
    assert skyvern("schedules", "disable", name).stdout == f"{name} rests\n"
    assert "enabled      no" in skyvern("schedules", "get", name).stdout
    assert "enabled      yes" in skyvern("schedules", "enable", name).stdout
    assert skyvern("schedules", "fires", name).stdout == "nothing here yet\n"
    assert skyvern("schedules", "delete", name).exit_code == 0
    gone = skyvern("schedules", "get", name)
    assert (gone.exit_code, f"there is no schedule {name}" in gone.stderr) == (1, True)


def test_a_moment_is_read_on_the_clock_of_its_zone(skyvern: Command, workflow: str) -> None:
    wanted = ("--at", "2099-07-01T18:00", "--timezone", "Europe/London", "-p", "n=3", "--json")
    answer = json.loads(skyvern("schedules", "create", workflow, *wanted).stdout)
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
def test_what_is_no_time_is_told(skyvern: Command, workflow: str, arguments: tuple[str, ...], words: str) -> None:
    told = skyvern("schedules", "create", workflow, "-p", "n=1", *arguments)
    assert told.exit_code != 0
    assert words in told.stderr


def test_a_batch_of_a_table_tells_its_results(skyvern: Command, workflow: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("n\n3\n0\n4\n")
    ended = skyvern("batches", "start", workflow, str(table), "--at-once", "3", "--title", "Shares", "--wait", "--json")
    batch = json.loads(ended.stdout)
    assert (ended.exit_code, batch["status"], batch["counts"]) == (1, "finished", {"completed": 2, "failed": 1})
    name = batch["batch_id"]
    assert "2 completed, 1 failed" in skyvern("batches", "list", "--workflow", workflow).stdout
    failed = skyvern("batches", "items", name, "--status", "failed").stdout
    assert "ZeroDivisionError" in failed
    saved = tmp_path / "results.csv"
    assert skyvern("batches", "results", name, "-o", str(saved)).exit_code == 0
    lines = saved.read_text().splitlines()
    assert (len(lines), lines[1].startswith("1,")) == (4, True)
    assert skyvern("batches", "results", name).stdout.splitlines() == lines
    assert "finished" in skyvern("batches", "cancel", name).stdout
    paused = skyvern("batches", "pause", name)
    assert (paused.exit_code, "cannot become paused" in paused.stderr) == (1, True)


def test_a_row_that_does_not_fit_starts_nothing(skyvern: Command, workflow: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("n\n3\nmany\n")
    refused = skyvern("batches", "start", workflow, str(table))
    assert (refused.exit_code, "number 2" in refused.stderr) == (1, True)
    missing = skyvern("batches", "start", workflow, str(tmp_path / "none.csv"))
    assert f"there is no file {tmp_path / 'none.csv'}" in missing.stderr


def test_a_key_that_may_not_says_what_it_lacks(
    skyvern: Command, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKYVERN_DATA_DIR", str(server.data_dir))
    key = skyvern("keys", "create", "reader", "--scope", "read").stdout.split()[-1]
    monkeypatch.setenv("SKYVERN_API_KEY", key)
    told = skyvern("batches", "cancel", "batch_1")
    assert "This API key has the scope 'read'; this needs 'run'." in told.stderr
