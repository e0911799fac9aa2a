"""Tasks that were answered by hand, played again: the page must still show what the answers act on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from skyvern.testing.transcripts import TranscriptModel
from tests.browser.agent.staged import FOLDER, Staging, attempt, load_tasks
from tests.browser.conftest import Site

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEPT = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", [path.stem for path in KEPT])
async def test_a_transcript_still_fits(session: BrowserSession, site: Site, name: str) -> None:
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    model = TranscriptModel(answers=[call["answer"] for call in told["calls"]])
    staging = Staging(session=session, site=site, samples="", secrets={})
    outcome, wrong = await attempt(load_tasks()[name], model, staging)
    assert not wrong, outcome.failure
    assert len(model.prompts) == len(told["calls"])
    assert sum(len(prompt) for prompt in model.prompts) <= 1.2 * sum(call["characters"] for call in told["calls"])
