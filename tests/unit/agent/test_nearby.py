"""What is near the viewport, and what is not."""

from __future__ import annotations

from skyvern.agent.nearby import nearby
from skyvern.domain.page import Element, Line, Observation, Pair, Reading, Table

SEEN = Observation(
    url="http://shop.example/",
    title="Shop",
    viewport=(1280, 720),
    elements=(
        Element(ref="e1", role="link", name="Above", box=(0, -1500, 50, 20), order=2),
        Element(ref="e2", role="button", name="Here", box=(0, 100, 50, 20), order=4),
        Element(ref="e3", role="textbox", name="Tall", box=(0, -1400, 50, 1000), order=5),
        Element(ref="e4", role="button", name="Below", box=(0, 1719, 50, 20), order=7),
        Element(ref="e5", role="button", name="Far below", box=(0, 1720, 50, 20), order=10),
    ),
    reading=Reading(
        lines=(
            Line(text="Past", order=1, y=-1001),
            Line(text="Now: 1", order=3, y=90),
            Line(text="Later: 2", order=9, y=1720),
        ),
        pairs=(
            Pair(label="Now", value="1", source="colon", order=3),
            Pair(label="Later", value="2", source="colon", order=8),
        ),
        tables=(Table(caption="", headers=("a",), rows=(), order=8),),
    ),
)


def test_only_what_is_within_reach_of_the_viewport_is_left() -> None:
    seen = nearby(SEEN, reach=1000)
    assert [one.ref for one in seen.elements] == ["e2", "e3", "e4"]
    assert [line.text for line in seen.reading.lines] == ["Now: 1"]
    assert [pair.label for pair in seen.reading.pairs] == ["Now"]
    assert seen.reading.tables == ()


def test_a_reach_beyond_the_page_leaves_everything() -> None:
    assert nearby(SEEN, reach=10_000) == SEEN
