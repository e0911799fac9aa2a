"""Choices that are tiles under a caption are found by what they bear and by the caption."""

from __future__ import annotations

from skyvern.agent.policies.embedded.finding.tiles import chosen, in_a_row, tile
from skyvern.domain.page import Element, Line, Observation, Reading


def tiles() -> Observation:
    names = ("$25k Basic", "$50k Standard", "Basic", "Extra")
    orders = (2, 4, 7, 9)
    lines = [Line(text="Bodily injury liability", order=1), Line(text="Glass", order=6)]
    lines += [Line(text=name, order=order) for name, order in zip(names, orders, strict=True)]
    elements = tuple(
        Element(ref=f"e{order}", role="generic", name=name, listener=True, order=order)
        for name, order in zip(names, orders, strict=True)
    )
    return Observation(
        url="http://q/",
        title="Cover",
        elements=elements,
        reading=Reading(lines=tuple(sorted(lines, key=lambda one: one.order))),
    )


def test_a_tile_is_told_by_its_caption() -> None:
    page = tiles()
    found = [chosen(words, page) for words in ("Basic liability", "Basic glass", "Basic travel")]
    assert [one.ref if one else "" for one in found] == ["e2", "e7", ""]
    standard = tile("Standard", "Liability", page)
    assert standard is not None
    assert standard.ref == "e4"
    assert tile("Basic", "", page) is None


def test_tiles_side_by_side_may_show_their_choice_in_colours_only() -> None:
    row = [
        Element(ref=f"e{at}", role="generic", name=f"{at}", listener=True, box=(10 + 100 * at, 50, 90, 40))
        for at in (0, 1)
    ]
    page = Observation(url="http://q/", title="", elements=tuple(row))
    assert in_a_row(row[0], page)
    assert not in_a_row(row[0], Observation(url="http://q/", title="", elements=(row[0],)))


def test_of_two_cards_of_one_name_neither_is_taken() -> None:
    def letters(*names: str) -> Observation:
        cards = tuple(
            Element(ref=f"e{at}", role="generic", name=name, listener=True, box=(10, 50 * at, 200, 40), order=at)
            for at, name in enumerate(names)
        )
        return Observation(url="http://mail/", title="Mail", elements=cards)

    found = tile("Ida", "", letters("Ida See you at noon", "Ben The bill", "Eva Hello"))
    assert found is not None
    assert found.ref == "e0"
    longer = "Ida " + "as we said at the last meeting about the new house " * 6
    assert tile("Ida", "", letters("Ida See you at noon", "Ben The bill", longer)) is None
