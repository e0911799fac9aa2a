"""What is kept of a browser's diary: a console log and a HAR that tools read, without secrets."""

from __future__ import annotations

import json
from pathlib import Path

from skyvern.domain.redaction import Redactor
from skyvern.engine.diaries import read_diary

ASKED = {
    "kind": "request",
    "at": 1763870000.5,
    "method": "GET",
    "url": "https://x.example/?key=hunter2-geheim",
    "type": "fetch",
    "status": 200,
    "mime": "application/json",
    "milliseconds": 12.5,
    "failure": "",
}
FAILED = {**ASKED, "url": "https://x.example/b", "status": 0, "milliseconds": -1, "failure": "net::ERR_FAILED"}
SAID = {"kind": "console", "at": 1763870001.0, "level": "warning", "text": "is hunter2-geheim", "where": "a.js:3"}


def test_secrets_are_taken_out_and_a_cut_off_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "diary.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (ASKED, SAID, FAILED)) + '{"kind": "con')
    kept = read_diary(path, Redactor({"hunter2-geheim"}))
    assert b"hunter2" not in kept.console + kept.har
    assert kept.console.decode().startswith("2025-11-23T03:53:21.000Z WARNING is ")
    assert "(a.js:3)" in kept.console.decode()
    first, second = json.loads(kept.har)["log"]["entries"]
    assert (first["request"]["method"], first["response"]["status"], first["time"]) == ("GET", 200, 12.5)
    assert first["response"]["content"]["mimeType"] == "application/json"
    assert (second["_error"], second["time"]) == ("net::ERR_FAILED", 0.0)


def test_nothing_noted_nothing_kept(tmp_path: Path) -> None:
    (tmp_path / "diary.jsonl").touch()
    kept = read_diary(tmp_path / "diary.jsonl", Redactor())
    assert (kept.console, kept.har) == (b"", b"")
