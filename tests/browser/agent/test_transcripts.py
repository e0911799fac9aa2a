"""Tasks that were answered by hand, played again: the page must still show what the answers act on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skyvern.agent.policies.model import ModelPolicy
from skyvern.browser.ports import Around
from skyvern.testing.sites.server import running
from skyvern.testing.transcripts import TranscriptModel
from tests.browser.agent.staged import FOLDER, Staging, attempt, load_tasks, revealing
from tests.browser.conftest import Chromium, Site

if TYPE_CHECKING:
    from skyvern.browser.attach import Browsers

pytestmark = pytest.mark.asyncio(loop_scope="session")

SLOW = frozenset({
    "bank_transfer", "clinic_book", "desk_assign", "desk_missing_ticket", "fly_book", "fly_unknown_airport",
    "frames_badge", "grant_payload", "grant_too_much", "homes_ask", "job_application",
})  # fmt: skip
"""More than three seconds each."""
KEPT = [
    pytest.param(path.stem, marks=[pytest.mark.long] if path.stem in SLOW else [])
    for path in sorted(FOLDER.glob("*.json"))
]


@pytest.fixture(scope="module")
def samples() -> Iterator[str]:
    with running(0) as url:
        yield str(url)


@pytest.mark.parametrize("name", KEPT)
async def test_a_transcript_still_fits(
    chromium: Chromium, driver: Browsers, site: Site, samples: str, tmp_path: Path, name: str
) -> None:
    task = load_tasks()[name]
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    model = TranscriptModel(answers=[call["answer"] for call in told["calls"]])
    session = await driver.attach(
        chromium.cdp_url, browser_id=name, artifacts_dir=tmp_path, around=Around(resolve_secret=revealing(task))
    )
    try:
        outcome, wrong = await attempt(task, ModelPolicy(model), Staging(session=session, site=site, samples=samples))
    finally:
        await session.close()
    assert not wrong, outcome.failure
    assert len(model.prompts) == len(told["calls"])
    asked = [len(prompt) + len(system) for prompt, system in zip(model.prompts, model.systems, strict=True)]
    assert sum(asked) <= 1.1 * sum(call["characters"] for call in told["calls"])
    assert model.pictures == [call["pictures"] for call in told["calls"]]
    secret = "".join((*model.prompts, *model.systems))
    assert not [value for key, value in task.get("reveal", {}).items() if "user" not in key and value in secret]
