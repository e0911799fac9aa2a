"""A record in tabs: what the first part does not show is read in the others, and nothing that stood first is lost."""

from __future__ import annotations

import pytest

from skyvern.agent.extract.answer import answer_extraction
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import Element, Observation, Pair, Table
from skyvern.testing.observations import lines, page, pairs, table

TEXT = {"type": "string"}


def tab(name: str, *, here: bool = False, role: str = "tab") -> Element:
    hints = ("pill active" if here else "pill",)
    return Element(ref=name, role=role, name=name, group="Blue Heron", selected=here or None, hints=hints)


def seen(here: str, *parts: Table | tuple[Pair, ...], role: str = "tab") -> Observation:
    names = ("Overview", "Crew", "Insurance")
    strip = tuple(tab(name, here=name == here, role=role) for name in names)
    return page(
        lines("# Blue Heron", "Boat # B-1177 · Bend"), *parts, *strip, Element(ref="x", role="button", name="Delete")
    )


def read(fields: tuple[str, ...], *views: Observation) -> tuple[list[str], Decision]:
    """Return what was opened, and the end."""
    schema = {"type": "object", "properties": dict.fromkeys(fields, TEXT)}
    goal = Goal(kind=GoalKind.EXTRACTION, extraction=f"Extract {', '.join(fields)}".replace("_", " "), schema=schema)
    notes: dict[str, object] = {"looked": True}
    opened: list[str] = []
    shown: dict[str, Observation] = dict(zip(("Overview", "Crew", "Insurance"), views, strict=False))
    view = views[0]
    for _ in range(9):
        decision = answer_extraction(goal, view, History(notes=notes))
        if not isinstance(decision, Act):
            return opened, decision
        opened.append(decision.actions[0].ref)
        view, notes = shown[opened[-1]], {**notes, **decision.notes}
    raise AssertionError("it goes on for ever")


FIRST = pairs({"Status": "Ashore", "Built": "2011"})


@pytest.mark.parametrize("role", ["tab", "button"])
def test_what_is_missing_is_read_in_the_tab_that_is_called_like_it(role: str) -> None:
    cover = pairs({"Insurance company": "Old Republic", "Status": "Lapsed"})
    views = seen("Overview", FIRST, role=role), seen("Crew", role=role), seen("Insurance", cover, role=role)
    opened, end = read(("status", "insurance_company", "boat_number"), *views)
    assert opened == ["Insurance"]
    assert isinstance(end, Done)
    assert end.data == {"status": "Ashore", "insurance_company": "Old Republic", "boat_number": "B-1177"}


def test_any_other_tab_is_opened_but_no_mere_button() -> None:
    crew = table(("Captain", "Since"), ("Ida Blum", "2019"))
    wanted = ("status", "captain")
    for role, result in (("tab", ["Crew"]), ("button", [])):
        views = seen("Overview", FIRST, role=role), seen("Crew", crew, role=role), seen("Insurance", role=role)
        opened, end = read(wanted, *views)
        assert opened == result
        assert isinstance(end, Done if result else GiveUp)


def test_where_nothing_is_missing_nothing_is_opened() -> None:
    assert read(("status", "built"), seen("Overview", FIRST))[0] == []


def test_the_only_row_of_a_table_beside_the_facts_tells_what_bears_its_very_name() -> None:
    orders = table(("Case #", "Order date", "Fine"), ("2024-B-17", "2024-03-19", "40"))
    fields = ("status", "disciplinary_case_number")
    assert read(fields, page(lines("# Heron"), FIRST, orders))[1].data == {  # pyright: ignore[reportAttributeAccessIssue]
        "status": "Ashore",
        "disciplinary_case_number": "2024-B-17",
    }
