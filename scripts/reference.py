"""Writes docs/reference from the code: blocks, commands, settings, and the API with its OpenAPI document."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import compatibility
import typer
from pydantic import BaseModel
from typer.testing import CliRunner

from skyvern import __version__, settings
from skyvern.api.app import create_app
from skyvern.api.deps import ApiDeps
from skyvern.blocks import base
from skyvern.cli import COMMANDS, application
from skyvern.store import Database, Store

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by scripts/generate from the code. Change the code, then run it again. -->\n"

ELSEWHERE = {
    "SKYVERN_SECRET_KEY": "Protects credentials, signed URLs and cookies; at least 16 characters. Default: a key made "
    "at the first start and kept in the data folder. Keep it: without it nothing sealed can be opened again.",
    "SKYVERN_NEW_SECRET_KEY": "Of `skyvern keys rotate-secret`: what SKYVERN_SECRET_KEY is to be from now on.",
    "SKYVERN_CHROMIUM": "The Chromium to use. Default: a system one, else the one that Playwright has downloaded.",
    "SKYVERN_OWNER_GRACE_SECONDS": "How long a browser host waits for a server that vanished before it ends its "
    "browsers and itself (default 600).",
    "SKYVERN_WARM_SPARE": "`true`: a browser host keeps one browser ready for the next run (default: it does not).",
    "SKYVERN_API_KEY": "Of the SDK and the command line: the key that they send. On the server's own machine the "
    "command line falls back to the key in the data folder.",
    "SKYVERN_BASE_URL": "Of the SDK and the command line: the server's address (default http://localhost:8000).",
    "SKYVERN_NEW_PASSWORD": "Of `skyvern credentials add`: the password to keep, instead of being asked for it.",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "Where traces of runs are sent (extra `traces`; default nowhere), with the other "
    "standard variables of OpenTelemetry.",
    "SKYVERN_PYTHON": "Of `scripts/setup`: the Python to make the virtual environment with.",
    "SKYVERN_DOWNLOAD_SECONDS": "Of `scripts/setup`: the time limit of a browser's download (default 240).",
}
"""Variables that are read outside of `skyvern/settings.py`."""


def main() -> int:
    """Write every file; with --check only compare, and name what differs."""
    stale = {name: text for name, text in pages().items() if text != _committed(name)}
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/reference/{name} is out of date; run scripts/generate", file=sys.stderr)
        return 1 if stale else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in stale.items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


def pages() -> dict[str, str]:
    """Return the text of every generated file by its name."""
    document = openapi()
    return {
        "openapi.json": json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        "api.md": "\n".join(api_page(document)),
        "blocks.md": "\n".join(blocks_page()),
        "compatibility.md": "\n".join(compatibility.page(document, NOTE)),
        "cli.md": "\n".join(cli_page()),
        "settings.md": "\n".join(settings_page()),
    }


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document of the application, built without any server."""
    nothing: Any = None
    parameters = {
        name: nothing
        for name, parameter in inspect.signature(ApiDeps).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    store = Store(Database("sqlite:///never-opened.db"))
    deps = ApiDeps(**{**parameters, "store": store, "secret": b"", "version": __version__})
    return create_app(deps).openapi()


def api_page(document: Mapping[str, Any]) -> Iterator[str]:
    """Tell every route in a line, grouped by its tag."""
    yield f"# API\n\n{NOTE}\nFor programs: [openapi.json](openapi.json). A server shows the same at `/docs`."
    yield "Every call needs a key in `x-api-key`, or `Authorization: Bearer KEY`, except those under *health*."
    yield 'Bodies are JSON; `null` means the default. Errors have one shape: `{"detail": …}` with a sentence;'
    yield "only a body or query that does not fit its schema (422) gets a list of fields with `loc`, `msg` and `type`."
    groups: dict[str, list[str]] = {}
    for path, methods in sorted(document["paths"].items()):
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["other"])[0]
            words = operation.get("description", operation.get("summary", "")).strip().replace("\n", " ")
            groups.setdefault(tag, []).append(f"| `{method.upper()} {path}` | {words} |")
    for tag, rows in sorted(groups.items()):
        yield f"\n## {tag}\n\n| call | what it does |\n|---|---|"
        yield from rows
    yield ""


