"""A release of another engine version comes while runs are at work: they end on old workers, or are taken over."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import skyvern
from skyvern.testing.buckets import running_buckets
from tests.e2e.fleet import Fleet, running_fleet
from tests.postgres import Cluster

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
_TAKEN_OVER_SECONDS = 240
"""Who looks for entries that nobody can take any more does so once a minute."""


@pytest.fixture
def fleet(postgres: Cluster, tmp_path: Path) -> Iterator[Fleet]:
    with running_buckets() as objects, running_fleet(tmp_path, postgres, objects) as fleet:
        yield fleet


@pytest.fixture
def next_release(tmp_path: Path) -> Path:
    """A folder with the package as it is but for its engine version."""
    folder, package = tmp_path / "next", Path(skyvern.__file__).parent
    shutil.copytree(package, folder / "skyvern", ignore=shutil.ignore_patterns("ui_dist", "__pycache__"))
    queue = folder / "skyvern" / "engine" / "queue.py"
    text = queue.read_text()
    assert text.count('ENGINE_VERSION = "1"') == 1
    queue.write_text(text.replace('ENGINE_VERSION = "1"', 'ENGINE_VERSION = "2"'))
    return folder


def test_old_runs_end_on_old_workers_and_are_taken_over_when_there_are_none(fleet: Fleet, next_release: Path) -> None:
    old = fleet.work()
    first = fleet.launch(5)
    fleet.begun(first, "pause")
    new = fleet.work(PYTHONPATH=str(next_release))
    assert {row[0] for row in fleet.ask("SELECT version FROM worker")} == {"1", "2"}
    second, third = fleet.launch(1), fleet.launch(30)
    for run_id in (first, second):
        assert fleet.ended(run_id)["status"] == "completed"
        assert fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_left'", id=run_id) == [(0,)]
    fleet.begun(third, "pause")
    assert fleet.holder(third) is old
    old.send_signal(signal.SIGTERM)
    assert old.wait(timeout=60) == 0
    assert fleet.ended(third, _TAKEN_OVER_SECONDS)["status"] == "completed"
    began = fleet.ask("SELECT count(*) FROM block_run WHERE run_id = :id AND label = 'before'", id=third)
    assert began == [(1,)], "what had been done was not done again"
    assert new.poll() is None
