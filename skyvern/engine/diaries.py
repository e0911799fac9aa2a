"""What a run keeps of its browser's diary: a console log and a minimal HAR, secrets taken out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from skyvern.domain.redaction import Redactor

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diaries:
    """The two files; empty bytes where there is nothing to tell."""

    console: bytes
    har: bytes


def read_diary(path: Path, mask: Redactor) -> Diaries:
    """Return the files made of a diary; a last line that was cut off is passed over."""
    console: list[str] = []
    entries: list[dict[str, object]] = []
    for line in _lines(path):
        shown = cast("Line", mask.value(line))
        if shown.get("kind") == "console":
            where = f" ({shown['where']})" if shown.get("where") else ""
            console.append(f"{_moment(shown)} {str(shown.get('level', '')).upper()} {shown.get('text', '')}{where}")
        else:
            entries.append(_entry(shown))
    har = {"log": {"version": "1.2", "creator": {"name": "Skyvern", "version": "1"}, "entries": entries}}
    return Diaries(
        console=("\n".join(console) + "\n").encode(errors="replace") if console else b"",
        har=json.dumps(har, ensure_ascii=False, indent=1).encode(errors="replace") if entries else b"",
    )


def _lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        for text in file:
            try:
                yield cast("Line", json.loads(text))
            except ValueError:
                continue


def _entry(line: Line) -> dict[str, object]:
    took = max(0.0, float(cast("float", line.get("milliseconds", 0))))
    empty: dict[str, object] = {"cookies": [], "headers": [], "headersSize": -1, "bodySize": -1}
    entry: dict[str, object] = {
        "startedDateTime": _moment(line),
        "time": took,
        "request": {"method": line["method"], "url": line["url"], "httpVersion": "", "queryString": [], **empty},
        "response": {
            "status": line["status"],
            "statusText": "",
            "httpVersion": "",
            "redirectURL": "",
            "content": {"size": -1, "mimeType": line["mime"]},
            **empty,
        },
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "_resourceType": line["type"],
    }
    return entry | ({"_error": line["failure"]} if line.get("failure") else {})


def _moment(line: Line) -> str:
    moment = datetime.fromtimestamp(float(cast("float", line["at"])), UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
