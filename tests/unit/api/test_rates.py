"""How often a key may ask: a burst of a minute's worth, then evenly; who asks too often is told when to come back."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException

from skyvern.api.rates import Rates


def test_a_key_that_asks_too_often_is_told_when_to_ask_again_and_others_are_not_held_up() -> None:
    now = [0.0]
    rates = Rates(6, clock=lambda: now[0])
    for _ in range(6):
        rates.demand("k_1")
    with pytest.raises(HTTPException) as refused:
        rates.demand("k_1")
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "10"})
    rates.demand("k_2")
    now[0] = 10.0
    rates.demand("k_1")
    with pytest.raises(HTTPException):
        rates.demand("k_1")
    now[0] = 1000.0
    for _ in range(6):
        rates.demand("k_1")
    with pytest.raises(HTTPException):
        rates.demand("k_1")


def test_without_a_limit_nobody_is_refused() -> None:
    rates = Rates(0)
    for _ in range(1000):
        rates.demand("k_1")
