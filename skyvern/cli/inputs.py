"""What people type or keep in files: parameters, headers, definitions of workflows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from skyvern.cli.terminal import stop


def pairs(items: Iterable[str], *, option: str) -> dict[str, Any]:
    """Return `key=value` items as a mapping; `@file.json` adds a whole JSON object. The server makes types of text."""
    found: dict[str, Any] = {}
    for item in items:
        key, separator, value = item.partition("=")
        if item.startswith("@"):
            found |= _object(Path(item[1:]))
        elif separator and key:
            found[key] = value
        else:
            stop(f"{option} {item!r} is not key=value", code=2)
    return found


def definition(path: Path) -> dict[str, Any]:
    """Return a workflow file as the argument that `create_workflow` takes: JSON by its name, else YAML."""
    text = _text(path)
    if path.suffix.lower() != ".json":
        return {"yaml_definition": text}
    return {"json_definition": _parsed(path, text)}


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file: the same file, the same workflow."""
    return hashlib.sha256(_text(path).encode()).hexdigest()


def _object(path: Path) -> dict[str, Any]:
    return _parsed(path, _text(path))


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        stop(f"{path} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}")
    if not isinstance(value, dict):
        stop(f"{path} should hold a JSON object")
    return cast("dict[str, Any]", value)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{path} cannot be read: {error}")
