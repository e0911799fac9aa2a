"""Which runs a list shows, as data, and the SQL conditions it means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Text, UnaryExpression, cast, exists, func, or_

from skyvern.domain.failure import Category
from skyvern.domain.status import RunStatus
from skyvern.domain.tag import TagSubject
from skyvern.store.tables import run, run_snapshot
from skyvern.store.tags import tagged

_GIVEN = run_snapshot.alias("given")
"""Apart from the snapshot that a list of runs joins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """What is asked of a run; None asks nothing."""

    statuses: Sequence[str] | None = None
    permanent_ids: Sequence[str] | None = None
    search: str | None = None
    """Words of the title, a whole run or workflow id, part of a parameter's value, or an error code."""
    run_types: Sequence[str] | None = None
    error_code: str | None = None
    failure_category: str | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None
    tags: Sequence[str] | None = None
    """Each `key` or `key:value`; all of them."""


RunOrder = Literal[
    "created_at", "-created_at", "started_at", "-started_at", "finished_at", "-finished_at", "title", "-title", "status"
]
"""By what a list of runs is sorted; a minus before it turns it round."""


def order(wanted: RunOrder) -> tuple[UnaryExpression[Any] | ColumnElement[Any], ...]:
    """Return what sorts runs; those that are equal, and those that have no such moment yet, newest first."""
    column = run.c[wanted.removeprefix("-")]
    first = column.desc() if wanted.startswith("-") else column.asc()
    none_last = (column.is_(None),) if column.nullable else ()
    return (*none_last, first, run.c.created_at.desc(), run.c.run_id.desc())


def conditions(organization_id: str, wanted: RunFilter) -> Iterator[ColumnElement[bool]]:
    """Yield what a run must satisfy."""
    yield run.c.organization_id == organization_id
    if wanted.statuses is not None:
        yield run.c.status.in_([RunStatus(status) for status in wanted.statuses])
    if wanted.permanent_ids is not None:
        yield run.c.workflow_permanent_id.in_(wanted.permanent_ids)
    if wanted.run_types is not None:
        yield run.c.run_type.in_(wanted.run_types)
    if wanted.search:
        yield _mentions(wanted.search)
    if wanted.error_code:
        said = f'"error_code":{json.dumps(wanted.error_code, ensure_ascii=False)}'
        yield cast(run.c.errors, Text).contains(said, autoescape=True)
    if wanted.failure_category is not None:
        known = {category.value for category in Category}
        yield run.c.failure_category.in_(
            [Category(wanted.failure_category)] if wanted.failure_category in known else []
        )
    if wanted.created_from is not None:
        yield run.c.created_at >= wanted.created_from
    if wanted.created_until is not None:
        yield run.c.created_at <= wanted.created_until
    yield from tagged(TagSubject.RUN, organization_id, run.c.run_id, wanted.tags or ())


def _mentions(search: str) -> ColumnElement[bool]:
    return or_(
        func.lower(run.c.title).contains(search.lower(), autoescape=True),
        run.c.run_id == search,
        run.c.workflow_permanent_id == search,
        cast(run.c.errors, Text).contains(f'"error_code":{json.dumps(search, ensure_ascii=False)}', autoescape=True),
        exists().where(
            _GIVEN.c.run_id == run.c.run_id,
            func.lower(cast(_GIVEN.c.parameters, Text)).contains(
                json.dumps(search.lower(), ensure_ascii=False)[1:-1], autoescape=True
            ),
        ),
    )
