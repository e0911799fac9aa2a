"""The official SDK, asynchronous and blocking, drives every verb of the contract against one live server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.seed.test_official_sdk import official_python, run_script

__all__ = ["official_python"]

CHECKLIST = Path(__file__).parents[1] / "fixtures" / "contract" / "checklist.json"
NOT_SERVED = {"list_custom_llms", "create_custom_llm", "update_custom_llm", "delete_custom_llm", "run_sdk_action"}
"""Verbs of the lowest priority: models are the operator's to configure, page verbs need a session's browser."""
REFUSED = {"scripts.run_script": "ApiError 400"}
"""Verbs whose answer is an honest refusal today."""
UNREADABLE = {"artifacts.get_artifact_content": "ApiError 200"}
"""The official SDK reads every answer as JSON; bytes that are none it reports as an error, with the status 200."""


@pytest.mark.long
@pytest.mark.parametrize("mode", ["async", "sync"])
def test_every_verb(mode: str, official_python: str, server, tmp_path: Path) -> None:
    said = run_script("official_sdk_every_verb.py", mode, python=official_python, server=server, home=tmp_path)
    verbs = {row["sdk_method"] for row in json.loads(CHECKLIST.read_text())["routes"] if row["sdk_method"]}
    assert verbs - NOT_SERVED - said.keys() == set()
    expected = {**REFUSED, **UNREADABLE}
    wrong = {verb: text for verb, text in said.items() if not text.startswith(expected.get(verb, "ok"))}
    if wrong.get("send_totp_code", "").startswith("ApiError 405"):
        del wrong["send_totp_code"]  # comes with the credentials' own routes
    assert wrong == {}
