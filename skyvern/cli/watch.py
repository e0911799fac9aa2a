"""Follows a run in the terminal until it has ended, then says what it left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, cast

from rich.status import Status

from skyvern.cli.progress import Unseen, current
from skyvern.cli.terminal import err, show, show_json
from skyvern.client import Record, Skyvern

FINAL = frozenset({"completed", "failed", "terminated", "timed_out", "canceled"})
_LINKS = frozenset(
    {
        "task_id",
        "task_screenshots",
        "task_screenshot_artifact_ids",
        "workflow_screenshots",
        "workflow_screenshot_artifact_ids",
        "downloaded_file_urls",
        "downloaded_file_artifact_ids",
    }
)
_LOOK_SECONDS = 0.25
_LONGEST_LOOK_SECONDS = 1.0


async def follow(client: Skyvern, run_id: str, *, say: Callable[[str], None]) -> Record:
    """Return the run once it has ended; each thing that happens until then is said once, with the time it took."""
    began = time.monotonic()
    unseen = Unseen()
    pause = _LOOK_SECONDS
    with err.status(f"{run_id} queued") as status:
        while True:
            run = await client.get_run(run_id)
            timeline = await client.get_run_timeline(run_id)
            elapsed = time.monotonic() - began
            fresh = unseen.of(timeline)
            for line in fresh:
                say(f"{elapsed:6.1f} s  {'  ' * line.depth}{line.text}")
            _tell(status, run, current(timeline), elapsed)
            if run.status in FINAL:
                say(f"{elapsed:6.1f} s  run {run.status}")
                return run
            pause = _LOOK_SECONDS if fresh else min(pause * 1.3, _LONGEST_LOOK_SECONDS)
            await asyncio.sleep(pause)


def _tell(status: Status, run: Record, now: str, elapsed: float) -> None:
    status.update(f"{run.status}{f': {now}' if now else ''}, {elapsed:.0f} s")


def show_run(run: Mapping[str, Any]) -> None:
    """Print how a run stands and what it left."""
    for name in ("run_id", "status", "failure_reason", "recording_url", "app_url"):
        if run.get(name):
            show(f"{name:<15} {run[name]}")
    for url in run.get("screenshot_urls") or ():
        show(f"{'screenshot':<15} {url}")
    for file in run.get("downloaded_files") or ():
        show(f"{'file':<15} {file['filename'] or ''} {file['url']}")
    if run.get("output") is not None:
        show("output (--json shows it whole)")
        show_json(essential(run["output"]))


def essential(output: object) -> object:
    """Return an output without what is empty and without the ids and links that each block adds for programs."""
    if not isinstance(output, Mapping):
        return output
    found = {key: essential(value) for key, value in cast("Mapping[str, object]", output).items() if key not in _LINKS}
    return {key: value for key, value in found.items() if value not in (None, [], {})}
