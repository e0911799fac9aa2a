"""A run that goes on where another failed: the same outputs before it, in loops too, and nothing done again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from skyvern.domain.ids import new_id
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.continuing import continuation

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

ASK = {"label": "ask", "block_type": "http_request", "url": "http://api/x"}


def code(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "block_type": "code", "code": text}


async def gone_on(shop: Shop, earlier: Run, *, label: str | None = None) -> Run:
    """Return how a run ends that goes on where this one failed, or at one of its blocks."""
    run_id = new_id("wr")
    found = await continuation(shop.rooms.store, earlier, run_id, label=label)
    assert found is not None
    fresh = replace(earlier, run_id=run_id, status=RunStatus.CREATED, cursor=found.cursor, claim=None, output=None)
    fresh = replace(fresh, started_at=None, finished_at=None, failure_reason=None, failure_category=None, errors=())
    await shop.rooms.store.runs.create(fresh, block_runs=found.block_runs)
    return await shop.finish(fresh)


async def test_what_came_before_the_failed_block_is_kept(shop: Shop) -> None:
    first = {"label": "first", "block_type": "http_request", "url": "http://api/first"}
    shop.answers["http://api/first"] = lambda request: httpx.Response(200, json={"n": 7})
    shop.answers["http://api/x"] = lambda request: httpx.Response(500)
    failed = await shop.done([first, ASK, code("after", "n = first['response_body']['n']")])
    assert failed.status is RunStatus.FAILED
    shop.answers["http://api/x"] = lambda request: httpx.Response(200)
    ended = await gone_on(shop, failed)
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    assert [str(request.url) for request in shop.requests] == [
        "http://api/first",
        "http://api/x",
        "http://api/x",
    ]
    assert ended.output is not None
    assert ended.output["after_output"] == {"n": 7}


async def test_a_run_that_went_well_goes_on_at_a_block_of_it(shop: Shop) -> None:
    shop.answers["http://api/x"] = lambda request: httpx.Response(200, json={"n": 7})
    done = await shop.done([ASK, code("double", "n = ask['response_body']['n'] * 2"), code("after", "m = double['n']")])
    ended = await gone_on(shop, done, label="double")
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    assert len(shop.requests) == 1
    assert ended.output is not None
    assert ended.output["after_output"] == {"m": 14}
    assert await continuation(shop.rooms.store, done, "wr_new", label="nowhere") is None


async def test_a_loop_goes_on_in_the_pass_that_failed(shop: Shop) -> None:
    ask = {**ASK, "url": "http://api/{{ current_value }}"}
    loop = {
        "label": "l",
        "block_type": "for_loop",
        "loop_variable_reference": "{{ ['a', 'b', 'c'] }}",
        "loop_blocks": [code("note", "v = current_value"), ask],
    }
    for name in "abc":
        shop.answers[f"http://api/{name}"] = lambda request: httpx.Response(200)
    shop.answers["http://api/b"] = lambda request: httpx.Response(500)
    failed = await shop.done([loop])
    assert failed.status is RunStatus.FAILED
    shop.answers["http://api/b"] = lambda request: httpx.Response(200)
    ended = await gone_on(shop, failed)
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    assert [request.url.path for request in shop.requests] == ["/a", "/b", "/b", "/c"]
    assert ended.output is not None
    passes: Any = ended.output["l_output"]
    assert [one["blocks"]["note_output"]["v"] for one in passes] == ["a", "b", "c"]


@pytest.mark.parametrize("blocks", [[code("a", "x = 1")]])
async def test_a_run_without_a_failed_block_has_nowhere_to_go_on(shop: Shop, blocks: list[dict[str, Any]]) -> None:
    ended = await shop.done(blocks)
    assert await continuation(shop.rooms.store, ended, "wr_new") is None
