"""The page of compatibility: no row that matters is empty, and the page says what is true today."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def scripts() -> tuple[ModuleType, ModuleType, dict[str, object]]:
    """The scripts that write the reference, and the OpenAPI document that they read."""
    compatibility, reference = _load("compatibility"), _load("reference")
    return compatibility, reference, reference.openapi()


def test_no_row_of_the_upper_priorities_is_empty(scripts: tuple[ModuleType, ModuleType, dict[str, object]]) -> None:
    compatibility, _, document = scripts
    gaps = {
        row.name
        for _, rows in compatibility.tables(document)
        for row in rows
        if row.priority in ("P0", "P1") and (row.empty or row.missing)
    }
    assert not gaps


def test_the_page_says_what_is_true(scripts: tuple[ModuleType, ModuleType, dict[str, object]]) -> None:
    compatibility, reference, document = scripts
    written = "\n".join(compatibility.page(document, reference.NOTE))
    kept = (ROOT / "docs" / "reference" / "compatibility.md").read_text(encoding="utf-8")
    assert written == kept, "run scripts/generate"


def _load(name: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
