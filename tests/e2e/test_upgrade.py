"""The next release comes while runs are at work: they end on old workers, or are taken over when there are none."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import skyvern
from skyvern.store.migrations import HEAD, REVISIONS
from skyvern.testing.buckets import running_buckets
from tests.e2e.fleet import Fleet, running_fleet
from tests.postgres import Cluster

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
_NEXT = f"{len(REVISIONS) + 1:04}"
_REVISION = f'''"""What the next release adds."""

import sqlalchemy as sa
from alembic import op

revision = "{_NEXT}"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.add_column("run", sa.Column("of_the_next_release", sa.Text))
'''


@pytest.fixture
def fleet(postgres: Cluster, tmp_path: Path) -> Iterator[Fleet]:
    with running_buckets() as objects, running_fleet(tmp_path, postgres, objects) as fleet:
        yield fleet


@pytest.fixture
def next_release(tmp_path: Path) -> Path:
    """A folder with the package as it is but for its engine version and one more revision of the schema."""
    folder, package = tmp_path / "next", Path(skyvern.__file__).parent
    shutil.copytree(package, folder / "skyvern", ignore=shutil.ignore_patterns("ui_dist", "__pycache__"))
    migrations = folder / "skyvern" / "store" / "migrations"
    _change(folder / "skyvern" / "engine" / "queue.py", 'ENGINE_VERSION = "1"', 'ENGINE_VERSION = "2"')
    _change(migrations / "__init__.py", f"range(1, {len(REVISIONS) + 1})", f"range(1, {len(REVISIONS) + 2})")
    (migrations / "versions" / f"{_NEXT}_next.py").write_text(_REVISION)
    return folder


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, path
    path.write_text(text.replace(old, new))


def test_old_runs_end_on_old_workers_and_are_taken_over_when_there_are_none(fleet: Fleet, next_release: Path) -> None:
    old = fleet.work()
    first = fleet.launch(5)
    fleet.begun(first, "pause")
    new = fleet.work(PYTHONPATH=str(next_release))
    assert fleet.ask("SELECT version_num FROM alembic_version") == [(_NEXT,)]
    assert {row[0] for row in fleet.ask("SELECT version FROM worker")} == {"1", "2"}
    second, third = fleet.launch(1), fleet.launch(20)
    for run_id in (first, second):
        assert fleet.ended(run_id)["status"] == "completed"
        assert fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_left'", id=run_id) == [(0,)]
    fleet.begun(third, "pause")
    assert fleet.holder(third) is old
    old.send_signal(signal.SIGTERM)
    assert old.wait(timeout=60) == 0
    newer = fleet.work(PYTHONPATH=str(next_release))  # whoever starts looks for what nobody can take
    assert fleet.ended(third)["status"] == "completed"
    began = fleet.ask("SELECT count(*) FROM block_run WHERE run_id = :id AND label = 'before'", id=third)
    assert began == [(1,)], "what had been done was not done again"
    assert (new.poll(), newer.poll()) == (None, None)
