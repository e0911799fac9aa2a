"""What file blocks share: references to files, public facts of files, and documents as content or as reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from skyvern.blocks.base import BlockError, SavedFile
from skyvern.documents import Document, Sheet
from skyvern.domain.failure import Category, Failure
from skyvern.domain.page import Cell, Line, Pair, Reading, Table


class FileFailed(BlockError):
    """A file could not be brought, read, written, stored or fetched; carries the failure to report."""


def facts(saved: SavedFile) -> dict[str, object]:
    """Return the public facts of a file of the run (contract 3.5)."""
    artifact = saved.artifact
    return {
        "url": saved.url,
        "file_url": saved.url,
        "filename": artifact.file_name,
        "file_name": artifact.file_name,
        "checksum": artifact.checksum,
        "file_size": artifact.size,
        "artifact_id": artifact.artifact_id,
    }


def references(given: str) -> tuple[str, ...]:
    """Return the file references in a rendered field: one, or a JSON list of texts or of file facts."""
    text = given.strip()
    if text[:1] not in ("[", "{"):
        return (text,) if text else ()
    try:
        value = cast("object", json.loads(text))
    except ValueError:
        return (text,)
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(reference for item in items if (reference := _reference(item)))


def _reference(item: object) -> str:
    if isinstance(item, Mapping):
        known = cast("Mapping[str, object]", item)
        named = (known.get(key) for key in ("file_url", "url", "artifact_url", "file_path", "s3uri", "artifact_id"))
        return next((str(value) for value in named if value), "")
    return str(item).strip() if item else ""


def refused(reason: str) -> FileFailed:
    """Return the error for a file or request that cannot be used as it is given."""
    return FileFailed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))


def content(document: Document) -> object:
    """Return what a parsed document is without a schema: rows, text, data, or the files of an archive."""
    match document.kind:
        case "csv" | "excel":
            return document.sheets[0].records() if document.sheets else []
        case "json":
            return document.data
        case "zip":
            return [
                {
                    "file_name": member.name,
                    "file_type": member.document.kind if member.document else None,
                    "content": content(member.document) if member.document else None,
                    "error": member.error or None,
                }
                for member in document.members
            ]
        case _:
            return document.text


def readable(document: Document) -> Reading:
    """Return a document as what minds read: lines, tables and labelled values."""
    whole = [document, *(member.document for member in document.members if member.document is not None)]
    lines = [line for one in whole for line in one.lines]
    if document.data is not None:
        lines.append((json.dumps(document.data, ensure_ascii=False), 0))
    pairs = [pair for one in whole for pair in (*one.pairs, *_data_pairs(one.data))]
    return Reading(
        lines=tuple(Line(text=text, level=level, order=at, region="main") for at, (text, level) in enumerate(lines)),
        tables=tuple(_table(sheet) for one in whole for sheet in (*one.sheets, *_data_sheets(one.data))),
        pairs=tuple(
            Pair(label=label, value=value, source="sibling", order=at) for at, (label, value) in enumerate(pairs)
        ),
    )


def _table(sheet: Sheet) -> Table:
    return Table(
        caption=sheet.name,
        headers=sheet.headers,
        rows=tuple(tuple(Cell(text="" if cell is None else str(cell)) for cell in row) for row in sheet.rows),
    )


def _data_pairs(data: object, prefix: str = "") -> list[tuple[str, str]]:
    """The values of an object of JSON under their names, inner ones with the outer's name before."""
    found: list[tuple[str, str]] = []
    if isinstance(data, Mapping):
        for key, value in cast("Mapping[str, object]", data).items():
            label = f"{prefix} {key}".strip()
            if isinstance(value, Mapping):
                found += _data_pairs(cast("object", value), label)
            elif isinstance(value, (str, int, float)):
                found.append((label, str(value)))
    return found


def _data_sheets(data: object) -> list[Sheet]:
    """The lists of objects in JSON, as tables."""
    if isinstance(data, Mapping):
        inner = cast("Mapping[str, object]", data)
        return [sheet for key, value in inner.items() for sheet in _listed(key, value)]
    return _listed("", data)


def _listed(name: str, data: object) -> list[Sheet]:
    rows = (
        [cast("Mapping[str, object]", row) for row in cast("list[object]", data) if isinstance(row, Mapping)]
        if isinstance(data, list)
        else []
    )
    headers = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    return (
        [Sheet(name=name, headers=headers, rows=tuple(tuple(row.get(key) for key in headers) for row in rows))]
        if rows
        else []
    )