def blocks_page() -> Iterator[str]:
    """Tell every block type: what it is for, and its fields."""
    yield f"# Blocks\n\n{NOTE}\nA workflow is a list of these. Text fields marked *template* may hold `{{{{ … }}}}`:"
    yield "parameters, earlier outputs as `{{ label_output }}`, and inside loops `{{ current_value }}`."
    yield "\n## Fields of every block\n"
    yield from _fields(base.Block, skip=frozenset({"block_type"}))
    common = frozenset(base.Block.model_fields) | {"block_type"}
    for kind, block in sorted(base.REGISTRY.items()):
        yield f"\n## {kind}\n\n{inspect.cleandoc(block.__doc__ or '')}\n"
        yield from _fields(block, skip=common)
    yield ""


def _fields(model: type[BaseModel], *, skip: frozenset[str]) -> Iterator[str]:
    rows = [(name, field) for name, field in model.model_fields.items() if name not in skip]
    if not rows:
        yield "No fields of its own."
        return
    properties = cast("Mapping[str, Any]", model.model_json_schema().get("properties", {}))
    if not properties:
        definitions = cast("Mapping[str, Any]", model.model_json_schema().get("$defs", {}))
        properties = definitions.get(model.__name__, {}).get("properties", {})
    yield "| field | type | default | meaning |\n|---|---|---|---|"
    for name, field in rows:
        shape = properties.get(field.alias or name, {})
        default = "required" if field.is_required() else f"`{json.dumps(shape.get('default'), ensure_ascii=False)}`"
        marks = ["template"] if any(isinstance(mark, base.TemplateMark) for mark in field.metadata) else []
        meaning = "; ".join([*([field.description] if field.description else []), *marks])
        yield f"| `{field.alias or name}` | {_type(shape)} | {default} | {meaning} |"


def _type(shape: Mapping[str, Any]) -> str:
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_type(part) for part in shape["anyOf"] if part.get("type") != "null"))
    if "enum" in shape:
        return ", ".join(f"`{value}`" for value in shape["enum"])
    if "const" in shape:
        return f"`{shape['const']}`"
    if "$ref" in shape:
        return shape["$ref"].rpartition("/")[2]
    if shape.get("type") == "array":
        return f"list of {_type(shape.get('items', {}))}"
    return str(shape.get("type", "any"))


def cli_page() -> Iterator[str]:
    """Tell every command with its own help."""
    yield f"# Commands\n\n{NOTE}"
    app = application(list(COMMANDS))
    yield f"```\n{_help(app)}\n```"
    for name in COMMANDS:
        yield f"\n## skyvern {name}\n\n```\n{_help(app, name)}\n```"
        for inner in _inner(app, name):
            yield f"\n### skyvern {name} {inner}\n\n```\n{_help(app, name, inner)}\n```"
    yield ""


def _help(app: typer.Typer, *names: str) -> str:
    os.environ.update(COLUMNS="110", TERMINAL_WIDTH="110", NO_COLOR="1")
    if names == ("browser-host",):
        return "Takes --data-dir DIR, --owner-grace-seconds SECONDS and --detach; the server starts it by itself."
    result = CliRunner().invoke(app, [*names, "--help"], prog_name="skyvern", terminal_width=110)
    if result.exit_code != 0:
        raise RuntimeError(f"no help for {names}: {result.output}")
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def _inner(app: typer.Typer, name: str) -> list[str]:
    groups = [group for group in app.registered_groups if group.name == name]
    if not groups or groups[0].typer_instance is None:
        return []
    found = groups[0].typer_instance.registered_commands
    return [item.name or getattr(item.callback, "__name__", "").rstrip("_") for item in found]


def settings_page() -> Iterator[str]:
    """Tell every environment variable: those of `Settings` from their own words, then the others."""
    yield f"# Settings\n\n{NOTE}\nEnvironment variables; options of a command win over them."
    tree = ast.parse(inspect.getsource(settings.Settings))
    words = re.compile(r"(SKYVERN_\w+): (.*)", re.DOTALL)
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    for found in filter(None, map(words.fullmatch, texts)):
        yield f"\n## {found[1]}\n\n{found[2][0].upper()}{found[2][1:]}"
    for name, text in ELSEWHERE.items():
        yield f"\n## {name}\n\n{text}"
    yield ""


def _committed(name: str) -> str:
    path = REFERENCE / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
