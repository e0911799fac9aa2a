"""What the plain run page shows, gathered from the same answers that the API gives."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from skyvern.api.present.run import Link, final_screenshots, present_run
from skyvern.api.present.timeline import present_timeline
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.run import BlockRun, JournalEntry, Run
from skyvern.domain.status import RunStatus

_EXPLAINED = {
    RunStatus.CREATED: "Waiting for a worker.",
    RunStatus.QUEUED: "Waiting for a worker.",
    RunStatus.RUNNING: "At work.",
    RunStatus.PAUSED: "Waiting for a person.",
    RunStatus.COMPLETED: "Every block did what it should.",
    RunStatus.FAILED: "Something broke.",
    RunStatus.TERMINATED: "The workflow decided to stop here.",
    RunStatus.CANCELED: "Somebody stopped it.",
    RunStatus.TIMED_OUT: "The time for the run was over.",
}
_LONGEST_JSON = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """The parts of the page."""

    run: Mapping[str, object]
    explained: str
    elapsed: str
    seconds: float
    """Seconds since the start while it runs, for the ticking clock; -1 when it has ended or not begun."""
    parameters: Mapping[str, object]
    blocks: Sequence[Mapping[str, object]]
    shots: Mapping[str, str]
    """Artifact id → address of a screenshot."""
    finals: Mapping[str, str]
    """Block run id → address of its last screenshot."""
    final: bool


def run_view(
    run: Run,
    *,
    artifacts: Sequence[Artifact],
    block_runs: Sequence[BlockRun],
    entries: Sequence[JournalEntry],
    link: Link,
    now: datetime,
) -> RunView:
    """Return the parts of the page of one run; `link` gives addresses on the page's own origin."""
    began, ended = run.started_at, run.finished_at
    length = ((ended or now) - began).total_seconds() if began else 0.0
    shots = [item for item in artifacts if item.artifact_type is ArtifactType.SCREENSHOT_ACTION]
    return RunView(
        run=present_run(run, artifacts, link=link, public_url=""),
        explained=_EXPLAINED[run.status],
        elapsed=duration(length),
        seconds=length if began and not ended else -1,
        parameters=run.parameters,
        blocks=present_timeline(run, block_runs, entries),
        shots={item.artifact_id: link(item.artifact_id) for item in shots},
        finals={
            item.block_run_id: link(item.artifact_id) for item in final_screenshots(artifacts) if item.block_run_id
        },
        final=run.status.final,
    )


def duration(seconds: object) -> str:
    """Return a length of time as people say it."""
    if not isinstance(seconds, (int, float)):
        return ""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"


def pretty(value: object) -> str:
    """Return JSON for reading, cut where a page would become unusable."""
    if isinstance(value, str):
        return value
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_JSON else f"{text[:_LONGEST_JSON]}\n… the rest is in the API's answer"


def lean(value: object) -> object:
    """Return an output without what the page shows elsewhere: file and screenshot addresses, and empty wrapper keys."""
    if isinstance(value, Mapping):
        rows = cast("Mapping[str, object]", value)
        wrapper = "task_id" in rows and "status" in rows
        return {key: lean(item) for key, item in rows.items() if not (wrapper and _idle(key, item))}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [lean(item) for item in cast("Sequence[object]", value)]
    return value


def _idle(key: str, value: object) -> bool:
    return value is None or value == [] or key.endswith(("_screenshots", "_artifact_ids", "_file_urls"))


def size(count: object) -> str:
    """Return a number of bytes as people say it."""
    if not isinstance(count, int):
        return ""
    if count < 1024:
        return f"{count} bytes"
    return f"{count / 1024:.1f} KiB" if count < 1024 * 1024 else f"{count / (1024 * 1024):.1f} MiB"
