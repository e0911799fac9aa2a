"""A workflow as callers see it: its settings and the resolved definition (contract 2.4, 3.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from skyvern.api.present.run import masked_headers, shown_proxy
from skyvern.blocks.base import REGISTRY
from skyvern.contract.parameters import ID_FIELDS, AnyParameter
from skyvern.contract.workflow import WorkflowSettings
from skyvern.domain.clock import iso
from skyvern.domain.workflow import Workflow

STAND_IN = "wait"
"""Shown to official SDKs in place of a block type that they refuse to read; `x_block_type` tells the real one."""
REAL_TYPE = "x_block_type"

_UNKNOWN_TO_SDKS = frozenset({"terminate", "web_search", "data_export"})
_TASK_LIKE = {
    "task": "general",
    "navigation": "general",
    "extraction": "general",
    "login": "general",
    "file_download": "general",
    "goto_url": "general",
    "action": "action",
    "validation": "validation",
}
_DEFAULTS = WorkflowSettings().model_dump(mode="json")
_PARAMETER: TypeAdapter[Any] = TypeAdapter(AnyParameter)


def present_workflow(workflow: Workflow, *, for_sdk: bool = False) -> dict[str, object]:
    """Return a workflow version; `for_sdk` hides block types that official SDKs cannot parse behind a known one."""
    settings = _DEFAULTS | {key: workflow.settings[key] for key in _DEFAULTS if key in workflow.settings}
    return settings | {
        "workflow_id": workflow.workflow_id,
        "workflow_permanent_id": workflow.permanent_id,
        "agent_id": workflow.permanent_id,
        "organization_id": workflow.organization_id,
        "title": workflow.title,
        "version": workflow.version,
        "description": workflow.description,
        "is_template": workflow.is_template,
        "folder_id": workflow.folder_id,
        "mask_secrets": bool(settings["mask_secrets"]),
        "enable_self_healing": bool(settings["enable_self_healing"]),
        "proxy_location": shown_proxy(settings["proxy_location"]),
        "cdp_connect_headers": masked_headers(settings["cdp_connect_headers"]),
        "workflow_definition": resolve_definition(workflow, for_sdk=for_sdk),
        "import_error": None,
        "created_by": None,
        "edited_by": None,
        "copilot_authored": False,
        "effective_default_engine": None,
        "original_created_by": None,
        "original_created_at": iso(workflow.created_at),
        "created_at": iso(workflow.created_at),
        "modified_at": iso(workflow.modified_at),
        "deleted_at": iso(workflow.deleted_at),
    }


def resolve_definition(workflow: Workflow, *, for_sdk: bool = False) -> dict[str, object]:
    """Return the definition with ids, output parameters and defaults; derived on each read, nothing of it is stored."""
    tree = workflow.definition
    resolver = _Resolver(workflow=workflow, for_sdk=for_sdk, declared=_by_key(_rows(tree.get("parameters"))))
    blocks = _rows(tree.get("blocks"))
    outputs = [resolver.output_of(label) for label in _labels(blocks)]
    declared = [resolver.parameter(key) for key in resolver.declared]
    rest = {key: tree.get(key) for key in ("finally_block_label", "error_code_mapping", "workflow_system_prompt")}
    extra = {key: tree[key] for key in ("retry_policy", "completion_contract", "browser_settings") if tree.get(key)}
    return {
        "version": tree.get("version") or _version(blocks),
        "parameters": [*declared, *outputs],
        "blocks": [resolver.block(block) for block in blocks],
        **rest,
        **extra,
    }


def made_id(prefix: str, workflow_id: str, key: str) -> str:
    """Return the id that something inside a version always has: the same answer on every read."""
    digest = hashlib.sha256(f"{workflow_id}/{prefix}/{key}".encode()).digest()
    return f"{prefix}_{int.from_bytes(digest[:8]) % 900_000_000_000_000_000 + 100_000_000_000_000_000}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resolver:
    workflow: Workflow
    for_sdk: bool
    declared: Mapping[str, Mapping[str, object]]

    def parameter(self, key: str) -> dict[str, object]:
        """Return a declared parameter, or the output of a block, in resolved form."""
        row = self.declared.get(key)
        if row is None:
            return self.output_of(key.removesuffix("_output"))
        shown = _filled_parameter(row)
        kind = str(shown["parameter_type"])
        if kind == "context":
            source = str(shown.pop("source_parameter_key", ""))
            return shown | {"source": self.parameter(source) if source != key else None, "value": None}
        return shown | self._identity(kind, key)

    def output_of(self, label: str) -> dict[str, object]:
        """Return the parameter that a block's output is kept in."""
        key = f"{label}_output"
        return {"parameter_type": "output", "key": key, "description": None} | self._identity("output", key)

    def block(self, raw: Mapping[str, object]) -> dict[str, object]:
        """Return a block with parameters in place of their keys, and its output parameter; inner blocks too."""
        kind = str(raw.get("block_type"))
        shown = _filled_block(raw, kind)
        if "parameter_keys" in shown:
            keys = cast("list[str] | None", shown.pop("parameter_keys"))
            shown["parameters"] = [self.parameter(key) for key in keys or []]
        if "loop_over_parameter_key" in shown:
            key = cast("str | None", shown.pop("loop_over_parameter_key"))
            shown["loop_over"] = self.parameter(key) if key else None
        if "loop_blocks" in shown:
            shown["loop_blocks"] = [self.block(inner) for inner in _rows(raw.get("loop_blocks"))]
        if kind in _TASK_LIKE:
            shown |= {"task_type": _TASK_LIKE[kind], "include_extracted_text": True}
        shown["output_parameter"] = self.output_of(str(raw.get("label")))
        if self.for_sdk and kind in _UNKNOWN_TO_SDKS:
            shown |= {"block_type": STAND_IN, "wait_sec": 1, REAL_TYPE: kind}
        return shown

    def _identity(self, kind: str, key: str) -> dict[str, object]:
        field, prefix = ID_FIELDS[kind]
        return {
            field: made_id(prefix, self.workflow.workflow_id, key),
            "workflow_id": self.workflow.workflow_id,
            "created_at": iso(self.workflow.created_at),
            "modified_at": iso(self.workflow.modified_at),
            "deleted_at": None,
        }


def _filled_block(raw: Mapping[str, object], kind: str) -> dict[str, object]:
    """Return the block with its defaults written out; one of a kind that is no longer known stays as it is stored."""
    known = REGISTRY.get(kind)
    if known is None:
        return dict(raw)
    try:
        return known.model_validate(raw).model_dump(mode="json")
    except ValidationError:
        return dict(raw)


def _filled_parameter(row: Mapping[str, object]) -> dict[str, object]:
    try:
        return cast("dict[str, object]", _PARAMETER.validate_python(row).model_dump(mode="json"))
    except ValidationError:
        return dict(row)


def _rows(value: object) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", value) if isinstance(value, list) else []


def _by_key(rows: Iterable[Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    return {str(row["key"]): row for row in rows}


def _labels(blocks: Iterable[Mapping[str, object]]) -> Iterable[str]:
    for block in blocks:
        yield str(block.get("label"))
        yield from _labels(_rows(block.get("loop_blocks")))


def _version(blocks: Iterable[Mapping[str, object]]) -> int:
    graph = any(block.get("next_block_label") or block.get("block_type") == "conditional" for block in blocks)
    return 2 if graph else 1
