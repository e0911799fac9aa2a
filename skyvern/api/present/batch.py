"""Batches as callers see them, and their results as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from skyvern.domain.batch import Batch, ItemState
from skyvern.domain.clock import iso

_FIRST = ("number", "status", "run_id")
_LAST = ("failure_reason", "started_at", "finished_at")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def present_batch(batch: Batch, counts: Mapping[str, int]) -> dict[str, object]:
    """Return a batch."""
    return {
        "batch_id": batch.batch_id,
        "workflow_permanent_id": batch.workflow_permanent_id,
        "workflow_id": batch.workflow_id,
        "title": batch.title,
        "status": batch.status.value,
        "total": batch.total,
        "at_once": batch.at_once,
        "counts": dict(counts),
        "created_at": iso(batch.created_at),
        "modified_at": iso(batch.modified_at),
        "finished_at": iso(batch.finished_at),
    }


def present_item(item: ItemState) -> dict[str, object]:
    """Return one set of values and how its run stands."""
    return {
        "number": item.number,
        "parameters": dict(item.parameters),
        "status": item.status,
        "tries": item.tries,
        "run_id": item.run_id,
        "failure_reason": item.refusal or item.failure_reason,
        "output": item.output,
        "started_at": iso(item.started_at),
        "finished_at": iso(item.finished_at),
    }


def table(items: Iterable[ItemState]) -> list[dict[str, object]]:
    """Return one flat row for each item: `parameters.*` and `output.*` are columns of their own."""
    return [_row(present_item(item)) for item in items]


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Write rows as CSV; columns in the order in which they first occur, text that looks like a formula marked."""
    middle = dict.fromkeys(name for row in rows for name in row if name not in (*_FIRST, *_LAST))
    columns = [*_FIRST, *sorted(middle, key=lambda name: not name.startswith("parameters.")), *_LAST]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return out.getvalue()


def _row(item: Mapping[str, object]) -> dict[str, object]:
    row: dict[str, object] = {name: item[name] for name in (*_FIRST, *_LAST)}
    for name in ("parameters", "output"):
        value = item[name]
        if isinstance(value, Mapping):
            parts = cast("Mapping[str, object]", value)
            row.update({f"{name}.{key}": part for key, part in parts.items()})
        elif value is not None:
            row[name] = value
    return row


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, (Mapping, list, bool)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
