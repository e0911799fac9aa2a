"""A run's timeline: the tree of its block runs with the actions that the journal holds (contract 4.5, 9)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from skyvern.api.present.run import sdk_value
from skyvern.domain.clock import iso
from skyvern.domain.redaction import MASK
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind, Run

_DETAILS = (
    "url",
    "final_url",
    "finish_reason",
    "navigation_goal",
    "navigation_payload",
    "data_extraction_goal",
    "data_schema",
    "terminate_criterion",
    "complete_criterion",
    "engine",
    "prompt",
    "instructions",
    "positive_descriptor",
    "negative_descriptor",
    "recipients",
    "attachments",
    "subject",
    "body",
    "downloaded_file_count",
    "block_workflow_run_id",
    "executed_branch_id",
    "executed_branch_expression",
    "executed_branch_result",
    "executed_branch_next_block",
    "script_run",
    "code",
    "mind",
    "evidence",
)
_TOKEN = re.compile(r"\bsecret_[0-9a-f]{20}\b")
ACTED = (JournalKind.ACTED,)
"""The journal entries that a timeline needs."""


def present_timeline(
    run: Run, block_runs: Sequence[BlockRun], entries: Iterable[JournalEntry]
) -> list[dict[str, object]]:
    """Return the executed blocks, first to last, each with what ran inside it."""
    actions = actions_by_block(entries)
    lenient = frozenset(_lenient(cast("Sequence[Mapping[str, object]]", run.definition.get("blocks") or ())))
    children: defaultdict[str | None, list[BlockRun]] = defaultdict(list)
    known = {item.block_run_id for item in block_runs}
    for item in sorted(block_runs, key=lambda item: item.order):
        children[item.parent_id if item.parent_id in known else None].append(item)

    def item_of(item: BlockRun) -> dict[str, object]:
        block = present_block_run(run, item, actions=actions.get(item.block_run_id, []))
        block["continue_on_failure"] = item.label in lenient
        return {
            "type": "block",
            "attempt": item.attempt,
            "block": block,
            "thought": None,
            "children": [item_of(inner) for inner in children[item.block_run_id]],
            "created_at": iso(item.created_at),
            "modified_at": iso(item.modified_at),
        }

    return [item_of(item) for item in children[None]]


def present_block_run(run: Run, item: BlockRun, *, actions: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return one execution of a block."""
    ended = item.finished_at
    details = {key: item.details.get(key) for key in _DETAILS}
    return details | {
        "workflow_run_block_id": item.block_run_id,
        "workflow_run_id": run.run_id,
        "organization_id": run.organization_id,
        "parent_workflow_run_block_id": item.parent_id,
        "attempt_number": item.attempt,
        "description": item.details.get("title") or None,
        "block_type": item.block_type,
        "label": item.label,
        "status": item.status.value,
        "output": sdk_value(item.output),
        "failure_reason": item.failure_reason,
        "error_codes": [error.error_code for error in item.errors],
        "task_id": item.task_id,
        "actions": [{**action, "workflow_run_id": run.run_id, "task_id": item.task_id} for action in actions],
        "include_extracted_text": True,
        "include_action_history_in_verification": False,
        "duration": (ended - item.created_at).total_seconds() if ended else None,
        "loop_values": None if item.loop_values is None else list(item.loop_values),
        "current_value": _text(item.current_value),
        "current_index": item.current_index,
        "created_at": iso(item.created_at),
        "modified_at": iso(item.modified_at),
        "finished_at": iso(ended),
    }


def actions_by_block(entries: Iterable[JournalEntry]) -> dict[str, list[dict[str, object]]]:
    """Return what was done to pages, by the block run that did it."""
    found: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for entry in entries:
        if entry.kind is JournalKind.ACTED and entry.block_run_id is not None:
            found[entry.block_run_id].append(present_action(entry))
    return dict(found)


def present_action(entry: JournalEntry) -> dict[str, object]:
    """Return one action from the journal's record of it (`ActionRecord` as JSON)."""
    record = _mapping(entry.payload.get("record")) or entry.payload
    action = _mapping(record.get("action"))
    result = _mapping(record.get("result"))
    element = _mapping(record.get("element"))
    downloads = cast("Sequence[Mapping[str, object]]", result.get("downloads") or ())
    at = record.get("at") or iso(entry.at)
    return {
        "action_type": action.get("kind") or "null_action",
        "status": "pending" if not result else "completed" if result.get("ok") else "failed",
        "action_id": record.get("action_id"),
        "step_order": record.get("step"),
        "action_order": record.get("order"),
        "description": _description(action, element),
        "reasoning": action.get("reasoning") or None,
        "intention": action.get("intention") or None,
        "response": result.get("message") or None,
        "url": result.get("url") or None,
        "element_id": action.get("ref") or None,
        "skyvern_element_data": dict(element) or None,
        "screenshot_artifact_id": record.get("screenshot"),
        "text": _without_tokens(str(action.get("text") or "")) or None,
        "is_checked": action.get("checked") if action.get("kind") == "checkbox" else None,
        "download_triggered": bool(downloads),
        "downloaded_files": [str(item.get("file_name")) for item in downloads] or None,
        "created_at": at,
        "modified_at": iso(entry.at),
    }


def _description(action: Mapping[str, object], element: Mapping[str, object]) -> str:
    name = str(element.get("name") or element.get("label") or action.get("selector") or "").strip()
    kind = str(action.get("kind") or "action").replace("_", " ")
    text = _without_tokens(str(action.get("text") or ""))
    shown = f" {text!r}" if text else ""
    return f"{kind}{shown}{f' in {name!r}' if name and text else f' {name!r}' if name else ''}"


def _without_tokens(text: str) -> str:
    """Show the mask where an opaque token stood for a secret: the token means nothing to a reader."""
    return _TOKEN.sub(MASK, text)


def _lenient(blocks: Sequence[Mapping[str, object]]) -> Iterable[str]:
    for block in blocks:
        if block.get("continue_on_failure"):
            yield str(block.get("label"))
        yield from _lenient(cast("Sequence[Mapping[str, object]]", block.get("loop_blocks") or ()))


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
