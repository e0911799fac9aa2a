"""A list that shows only a part of itself is scrolled to what its numbers tell to be further down or up."""

from __future__ import annotations

import pytest

from skyvern.domain.goal import Act, GiveUp
from skyvern.domain.page import ActionKind, Element, Observation
from tests.unit.agent.embedded.test_policy import page
from tests.unit.agent.embedded.walking import deeds, walked


def shelf(*numbers: int) -> Observation:
    made = (
        Element(ref=f"n{number}", role="button", name=f"Show locker {number}", tag="button", box=(0, 40 * at, 90, 30))
        for at, number in enumerate(numbers)
    )
    return page(*made, fingerprint=str(numbers))


@pytest.mark.parametrize(
    ("begins", "number", "amount"), [(range(1, 6), 60, 2200), (range(50, 55), 12, -1520)], ids=["down", "up"]
)
async def test_a_numbered_thing_is_scrolled_to(begins: range, number: int, amount: int) -> None:
    way = await walked(f"Show locker {number}.", shelf(*begins), shelf(number - 1, number, number + 1), page())
    assert deeds(way) == [
        (ActionKind.SCROLL, f"n{begins[-1] if amount > 0 else begins[0]}"),
        (ActionKind.CLICK, f"n{number}"),
    ]
    assert isinstance(way[0], Act)
    assert way[0].actions[0].amount == amount


@pytest.mark.parametrize("numbers", [(5, 1, 9), (1, 2)])
async def test_numbers_in_no_order_tell_nothing(numbers: tuple[int, ...]) -> None:
    way = await walked("Show locker 60.", shelf(*numbers))
    assert isinstance(way[-1], GiveUp)
    assert not any(kind is ActionKind.SCROLL for kind, _ in deeds(way))


async def test_a_list_that_does_not_move_is_given_up() -> None:
    way = await walked("Show locker 60.", shelf(1, 2, 3), shelf(1, 2, 3))
    assert isinstance(way[-1], GiveUp)
