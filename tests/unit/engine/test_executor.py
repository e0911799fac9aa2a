"""How runs end: cancels, deadlines, stops, lost claims, definitions and credentials that cannot be read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import CredentialType
from skyvern.domain.failure import Category
from skyvern.domain.page import ActionResult, TabPicture, Trouble
from skyvern.domain.run import JournalKind
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.engine.executor import Executor

if TYPE_CHECKING:
    from skyvern.domain.run import Run
    from tests.unit.engine.conftest import Shop

ORG = "o_1"
WAIT = {"label": "w", "block_type": "wait", "wait_sec": 60}
GOTO = {"label": "g", "block_type": "goto_url", "url": "http://site.test/"}


def code(label: str, source: str, **more: object) -> dict[str, object]:
    return {"label": label, "block_type": "code", "code": source, **more}


async def under_way(shop: Shop, executor: Executor, run: Run) -> asyncio.Task[None]:
    """Start executing and return when the first block has begun."""
    task = asyncio.ensure_future(executor.execute(run.run_id))
    while not await shop.blocks(run):
        await asyncio.sleep(0)
    return task


async def test_a_cancel_ends_the_run_at_once_and_its_block_with_it(shop: Shop) -> None:
    run = await shop.run([WAIT, code("never", "x = 1")], top={"finally_block_label": "never"})
    executor = Executor(shop.rooms, shop.queue)
    task = await under_way(shop, executor, run)
    assert executor.interrupt(run.run_id)
    await asyncio.wait_for(task, 1)
    ended = await shop.read(run)
    assert (ended.status, ended.failure_reason) == (RunStatus.CANCELED, None)
    assert {key: row.status for key, row in (await shop.blocks(run)).items()} == {"w": BlockStatus.CANCELED}
    assert executor.unwanted == set()


async def test_a_cancel_while_no_worker_lived_is_obeyed_before_anything_runs(shop: Shop) -> None:
    run = await shop.run([WAIT])
    await shop.rooms.store.runs.request_cancel(run.run_id)
    assert (await shop.finish(run)).status is RunStatus.CANCELED
    assert await shop.blocks(run) == {}


async def test_a_run_that_is_cancelled_before_it_is_taken_up_again_leaves_no_browser_behind(shop: Shop) -> None:
    shop.browser.living.add("br_1")
    run = await shop.run([WAIT], browser_id="br_1")
    await shop.rooms.store.runs.request_cancel(run.run_id)
    await shop.finish(run)
    assert shop.browser.ended == ["br_1"]


async def test_a_run_whose_time_is_over_ends_before_its_slow_video_is_made(shop: Shop) -> None:
    shop.browser.video_is_made.clear()
    shop.browser.video = b"webm"
    goto = {"label": "g", "block_type": "goto_url", "url": "http://page/"}
    run = await shop.run([goto, {**WAIT, "wait_sec": 60}], minutes=0.04)
    work = asyncio.create_task(shop.finish(run))
    try:
        async with asyncio.timeout(60):
            while not (ended := await shop.read(run)).status.final:
                await asyncio.sleep(0.05)
        assert not work.done()
    finally:
        shop.browser.video_is_made.set()
        await work
    assert ended.status is RunStatus.TIMED_OUT
    assert shop.browser.broken_off == [ended.browser_id]
    assert shop.browser.recorded == [ended.browser_id]


async def test_the_deadline_ends_as_timed_out_without_the_finally_block(shop: Shop) -> None:
    run = await shop.run([WAIT, code("f", "x = 1")], top={"finally_block_label": "f"}, minutes=0.04)
    ended = await asyncio.wait_for(shop.finish(run), 60)
    assert ended.status is RunStatus.TIMED_OUT
    assert "max_elapsed_time_minutes" in ended.failure_reason
    assert (await shop.blocks(run))["w"].status is BlockStatus.TIMED_OUT
    assert "f" not in await shop.blocks(run)


async def test_what_a_run_waited_in_the_queue_is_not_of_its_time(shop: Shop) -> None:
    asked = utc_now() - timedelta(hours=1)
    run = await shop.run([code("a", "x = 1")], created_at=asked, deadline_at=asked + timedelta(minutes=2))
    ended = await shop.finish(run)
    assert ended.status is RunStatus.COMPLETED
    assert ended.deadline_at - ended.started_at == timedelta(minutes=2)


async def test_the_time_goes_on_over_a_restart(shop: Shop) -> None:
    run = await shop.run([{**WAIT, "wait_sec": 60}], minutes=0.04)
    assert await shop.die_after(run, 2)
    first = (await shop.read(run)).deadline_at
    ended = await asyncio.wait_for(shop.finish(run), 60)
    assert (ended.status, ended.deadline_at) == (RunStatus.TIMED_OUT, first)
    assert "0.04 minutes" in ended.failure_reason


async def test_a_stop_interrupts_without_ending_and_the_next_worker_goes_on(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1"), {**WAIT, "wait_sec": 1}, code("b", "y = a['x'] + 1")])
    executor = Executor(shop.rooms, shop.queue)
    task = await under_way(shop, executor, run)
    while "w" not in await shop.blocks(run):
        await asyncio.sleep(0)
    await executor.stop()
    assert not task.done()
    assert (await shop.read(run)).status is RunStatus.RUNNING
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await shop.read(run)).status is RunStatus.RUNNING
    ended = await shop.finish(run)
    assert ended.output["b_output"] == {"y": 2}
    kinds = [entry.kind for entry in await shop.journal(run)]
    assert JournalKind.RUN_RESUMED in kinds


async def test_nothing_is_begun_while_stopping(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1")])
    executor = Executor(shop.rooms, shop.queue)
    await executor.stop()
    task = asyncio.ensure_future(executor.execute(run.run_id))
    await asyncio.sleep(0.05)
    assert (await shop.read(run)).status is RunStatus.QUEUED
    task.cancel()


async def test_an_end_is_written_although_its_caller_is_cancelled(shop: Shop) -> None:
    executor = Executor(shop.rooms, shop.queue)
    begun, done = asyncio.Event(), asyncio.Event()

    async def ending() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        done.set()

    caller = asyncio.ensure_future(executor.see_through(ending()))
    await begun.wait()
    caller.cancel()
    await executor.stop()
    assert done.is_set()


async def test_a_worker_that_lost_its_claim_writes_nothing_and_lets_go_of_the_browser(shop: Shop) -> None:
    run = await shop.run([GOTO, {**WAIT, "wait_sec": 1}, code("a", "x = 1")])
    executor = Executor(shop.rooms, shop.queue)
    task = await under_way(shop, executor, run)
    while "w" not in await shop.blocks(run):
        await asyncio.sleep(0)
    assert await shop.rooms.store.runs.claim(run.run_id, "another") is not None
    await asyncio.wait_for(task, 10)
    assert (await shop.read(run)).status is RunStatus.RUNNING
    assert "a" not in await shop.blocks(run)
    assert shop.browser.ended == []
    assert len(shop.browser.left) == 1


async def test_a_definition_that_cannot_be_read_fails_the_run_by_name(shop: Shop) -> None:
    run = await shop.run([WAIT])
    odd = run.evolve(run_id=f"{run.run_id}0", definition={"blocks": [{"label": "w", "block_type": "wait"}]})
    await shop.rooms.store.runs.create(odd)
    ended = await shop.finish(odd)
    assert ended.status is RunStatus.FAILED
    assert "wait_sec" in ended.failure_reason
    assert ended.failure_category is Category.PARAMETER_BINDING_ERROR


CREDENTIAL = {"parameters": [{"key": "login", "parameter_type": "credential", "credential_id": "cred_1"}]}


async def test_a_missing_credential_fails_the_run_and_its_webhook_is_entered(shop: Shop) -> None:
    run = await shop.run([code("a", "x = 1")], top=CREDENTIAL, webhook_url="http://127.0.0.1/hook")
    ended = await shop.finish(run)
    assert ended.failure_reason == "there is no credential cred_1"
    assert ended.failure_category is Category.CREDENTIAL_ERROR
    assert len(shop.queue.deliveries) == 1


async def test_a_credential_sealed_with_another_key_says_so(shop: Shop) -> None:
    await shop.rooms.store.organizations.ensure_default()
    kept = await shop.rooms.vault.create(
        ORG, name="n", type=CredentialType.PASSWORD, fields={"username": "u", "password": "p-secret"}
    )
    row = await shop.rooms.store.credentials.get(ORG, kept.credential_id)
    await shop.rooms.store.credentials.replace(replace(row, sealed=bytes(reversed(row.sealed))))
    top = {"parameters": [{**CREDENTIAL["parameters"][0], "credential_id": kept.credential_id}]}
    ended = await shop.done([code("a", "x = 1")], top=top)
    assert "SKYVERN_SECRET_KEY" in ended.failure_reason


async def test_secrets_are_masked_in_outputs_journal_rows_and_reasons(shop: Shop) -> None:
    kept = await shop.rooms.vault.create(
        ORG, name="n", type=CredentialType.PASSWORD, fields={"username": "ann", "password": "hunter2-hunter2"}
    )
    top = {"parameters": [{**CREDENTIAL["parameters"][0], "credential_id": kept.credential_id}]}
    source = "p = login.password\nprint(p)\nq = {p: [p + '!']}\nraise ErrorCode('LEAK', 'it was ' + p)"
    shown = code("a", "p = login.password\nu = 'https://x/?p=' + p", continue_on_failure=True)
    ended = await shop.done([shown, code("b", source)], top=top)
    assert ended.status is RunStatus.FAILED
    assert ended.output["a_output"] == {"p": "*****", "u": "https://x/?p=*****"}
    written = repr((ended, await shop.blocks(ended), await shop.journal(ended)))
    assert "hunter2" not in written
    assert "it was *****" in ended.failure_reason


async def test_an_output_that_cannot_be_kept_fails_the_run_instead_of_hanging_it(shop: Shop) -> None:
    class Full(type(shop.rooms.store.runs)):
        async def finish(self, *args: object, **more: object) -> bool:
            if more["output"] is not None:
                raise OSError("disk full")
            return await super().finish(*args, **more)

    shop.rooms.store.runs = Full(shop.database)
    ended = await shop.done([code("a", "x = 1")])
    assert ended.status is RunStatus.FAILED
    assert "OSError" in ended.failure_reason


async def test_every_tab_is_pictured_at_the_end_the_active_one_by_its_block(shop: Shop) -> None:
    shop.browser.tabs = [TabPicture(url=f"http://{name}.test/", data=name.encode()) for name in ("a", "b", "c")]
    final = (ArtifactType.SCREENSHOT_FINAL,)
    ended = await shop.done([GOTO])
    kept = await shop.rooms.store.artifacts.of_run(ended.run_id, final)
    assert [(item.file_name, item.block_run_id is None) for item in kept] == [
        ("g_final.png", False),
        ("final_2_c.test.png", True),
        ("final_1_b.test.png", True),
    ]
    ended = await shop.done([GOTO, code("c", "await page.click('x')")])
    kept = await shop.rooms.store.artifacts.of_run(ended.run_id, final)
    assert [item.file_name for item in kept if item.block_run_id is None][-1] == "final_1_a.test.png"


async def test_the_recording_is_kept_and_a_lost_one_is_only_a_warning(shop: Shop) -> None:
    shop.browser.video = b"webm"
    ended = await shop.done([GOTO])
    kept = await shop.rooms.store.artifacts.of_run(ended.run_id, (ArtifactType.RECORDING,))
    assert (ended.status, len(kept), len(shop.browser.recorded)) == (RunStatus.COMPLETED, 1, 1)
    shop.browser.video = "no bytes"
    ended = await shop.done([GOTO])
    assert (ended.status, len(shop.browser.recorded)) == (RunStatus.COMPLETED, 1)
    assert any("no recording" in str(entry.payload.get("message")) for entry in await shop.journal(ended))


@pytest.mark.parametrize(
    ("result", "said", "category"),
    [
        (ActionResult(ok=True, status=503), "answered with status 503", Category.WEBSITE_ERROR),
        (ActionResult(ok=True, status=404), "answered with status 404", Category.WEBSITE_ERROR),
        (
            ActionResult(ok=False, trouble=Trouble.NETWORK, message="http://site.test/ could not be opened: refused."),
            "Network error: Connection or proxy issues (http://site.test/ could not be opened: refused.)",
            Category.NAVIGATION_FAILURE,
        ),
        (ActionResult(ok=False, trouble=Trouble.TIMEOUT), "Navigation timeout: ", Category.PAGE_LOAD_TIMEOUT),
    ],
)
async def test_a_page_that_cannot_be_opened_fails_with_the_published_phrase(
    shop: Shop, result: ActionResult, said: str, category: Category
) -> None:
    shop.browser.answers["http://site.test/"] = result
    ended = await shop.done([GOTO])
    assert ended.status is RunStatus.FAILED
    assert said in ended.failure_reason
    assert ended.failure_category is category
    assert (await shop.blocks(ended))["g"].output["status"] == "failed"


async def test_a_broken_browser_fails_the_block_and_the_run_goes_on_where_it_may(shop: Shop) -> None:
    shop.browser.broken = "Chromium ended"
    ended = await shop.done([{**GOTO, "continue_on_failure": True}, code("a", "await page.title()")])
    assert (await shop.blocks(ended))["g"].failure_category is Category.BROWSER_ERROR
    assert "Chromium ended" in ended.failure_reason


async def test_a_run_whose_browser_was_lost_goes_back_to_its_page(shop: Shop) -> None:
    blocks = [GOTO, {**WAIT, "wait_sec": 1}, code("u", "u = page.url")]
    run = await shop.run(blocks)
    executor = Executor(shop.rooms, shop.queue)
    task = await under_way(shop, executor, run)
    while "w" not in await shop.blocks(run):
        await asyncio.sleep(0)
    await executor.stop()
    task.cancel()
    shop.browser.living.clear()
    await shop.finish(run)
    assert shop.browser.urls == ["http://site.test/", "http://site.test/"]
    assert JournalKind.BROWSER_LOST in [entry.kind for entry in await shop.journal(run)]


async def test_what_was_sent_is_not_sent_twice(shop: Shop) -> None:
    post = {
        "label": "p",
        "block_type": "http_request",
        "url": "http://api.test/pay",
        "method": "POST",
        "body": {"a": 1},
    }
    run = await shop.run([post])
    assert await shop.die_after(run, 3)
    ended = await shop.finish(run)
    assert ended.status is RunStatus.FAILED
    assert "not done a second time" in ended.failure_reason
    assert len(shop.requests) == 0


async def test_code_that_changed_the_page_is_not_run_again_after_a_crash(shop: Shop) -> None:
    run = await shop.run([GOTO, code("pay", "n = 1\nawait page.click('#pay')\nawait page.click('#again')")])
    before = 0
    while await shop.die_after(run, before := before + 1) and not await intents(shop, run):
        run = await shop.run([GOTO, code("pay", "n = 1\nawait page.click('#pay')\nawait page.click('#again')")])
    assert shop.browser.clicks == []
    ended = await shop.finish(run)
    assert ended.status is RunStatus.FAILED
    assert "'Page.click and what follows it in the code'" in ended.failure_reason
    assert "not done a second time" in ended.failure_reason
    assert shop.browser.clicks == []


async def intents(shop: Shop, run: Run) -> int:
    return [entry.kind for entry in await shop.journal(run)].count(JournalKind.INTENDED)


async def test_code_intends_once_a_block_and_only_before_it_changes_something(shop: Shop) -> None:
    blocks = [
        code("pure", "x = 1"),
        code("reads", "t = await page.title()\nu = page.url"),
        code("acts", "await page.click('#a')\nawait page.click('#b')"),
    ]
    ended = await shop.done(blocks)
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    assert await intents(shop, ended) == 1
    assert shop.browser.clicks == ["#a", "#b"]


async def test_code_that_only_read_the_page_is_run_again_after_a_crash(shop: Shop) -> None:
    run = await shop.run([code("reads", "t = await page.title()"), code("b", "u = reads['t']")])
    assert await shop.die_after(run, 2)
    assert (await shop.finish(run)).status is RunStatus.COMPLETED


async def test_an_address_that_came_out_empty_is_no_page_that_was_opened(shop: Shop) -> None:
    ended = await shop.finish(await shop.run([{**GOTO, "url": "{{ nowhere }}"}]))
    assert ended.status is RunStatus.FAILED
    assert "url: it is empty" in (ended.failure_reason or "")
