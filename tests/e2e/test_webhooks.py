"""Webhooks of real runs: one for every end, signed as the SDK checks it, tried again until they are taken."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from skyvern import Skyvern
from skyvern.cli import application
from skyvern.client import verify_webhook

if TYPE_CHECKING:
    from tests.e2e.conftest import Product, Receiver

Connect = Callable[["Product"], Skyvern]

ENDS = {
    "completed": {"label": "b", "block_type": "code", "code": "name = 'Żółć'\ntotal = 2.0"},
    "failed": {"label": "b", "block_type": "code", "code": "1 / 0"},
    "terminated": {"label": "b", "block_type": "terminate", "reason": "enough"},
    "canceled": {"label": "b", "block_type": "wait", "wait_sec": 300},
}


async def test_every_end_sends_one_signed_webhook_with_what_polling_shows(
    shared: Product, receiver: Receiver, connected: Connect
) -> None:
    client = connected(shared)
    for status, block in ENDS.items():
        receiver.got.clear()
        workflow = await shared.save(client, [block])
        run = await client.run_workflow(workflow, webhook_url=f" {receiver.url}/hook ")
        if status == "canceled":
            await shared.until(client, run.run_id, label="b")
            await client.cancel_run(run.run_id)
        ((body, headers, at),) = await receiver.take()
        assert verify_webhook(body, headers["x-skyvern-signature"], shared.server.api_key)
        assert not verify_webhook(body + b" ", headers["x-skyvern-signature"], shared.server.api_key)
        assert abs(int(headers["x-skyvern-timestamp"]) - at) < 5
        sent = json.loads(body)
        polled = await client.get_run(run.run_id)
        assert sent["status"] == polled.status == status
        assert (sent["run_id"], sent["output"]) == (run.run_id, polled.output)
        assert sent["failure_reason"] == polled.failure_reason
        if status == "completed":
            assert b'"total":2,' in body or b'"total":2}' in body
            assert "Żółć".encode() in body


async def test_a_webhook_is_tried_again_and_survives_a_restart(
    product: Product, receiver: Receiver, connected: Connect
) -> None:
    client = connected(product)
    receiver.statuses = [500, 503, 429]
    workflow = await product.save(client, [ENDS["completed"]])
    run = await client.run_workflow(workflow, webhook_url=f"{receiver.url}/hook")
    await receiver.take(2)
    product.server.kill()
    product.start()
    got = await receiver.take(4, seconds=30)
    assert len({body for body, _, _ in got}) == 1
    assert (await client.get_run(run.run_id)).status == "completed"
    assert len(receiver.got) == 4


async def test_a_refused_webhook_is_given_up_and_said_and_sent_again_by_command(
    shared: Product, receiver: Receiver, connected: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connected(shared)
    receiver.statuses = [410]
    workflow = await shared.save(client, [ENDS["completed"]])
    run = await client.run_workflow(workflow, webhook_url=f"{receiver.url}/hook")
    await receiver.take(1)
    reason, end = None, time.monotonic() + 10
    while reason is None and time.monotonic() < end:
        await asyncio.sleep(0.05)
        with contextlib.closing(sqlite3.connect(shared.data_dir / "skyvern.db")) as database:
            statement = "SELECT webhook_failure_reason FROM run WHERE run_id = ?"
            (reason,) = database.execute(statement, (run.run_id,)).fetchone()
    assert reason == "the receiver answered 410"
    assert len(receiver.got) == 1
    event = receiver.got[0][1]["webhook-id"]
    monkeypatch.setenv("SKYVERN_BASE_URL", shared.server.base_url)
    monkeypatch.setenv("SKYVERN_API_KEY", shared.server.api_key)
    monkeypatch.setenv("COLUMNS", "300")
    assert event in await asyncio.to_thread(webhooks, "list")
    assert "1 wait to be sent" in await asyncio.to_thread(webhooks, "replay", event)
    assert (await receiver.take(2))[1][1]["webhook-id"] == event


def webhooks(*arguments: str) -> str:
    """Return what `skyvern webhooks` prints."""
    done = CliRunner().invoke(application(["webhooks"]), ["webhooks", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


async def test_a_run_that_timed_out_sends_its_webhook(product: Product, receiver: Receiver, connected: Connect) -> None:
    client = connected(product)
    workflow = await product.save(client, [ENDS["canceled"]])
    run = await client.run_workflow(workflow, webhook_url=f"{receiver.url}/hook", max_elapsed_time_minutes=1)
    await product.until(client, run.run_id, label="b")
    product.server.kill()
    with contextlib.closing(sqlite3.connect(product.data_dir / "skyvern.db")) as database:
        ((until,),) = database.execute("SELECT deadline_at FROM run")
        over = datetime.fromisoformat(until) - timedelta(minutes=1)
        database.execute("UPDATE run SET deadline_at = ?", (over.isoformat(sep=" ", timespec="microseconds"),))
        database.commit()
    product.start()
    ((body, headers, _),) = await receiver.take(seconds=30)
    assert verify_webhook(body, headers["x-skyvern-signature"], product.server.api_key)
    sent, polled = json.loads(body), await client.get_run(run.run_id)
    assert sent["status"] == polled.status == "timed_out"
    assert "max_elapsed_time_minutes" in sent["failure_reason"]
