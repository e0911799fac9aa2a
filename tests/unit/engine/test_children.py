"""Workflows that start workflows: once, linked, waited for without a worker, cancelled together, not too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from skyvern.blocks.definition import parse_definition
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from tests.unit.engine.conftest import ORG
from tests.unit.engine.test_interpreter import code, stop
from tests.unit.engine.test_waiting import ASK, engine, take

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

NUMBER: dict[str, Any] = {"key": "n", "parameter_type": "workflow", "workflow_parameter_type": "integer"}


async def saved(shop: Shop, blocks: list[dict[str, object]], **settings: object) -> str:
    """Save a workflow with one whole number as its parameter."""
    now = utc_now()
    workflow = Workflow(
        workflow_id=new_id("w"),
        permanent_id=new_id("wpid"),
        organization_id=ORG,
        version=1,
        title="Child",
        description=None,
        definition=parse_definition({"blocks": blocks, "parameters": [NUMBER]}).tree,
        settings={"status": "published", **settings},
        created_at=now,
        modified_at=now,
    )
    await shop.rooms.store.workflows.add(workflow)
    return workflow.permanent_id


def trigger(wpid: str, **more: object) -> dict[str, object]:
    return {
        "label": "go",
        "block_type": "workflow_trigger",
        "workflow_permanent_id": wpid,
        "payload": {"n": "{{ start.x }}"},
        **more,
    }


async def child_of(shop: Shop, run: Run) -> Run:
    (child,) = await shop.rooms.store.runs.children(run.run_id)
    return child


async def test_the_parent_waits_without_a_worker_and_gets_the_outputs(shop: Shop) -> None:
    wpid = await saved(shop, [code("double", "y = n * 2")])
    run = await shop.run(
        [code("start", "x = 21"), trigger(wpid), code("end", "z = go_output['outputs']['double_output']")]
    )
    parent = await take(shop, run)
    assert (parent.status, parent.waits_for, parent.claim) == (RunStatus.RUNNING, WaitsFor.CHILD, None)
    child = await child_of(shop, run)
    assert (child.parent_run_id, child.parameters, child.trigger_type) == (run.run_id, {"n": 21}, "workflow")
    shop.queue.runs.clear()
    assert (await take(shop, child)).status is RunStatus.COMPLETED
    (entry,) = shop.queue.runs
    ended = await take(shop, run, entry=entry)
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    assert ended.output["end_output"] == {"z": {"y": 42}}
    assert ended.output["go_output"]["workflow_run_id"] == child.run_id


@pytest.mark.parametrize(("blocks", "status"), [([code("b", "1 / 0")], "failed"), ([stop("t", "no")], "terminated")])
async def test_a_child_that_does_not_complete_ends_the_parent_alike(
    shop: Shop, blocks: list[dict[str, object]], status: str
) -> None:
    wpid = await saved(shop, blocks)
    run = await shop.run([code("start", "x = 1"), trigger(wpid)])
    await take(shop, run)
    await take(shop, await child_of(shop, run))
    ended = await take(shop, run)
    assert ended.status == status
    assert f"ended as {status}: " in ended.failure_reason


async def test_a_child_that_nobody_waits_for(shop: Shop) -> None:
    wpid = await saved(shop, [ASK])
    ended = await shop.done([code("start", "x = 1"), trigger(wpid, wait_for_completion=False)])
    assert (ended.status, ended.output["go_output"]["status"]) == (RunStatus.COMPLETED, "created")
    child = await child_of(shop, ended)
    assert child.status is RunStatus.CREATED
    await take(shop, child)
    await engine(shop).cancel(ended)
    assert (await shop.read(child)).status is RunStatus.PAUSED


@pytest.mark.parametrize(
    ("payload", "said"),
    [({}, "parameter 'n' is required"), ({"n": "many"}, "parameter 'n': 'many' is not a whole number")],
)
async def test_a_child_that_cannot_start_fails_the_block(shop: Shop, payload: dict[str, object], said: str) -> None:
    wpid = await saved(shop, [code("a", "x = 1")])
    ended = await shop.done([trigger(wpid, payload=payload)])
    assert ended.status is RunStatus.FAILED
    assert said in ended.failure_reason


async def test_an_unknown_workflow_fails_the_block(shop: Shop) -> None:
    ended = await shop.done([trigger("wpid_none", payload={})])
    assert "there is no workflow 'wpid_none'" in ended.failure_reason


async def test_cancelling_goes_down(shop: Shop) -> None:
    inner = await saved(shop, [ASK])
    middle = await saved(shop, [code("start", "x = n"), trigger(inner)])
    run = await shop.run([code("start", "x = 1"), trigger(middle)])
    parent = await take(shop, run)
    child = await take(shop, await child_of(shop, parent))
    grandchild = await take(shop, await child_of(shop, child))
    assert grandchild.status is RunStatus.PAUSED
    await engine(shop).cancel(parent)
    for each in (grandchild, child, parent):
        assert (await take(shop, each, entry=(await shop.read(each)).entry)).status is RunStatus.CANCELED


async def test_only_ten_deep(shop: Shop) -> None:
    wpid = await saved(shop, [code("a", "x = 1")])
    ended = await shop.done([trigger(wpid, payload={"n": 1})], settings={"depth": 10})
    assert "more than 10 deep" in ended.failure_reason


async def test_one_child_whatever_happens(shop: Shop) -> None:
    wpid = await saved(shop, [code("double", "y = n * 2")])
    commits = 0
    while True:
        commits += 1
        run = await shop.run([code("start", "x = 2"), trigger(wpid)])
        died = await shop.die_after(run, commits)
        await take(shop, run)
        for child in await shop.rooms.store.runs.children(run.run_id):
            await take(shop, child)
        ended = await take(shop, run)
        assert ended.status is RunStatus.COMPLETED, f"{commits} commits: {ended.failure_reason}"
        listed = await shop.rooms.store.runs.list(ORG, page_size=100)
        assert len([item for item in listed if item.parent_run_id == run.run_id]) == 1
        if not died:
            break
    assert commits > 4


async def test_a_shared_browser_stays_the_parents(shop: Shop) -> None:
    wpid = await saved(shop, [{"label": "g", "block_type": "goto_url", "url": "http://child/"}])
    blocks = [
        {"label": "g", "block_type": "goto_url", "url": "http://parent/"},
        code("start", "x = 1"),
        trigger(wpid, use_parent_browser_session=True),
    ]
    run = await shop.run(blocks)
    parent = await take(shop, run)
    child = await take(shop, await child_of(shop, run))
    assert child.status is RunStatus.COMPLETED
    assert (child.browser_id, shop.browser.ended) == (parent.browser_id, [])
    await take(shop, run)
    assert shop.browser.ended == [parent.browser_id]
