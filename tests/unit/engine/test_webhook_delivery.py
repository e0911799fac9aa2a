"""Deliveries: the bytes that go out, and what each answer means for the next try."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from skyvern.client import verify_event, verify_webhook
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery, DeliveryStatus
from skyvern.domain.run import JournalKind
from skyvern.engine.webhooks import Webhooks
from skyvern.net.guard import AddressRefused

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

URL = "http://hook.test/in"
BLOCK = {"label": "c", "block_type": "code", "code": "x = 1"}


async def delivery_of(shop: Shop) -> str:
    run = await shop.run([BLOCK])
    row = Delivery(delivery_id=f"whd_{run.run_id}", run_id=run.run_id, url=URL, tries=0, created_at=utc_now())
    return (await shop.rooms.store.deliveries.add(row)).delivery_id


async def test_the_bytes_are_compact_unescaped_and_signed(shop: Shop) -> None:
    shop.answers[URL] = lambda request: httpx.Response(204)
    delivery_id = await delivery_of(shop)
    await Webhooks(shop.rooms).deliver(delivery_id)
    (request,) = shop.requests
    assert json.loads(request.content)["total"] == 2
    assert b'"total":2,"name":"' + "Żółć".encode() in request.content
    assert verify_webhook(request.content, request.headers["x-skyvern-signature"], "sk_test")
    assert request.headers["content-type"] == "application/json"
    found = await shop.rooms.store.deliveries.get(delivery_id)
    assert found is not None
    assert found.delivered_at is not None


@pytest.mark.parametrize("status", [400, 401, 404, 410, 301])
async def test_some_answers_are_final(shop: Shop, status: int) -> None:
    shop.answers[URL] = lambda request: httpx.Response(status)
    delivery_id = await delivery_of(shop)
    await Webhooks(shop.rooms).deliver(delivery_id)
    found = await shop.rooms.store.deliveries.get(delivery_id)
    assert found is not None
    assert (found.tries, found.last_status, found.given_up_at is not None) == (1, status, True)
    run = await shop.rooms.store.runs.get(found.run_id)
    assert run is not None
    assert run.webhook_failure_reason == f"the receiver answered {status}"


@pytest.mark.parametrize("status", [500, 503, 403, 408, 425, 429])
async def test_others_are_tried_again(shop: Shop, status: int) -> None:
    answers = [httpx.Response(status, headers={"retry-after": "0"}), httpx.Response(200)]
    shop.answers[URL] = lambda request: answers.pop(0)
    delivery_id = await delivery_of(shop)
    await Webhooks(shop.rooms).deliver(delivery_id)
    first, second = shop.requests
    assert first.content == second.content
    found = await shop.rooms.store.deliveries.get(delivery_id)
    assert found is not None
    entries = await shop.rooms.store.journal.of(found.run_id, kinds={JournalKind.WEBHOOK})
    assert [entry.payload["status"] for entry in entries] == [status, 200]
    run = await shop.rooms.store.runs.get(found.run_id)
    assert run is not None
    assert run.webhook_failure_reason is None


async def test_a_receiver_that_is_away_is_waited_for_and_a_stop_ends_nothing(shop: Shop) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    shop.answers[URL] = away
    delivery_id = await delivery_of(shop)
    task = asyncio.ensure_future(Webhooks(shop.rooms).deliver(delivery_id))
    while not shop.requests:
        await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    found = await shop.rooms.store.deliveries.get(delivery_id)
    assert found is not None
    assert (found.delivered_at, found.given_up_at) == (None, None)
    shop.answers[URL] = lambda request: httpx.Response(200)
    await Webhooks(shop.rooms).deliver(delivery_id)
    found = await shop.rooms.store.deliveries.get(delivery_id)
    assert found is not None
    assert found.delivered_at is not None


async def test_a_restart_keeps_the_moment_of_the_next_try(shop: Shop) -> None:
    moments: list[datetime] = []

    def refuse_once(request: httpx.Request) -> httpx.Response:
        moments.append(utc_now())
        return httpx.Response(200 if moments[1:] else 500, headers={"retry-after": "1"})

    shop.answers[URL] = refuse_once
    delivery_id = await delivery_of(shop)
    task = asyncio.ensure_future(Webhooks(shop.rooms).deliver(delivery_id))
    while not (found := await shop.rooms.store.deliveries.get(delivery_id)).tries:
        await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await Webhooks(shop.rooms).deliver(delivery_id)
    assert len(moments) == 2
    assert moments[1] >= found.next_try_at


async def test_the_waits_grow_from_try_to_try_over_restarts(shop: Shop) -> None:
    shop.answers[URL] = lambda request: httpx.Response(500)
    run = await shop.run([BLOCK])
    row = Delivery(delivery_id="whd_9", run_id=run.run_id, url=URL, tries=9, created_at=utc_now())
    await shop.rooms.store.deliveries.add(row)
    task = asyncio.ensure_future(Webhooks(shop.rooms).deliver("whd_9"))
    while (found := await shop.rooms.store.deliveries.get("whd_9")).tries < 10:
        await asyncio.sleep(0.01)
    task.cancel()
    assert 500 < (found.next_try_at - utc_now()).total_seconds() < 520


async def test_an_address_that_the_guard_shuts_is_given_up_at_once(shop: Shop) -> None:
    def shut(request: httpx.Request) -> httpx.Response:
        raise AddressRefused("hook.test", "10.0.0.1", 80)

    shop.answers[URL] = shut
    delivery_id = await delivery_of(shop)
    await Webhooks(shop.rooms).deliver(delivery_id)
    found = await shop.rooms.store.deliveries.get(delivery_id)
    assert found is not None
    assert found.given_up_at is not None


async def test_every_try_is_one_event_with_its_own_moment(shop: Shop) -> None:
    answers = [httpx.Response(500, headers={"retry-after": "0"}), httpx.Response(200)]
    shop.answers[URL] = lambda request: answers.pop(0)
    delivery_id = await delivery_of(shop)
    await Webhooks(shop.rooms).deliver(delivery_id)
    told = [verify_event(request.content, request.headers, "sk_test") for request in shop.requests]
    assert told == [delivery_id, delivery_id]


async def test_a_dead_letter_is_replayed_as_the_same_event_for_another_day(shop: Shop) -> None:
    deliveries = shop.rooms.store.deliveries
    shop.answers[URL] = lambda request: httpx.Response(500, headers={"retry-after": "0"})
    run = await shop.run([BLOCK])
    long_ago = utc_now() - timedelta(hours=25)
    row = Delivery(delivery_id="whd_1", run_id=run.run_id, url=URL, tries=80, created_at=long_ago)
    await deliveries.add(row)
    await Webhooks(shop.rooms).deliver("whd_1")
    ((dead,), total) = await deliveries.list("o_1", status=DeliveryStatus.FAILED)
    assert (dead.delivery_id, dead.tries, total) == ("whd_1", 81, 1)
    entered: list[object] = []
    again = await deliveries.try_again("whd_1", also=entered.append)
    assert again is not None
    assert again.status is DeliveryStatus.PENDING
    assert await deliveries.try_again("whd_1", also=entered.append) is None
    assert len(entered) == 1
    answers = [httpx.Response(500, headers={"retry-after": "0"}), httpx.Response(200)]
    shop.answers[URL] = lambda request: answers.pop(0)
    await Webhooks(shop.rooms).deliver("whd_1")
    assert len(shop.requests) == 3
    assert {request.headers["webhook-id"] for request in shop.requests} == {"whd_1"}
    assert (await deliveries.list("o_1", status=DeliveryStatus.DELIVERED))[1] == 1


async def test_a_slow_receiver_holds_up_nobody_else(shop: Shop) -> None:
    quick, release = "http://quick.test/in", asyncio.Event()
    run = await shop.run([BLOCK])

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.host == "hook.test":
                await release.wait()
            return httpx.Response(200)

    webhooks = Webhooks(replace(shop.rooms, transport=Slow))
    urls = [URL] * 40 + [quick]
    for number, url in enumerate(urls):
        row = Delivery(delivery_id=f"whd_{number}", run_id=run.run_id, url=url, tries=0, created_at=utc_now())
        await shop.rooms.store.deliveries.add(row)
    tasks = [asyncio.ensure_future(webhooks.deliver(f"whd_{number}")) for number in range(len(urls))]
    await asyncio.wait_for(tasks[-1], timeout=60)
    assert not any(task.done() for task in tasks[:-1])
    release.set()
    await asyncio.wait_for(asyncio.gather(*tasks), timeout=60)


async def test_a_replay_is_signed_with_the_callers_key_and_shows_what_came_back(shop: Shop) -> None:
    shop.answers[URL] = lambda request: httpx.Response(500, text="x" * 5000)
    run = await shop.run([BLOCK])
    shown = await Webhooks(shop.rooms).replay(run, URL, "sk_caller")
    assert verify_webhook(shop.requests[0].content, shop.requests[0].headers["x-skyvern-signature"], "sk_caller")
    assert (shown["status_code"], shown["response_body"]) == (500, "x" * 2048)
    with pytest.raises(ValueError, match="webhook_url"):
        await Webhooks(shop.rooms).replay(run, None, "sk_caller")
