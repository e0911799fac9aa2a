"""Sessions in a row on a server that is killed amid its work leave nothing behind (`benchmarks/soak.py` runs 200)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from benchmarks.soak import soak


@pytest.mark.long
async def test_sessions_and_kills_leave_no_process_no_folder_and_no_row() -> None:
    with tempfile.TemporaryDirectory(prefix="soak") as folder:  # Chromium's socket lies in it: its path must be short
        report = await soak(20, every=10, folder=Path(folder))
    assert (report.opened, report.closed, report.kills) == (20, 20, 2)
    assert report.left == []
