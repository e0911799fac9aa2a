"""A run that has ended, read as a trace: what contains what, when, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from skyvern.domain.run import JournalEntry, JournalKind
from skyvern.domain.spending import Charge
from skyvern.domain.trace import Span, span_id, trace_id
from skyvern.engine.tracing import spans
from tests.unit.engine.test_interpreter import code, loop

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop


def named(found: Sequence[Span], name: str) -> Span:
    return next(span for span in found if span.name == name)


async def test_a_run_that_ends_is_told_with_its_blocks(shop: Shop) -> None:
    told: list[Sequence[Span]] = []
    traced = replace(shop, rooms=replace(shop.rooms, traces=told.append))
    run = await traced.run([code("a", "x = 1"), loop("l", "{{ [1, 2] }}", [code("b", "fail = 1 / 0")])])
    ended = await traced.finish(run)
    (found,) = told
    whole, inner = found[0], found[1:]
    assert (whole.trace_id, whole.span_id, whole.parent_id) == (trace_id(run.run_id), span_id(run.run_id), None)
    assert (whole.began_at, whole.ended_at) == (ended.started_at, ended.finished_at)
    assert "division by zero" in str(whole.failure)
    assert whole.facts["skyvern.status"] == "failed"
    assert named(found, "block a").failure is None
    assert named(found, "block b").parent_id == named(found, "block l").span_id
    assert all(whole.began_at <= span.began_at <= span.ended_at <= whole.ended_at for span in inner)
    assert len({span.span_id for span in found}) == len(found)


async def test_steps_and_calls_to_models_lie_in_what_contains_them(shop: Shop) -> None:
    run = await shop.finish(await shop.run([code("a", "x = 1")]))
    (block,) = await shop.rooms.store.runs.block_runs(run.run_id)
    at = [block.created_at + timedelta(seconds=number) for number in range(7)]
    block = block.evolve(finished_at=at[6])
    run = run.evolve(finished_at=at[6])

    def noted(kind: JournalKind, when: int, **payload: object) -> JournalEntry:
        return JournalEntry(run_id=run.run_id, kind=kind, payload=payload, at=at[when], block_run_id=block.block_run_id)

    journal = [
        noted(JournalKind.BLOCK_STARTED, 0),
        noted(JournalKind.DECIDED, 2, step=1, decision={"kind": "act"}),
        noted(JournalKind.ACTED, 3, step=1),
        noted(JournalKind.DECIDED, 5, step=2, decision={"kind": "done"}),
    ]
    charge = Charge(
        charge_id="mch_1",
        organization_id="o_1",
        run_id=run.run_id,
        workflow_permanent_id=None,
        model="openai:gpt-5-mini",
        tokens=1200,
        micros=2_500_000,
        at=at[4],
        settled=True,
        settled_at=at[5],
    )
    found = spans(run, [block], journal, [charge])
    first, second, asked = (named(found, name) for name in ("step 1", "step 2", "chat gpt-5-mini"))
    assert [(step.began_at, step.ended_at) for step in (first, second)] == [(at[0], at[3]), (at[3], at[5])]
    assert first.parent_id == second.parent_id == span_id(block.block_run_id)
    assert (first.facts["skyvern.actions"], second.facts["skyvern.decision"]) == (1, "done")
    assert (asked.parent_id, asked.began_at, asked.ended_at) == (second.span_id, at[4], at[5])
    assert asked.calls
    assert asked.facts["gen_ai.provider.name"] == "openai"
    assert (asked.facts["skyvern.tokens"], asked.facts["skyvern.dollars"]) == (1200, 2.5)


async def test_a_call_lies_in_the_block_that_made_it_whatever_the_clock_says(shop: Shop) -> None:
    run = await shop.finish(await shop.run([code("a", "x = 1"), code("b", "y = 2")]))
    first, second = await shop.rooms.store.runs.block_runs(run.run_id)
    charge = Charge(
        charge_id="mch_1",
        organization_id="o_1",
        run_id=run.run_id,
        workflow_permanent_id=None,
        model="openai:gpt-5-mini",
        tokens=10,
        micros=1,
        at=second.created_at,
        block_run_id=first.block_run_id,
    )
    asked = named(spans(run, [first, second], [], [charge]), "chat gpt-5-mini")
    assert asked.parent_id == span_id(first.block_run_id)


async def test_who_wants_traces_and_fails_keeps_no_run_from_its_end(shop: Shop) -> None:
    def fail(found: Sequence[Span]) -> None:
        raise OSError(f"no room for {len(found)}")

    traced = replace(shop, rooms=replace(shop.rooms, traces=fail))
    assert (await traced.finish(await traced.run([code("a", "x = 1")]))).status.value == "completed"
