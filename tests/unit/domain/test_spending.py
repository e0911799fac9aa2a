"""Budgets as an operator writes them."""

from __future__ import annotations

import pytest

from skyvern.domain.spending import Budgets, Limit


def test_tokens_and_money_by_scope() -> None:
    budgets = Budgets.parse("run=200k, run=$2, workflow=$20.50,organization=5M")
    assert budgets.limits == {
        "run": Limit(tokens=200_000, micros=2_000_000),
        "workflow": Limit(micros=20_500_000),
        "organization": Limit(tokens=5_000_000),
    }
    assert budgets.in_money
    assert not Budgets.parse("").limits


@pytest.mark.parametrize("text", ["run=", "run=-5", "person=5", "run 5", "run=€5"])
def test_what_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text.split("=", maxsplit=1)[0]):
        Budgets.parse(text)
