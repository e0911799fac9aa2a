"""Runs that wait without a worker: for another attempt, their turn, a person, or a run that they started."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from skyvern.api.present.run import attempts as told_attempts
from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run, WaitsFor
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.engine import Engine
from skyvern.engine.attempts import as_after
from skyvern.engine.executor import Executor
from skyvern.engine.people import AnswerLinks
from tests.unit.engine.test_interpreter import code, stop

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

ASK = {"label": "ask", "block_type": "human_interaction", "recipients": []}


async def take(shop: Shop, run: Run, *, entry: str | None = None) -> Run:
    """Let a fresh worker take the run."""
    await Executor(shop.rooms, shop.queue).execute(run.run_id, entry)  # type: ignore[arg-type]
    return await shop.read(run)


def engine(shop: Shop) -> Engine:
    return Engine(shop.rooms, shop.queue)  # type: ignore[arg-type]


RETRIED: dict[str, Any] = {"retry_policy": {"max_retries": 2, "delay_seconds": 30}}


async def test_a_failed_run_is_tried_again_from_the_start(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1"), code("b", "1 / 0")], top=dict(RETRIED))
    first = await take(shop, run)
    assert (first.status, first.waits_for, first.cursor.attempt) == (RunStatus.QUEUED, WaitsFor.ATTEMPT, 2)
    assert (first.output, first.failure_reason, first.finished_at) == (None, None, None)
    assert shop.queue.later == [(first.entry, 30)]
    told = told_attempts(first)
    assert (told["attempt"], told["retry_pending"]) == (1, True)
    assert (told["attempts"][0]["status"], told["attempts"][0]["attempt"]) == ("failed", 1)
    assert "division" in told["attempts"][0]["failure_reason"]
    second = await take(shop, run, entry=first.entry)
    third = await take(shop, run, entry=second.entry)
    assert third.status is RunStatus.FAILED
    assert (told_attempts(third)["attempt"], told_attempts(third)["retry_pending"]) == (3, False)
    assert [item["attempt"] for item in told_attempts(third)["attempts"]] == [1, 2, 3]
    rows = await shop.rooms.store.runs.block_runs(run.run_id)
    assert [(row.label, row.attempt, row.order) for row in rows] == [
        *[("a", 1, 0), ("b", 1, 1), ("a", 2, 2), ("b", 2, 3), ("a", 3, 4), ("b", 3, 5)]
    ]


async def test_an_attempt_that_succeeds_ends_the_run_well(shop: Shop) -> None:
    blocks = [
        {"label": "h", "block_type": "http_request", "url": "http://api/x"},
        code("b", "assert h['status_code'] == 200"),
    ]
    run = await shop.run(blocks, top=dict(RETRIED))
    assert (await take(shop, run)).status is RunStatus.QUEUED
    shop.answers["http://api/x"] = lambda request: httpx.Response(200)
    ended = await take(shop, run)
    assert ended.status is RunStatus.COMPLETED
    assert [item["status"] for item in told_attempts(ended)["attempts"]] == ["failed", "completed"]
    assert ended.deadline_at > utc_now() + timedelta(minutes=50)


@pytest.mark.parametrize(
    ("rules", "again"),
    [
        ([{"status": "terminated"}], True),
        ([{"status": "failed"}], False),
        ([{"status": "terminated", "error_codes": ["BUSY"]}], True),
        ([{"status": "terminated", "error_codes": ["OTHER"]}], False),
        (None, False),
    ],
)
async def test_rules_say_what_is_tried_again(shop: Shop, rules: list[dict[str, object]] | None, again: bool) -> None:
    run = await shop.run([stop("t", "busy", error_code="BUSY")], top={"retry_policy": {"retry_on": rules}})
    assert ((await take(shop, run)).status is RunStatus.QUEUED) is again


async def test_each_attempt_may_have_its_webhook(shop: Shop) -> None:
    policy = {"max_retries": 1, "webhook_on_retry": "every_attempt"}
    run = await shop.run([code("a", "1 / 0")], top={"retry_policy": policy}, webhook_url="http://hook/")
    await take(shop, run)
    await take(shop, run)
    deliveries = await shop.rooms.store.deliveries.of_run(run.run_id)
    assert [delivery.attempt for delivery in deliveries] == [1, None]
    ended = await shop.read(run)
    then = as_after(ended, 1)
    assert (then.status, told_attempts(then)["retry_pending"], told_attempts(then)["attempt"]) == ("queued", True, 1)
    assert len(told_attempts(then)["attempts"]) == 1


async def test_a_stale_queue_entry_takes_nothing(shop: Shop) -> None:
    run = await shop.run([code("b", "1 / 0")], top=dict(RETRIED))
    first = await take(shop, run)
    assert (await take(shop, run, entry="somebody else")).cursor.attempt == first.cursor.attempt


async def test_a_run_between_attempts_can_be_cancelled(shop: Shop) -> None:
    run = await shop.run([code("b", "1 / 0")], top=dict(RETRIED))
    await engine(shop).cancel(await take(shop, run))
    assert (await shop.read(run)).status is RunStatus.CANCELED


async def test_a_paused_run_that_is_cancelled_keeps_what_its_blocks_left(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1"), ASK, code("never", "y = 2")])
    assert (await take(shop, run)).status is RunStatus.PAUSED
    await engine(shop).cancel(await shop.read(run))
    ended = await take(shop, run)
    assert ended.status is RunStatus.CANCELED
    assert ended.output == {"a_output": {"x": 1}, "extracted_information": []}


async def test_a_run_that_dies_and_is_cancelled_before_it_goes_on_keeps_what_its_blocks_left(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1"), code("b", "y = 2")])
    assert await shop.die_after(run, 5)
    assert "a" in await shop.blocks(run)
    await shop.rooms.store.runs.request_cancel(run.run_id)
    ended = await shop.finish(run)
    assert ended.status is RunStatus.CANCELED
    assert ended.output is not None
    assert ended.output["a_output"] == {"x": 1}


async def test_runs_of_one_sequence_wait_for_their_turn(shop: Shop) -> None:
    first = await shop.run([ASK], sequence="wpid_1/")
    second = await shop.run([code("a", "x = 1")], sequence="wpid_1/")
    other = await shop.run([code("a", "x = 1")], sequence="wpid_1/other")
    assert (await take(shop, first)).status is RunStatus.PAUSED
    waiting = await take(shop, second)
    assert (waiting.status, waiting.waits_for, waiting.started_at) == (RunStatus.QUEUED, WaitsFor.TURN, None)
    assert (await take(shop, other)).status is RunStatus.COMPLETED
    assert await engine(shop).answer(await shop.read(first), approved=True)
    shop.queue.runs.clear()
    assert (await take(shop, first)).status is RunStatus.COMPLETED
    (entry,) = shop.queue.runs
    assert entry.startswith(second.run_id)
    assert (await take(shop, second, entry=entry)).status is RunStatus.COMPLETED


async def test_a_cancelled_run_lets_the_next_of_its_sequence_go(shop: Shop) -> None:
    first = await shop.run([code("a", "x = 1")], sequence="s")
    second = await shop.run([code("a", "x = 1")], sequence="s")
    await take(shop, second)
    await engine(shop).cancel(first)
    assert (await shop.read(first)).status is RunStatus.CANCELED
    assert (await take(shop, second, entry=(await shop.read(second)).entry)).status is RunStatus.COMPLETED


async def test_a_paused_run_goes_on_when_it_is_approved(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1"), ASK, code("b", "said = ask_output['reason']")], minutes=240)
    paused = await take(shop, run)
    assert (paused.status, paused.claim, paused.waits_for) == (RunStatus.PAUSED, None, WaitsFor.PERSON)
    assert 7190 < shop.queue.later[0][1] <= 7200
    assert await engine(shop).answer(paused, approved=True, reason="fine by me")
    assert not await engine(shop).answer(await shop.read(run), approved=False)
    ended = await take(shop, run)
    assert ended.status is RunStatus.COMPLETED
    assert ended.output["ask_output"] == {"success": True, "reason": "fine by me"}
    assert ended.output["b_output"] == {"said": "fine by me"}


async def test_a_rejected_run_is_terminated(shop: Shop) -> None:
    run = await shop.run([{**ASK, "negative_descriptor": "No way"}])
    await engine(shop).answer(await take(shop, run), approved=False)
    ended = await take(shop, run)
    assert ended.status is RunStatus.TERMINATED
    assert ended.failure_reason == "human_interaction block 'ask' terminated: answered with 'No way'"


async def test_nobody_answers(shop: Shop) -> None:
    run = await shop.run([{**ASK, "timeout_seconds": 1}])
    paused = await take(shop, run)
    assert paused.status is RunStatus.PAUSED
    row = (await shop.blocks(run))["ask"]
    aged = row.evolve(created_at=row.created_at - timedelta(seconds=2))
    claimed = await shop.rooms.store.runs.claim(run.run_id, "by hand")
    assert claimed is not None
    await shop.rooms.store.runs.commit(run.run_id, "by hand", block_runs=[aged])
    ended = await take(shop, run)
    assert (ended.status, (await shop.blocks(run))["ask"].status) == (RunStatus.FAILED, BlockStatus.TIMED_OUT)
    assert "nobody answered within 1 s" in ended.failure_reason


async def test_an_answer_while_the_run_goes_to_sleep_is_not_lost(shop: Shop) -> None:
    run = await shop.run([ASK])
    assert await shop.die_after(run, 2)
    assert (await shop.read(run)).status is RunStatus.RUNNING
    assert await engine(shop).answer(await shop.read(run), approved=True)
    assert (await take(shop, run)).status is RunStatus.COMPLETED


async def test_a_paused_run_that_is_cancelled_is_taken_to_close_its_browser(shop: Shop) -> None:
    run = await shop.run([{"label": "g", "block_type": "goto_url", "url": "http://x/"}, ASK])
    paused = await take(shop, run)
    assert shop.browser.living == {paused.browser_id}
    await engine(shop).cancel(paused)
    ended = await take(shop, run, entry=(await shop.read(run)).entry)
    assert (ended.status, shop.browser.living) == (RunStatus.CANCELED, set())


def test_links_are_good_for_one_choice_of_one_block() -> None:
    links = AnswerLinks(b"secret of the server", "http://here")
    link = links.link("wr_1", "wrb_1", approved=True)
    assert link.startswith("http://here/answers/wr_1/wrb_1?choice=approve&sig=")
    sig = link.partition("sig=")[2]
    assert links.verify("wr_1", "wrb_1", "approve", sig)
    assert not links.verify("wr_1", "wrb_1", "reject", sig)
    assert not links.verify("wr_1", "wrb_2", "approve", sig)
    assert not AnswerLinks(b"another", "http://here").verify("wr_1", "wrb_1", "approve", sig)
