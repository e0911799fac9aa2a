"""Sessions in a row on a server that is killed amid its work leave nothing behind (`benchmarks/soak.py` runs 200)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak import soak


@pytest.mark.long
async def test_sessions_and_kills_leave_no_process_no_folder_and_no_row(tmp_path: Path) -> None:
    report = await soak(20, every=10, folder=tmp_path)
    assert (report.opened, report.closed, report.kills) == (20, 20, 2)
    assert report.left == []
