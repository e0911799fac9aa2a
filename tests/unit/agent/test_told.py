"""What is said of *it*, of the record that the goal is about, and what is known by its look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.criteria import judge
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Line, Observation, Reading
from skyvern.testing.observations import lines, page, table

PRESSED = ActionRecord(
    action_id="a", step=0, order=0, action=Action(kind=ActionKind.CLICK, ref="e1"), result=ActionResult(ok=True)
)
DONE = History(records=(PRESSED,))
REQUESTS = page(
    table(
        ("No", "Type", "From", "Status"),
        ("501", "Annual leave", "07/01/2026", "Approved"),
        ("507", "Annual leave", "12/21/2026", "Withdrawn"),
    )
)


@pytest.mark.parametrize(
    ("said", "criterion", "holds"),
    [
        ("Your appointment HSC-44 has been cancelled.", "the page says it has been cancelled", True),
        ("Your appointment HSC-44 has been cancelled.", "the appointment has been cancelled", True),
        ("Your appointment has not been cancelled.", "it has been cancelled", None),
        ("We write to you once it has been cancelled.", "it has been cancelled", None),
    ],
)
def test_what_is_said_of_it(said: str, criterion: str, holds: bool | None) -> None:
    assert judge(criterion, page(lines(said)), history=DONE).holds is holds


@pytest.mark.parametrize(("about", "holds"), [("12/21/2026", True), ("07/01/2026", False), ("01/01/2020", None)])
def test_a_status_is_that_of_the_record_the_goal_is_about(about: str, holds: bool | None) -> None:
    goal = Goal(
        kind=GoalKind.NAVIGATION,
        text=f"Withdraw the leave request that starts on {about}. You are done when its status is Withdrawn.",
    )
    assert judge("its status is Withdrawn", REQUESTS, goal=goal, history=DONE).holds is holds


def fresh(*texts: str) -> Observation:
    shown = tuple(Line(text=text, level=0, order=at, region="main", new=True) for at, text in enumerate(texts))
    return replace(page(), reading=Reading(lines=shown))


def test_times_are_shown_where_times_came_up() -> None:
    assert judge("the free times are shown", fresh("09:00", "15:30"), history=DONE).holds is True
    assert judge("the free times are shown", fresh("Sorry"), history=DONE).holds is not True


@pytest.mark.parametrize(("request_no", "holds"), [("507", True), ("501", False)])
def test_a_number_behind_a_noun_names_it_and_counts_nothing(request_no: str, holds: bool) -> None:
    assert judge(f"Request {request_no} has the status Withdrawn", REQUESTS, history=DONE).holds is holds
