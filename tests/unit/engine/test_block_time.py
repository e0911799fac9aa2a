"""A block that takes longer than its author allows is broken off and timed out; the run goes on where it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skyvern.domain.status import BlockStatus, RunStatus

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

SLOW = {"label": "slow", "block_type": "wait", "wait_sec": 60}
AFTER = {"label": "after", "block_type": "code", "code": "x = 1"}
GOTO = {"label": "g", "block_type": "goto_url", "url": "http://site.test/"}


async def test_a_block_is_broken_off_when_its_time_is_over(shop: Shop) -> None:
    ended = await shop.done([GOTO, {**SLOW, "max_elapsed_time_seconds": 1}, AFTER])
    assert ended.status is RunStatus.FAILED, "a block that timed out fails its run"
    assert "longer than 1 seconds (max_elapsed_time_seconds)" in ended.failure_reason
    blocks = await shop.blocks(ended)
    assert (blocks["slow"].status, "after" in blocks) == (BlockStatus.TIMED_OUT, False)
    assert shop.browser.broken_off, "nothing takes effect after the end"


async def test_the_run_goes_on_after_it_and_what_was_inside_has_ended(shop: Shop) -> None:
    loop = {"label": "each", "block_type": "for_loop", "loop_variable_reference": "{{ [1, 2] }}", "loop_blocks": [SLOW]}
    ended = await shop.done([{**loop, "max_elapsed_time_seconds": 1, "continue_on_failure": True}, AFTER])
    assert ended.status is RunStatus.COMPLETED
    statuses = {key: row.status for key, row in (await shop.blocks(ended)).items()}
    assert statuses == {
        "each": BlockStatus.TIMED_OUT,
        "each[0].slow": BlockStatus.TIMED_OUT,
        "after": BlockStatus.COMPLETED,
    }


async def test_the_time_is_counted_while_the_run_waits_for_a_person(shop: Shop) -> None:
    ask = {"label": "ask", "block_type": "human_interaction", "instructions": "?", "recipients": []}
    run = await shop.run([{**ask, "max_elapsed_time_seconds": 1}])
    ended = await shop.finish(run)
    assert ended.status is RunStatus.PAUSED
    ((_, seconds),) = shop.queue.later
    assert seconds <= 1
