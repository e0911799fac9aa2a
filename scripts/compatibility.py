"""Compares what is here with the published contract and names the test behind each row; writes one reference page.

The facts are tests/fixtures/contract/checklist.json. A route is proved by a recorded request that is replayed with a
good answer, a block or parameter type by whole workflows and a test that run it, and anything by a test that says
`@pytest.mark.covers("…")` with the row's name. Run by itself it prints a summary and every gap.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from skyvern.api.compat import plain_path
from skyvern.blocks.base import REGISTRY
from skyvern.contract.parameters import AnyParameter

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "tests" / "fixtures" / "contract"
REPLAY = "tests/api/test_recorded_requests.py::test_replay"
LIVE = "tests/seed/test_every_verb.py"
FIELDS = "tests/unit/api/test_checklist.py"
RUNNING = ("tests/unit/blocks", "tests/unit/engine", "tests/conformance", "tests/seed", "tests/e2e", "tests/browser")
"""Where tests are that run blocks; those of the API only save them."""
WORKFLOWS = ROOT / "tests" / "workflows" / "definitions"
WHOLE = "tests/workflows/test_workflows.py::test_workflow"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the page."""

    name: str
    priority: str
    here: bool
    fields: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it is not here, or nothing proves it."""
        return not self.here or not self.tests


def main(document: Json) -> int:
    """Print a summary and the gaps; 1 when a row of the two upper priorities is empty."""
    gaps = 0
    for title, rows in tables(document):
        full = [row for row in rows if not row.empty and not row.missing]
        print(f"{title}: {len(full)} of {len(rows)} complete")
        for row in rows:
            if row.empty or row.missing:
                why = "not here" if not row.here else "no test" if not row.tests else f"lacks {', '.join(row.missing)}"
                print(f"  {row.priority} {row.name}: {why}")
                gaps += row.priority in ("P0", "P1")
    return 1 if gaps else 0


def tables(document: Json) -> list[tuple[str, list[Row]]]:
    """Return every table: routes, blocks, parameter types."""
    facts = _read("checklist.json")
    marked = dict(_covers())
    return [
        ("Routes", list(_routes(facts, document, marked))),
        ("Blocks", list(_blocks(facts, marked))),
        ("Parameter types", list(_parameters(facts, marked))),
    ]


def page(document: Json, note: str) -> Iterator[str]:
    """Yield the lines of docs/reference/compatibility.md."""
    yield f"# Compatibility\n\n{note}"
    yield "What the published contract names, whether it is here, and the test that shows it."
    yield "P0 is the published page, P1 what the official SDKs document, P2 the rest. `agents` in a path means the same"
    yield f"as `workflows`. Each route's fields are looked for in its real answer by `{REPLAY}`; *live* marks the verbs"
    yield f"that the official SDK, asynchronous and blocking, drives in `{LIVE}`."
    yield "\nHere as records only, their work comes later and every call that needs it refuses and says so:"
    yield "scripts (kept, not replayed). A block or parameter type with no test"
    yield "but the one of its fields is read, kept and shown; no test runs it yet."
    for title, rows in tables(document):
        yield f"\n## {title}\n\n| | what | fields | test |\n|---|---|---|---|"
        for row in rows:
            here = row.priority if row.here else f"{row.priority} **missing**"
            fields = ", ".join(f"**{name} missing**" if name in row.missing else name for name in row.fields)
            yield f"| {here} | `{row.name}` | {fields or '–'} | {'<br>'.join(row.tests) or '**none**'} |"
    yield ""


def _routes(facts: Json, document: Json, marked: Mapping[str, str]) -> Iterator[Row]:
    ours = {
        (method.upper(), _shape(path)): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    replayed = _replayed(facts["routes"])
    live = (ROOT / "tests" / "seed" / "official_sdk_every_verb.py").read_text(encoding="utf-8")
    for fact in facts["routes"]:
        name = f"{fact['method']} {fact['path']}"
        operation = ours.get((fact["method"], _shape(fact["path"])))
        wanted = [*fact["query"], *fact["request"]]
        known = set() if operation is None else _names(operation, document)
        missing = [field for field in wanted if field not in known | {"agent_id"}]
        tests = [*_some(marked.get(name)), *_some(replayed.get(name))]
        if fact["sdk_method"] and f'"{fact["sdk_method"]}"' in live:
            tests.append("*live*")
        yield Row(
            name=name,
            priority=fact["priority"],
            here=operation is not None or name in marked,
            fields=tuple(dict.fromkeys([*wanted, *fact["answer"]])),
            missing=tuple(missing) if operation is not None else (),
            tests=tuple(tests) if operation is not None or name in marked else (),
        )


def _blocks(facts: Json, marked: Mapping[str, str]) -> Iterator[Row]:
    running, whole = dict(_literals("block_type")), _whole_workflows("block_type")
    for kind, fields in facts["blocks"].items():
        model = REGISTRY.get(kind)
        known = set() if model is None else {field.alias or name for name, field in model.model_fields.items()}
        tests = [*whole.get(kind, ()), *_some(marked.get(f"block {kind}") or running.get(kind))]
        yield Row(
            name=kind,
            priority="P1",
            here=model is not None,
            fields=tuple(fields),
            missing=tuple(name for name in fields if name not in known) if model else (),
            tests=(*tests, f"{FIELDS}::test_block[{kind}]") if model and tests else (),
        )


def _parameters(facts: Json, marked: Mapping[str, str]) -> Iterator[Row]:
    models = {
        str(model.model_fields["parameter_type"].annotation.__args__[0]): model
        for model in AnyParameter.__origin__.__args__
    }
    running, whole = dict(_literals("parameter_type")), _whole_workflows("parameter_type")
    values, typed = dict(_literals("workflow_parameter_type")), _whole_workflows("workflow_parameter_type")
    for kind, fields in facts["parameters"].items():
        model = models.get(kind)
        tests = [*whole.get(kind, ()), *_some(marked.get(f"parameter {kind}") or running.get(kind))]
        yield Row(
            name=kind,
            priority="P1",
            here=model is not None,
            fields=tuple(fields),
            missing=tuple(name for name in fields if model and name not in model.model_fields),
            tests=(*tests, f"{FIELDS}::test_parameter[{kind}]"),
        )
    for kind in facts["workflow_parameter_types"]:
        tests = [*typed.get(kind, ()), *_some(marked.get(f"value type {kind}") or values.get(kind))]
        yield Row(name=f"workflow: {kind}", priority="P1", here=True, tests=(*tests, f"{FIELDS}::test_value_types"))


def _names(operation: Json, document: Json) -> set[str]:
    """Return every field that a route takes."""
    found = {parameter["name"] for parameter in operation.get("parameters", [])}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        found |= _properties(content.get("schema", {}), document)
    return found


def _properties(schema: Json, document: Json) -> set[str]:
    if "$ref" in schema:
        return _properties(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    found = set(schema.get("properties", {}))
    for part in schema.get("anyOf", []):
        found |= _properties(part, document)
    return found


def _replayed(routes: list[Json]) -> dict[str, str]:
    """Return the first request with a good answer for each route, as the id of its test."""
    expected = _read("expected.json")
    patterns = [
        (row, re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(plain_path(row["path"]))))) for row in routes
    ]
    found: dict[str, str] = {}
    for request in [*_read("recorded_requests.json"), *_read("further_requests.json")]:
        call = f"{request.get('sdk', 'further')}:{request['call']}"
        if expected.get(call, 200) >= 400:
            continue
        path = plain_path(request["path"].partition("?")[0])
        fits = [row for row, pattern in patterns if row["method"] == request["method"] and pattern.fullmatch(path)]
        if fits:
            best = min(fits, key=lambda row: row["path"].count("{"))
            found.setdefault(f"{best['method']} {best['path']}", f"test_replay[{call}]")
    return found


def _covers() -> Iterator[tuple[str, str]]:
    """Yield what tests say they cover, and which test says so."""
    for path, tree in _tests("tests"):
        for node in ast.walk(tree):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.covers":
                    for what in mark.args:
                        yield ast.literal_eval(what), f"{path}::{node.name}"


def _whole_workflows(key: str) -> dict[str, list[str]]:
    """Return, for each value of a key, the first two whole workflows run with it, as ids of their tests."""
    found: dict[str, list[str]] = {}
    for path in sorted(WORKFLOWS.glob("*.yaml")):
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
        values = set(_told(facts, key))
        for value in values:
            if len(tests := found.setdefault(value, [])) < 2:
                tests.append(f"{WHOLE}[{path.stem}]")
    return found


def _told(facts: object, key: str) -> Iterator[str]:
    """Yield what a tree says under a key, definitions written as YAML text included."""
    if isinstance(facts, dict):
        for name, value in facts.items():
            if name == key and isinstance(value, str):
                yield value
            elif name == "definition" and isinstance(value, str):
                yield from _told(yaml.safe_load(value), key)
            else:
                yield from _told(value, key)
    elif isinstance(facts, list):
        for item in facts:
            yield from _told(item, key)


def _literals(key: str) -> Iterator[tuple[str, str]]:
    """Yield each value that running tests give a key of a workflow, and the last test that does; functions win."""
    for folder in RUNNING:
        for path, tree in _tests(folder):
            for node in tree.body:
                name = getattr(node, "name", "")
                for value in _values(node, key):
                    yield value, f"{path}::{name}" if name.startswith("test_") else path


def _values(node: ast.AST, key: str) -> Iterator[str]:
    for item in ast.walk(node):
        if isinstance(item, ast.Dict):
            for name, value in zip(item.keys, item.values, strict=True):
                if isinstance(name, ast.Constant) and name.value == key and isinstance(value, ast.Constant):
                    yield str(value.value)
        elif isinstance(item, ast.Call):
            for given in item.keywords:
                if given.arg == key and isinstance(given.value, ast.Constant):
                    yield str(given.value.value)
            if key == "block_type" and ast.unparse(item.func) in ("block", "_block", "a_block"):
                yield from (str(given.value) for given in item.args[:2] if isinstance(given, ast.Constant))


def _tests(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", plain_path(path))


def _some(test: str | None) -> list[str]:
    return [] if test is None else [test]


def _read(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((FACTS / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    from reference import openapi

    sys.exit(main(openapi()))
