"""Figures over runs: rates, lengths, days, workflows and reasons, folded from rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from skyvern.api.present.figures import present_figures
from skyvern.domain.failure import Category
from skyvern.domain.figures import ChargeFigure, RunFigure
from skyvern.domain.status import RunStatus

NOW = datetime(2026, 3, 10, 12)


def run(number: int, status: RunStatus, *, hours: float = 1, took: float | None = 10, of: str = "wpid_1") -> RunFigure:
    made = NOW - timedelta(hours=hours)
    ended = made + timedelta(seconds=2 + took) if took is not None and status.final else None
    failed = status is RunStatus.FAILED
    return RunFigure(
        run_id=f"wr_{number}",
        workflow_permanent_id=of,
        title=of,
        status=status,
        created_at=made,
        started_at=made + timedelta(seconds=2) if status.final else None,
        finished_at=ended,
        failure_category=Category.LLM_ERROR if failed else None,
        failure_reason="first line\nsecond" if failed else None,
    )


def figures(runs: list[RunFigure], charges: list[ChargeFigure] | None = None) -> dict[str, object]:
    return present_figures(
        runs, charges or [], titles={"wpid_1": "Invoices"}, days=3, now=NOW, open_runs={"queued": 1}, complete=True
    )


def test_nothing_is_no_rate_and_no_length() -> None:
    told = figures([])
    assert told["success_rate"] is None
    assert told["median_seconds"] is None
    assert [day["day"] for day in told["by_day"]] == ["2026-03-08", "2026-03-09", "2026-03-10"]


def test_cancelled_runs_count_neither_as_success_nor_as_failure() -> None:
    statuses = (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELED)
    told = figures([run(n, status) for n, status in enumerate(statuses)])
    assert told["success_rate"] == 0.5
    assert told["by_day"][-1] | {} == {
        "day": "2026-03-10",
        "completed": 1,
        "failed": 1,
        "other": 1,
        "tokens": 0,
        "cost": 0.0,
    }


def test_lengths_are_of_completed_runs_from_their_start() -> None:
    told = figures([run(n, RunStatus.COMPLETED, took=float(n)) for n in range(1, 21)])
    assert (told["median_seconds"], told["p95_seconds"]) == (10.0, 19.0)
    assert told["median_waiting_seconds"] == 2.0


def test_what_waits_longest_is_told() -> None:
    told = figures([run(1, RunStatus.QUEUED, hours=0.5), run(2, RunStatus.QUEUED, hours=2)])
    assert told["queue"] == {"waiting": 1, "running": 0, "paused": 0, "oldest_waiting_seconds": 7200.0}


def test_workflows_come_with_their_cost_by_day_and_failures_by_reason() -> None:
    runs = [run(1, RunStatus.FAILED), run(2, RunStatus.FAILED, hours=30), run(3, RunStatus.COMPLETED, of="wpid_2")]
    charges = [ChargeFigure(workflow_permanent_id="wpid_2", at=NOW, tokens=100, micros=250_000)]
    told = figures(runs, charges)
    first, second = told["workflows"]
    assert (first["workflow_permanent_id"], first["runs"], first["success_rate"]) == ("wpid_1", 2, 0.0)
    assert (first["title"], second["title"]) == ("Invoices", "wpid_2"), "as the workflow is called, else as its run is"
    assert (second["cost"], second["cost_by_day"]) == (0.25, [0.0, 0.0, 0.25])
    [failure] = told["failures"]
    assert (failure["category"], failure["count"], failure["run_id"]) == ("LLM_ERROR", 2, "wr_1")
    assert failure["reason"] == "first line"
