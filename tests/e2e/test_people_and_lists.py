"""Whole runs that wait for a person's answer to a letter, that loop over what a page shows, and that stop half-way."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from skyvern.testing.smtp import SmtpServer, smtp_server

if TYPE_CHECKING:
    from skyvern import Skyvern
    from skyvern.client.record import Record
    from tests.e2e.conftest import Product, Receiver

pytestmark = pytest.mark.long

ORDERS = {"4711": "Ana Lopez", "4712": "Ben Ito", "4713": "Cleo Marsh"}
ASK: dict[str, object] = {
    "label": "ask",
    "block_type": "human_interaction",
    "recipients": ["boss@example.org"],
    "sender": "robot@example.org",
    "subject": "Pay {{ count_output.n }}?",
    "instructions": "Is this right?",
    "timeout_seconds": 300,
}
COUNT: dict[str, object] = {"label": "count", "block_type": "code", "code": "n = 3"}


def order_list() -> str:
    rows = "".join(f'<tr><td><a href="/orders/{n}">{n}</a></td><td>open</td></tr>' for n in ORDERS)
    head = "<thead><tr><th>Order number</th><th>State</th></tr></thead>"
    return (
        f"<html><title>Orders</title><body><h1>Open orders</h1><table>{head}<tbody>{rows}</tbody></table></body></html>"
    )


def order(number: str) -> str:
    facts = f"<dt>Order number</dt><dd>{number}</dd><dt>Customer</dt><dd>{ORDERS[number]}</dd>"
    return f"<html><title>Order</title><body><h1>Order {number}</h1><dl>{facts}</dl></body></html>"


async def test_a_loop_over_what_the_page_lists(
    shared: Product, receiver: Receiver, connected: Callable[[Product], Skyvern]
) -> None:
    receiver.pages["/orders"] = (200, order_list())
    for number in ORDERS:
        receiver.pages[f"/orders/{number}"] = (200, order(number))
    read = {
        "label": "read",
        "block_type": "extraction",
        "data_extraction_goal": "Extract the customer",
        "data_schema": {"type": "object", "properties": {"customer": {"type": "string"}}},
    }
    loop = {
        "label": "each",
        "block_type": "for_loop",
        "loop_variable_reference": "the order numbers in the table",
        "data_schema": {
            "type": "array",
            "items": {"type": "object", "properties": {"order_number": {"type": "string"}}},
        },
        "loop_blocks": [
            {
                "label": "open",
                "block_type": "goto_url",
                "url": receiver.url + "/orders/{{ current_value.order_number }}",
            },
            read,
        ],
    }
    client = connected(shared)
    saved = await shared.save(
        client, [{"label": "list", "block_type": "goto_url", "url": f"{receiver.url}/orders"}, loop]
    )
    run = await client.run_workflow(workflow_id=saved)
    ended = await shared.until(client, run.run_id, seconds=120)
    assert ended.status == "completed", ended.failure_reason
    passes = ended.output["each_output"]
    assert [one["loop_value"]["order_number"] for one in passes] == list(ORDERS)
    assert [one["blocks"]["read_output"]["customer"] for one in passes] == list(ORDERS.values())


async def paused(product: Product, client: Skyvern, blocks: list[dict[str, object]]) -> str:
    """Start a run and return its id once it waits for a person."""
    run = await client.run_workflow(workflow_id=await product.save(client, blocks))
    async with asyncio.timeout(60):
        while (await client.get_run(run.run_id)).status != "paused":
            await asyncio.sleep(0.05)
    return str(run.run_id)


async def asked_by_mail(product: Product, client: Skyvern, smtp: SmtpServer, body_format: str, word: str) -> Record:
    """Let a run ask by mail, follow the link with this word as a person without a key would, return how it ended."""
    ask = {**ASK, "body_format": body_format}
    after = {"label": "after", "block_type": "code", "code": "done = 'yes'"}
    run_id = await paused(product, client, [COUNT, ask, after])
    letter = smtp.received[-1]
    assert letter.message["Subject"] == "Pay 3?"
    assert letter.recipients == ("boss@example.org",)
    assert "Is this right?" in letter.text
    pattern = rf'href="([^"]+)">{word}<' if body_format == "html" else rf"{word}: (\S+)"
    (link,) = re.findall(pattern, letter.text)
    async with httpx.AsyncClient() as anybody:
        assert "Is this right?" in (await anybody.get(html.unescape(link))).text
        assert (await client.get_run(run_id)).status == "paused", "looking answers nothing"
        assert "Thank you" in (await anybody.post(html.unescape(link))).text
    return await product.until(client, run_id)


async def test_a_person_answers_the_letter(
    product_with: Callable[[Path, dict[str, str]], Product], tmp_path: Path, connected: Callable[[Product], Skyvern]
) -> None:
    async with smtp_server() as smtp:
        environment = {"SKYVERN_SMTP_URL": f"smtp://127.0.0.1:{smtp.port}"}
        product = await asyncio.to_thread(product_with, tmp_path / "data", environment)
        client = connected(product)
        approved = await asked_by_mail(product, client, smtp, "text", "Approve")
        rejected = await asked_by_mail(product, client, smtp, "html", "Reject")
    assert approved.status == "completed", approved.failure_reason
    assert approved.output["after_output"] == {"done": "yes"}
    assert (rejected.status, "after_output" in rejected.output) == ("terminated", False)
    assert len(smtp.received) == 2


async def test_a_paused_run_that_is_cancelled_keeps_what_it_had(
    shared: Product, connected: Callable[[Product], Skyvern]
) -> None:
    client = connected(shared)
    run_id = await paused(shared, client, [COUNT, {**ASK, "recipients": []}])
    await client.cancel_run(run_id)
    ended = await shared.until(client, run_id)
    assert ended.status == "canceled"
    assert ended.output["count_output"] == {"n": 3}
    (asking,) = [item.block for item in await client.get_run_timeline(run_id) if item.block.label == "ask"]
    assert asking.status == "canceled"
