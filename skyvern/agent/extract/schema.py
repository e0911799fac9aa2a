"""Reads a JSON schema as a tree of wanted things: a name, ways to say it, a type, and what it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

SCALARS = ("string", "number", "integer", "boolean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One node of the schema: an object with fields, an array of items, or a value."""

    name: str = ""
    kind: str = "string"
    """string, number, integer, boolean, object, array or any."""
    title: str = ""
    description: str = ""
    format: str = ""
    choices: tuple[object, ...] = ()
    fields: tuple[Wanted, ...] = ()
    items: Wanted | None = None
    required: bool = False

    @property
    def scalar(self) -> bool:
        """Whether it is one value."""
        return self.kind in SCALARS or self.kind == "any"

    def leaves(self, prefix: str = "") -> tuple[str, ...]:
        """Return the paths of the values in it."""
        here = f"{prefix}.{self.name}" if prefix and self.name else self.name or prefix
        if self.fields:
            return tuple(path for field in self.fields for path in field.leaves(here))
        return (here,)


def as_schema(given: object) -> Mapping[str, object] | None:
    """Return a JSON schema given as a mapping, a JSON string, or the legacy list of examples; None for free form."""
    if isinstance(given, str):
        text = given.strip()
        if not text:
            return None
        try:
            given = json.loads(text)
        except ValueError:
            return None
    if isinstance(given, Mapping):
        return _as_object_schema(cast("Mapping[str, object]", given))
    if isinstance(given, Sequence) and not isinstance(given, str):
        items = cast("Sequence[object]", given)
        if items and all(isinstance(item, str) for item in items):
            return {"type": "object", "properties": {str(item): {"type": "string"} for item in items}}
        inner = as_schema(cast("object", items[0])) if items and isinstance(items[0], Mapping) else None
        return {"type": "array", "items": inner or {}}
    return None


def _as_object_schema(given: Mapping[str, object]) -> Mapping[str, object] | None:
    """A mapping that is no schema but an example (`{"price": "number"}`) becomes one."""
    if not given:
        return None
    if any(key in given for key in ("type", "properties", "items", "anyOf", "oneOf", "allOf", "$ref", "$defs", "enum")):
        return given
    properties: dict[str, object] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            properties[name] = _as_object_schema(cast("Mapping[str, object]", value)) or {}
        elif isinstance(value, str) and value in (*SCALARS, "object", "array"):
            properties[name] = {"type": value}
        elif isinstance(value, str):
            properties[name] = {"type": "string", "description": value}
        elif isinstance(value, list):
            properties[name] = as_schema(cast("list[object]", value)) or {"type": "array"}
        else:
            return None
    return {"type": "object", "properties": properties}


def wanted(schema: Mapping[str, object]) -> Wanted:
    """Read a schema."""
    return _read(schema, name="", root=schema, depth=0)


def _read(node: Mapping[str, object], *, name: str, root: Mapping[str, object], depth: int) -> Wanted:
    node = _resolved(node, root)
    kind = _kind(node)
    base = Wanted(
        name=name,
        kind=kind,
        title=str(node.get("title") or ""),
        description=str(node.get("description") or ""),
        format=str(node.get("format") or "") or _format_told(kind, str(node.get("description") or "")),
        choices=_choices(node),
    )
    if depth > 8:
        return base
    if kind == "object":
        required = node.get("required")
        names = set(cast("Sequence[str]", required)) if isinstance(required, (list, tuple)) else set[str]()
        fields = tuple(
            replace(_read(_mapping(inner), name=key, root=root, depth=depth + 1), required=key in names)
            for key, inner in _mapping(node.get("properties")).items()
        )
        return replace(base, fields=fields)
    if kind == "array":
        items = _read(_mapping(node.get("items")), name=name, root=root, depth=depth + 1)
        return replace(base, items=items)
    return base


def _format_told(kind: str, description: str) -> str:
    """Read the format of a day from its description: "ISO date", "as YYYY-MM-DD"."""
    told = kind == "string" and re.search(
        r"\byyyy-mm-dd\b|\biso(?:[ -]?8601)?(?: format(?:ted)?)? date\b", description, re.IGNORECASE
    )
    timed = re.search(r"\btime\b|hh:mm", description, re.IGNORECASE)
    return "date" if told and not timed else ""


def _resolved(node: Mapping[str, object], root: Mapping[str, object]) -> Mapping[str, object]:
    """Follow references and take the branch of a choice that is not null."""
    for _ in range(8):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/"):
            target: object = root
            for part in reference[2:].split("/"):
                target = _mapping(target).get(part)
            node = {**_mapping(target), **{key: value for key, value in node.items() if key != "$ref"}}
            continue
        branches = next((node[key] for key in ("anyOf", "oneOf", "allOf") if isinstance(node.get(key), list)), None)
        if branches is None:
            return node
        rest = {key: value for key, value in node.items() if key not in ("anyOf", "oneOf", "allOf")}
        real = [_mapping(branch) for branch in cast("list[object]", branches) if _mapping(branch).get("type") != "null"]
        if "allOf" in node:
            merged: dict[str, object] = {}
            for branch in real:
                merged.update(branch)
            node = {**merged, **rest}
        else:
            node = {**(real[0] if real else {}), **rest}
    return node


def _kind(node: Mapping[str, object]) -> str:
    said = node.get("type")
    if isinstance(said, list):
        said = next((kind for kind in cast("list[object]", said) if kind != "null"), None)
    if isinstance(said, str) and said in (*SCALARS, "object", "array"):
        return said
    if "properties" in node:
        return "object"
    if "items" in node:
        return "array"
    return "string" if _choices(node) and all(isinstance(choice, str) for choice in _choices(node)) else "any"


def _choices(node: Mapping[str, object]) -> tuple[object, ...]:
    if "const" in node:
        return (node["const"],)
    listed = node.get("enum")
    return tuple(item for item in cast("list[object]", listed) if item is not None) if isinstance(listed, list) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
