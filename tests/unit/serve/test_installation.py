"""What a server tells of itself: every setting, and no secret."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from skyvern.serve.installation import ThisServer
from skyvern.settings import Settings, read_settings

SET = {
    "SKYVERN_DATABASE_URL": "postgresql://ann:Heron-58@db/skyvern",
    "SKYVERN_PROXIES": "RESIDENTIAL=http://ann:Heron-58@proxy:8080",
    "SKYVERN_SEARCH_KEY": "Heron-58",
    "SKYVERN_MODEL_BUDGETS": "run=200k,workflow=$20",
    "SKYVERN_HEADFUL": "true",
}


def told(tmp_path: Path) -> dict[str, dict[str, object]]:
    rows = ThisServer(read_settings(SET, data_dir=tmp_path)).settings()
    return {str(row["name"]): dict(row) for row in rows}


def test_every_setting_is_told_with_its_words(tmp_path: Path) -> None:
    rows = told(tmp_path)
    assert set(rows) == {item.name for item in fields(Settings)}
    assert all(str(row["variable"]).startswith("SKYVERN_") and row["help"] for row in rows.values())


def test_no_secret_is_told(tmp_path: Path) -> None:
    rows = told(tmp_path)
    assert "Heron-58" not in str(rows)
    assert "ann" not in str(rows["database_url"])
    assert rows["search_key"]["value"] == "set"
    assert rows["bitwarden_password"]["value"] == ""


@pytest.mark.parametrize("password", ["He@ron-58", "He@ro@n-58", "He/ro@n-58", "He,ron-58", "Heron-58"])
def test_nothing_of_a_password_is_told(tmp_path: Path, password: str) -> None:
    given = {"SKYVERN_DATABASE_URL": f"postgresql://ann:{password}@db/skyvern"}
    rows = {str(row["name"]): row for row in ThisServer(read_settings(given, data_dir=tmp_path)).settings()}
    assert rows["database_url"]["value"] == "postgresql://•••@db/skyvern"


def test_what_was_set_is_marked(tmp_path: Path) -> None:
    rows = told(tmp_path)
    assert (rows["headful"]["value"], rows["headful"]["usual"]) == ("true", False)
    assert (rows["concurrency"]["value"], rows["concurrency"]["usual"]) == ("4", True)
    assert rows["model_budgets"]["value"] == "run=200000,workflow=$20"
