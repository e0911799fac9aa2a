"""How the mind drags: which words name a place, where that is among look-alikes, and what it believes afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.doing.dragging import index_of, peers
from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.arranging import Place, place_in
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Done, GiveUp, Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Observation
from tests.unit.agent.embedded.test_policy import page
from tests.unit.agent.embedded.walking import deeds, walked

STOPS = ("Ghent", "Bruges", "Liège", "Namur")


def tile(name: str, at: int, *, wide: int = 1) -> Element:
    row, column = divmod(at, wide)
    box = (10 + 60 * column, 40 + 30 * row, 50, 25)
    return Element(ref=name[:2], role="listitem", name=name, tag="li", listener=True, landmark="main", box=box)


def shelf(*names: str, wide: int = 1) -> Observation:
    return page(*(tile(name, at, wide=wide) for at, name in enumerate(names)), fingerprint="|".join(names))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("down by two rows", Place(down=2)),
        ("left one place", Place(right=-1)),
        ("to the very bottom of the list", Place(at=-1)),
        ("to position 3", Place(at=3)),
        ("into the second slot", Place(at=2)),
        ("to the bottom right corner", Place(cell=("bottom", "right"))),
        ("to the middle", Place(cell=("middle", "middle"))),
        ("above Namur", Place(other="Namur", side="before")),
        ("onto the Done column", Place(other="the Done column", side="into")),
        ("around a little", None),
        ("right", None),
    ],
)
def test_words_name_a_place(words: str, place: Place | None) -> None:
    assert place_in(words) == place


@pytest.mark.parametrize(
    ("words", "name", "wide", "index"),
    [
        ("up by one", "Liège", 1, 1),
        ("up by one", "Ghent", 1, None),
        ("to the end", "Ghent", 1, 3),
        ("above Liège", "Ghent", 1, 1),
        ("below Ghent", "Namur", 1, 1),
        ("down by one", "Bruges", 2, 3),
        ("right by one", "Bruges", 2, None),
        ("to the bottom left", "Bruges", 2, 2),
        ("to the center", "Bruges", 2, None),
    ],
)
def test_a_place_is_counted_out_among_look_alikes(words: str, name: str, wide: int, index: int | None) -> None:
    tiles = shelf(*STOPS, wide=wide).elements
    one = next(e for e in tiles if e.name == name)
    place = place_in(words)
    assert place is not None
    assert index_of(place, one, peers(one, tiles)) == index


async def test_a_thing_is_dragged_and_looked_for_where_it_was_to_be_put() -> None:
    way = await walked("Drag Liège to the top.", shelf(*STOPS), shelf("Liège", "Ghent", "Bruges", "Namur"))
    assert deeds(way) == [(ActionKind.DRAG, "Li")]
    assert way[0].actions[0].target == "Gh"  # pyright: ignore[reportAttributeAccessIssue]
    assert isinstance(way[-1], Done)


async def test_a_thing_that_sprang_back_was_not_moved() -> None:
    way = await walked("Drag Liège to the top.", shelf(*STOPS), replace(shelf(*STOPS), fingerprint="other"))
    assert isinstance(way[-1], GiveUp)
    assert "does not lie where" in way[-1].failure.reason


async def test_a_card_is_dragged_to_a_column() -> None:
    def column(ref: str, name: str, left: int) -> Element:
        return Element(ref=ref, role="generic", name=name, tag="div", listener=True, box=(left, 0, 200, 400))

    card = Element(ref="c", role="listitem", name="Paint the fence", tag="li", listener=True, box=(20, 40, 160, 30))
    before = page(column("a", "Open", 0), column("b", "Done", 210), card)
    after = replace(before, elements=(*before.elements[:2], replace(card, box=(230, 40, 160, 30))), fingerprint="two")
    way = await walked("Drag the card 'Paint the fence' to the Done column.", before, after)
    assert deeds(way) == [(ActionKind.DRAG, "c")]
    assert isinstance(way[-1], Done)


@pytest.mark.parametrize(
    "words", ["Drag all tiles to the left.", "Drag the knob a bit.", "Drag the photo so that it covers the frame."]
)
def test_what_is_not_one_thing_and_one_place_is_not_understood(words: str) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert plan.unknown
    assert not any(one.verb is Verb.DRAG for one in plan.intents)
