"""Cards without labels of their own, read by what their lines have in common."""

from __future__ import annotations

import pytest

from skyvern.agent.extract.recurring import recurring_pairs
from skyvern.agent.extract.sources import lay_out
from skyvern.testing.observations import group, page, record


@pytest.mark.parametrize(
    ("cards", "first", "last"),
    [
        pytest.param(
            [
                ["Account ending 4471", "Available balance", "$12.00"],
                ["Account ending 9020", "Available balance", "$7"],
            ],
            {"Account ending": "4471", "Available balance": "$12.00"},
            {"Account ending": "9020", "Available balance": "$7"},
            id="a label over its value, and words before one",
        ),
        pytest.param(
            [["214", "Orders", "3"], ["80", "Orders", "9"], ["31", "Orders", "8"], ["7"]],
            {"Orders": "3"},
            {},
            id="a card that lacks the line",
        ),
        pytest.param(
            [["1,200", "Monthly rent", "3", "Free rooms"], ["950", "Monthly rent", "1", "Free rooms"]],
            {"Monthly rent": "1,200", "Free rooms": "3"},
            {"Monthly rent": "950", "Free rooms": "1"},
            id="the value stands over its label",
        ),
        pytest.param(
            [["3 bedrooms", "Oak floor"], ["1 bedroom", "Tiles"], ["2 bedrooms"]],
            {"bedrooms": "3"},
            {"bedrooms": "2"},
            id="what is counted",
        ),
        pytest.param(
            [["Leeds", "£52,000", "Full time"], ["York", "£44,500", "Full time"]], {}, {}, id="a state they share"
        ),
        pytest.param([["Only one", "$3"]], {}, {}, id="a single card tells nothing"),
        pytest.param([["Oak table", "$30"], ["Ash chair", "$20"]], {}, {}, id="nothing in common"),
    ],
)
def test_what_cards_share_labels_what_differs(
    cards: list[list[str]], first: dict[str, str], last: dict[str, str]
) -> None:
    told = recurring_pairs(cards)
    assert (dict(told[0]), dict(told[-1])) == (first, last)


def test_the_parts_of_a_line_are_read_one_by_one() -> None:
    cards = (record(f"Winch {n}", f"Part no. PX-{n} · Northmere", heading=f"Winch {n}") for n in (12, 18))
    listing = lay_out(page(group(*cards))).listings[0]
    assert [{fact.label: fact.value for fact in row.facts}["Part no."] for row in listing.rows] == ["PX-12", "PX-18"]
