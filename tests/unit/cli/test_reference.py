"""Every setting, block type, route and command has its place in docs/reference."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from skyvern import __version__
from skyvern.api.routes import artifacts, credentials, health, runs, start, tasks, uploads, workflows
from skyvern.blocks import REGISTRY
from skyvern.cli import COMMANDS, application

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "docs" / "reference"
ROOMS = (artifacts, credentials, health, runs, start, tasks, uploads, workflows)


def headings(name: str) -> set[str]:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return set(re.findall(r"^#{2,3} (.+)$", text, re.MULTILINE))


def test_every_variable_that_the_code_reads_has_a_section() -> None:
    named = re.compile(r"""["'](SKYVERN_[A-Z_]+[A-Z])["':]""")
    sources = (ROOT / "skyvern").rglob("*.py")
    read = {name for path in sources for name in named.findall(path.read_text(encoding="utf-8"))}
    assert {"SKYVERN_PORT", "SKYVERN_API_KEY", "SKYVERN_CHROMIUM"} <= read
    assert read - headings("settings.md") == set()


def test_every_block_type_has_a_section() -> None:
    assert set(REGISTRY) - headings("blocks.md") == set()


def test_every_route_has_a_line() -> None:
    text = (REFERENCE / "api.md").read_text(encoding="utf-8")
    routes = [route for room in ROOMS for route in room.router.routes if getattr(route, "include_in_schema", False)]
    assert len(routes) > 20
    missing = [
        f"{method} {route.path}"
        for route in routes
        for method in route.methods - {"HEAD"}
        if f"`{method} {route.path}`" not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section(name: str) -> None:
    assert f"skyvern {name}" in headings("cli.md")


def test_the_openapi_document_names_every_route_of_the_page() -> None:
    document = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))
    assert set(document["paths"]["/v1/run/workflows"]) == {"post"}
    assert set(document["paths"]["/v1/runs/{run_id}"]) == {"get", "delete"}


def test_every_link_between_documents_leads_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    links = [
        (document, target)
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert len(links) > 10
    broken = [f"{document.name}: {target}" for document, target in links if not (document.parent / target).exists()]
    assert broken == []


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_the_version_is_told_both_ways(arguments: list[str]) -> None:
    told = CliRunner().invoke(application(arguments), arguments)
    assert (told.exit_code, told.stdout) == (0, f"{__version__}\n")
