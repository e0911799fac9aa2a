"""Runs tasks of the transcripts against a model that somebody answers by hand, and keeps what was answered.

Start `relay_model.py`, then `python -m tests.browser.agent.record_transcripts RELAY_URL OUT TASK...`; each answer is
kept with the elements it names in place of their references, so that it can be played on a page that numbers anew.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from skyvern.agent.policies.model import ModelPolicy
from skyvern.browser.attach import Browsers
from skyvern.browser.ports import Around
from skyvern.domain.status import BlockStatus
from skyvern.llm.model import LanguageModel
from skyvern.testing.sites.server import running
from skyvern.testing.transcripts import RecordingModel
from tests.browser.agent.staged import Staging, attempt, load_tasks, revealing
from tests.browser.conftest import Site, spawn


async def record(name: str, task: dict[str, Any], out: Path, samples: str, driver: Browsers, turn: asyncio.Lock) -> str:
    """Run one task in a browser of its own; return how it ended."""
    os.environ["OPENAI_API_KEY"] = "any"
    model = RecordingModel(model=LanguageModel(f"openai-chat:{name}", timeout=3000), label=name)
    site = Site()
    browser = None
    try:
        async with turn:
            browser = await asyncio.to_thread(spawn, Path(tempfile.mkdtemp()) / "chromium")
            session = await driver.attach(
                browser.cdp_url,
                browser_id=name,
                artifacts_dir=Path(tempfile.mkdtemp()),
                around=Around(resolve_secret=revealing(task)),
            )
        outcome, wrong = await attempt(task, ModelPolicy(model), Staging(session=session, site=site, samples=samples))
        await session.close()
    finally:
        if browser is not None:
            browser.kill()
        site.close()
    out.mkdir(parents=True, exist_ok=True)
    told = {"task": name, "calls": model.calls, "outcome": outcome.status.value, "wrong": wrong}
    (out / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    reason = outcome.failure.reason if outcome.status is not BlockStatus.COMPLETED and outcome.failure else ""
    said = f"{name}: {outcome.status.value} calls={len(model.calls)} {reason} {outcome.extracted} WRONG={wrong}"
    (out / f"{name}.txt").write_text(said)
    return said


async def main(url: str, out: Path, names: list[str]) -> None:
    """Run the named tasks at once."""
    os.environ["OPENAI_BASE_URL"] = url
    tasks = load_tasks()
    driver, turn = Browsers(action_seconds=30.0, attach_seconds=300.0), asyncio.Lock()
    with running(0) as samples:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(_said(record(name, tasks[name], out, str(samples), driver, turn)))
    await driver.close()


async def _said(work: Awaitable[str]) -> None:
    """Tell how a task ended; one that broke does not end the others."""
    try:
        sys.stdout.write(f"{await work}\n")
    except Exception:  # noqa: BLE001 - the tasks of a batch are independent
        traceback.print_exc()
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
