"""Scripts as callers see them (contract 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import cast

from skyvern.domain.clock import iso
from skyvern.domain.script import Script, ScriptFile

Tree = dict[str, object]


def present_script(script: Script) -> Tree:
    """Return a revision."""
    return {
        "script_revision_id": script.script_revision_id,
        "script_id": script.script_id,
        "organization_id": script.organization_id,
        "run_id": script.run_id,
        "workflow_permanent_id": script.workflow_permanent_id,
        "version": script.version,
        "created_at": iso(script.created_at),
        "modified_at": iso(script.modified_at),
        "deleted_at": iso(script.deleted_at),
    }


def present_made(script: Script, files: Sequence[ScriptFile]) -> Tree:
    """Return what a create or deploy made."""
    return {
        "script_id": script.script_id,
        "version": script.version,
        "run_id": script.run_id,
        "file_count": len(files),
        "file_tree": file_tree(script, files),
        "created_at": iso(script.created_at),
    }


def file_tree(script: Script, files: Sequence[ScriptFile]) -> Tree:
    """Return the files as folders within folders."""
    made = iso(script.created_at)
    tree: Tree = {}
    for item in files:
        *folders, name = PurePosixPath(item.path).parts
        place = tree
        for folder in folders:
            node = cast("Tree", place.setdefault(folder, {"type": "directory", "created_at": made, "children": {}}))
            place = cast("Tree", node.setdefault("children", {}))
        place[name] = {
            "type": "file",
            "size": len(item.content),
            "content_hash": item.checksum,
            "mime_type": item.media_type,
            "created_at": made,
        }
    return tree
