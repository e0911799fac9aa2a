"""Every field of the contract's checklist: parsed, kept, and given back; a test for each block and parameter type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from skyvern.api.present.workflow import present_workflow
from skyvern.blocks.base import REGISTRY
from skyvern.blocks.definition import WorkflowDefinition
from skyvern.contract.parameters import ID_FIELDS, WorkflowParameterType
from skyvern.contract.workflow import WorkflowCreate
from skyvern.domain.clock import utc_now
from skyvern.domain.workflow import Workflow
from tests.conformance.test_block import MINIMAL

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "contract" / "checklist.json").read_text(encoding="utf-8")
)
SAMPLES: dict[str, Any] = {
    "str": "text",
    "str | null": "text",
    "str (trimmed, non-empty)": "text",
    "bool": True,
    "bool | null": True,
    "int": 3,
    "int | null": 3,
    "float | null": 2.5,
    "list[str]": ["a"],
    "list[str] | null": ["a"],
    "dict[str, Any]": {"type": "object"},
    "dict[str, Any] | null": {"type": "object"},
    "dict[str, Any] | str | null": {"type": "object"},
    "dict[str, Any] | list | str | null": {"type": "object"},
    "dict[str, str] | null": {"a": "b"},
    "RunEngine | null": "skyvern-2.0",
    "WorkflowParameterType": "integer",
    "str | int | float | bool | dict | list | null": {"a": 1},
}
"""A value of each type that says something; fields of other types are only looked for."""
RENAMED = {"parameter_keys": "parameters", "loop_over_parameter_key": "loop_over", "source_parameter_key": "source"}
"""Fields that answers show under another name, resolved (contract 3.2)."""
MEANS_MORE = {
    "url", "file_url", "method", "follow_redirects", "timeout", "timeout_seconds", "max_retries", "credential_id",
    "spreadsheet_url", "data_schema", "json_schema", "storage_type", "wait_sec", "data", "block_type", "recipients",
    "terminate_criterion", "range", "sheet_name", "column_mapping", "next_block_label", "model", "curl",
}  # fmt: skip
"""Fields whose values are checked or rewritten for their meaning: here only that they are there."""


@pytest.mark.parametrize("kind", sorted(FACTS["blocks"]))
def test_block(kind: str) -> None:
    fields: Mapping[str, str] = FACTS["blocks"][kind]
    assert [name for name in fields if name not in _names(REGISTRY[kind])] == []
    raw = {"label": "b", "block_type": kind, **MINIMAL[kind]}
    shown = _shown([], [raw])["blocks"][0]
    assert [name for name in fields if RENAMED.get(name, name) not in shown] == []
    for name, type_ in fields.items():
        if type_ in SAMPLES and name not in MEANS_MORE | {"label"} | RENAMED.keys() | MINIMAL[kind].keys():
            changed = _shown([], [{**raw, name: SAMPLES[type_]}])["blocks"][0]
            assert changed[name] == SAMPLES[type_], name


@pytest.mark.parametrize("kind", sorted(FACTS["parameters"]))
def test_parameter(kind: str) -> None:
    fields: Mapping[str, str] = FACTS["parameters"][kind]
    raw = {name: SAMPLES[type_] for name, type_ in fields.items() if type_ in SAMPLES} | {"parameter_type": kind}
    raw["key"] = "k"
    shown = _shown([raw], [])["parameters"][0]
    for name in fields:
        assert RENAMED.get(name, name) in shown
        if name not in RENAMED:
            assert shown[name] == raw[name], name
    if kind in ID_FIELDS:
        field, prefix = ID_FIELDS[kind]
        assert shown[field].startswith(f"{prefix}_")


def test_value_types() -> None:
    assert {kind.value for kind in WorkflowParameterType} == set(FACTS["workflow_parameter_types"])


@pytest.mark.parametrize(
    ("name", "model"), [("workflow_create_request", WorkflowCreate), ("workflow_definition", WorkflowDefinition)]
)
def test_form(name: str, model: type[BaseModel]) -> None:
    assert [field for field in FACTS[name] if field not in _names(model)] == []


def _names(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _shown(parameters: list[Any], blocks: list[Any]) -> Any:  # noqa: ANN401 - JSON
    now = utc_now()
    workflow = Workflow(
        workflow_id="w_1",
        permanent_id="wpid_1",
        organization_id="o_1",
        version=1,
        title="t",
        description=None,
        definition={"parameters": parameters, "blocks": blocks},
        settings={},
        created_at=now,
        modified_at=now,
    )
    return present_workflow(workflow)["workflow_definition"]
