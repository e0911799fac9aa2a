"""Which workflows a list shows, as data, and the SQL conditions it means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, or_, select

from skyvern.domain.tag import TagSubject
from skyvern.domain.workflow import Workflow
from skyvern.store.folders import folder, mentions
from skyvern.store.tables import workflow
from skyvern.store.tags import tagged


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowFilter:
    """What is asked of a workflow; None asks nothing."""

    search: str | None = None
    """Words of the title, of a parameter's key, description or default, or of the folder it is in."""
    statuses: Sequence[str] | None = None
    folder_id: str | None = None
    saved_tasks: bool | None = None
    """True: only tasks that were saved; False: none of them."""
    templates: bool | None = None
    tags: Sequence[str] | None = None
    """Each `key` or `key:value`; all of them."""


def conditions(organization_id: str, wanted: WorkflowFilter) -> Iterator[ColumnElement[bool]]:
    """Yield what the newest version of a workflow must satisfy."""
    if not wanted.templates:
        yield workflow.c.organization_id == organization_id
    else:
        yield workflow.c.is_template.is_(True)
    yield workflow.c.hidden.is_(False)
    if wanted.search:
        yield _mentions(organization_id, wanted.search)
    if wanted.statuses is not None:
        yield workflow.c.status.in_(wanted.statuses)
    if wanted.folder_id is not None:
        yield workflow.c.folder_id == wanted.folder_id
    if wanted.saved_tasks is not None:
        yield workflow.c.is_saved_task.is_(wanted.saved_tasks)
    yield from tagged(TagSubject.WORKFLOW, organization_id, workflow.c.permanent_id, wanted.tags or ())


def repeated(version: Workflow) -> dict[str, object]:
    """Return the columns that repeat parts of a version, for the filters."""
    return {
        "status": str(version.settings.get("status") or "published"),
        "is_saved_task": bool(version.settings.get("is_saved_task")),
        "search_text": search_text(version.title, version.definition),
    }


def search_text(title: str, definition: Mapping[str, object]) -> str:
    """Return the words that a search looks in: title, and each parameter's key, description and default."""
    words = [title]
    rows = definition.get("parameters")
    for row in cast("list[object]", rows) if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            parameter = cast("Mapping[str, object]", row)
            words += [_text(parameter.get(name)) for name in ("key", "description", "default_value")]
    return "\n".join(word for word in words if word).lower()


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _mentions(organization_id: str, search: str) -> ColumnElement[bool]:
    folders = select(folder.c.folder_id).where(
        folder.c.organization_id == organization_id, folder.c.deleted_at.is_(None), mentions(search)
    )
    return or_(
        workflow.c.search_text.contains(search.lower(), autoescape=True),
        workflow.c.permanent_id == search,
        workflow.c.folder_id.in_(folders),
    )
