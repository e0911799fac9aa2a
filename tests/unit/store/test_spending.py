"""Charges against budgets, in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from skyvern.domain.spending import Budgets, Charge, OverBudget
from skyvern.store import Database, Store

MAY = datetime(2026, 5, 31, 23, 0)
CHARGE = Charge(
    charge_id="c1", organization_id="o", run_id="r", workflow_permanent_id="w", model="a:b", tokens=100, micros=500,
    at=MAY,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    database = Database(f"sqlite:///{tmp_path}/s.db")
    database.migrate()
    yield Store(database)
    database.close()


async def test_a_scope_is_used_up_by_what_is_reserved(store: Store) -> None:
    budgets = Budgets.parse("run=250")
    await store.spending.reserve(CHARGE, budgets)
    await store.spending.reserve(replace(CHARGE, charge_id="c2"), budgets)
    with pytest.raises(OverBudget, match="the run may use 250 tokens and has used or reserved 200"):
        await store.spending.reserve(replace(CHARGE, charge_id="c3"), budgets)
    await store.spending.settle("c1", tokens=20, micros=10, answer_tokens=5)
    assert (await store.spending.of_run("r"))[0].answer_tokens == 5
    await store.spending.reserve(replace(CHARGE, charge_id="c3"), budgets)
    assert await store.spending.used("run", "r") == (220, 1010)
    await store.spending.reserve(replace(CHARGE, charge_id="c4", run_id="other"), budgets)


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("workflow=$0.0009", {"run_id": "r2"}, {"workflow_permanent_id": "w2"}),
        ("organization=150", {"run_id": "r2", "workflow_permanent_id": "w2"}, {"organization_id": "o2"}),
    ],
)
async def test_workflows_and_organisations_by_month(
    store: Store, text: str, same: dict[str, str], other: dict[str, str]
) -> None:
    budgets = Budgets.parse(text)
    await store.spending.reserve(CHARGE, budgets)
    with pytest.raises(OverBudget, match="this month"):
        await store.spending.reserve(replace(CHARGE, charge_id="c2", **same), budgets)
    await store.spending.reserve(replace(CHARGE, charge_id="c3", **other), budgets)
    await store.spending.reserve(replace(CHARGE, charge_id="c4", at=datetime(2026, 6, 1)), budgets)


async def test_runs_at_once_never_pass_a_limit_together(store: Store) -> None:
    budgets = Budgets.parse("organization=1000")
    charges = [replace(CHARGE, charge_id=f"c{number}", run_id=f"r{number}") for number in range(15)]
    results = await asyncio.gather(
        *(store.spending.reserve(charge, budgets) for charge in charges), return_exceptions=True
    )
    assert sum(isinstance(result, OverBudget) for result in results) == 5
    assert (await store.spending.used("organization", "o"))[0] == 1000
