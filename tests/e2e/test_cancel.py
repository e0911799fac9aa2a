"""Cancelling: running, waiting and browser runs end within a second; ended runs stay as they ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from skyvern import Skyvern

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

Connect = Callable[["Product"], Skyvern]


async def cancelled_within(product: Product, client: Skyvern, run_id: str, seconds: float) -> None:
    began = time.monotonic()
    await client.cancel_run(run_id)
    run = await product.until(client, run_id, seconds=10)
    assert run.status == "canceled"
    assert time.monotonic() - began < seconds


async def test_cancels_take_less_than_a_second(product: Product, sites: str, connected: Connect) -> None:
    client = connected(product)
    wait = {"label": "w", "block_type": "wait", "wait_sec": 300}
    plain = await product.save(client, [wait])
    browsing = await product.save(client, [{"label": "g", "block_type": "goto_url", "url": f"{sites}/registry/"}, wait])
    runs = [(await client.run_workflow(plain)).run_id for _ in range(3)]
    runs.append((await client.run_workflow(browsing)).run_id)
    for run_id in runs:
        await product.until(client, run_id, label="w")
    waiting = await client.run_workflow(plain)
    assert (await client.get_run(waiting.run_id)).status in ("created", "queued")
    await cancelled_within(product, client, waiting.run_id, 1)
    for run_id in reversed(runs):
        await cancelled_within(product, client, run_id, 1)
    await client.cancel_run(runs[0])
    assert (await client.get_run(runs[0])).status == "canceled"
