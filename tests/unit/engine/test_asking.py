"""A block that only a person can help waits for one when it may, goes on where it stood, and fails plainly else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from skyvern.domain.failure import Category
from skyvern.domain.goal import AskPerson, Decision, Done
from skyvern.domain.run import Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.testing.policies import ScriptedPolicy
from tests.unit.engine.test_waiting import engine, take

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

CAPTCHA = AskPerson(question='prove that you are human ("I\'m not a robot")', category=Category.ANTI_BOT_DETECTION)
BLOCK = {
    "label": "enter",
    "block_type": "navigation",
    "url": "http://page/start",
    "navigation_goal": "Open it",
    "complete_verification": False,
}
WAITING = {**BLOCK, "person_timeout_seconds": 600}


async def asked(shop: Shop, block: dict[str, object], script: Sequence[Decision]) -> Run:
    """Run the block with a mind that decides so, until it waits or ends."""
    policy = ScriptedPolicy(script=list(script))
    shop.rooms = replace(shop.rooms, policies=lambda run, model: (policy,))
    return await take(shop, await shop.run([block]))


async def test_nobody_is_asked_unless_the_block_says_so(shop: Shop) -> None:
    ended = await asked(shop, BLOCK, [CAPTCHA])
    assert ended.status is RunStatus.FAILED
    assert "A person is needed: prove that you are human" in str(ended.failure_reason)
    assert "person_timeout_seconds" in str(ended.failure_reason)
    assert ended.failure_category is Category.ANTI_BOT_DETECTION


async def test_the_run_is_paused_and_goes_on_where_it_stood(shop: Shop) -> None:
    waiting = await asked(shop, WAITING, [CAPTCHA, Done(evidence="in")])
    assert (waiting.status, waiting.waits_for) == (RunStatus.PAUSED, WaitsFor.PERSON)
    assert await engine(shop).answer(waiting, approved=True, reason="")
    ended = await take(shop, waiting, entry=(await shop.read(waiting)).entry)
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    assert shop.browser.urls == ["http://page/start"], "opening the page again would undo what the person did"


@pytest.mark.parametrize(
    ("approved", "reason", "status", "said"),
    [
        (False, "that site is not ours", RunStatus.TERMINATED, "that site is not ours"),
        (True, "", RunStatus.FAILED, "somebody answered, and the page still asks: prove that you are human"),
    ],
)
async def test_what_an_answer_in_vain_comes_to(
    shop: Shop, approved: bool, reason: str, status: RunStatus, said: str
) -> None:
    waiting = await asked(shop, WAITING, [CAPTCHA])
    assert await engine(shop).answer(waiting, approved=approved, reason=reason)
    ended = await take(shop, waiting, entry=(await shop.read(waiting)).entry)
    assert (ended.status, said in str(ended.failure_reason)) == (status, True), ended.failure_reason
