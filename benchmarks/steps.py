"""Steps, calls and tokens that sample tasks take, by mind: the embedded one, the answers kept by hand, a real model.

    .venv/bin/python benchmarks/steps.py                        every task of tests/fixtures/transcripts; prints a table
    .venv/bin/python benchmarks/steps.py --tasks fly_book,stock_all
    SKYVERN_MODEL=openai:gpt-5-mini … benchmarks/steps.py       a third column: that model, asked for real

The second column plays back what somebody answered by hand as a model would (docs/reference/model-mind.md), on the same
pages: steps and calls are theirs; tokens are counted from what is sent now, at four characters to a token. A task is
*ok* when it ended as it must and the page noted what it should have.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.model import ModelPolicy
from skyvern.agent.ports import Policy
from skyvern.browser.attach import Browsers
from skyvern.browser.ports import Around
from skyvern.llm.model import LanguageModel
from skyvern.llm.port import Usage
from skyvern.testing.sites.server import running
from skyvern.testing.transcripts import TranscriptModel
from tests.browser.agent.staged import FOLDER, Staging, attempt, load_tasks, revealing
from tests.browser.conftest import Site, spawn

_HEAD = "| task | embedded: steps | by hand: steps / calls / tokens in a call / out a call |"


@dataclass(slots=True)
class Tally:
    """What one mind used for one task."""

    ok: bool = False
    steps: int = 0
    spent: list[Usage] = field(default_factory=list[Usage])

    def __str__(self) -> str:
        calls = len(self.spent)
        mark = "ok" if self.ok else "–"
        if not calls:
            return f"{mark} {self.steps}"
        told, said = (
            sum(part) // calls for part in ((u.input_tokens for u in self.spent), (u.output_tokens for u in self.spent))
        )
        return f"{mark} {self.steps} / {calls} / {told} / {said}"


async def tally(policy: Policy, task: dict[str, Any], driver: Browsers, address: str, samples: str) -> Tally:
    """Let one mind do one task, in a session of its own."""
    site = Site()
    session = await driver.attach(
        address,
        browser_id="steps",
        artifacts_dir=Path(tempfile.mkdtemp()),
        around=Around(resolve_secret=revealing(task)),
    )
    try:
        outcome, wrong = await attempt(task, policy, Staging(session=session, site=site, samples=samples))
    finally:
        await session.close()
        site.close()
    return Tally(ok=not wrong, steps=outcome.steps)


async def row(task: dict[str, Any], driver: Browsers, address: str, samples: str, model: str) -> list[Tally]:
    """Every mind's tally of one task."""
    kept = json.loads((FOLDER / f"{task['id']}.json").read_text(encoding="utf-8"))
    models = [
        TranscriptModel(answers=[call["answer"] for call in kept["calls"]]),
        *([LanguageModel(model)] if model else []),
    ]
    made = [await tally(EmbeddedPolicy(), task, driver, address, samples)]
    for asked in models:
        spent: list[Usage] = []
        made.append(await tally(ModelPolicy(asked, spent=spent.append), task, driver, address, samples))
        made[-1].spent = spent
    return made


async def main(names: Sequence[str]) -> None:
    """Print a line a task, then the sums."""
    model = os.environ.get("SKYVERN_MODEL", "")
    tasks = load_tasks()
    print(_HEAD + (f" {model} |" if model else ""), "|---|---|---|" + ("---|" if model else ""), sep="\n", flush=True)
    driver = Browsers(action_seconds=30.0, attach_seconds=300.0)
    browser = await asyncio.to_thread(spawn, Path(tempfile.mkdtemp()) / "chromium")
    columns: list[list[Tally]] = []
    try:
        with running(0) as samples:
            for name in names or sorted(path.stem for path in FOLDER.glob("*.json")):
                columns.append(await row(tasks[name], driver, browser.cdp_url, str(samples), model))
                print(f"| {name} | " + " | ".join(map(str, columns[-1])) + " |", flush=True)
        await driver.close()
    finally:
        browser.kill()
    for title, mind in zip(("embedded", "by hand", model), zip(*columns, strict=True), strict=False):
        spent = [usage for one in mind for usage in one.spent]
        sums = f"{sum(one.ok for one in mind)} of {len(mind)} ok, {sum(one.steps for one in mind)} steps"
        if spent:
            told, said = sum(u.input_tokens for u in spent), sum(u.output_tokens for u in spent)
            sums += f", {len(spent)} calls, {told} tokens in, {said} out"
        print(f"{title}: {sums}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", default="", help="comma-separated; all when left out")
    asyncio.run(main([name for name in parser.parse_args().tasks.split(",") if name]))
