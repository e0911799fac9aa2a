"""Logs: one JSON object a line where programs read them, with the run's id; also what libraries say."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from skyvern.serve.logs import write_logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_json_lines_carry_the_run() -> None:
    out = io.StringIO()
    write_logs("json", to=out)
    structlog.get_logger().warning("recording_lost", run_id="wr_1", error="no room")
    logging.getLogger("some.library").warning("odd: %s", 7)
    ours, theirs = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (ours["event"], ours["run_id"], ours["level"]) == ("recording_lost", "wr_1", "warning")
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("odd: 7", "some.library", "warning")
    assert ours["timestamp"]


def test_lines_for_people() -> None:
    out = io.StringIO()
    write_logs("console", to=out)
    structlog.get_logger().warning("recording_lost", run_id="wr_1")
    assert "recording_lost" in out.getvalue()
    assert "run_id=wr_1" in out.getvalue()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_loses_lines_and_breaks_nothing() -> None:
    full = Path("/dev/full").open("w")  # noqa: SIM115 - closing it fails, too
    write_logs("console", to=full)
    structlog.get_logger().error("database_away")
    logging.getLogger("some.library").warning("odd")
    with pytest.raises(OSError, match="No space"):
        full.close()
