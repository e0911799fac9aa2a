"""Calls to models, with the block and the step that each was made for."""

from __future__ import annotations

from datetime import datetime, timedelta

from skyvern.api.present.model_calls import present_model_calls
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind
from skyvern.domain.spending import Charge
from skyvern.domain.status import BlockStatus

BEGAN = datetime(2026, 5, 31, 23, 0)


def at(seconds: int) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def block(name: str, begun: int, ended: int | None, *, order: int) -> BlockRun:
    finished = None if ended is None else at(ended)
    return BlockRun(
        block_run_id=name, run_id="wr_1", key=name, parent_id=None, status=BlockStatus.RUNNING, attempt=1,
        label=name, block_type="navigation", order=order,
        created_at=at(begun), modified_at=at(begun), finished_at=finished,
    )  # fmt: skip


def decided(name: str, seconds: int, step: int) -> JournalEntry:
    payload = {"step": step}
    return JournalEntry(run_id="wr_1", kind=JournalKind.DECIDED, payload=payload, at=at(seconds), block_run_id=name)


def charge(seconds: int, **more: object) -> Charge:
    return Charge(
        charge_id=f"mch_{seconds}", organization_id="o_1", run_id="wr_1", workflow_permanent_id=None,
        model="openai:gpt-5-mini", tokens=1200, micros=2_500, at=at(seconds), **more,  # type: ignore[arg-type]
    )  # fmt: skip


BLOCKS = [block("loop", 0, 20, order=0), block("inner", 1, 10, order=1), block("after", 21, None, order=2)]
JOURNAL = [decided("inner", 4, 1), decided("inner", 8, 2), decided("after", 30, 1)]


def places(*charges: Charge) -> list[tuple[object, object]]:
    return [
        (call["workflow_run_block_id"], call["step_order"]) for call in present_model_calls(charges, BLOCKS, JOURNAL)
    ]


def test_a_call_belongs_to_the_step_that_it_led_to_in_the_innermost_block() -> None:
    assert places(charge(2), charge(5), charge(25)) == [("inner", 1), ("inner", 2), ("after", 1)]


def test_a_call_belongs_to_the_block_that_it_names_whatever_else_is_at_work() -> None:
    assert places(charge(2, block_run_id="loop"), charge(25, block_run_id="inner")) == [("loop", None), ("inner", None)]


def test_a_call_that_led_to_no_step_belongs_to_its_block_or_to_none() -> None:
    assert places(charge(9), charge(15), charge(40)) == [("inner", None), ("loop", None), ("after", None)]
    assert present_model_calls([charge(2)], [], [])[0]["workflow_run_block_id"] is None


def test_what_was_asked_and_what_was_answered_are_told_apart_where_they_were_counted() -> None:
    counted = charge(2, answer_tokens=200, settled=True, settled_at=at(3))
    (call,) = present_model_calls([counted], BLOCKS, JOURNAL)
    assert (call["prompt_tokens"], call["answer_tokens"], call["cost"]) == (1000, 200, 0.0025)
    (old,) = present_model_calls([charge(2)], BLOCKS, JOURNAL)
    assert (old["prompt_tokens"], old["answered_at"], old["settled"]) == (None, None, False)
