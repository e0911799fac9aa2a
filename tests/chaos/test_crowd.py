"""Browser runs submitted at once keep every limit and leave nothing behind (`benchmarks/crowd.py` submits 200)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from benchmarks.crowd import PER_ORGANIZATION, crowd


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_crowd_of_browser_runs_stays_within_every_limit_and_leaves_nothing() -> None:
    with tempfile.TemporaryDirectory(prefix="crowd") as folder:  # Chromium's socket lies in it: its path must be short
        report = crowd(10, limit_mb=3000, folder=Path(folder), seconds=600)
    print(report)
    assert report.faults == []
    assert (report.ends["completed"], report.ends["canceled"]) == (9, 1)
    assert 1 < report.at_once <= PER_ORGANIZATION
