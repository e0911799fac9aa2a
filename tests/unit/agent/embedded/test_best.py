"""Things that are named by what they have most or least of, or by their place in a list of several pages."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.finding.best import amount, holders
from skyvern.agent.policies.embedded.finding.placing import by_place, left, passed, records
from skyvern.agent.policies.embedded.intents import Intent, Verb, Which
from skyvern.agent.policies.embedded.reading.superlatives import Best, best_of
from skyvern.agent.policies.embedded.state import State
from skyvern.domain.page import Element, Observation, Reading
from skyvern.testing.observations import table


def button(ref: str, name: str, record: str = "", **more: object) -> Element:
    made = Element(ref=ref, role="button", name=name, tag="button", context=record, order=int(ref[1:]))
    return made if not more else Element(**{**{f: getattr(made, f) for f in made.__dataclass_fields__}, **more})


def page(*elements: Element, **reading: object) -> Observation:
    return Observation(url="http://site/", title="", elements=elements, reading=Reading(**reading))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("the room with the lowest price", Best(noun="room", column="price", least=True)),
        ("the cheapest room", Best(noun="room", column="price", least=True)),
        ("the most expensive bicycle", Best(noun="bicycle", column="price")),
        ("the lake whose depth is the greatest", Best(noun="lake", column="depth")),
        ("tile with the largest number", Best(noun="tile", column="number")),
    ],
)
def test_most_and_least_are_read(text: str, best: Best) -> None:
    assert best_of(text) == best


@pytest.mark.parametrize(
    "text", ["the latest invoice", "the most", "largest rooms of Berlin", "the Highest Bidder form"]
)
def test_other_words_are_left_to_other_readers(text: str) -> None:
    assert best_of(text) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3h 43m", 223.0),
        ("1 day 2 hours", 1560.0),
        ("45 min", 45.0),
        ("14:30", 870.0),
        ("$1,117", 1117.0),
        ("soon", None),
    ],
)
def test_values_are_measured(text: str, size: float | None) -> None:
    assert amount(text) == size


def test_the_control_of_the_record_with_least_is_found() -> None:
    rides = [
        button("e1", "Reserve", "Travel time: 2h 10m  $90"),
        button("e2", "Reserve", "Travel time: 55m  $120"),
        button("e3", "Reserve", "Travel time: 1h 5m  $60"),
    ]
    assert [e.ref for e in holders(Best(noun="ride", column="travel time", least=True), page(*rides))] == ["e2"]
    assert [e.ref for e in holders(Best(noun="ride", column="price", least=True), page(*rides))] == ["e3"]


def test_a_tie_and_a_record_without_the_value_are_not_decided() -> None:
    tie = [button("e1", "Reserve", "Price: $90"), button("e2", "Reserve", "Price: $90, new")]
    assert holders(Best(noun="ride", column="price", least=True), page(*tie)) == []
    dark = [
        button("e1", "Reserve", "Price: $90"),
        button("e2", "Reserve", "Ask us"),
        button("e3", "Reserve", "Price: $99"),
    ]
    assert holders(Best(noun="ride", column="price", least=True), page(*dark)) == []


def test_a_column_of_a_table_measures_its_rows() -> None:
    lakes = table(("Lake", "Depth"), ("Mesa", "120 m"), ("Tarn", "311 m"), ("Loch", "97 m"))
    shown = page(
        button("e1", "Open", "Mesa 120 m"),
        button("e2", "Open", "Tarn 311 m"),
        button("e3", "Open", "Loch 97 m"),
        tables=(lakes,),
    )
    assert [e.ref for e in holders(Best(noun="lake", column="depth"), shown)] == ["e2"]


def test_things_that_are_numbers_are_compared_themselves() -> None:
    tiles = [button("e1", "7"), button("e2", "12"), button("e3", "9"), button("e4", "Send")]
    assert [e.ref for e in holders(Best(noun="tile", column="number"), page(*tiles))] == ["e2"]


def link(ref: str, name: str) -> Element:
    return Element(ref=ref, role="link", name=name, tag="a", order=int(ref[1:]))


def test_the_links_that_turn_pages_are_no_records() -> None:
    shown = [link("e1", "Salt"), link("e2", "Pepper"), link("e3", "1"), link("e4", "2"), link("e5", ">")]
    assert [[e.ref for e in record] for record in records(shown)] == [["e1"], ["e2"]]


def test_records_are_counted_over_the_pages_of_a_list() -> None:
    fifth = Intent(verb=Verb.CLICK, clause="", target="result", which=Which.NTH, number=5)
    assert by_place(fifth)
    assert left(fifth, State()) == 5
    assert left(fifth, State(filled=passed(State(filled=passed(State(), 2)), 2))) == 1
    assert not by_place(Intent(verb=Verb.CLICK, clause="", target="Save", which=Which.NTH, number=2))
