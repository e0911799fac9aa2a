"""Files to read: made with the libraries that write them, and a form made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.documents.samples import form_pdf


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A PDF form with two texts, a box, a choice and two radio buttons."""
    path = tmp_path / "form.pdf"
    path.write_bytes(form_pdf())
    return path
