"""Keeps what tells why a run ended wrongly: its answer, its journal and its last picture, in a folder that stays."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from skyvern.client.record import Record
from tests.chaos.books import Books


def keep(folder: Path, run: Record, books: Books) -> Path:
    """Write down a run in a folder of its own, and return that."""
    kept = folder / run.run_id
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "run.json").write_text(json.dumps(run.to_dict(), indent=1, default=str))
    with (kept / "journal.jsonl").open("w") as lines:
        for entry in books.journal_of(run.run_id):
            lines.write(json.dumps(entry, default=str) + "\n")
    if pictures := run.screenshot_urls or []:
        answer = httpx.get(pictures[0], timeout=30)
        (kept / ("last.png" if answer.is_success else "last.txt")).write_bytes(answer.content)
    return kept
