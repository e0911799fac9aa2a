"""The page's chapter on webhooks: the same data as polling, signed so that a receiver can check it."""

from __future__ import annotations

import asyncio
import json

from skyvern import Skyvern, verify_webhook


async def test_a_webhook_carries_what_polling_says(client: Skyvern, server, echo, receiver) -> None:
    wpid = await echo(company_name="string")
    run = await client.run_workflow(
        workflow_id=wpid, parameters={"company_name": "Zoë & Söhne"}, webhook_url=receiver.url
    )
    result = await client.wait_for_run(run.run_id, timeout=60)
    assert await asyncio.to_thread(receiver.arrived.wait, 30)
    headers, body = receiver.received[0]
    assert headers["content-type"] == "application/json"
    assert verify_webhook(body, headers["x-skyvern-signature"], server.api_key)
    assert not verify_webhook(body + b" ", headers["x-skyvern-signature"], server.api_key)
    assert "Zoë".encode() in body
    payload = json.loads(body)
    for key in ("run_id", "status", "output", "recording_url", "failure_reason"):
        assert payload[key] == result[key]
    assert payload["workflow_run_id"] == run.run_id


async def test_a_webhook_can_be_sent_again(client: Skyvern, echo, receiver) -> None:
    wpid = await echo(a=("string", "x"))
    run = await client.run_workflow(workflow_id=wpid, wait_for_completion=True, timeout=60)
    answer = await client.retry_run_webhook(run.run_id, webhook_url=receiver.url)
    assert answer.status_code == 200
    headers, body = receiver.received[0]
    assert answer.payload == body.decode()
    assert answer.headers["x-skyvern-signature"] == headers["x-skyvern-signature"]
