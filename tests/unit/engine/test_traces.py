"""A trace is kept without the secrets that were typed while it was taken."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from skyvern.domain.redaction import Redactor
from skyvern.engine.traces import scrubbed

SECRET = "hunter2-geheim"


def test_secrets_are_taken_out_of_calls_snapshots_and_what_was_loaded(tmp_path: Path) -> None:
    picture = b"\xff\xd8 a picture \xff"
    entries = {
        "trace.trace": json.dumps({"method": "fill", "params": {"value": SECRET}}).encode(),
        "trace.network": b'{"url": "https://x.example/?key=hunter2%2Dgeheim&k=hunter2-geheim"}',
        f"resources/{SECRET}.html": f"<input value={SECRET}>".encode(),
        "resources/a.dat": b"\xff" + SECRET.encode() + b"\xfe",
        "resources/page@1.jpeg": picture,
    }
    with zipfile.ZipFile(tmp_path / "raw.zip", "w") as raw:
        for name, data in entries.items():
            raw.writestr(name, data)
    kept = scrubbed(tmp_path / "raw.zip", tmp_path / "trace.zip", Redactor({SECRET}))
    assert kept is not None
    with zipfile.ZipFile(kept) as clean:
        files = {name: clean.read(name) for name in clean.namelist()}
    assert len(files) == len(entries)
    assert not [name for name, data in files.items() if SECRET in name or SECRET.encode() in data]
    assert json.loads(files["trace.trace"])["method"] == "fill"
    assert files["resources/page@1.jpeg"] == picture
