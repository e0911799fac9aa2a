"""Following runs as they go: their journals, and which of them change, as server-sent events."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Header, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from skyvern.api.auth import Authorized
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.present.run import present_run_item
from skyvern.api.present.timeline import present_action
from skyvern.api.room import room
from skyvern.domain.clock import iso, utc_now
from skyvern.domain.run import JournalEntry, JournalKind

router = room("runs")

_LOOK_SECONDS = 0.7
"""Runs are written by other processes too, so the database is what tells; this often it is asked."""
_MOST_SECONDS = 900.0
"""After this a stream ends; browsers come back by themselves, and their right to look is asked for again."""
_MOST_RUNS = 200
_OVERLAP = timedelta(seconds=2)
"""Runs that were changed before a look may be committed after it."""
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


@router.get("/v1/runs/events", response_class=StreamingResponse, responses=_STREAM)
async def follow_runs(request: Request, caller: Authorized, deps: Deps) -> StreamingResponse:
    """Tell of every run that begins, changes or ends: events `run`, each a run as the list of runs shows it."""
    return _streamed(_changes(request, deps, caller.organization_id))


@router.get("/v1/runs/{run_id}/events", response_class=StreamingResponse, responses=_STREAM)
async def follow_run(
    run_id: Annotated[str, Path(description="`wr_…`")],
    request: Request,
    caller: Authorized,
    deps: Deps,
    last_event_id: Annotated[int | None, Header(ge=0)] = None,
) -> StreamingResponse:
    """Tell what happens in a run from its journal on: events `entry`, numbered, and `end` when it has ended.

    A client that comes back sends the last number as `last-event-id` and misses nothing.
    """
    if await deps.store.runs.find(caller.organization_id, run_id) is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    return _streamed(_entries(request, deps, run_id, after=last_event_id or 0))


async def _entries(request: Request, deps: ApiDeps, run_id: str, *, after: int) -> AsyncGenerator[str]:
    async for _ in _looks(request):
        run = await deps.store.runs.get(run_id)
        for entry in await deps.store.journal.of(run_id, after=after):
            after = entry.seq
            yield _event("entry", _told(entry), number=entry.seq)
        if run is None or run.status.final:
            yield _event("end", {"status": None if run is None else run.status.value})
            return
        yield ":\n\n"


async def _changes(request: Request, deps: ApiDeps, organization_id: str) -> AsyncGenerator[str]:
    since = utc_now() - _OVERLAP
    told: dict[str, object] = {}
    async for _ in _looks(request):
        changed = await deps.store.figures.changed(organization_id, since=since, most=_MOST_RUNS)
        titles = await deps.store.workflows.titles({run.workflow_permanent_id for run in changed}) if changed else {}
        for run in changed:
            if told.get(run.run_id) != run.modified_at:
                yield _event("run", present_run_item(run, workflow_title=titles.get(run.workflow_permanent_id)))
        told = {run.run_id: run.modified_at for run in changed}
        if changed:
            overlap = _OVERLAP if len(changed) < _MOST_RUNS else timedelta()
            since = max(since, changed[-1].modified_at - overlap)
        yield ":\n\n"


async def _looks(request: Request) -> AsyncGenerator[None]:
    """Yield whenever it is time to look, until nobody listens any more."""
    end = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < end and not await request.is_disconnected():
        yield
        await asyncio.sleep(_LOOK_SECONDS)


def _told(entry: JournalEntry) -> dict[str, object]:
    told: dict[str, object] = {"kind": entry.kind.value, "at": iso(entry.at), "block_run_id": entry.block_run_id}
    return told | ({"action": present_action(entry)} if entry.kind is JournalKind.ACTED else {})


def _event(name: str, data: Mapping[str, object], *, number: int | None = None) -> str:
    head = f"event: {name}\n" + ("" if number is None else f"id: {number}\n")
    return f"{head}data: {json.dumps(data, default=str)}\n\n"


def _streamed(events: AsyncGenerator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)
