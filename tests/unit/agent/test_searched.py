"""What a search brought up, and pages headed in another language."""

from __future__ import annotations

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.firstly import STOOD_FIRST, mark
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Observation
from skyvern.testing.observations import lines, page, pairs, table

CARS = page(table(("Name", "Class"), ("Corolla", "Compact"), ("Mirage", "Economy")), lines("# Peak"))
NONE = page(lines("# Peak", "No results were found."))


def _history(*kinds: ActionKind, first: tuple[str, ...] = ()) -> History:
    records = tuple(
        ActionRecord(action_id=f"a{at}", step=at, order=0, action=Action(kind=kind), result=ActionResult(ok=True))
        for at, kind in enumerate(kinds)
    )
    return History(records=records, notes={STOOD_FIRST: [mark(text) for text in first]})


TYPED = (ActionKind.INPUT_TEXT, ActionKind.CLICK)


@pytest.mark.parametrize(
    ("goal", "seen", "history", "holds"),
    [
        ("Search for cars at Denver.", CARS, _history(*TYPED), True),
        ("Search for hotels at Denver.", CARS, _history(*TYPED), False),
        ("Search for cars at Denver.", CARS, _history(ActionKind.CLICK), False),
        ("Search for cars at Denver.", CARS, _history(*TYPED, first=("Corolla", "Mirage")), False),
        ("Search for cars at Denver.", NONE, _history(*TYPED), False),
    ],
)
def test_what_was_searched_for_came_up(goal: str, seen: Observation, history: History, holds: bool) -> None:
    asked = Goal(kind=GoalKind.NAVIGATION, text=goal)
    assert (judge("the available cars are shown", seen, goal=asked, history=history).holds is True) is holds


@pytest.mark.parametrize(
    ("criterion", "heading", "holds"),
    [
        ("the leave account of 2026 is displayed", "Urlaubskonto 2026", True),
        ("the leave account of 2026 is displayed", "Urlaubskonto 2025", False),
        ("the invoices are shown", "Mes factures", True),
        ("the invoices are shown", "Mes contrats", False),
    ],
)
def test_a_heading_in_another_language(criterion: str, heading: str, holds: bool) -> None:
    seen = page(lines("# Portal", f"## {heading}"), pairs({"Total": "30"}), table(("A", "B"), ("1", "2"), ("3", "4")))
    assert (judge(criterion, seen).holds is True) is holds
