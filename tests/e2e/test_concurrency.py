"""Many runs at once on a server that takes two at a time: all end right, in order, never more than two together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from skyvern import Skyvern

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

MANY, AT_ONCE = 20, 2


async def test_twenty_runs_at_once_go_two_by_two_in_the_order_in_which_they_came(
    tmp_path: Path,
    product_with: Callable[[Path, dict[str, str]], Product],
    connected: Callable[[Product], Skyvern],
) -> None:
    product = product_with(tmp_path / "data", {"SKYVERN_CONCURRENCY": str(AT_ONCE)})
    client = connected(product)
    parameter = {"key": "n", "parameter_type": "workflow", "workflow_parameter_type": "integer"}
    blocks = [{"label": "c", "block_type": "code", "code": "await sleep(0.1)\ndouble = n * 2"}]
    workflow = await product.save(client, blocks, [parameter])
    started = [client.run_workflow(workflow, parameters={"n": n}) for n in range(MANY)]
    runs = [run.run_id for run in await asyncio.gather(*started)]
    ended = [await product.until(client, run_id) for run_id in runs]
    assert [run.status for run in ended] == ["completed"] * MANY
    assert [run.output["c_output"]["double"] for run in ended] == [2 * n for n in range(MANY)]
    begun = sorted(ended, key=lambda run: run.started_at)
    assert [run.run_id for run in begun] == [run.run_id for run in sorted(ended, key=lambda run: run.created_at)]
    assert together([(moment(run.started_at), moment(run.finished_at)) for run in ended]) == AT_ONCE


def moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def together(spans: list[tuple[datetime, datetime]]) -> int:
    """Return how many of these spans overlap at the busiest instant."""
    return max(sum(start <= other < end for start, end in spans) for other, _ in spans)
