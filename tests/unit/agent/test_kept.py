"""What was saved without a word is believed where its own row shows it, and nowhere else."""

from __future__ import annotations

import pytest

from skyvern.agent.criteria import judge
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Observation
from skyvern.testing.observations import element, page, table

GOAL = Goal(kind=GoalKind.NAVIGATION, text="Change the pier of Blue Heron to North and save.")


def after(*, navigated: bool = True, value: str = "North") -> History:
    put = Action(kind=ActionKind.INPUT_TEXT, ref="e1", text=value)
    save = Action(kind=ActionKind.CLICK, ref="e2", effect=True)
    results = (ActionResult(ok=True), ActionResult(ok=True, navigated=navigated))
    return History(
        records=tuple(
            ActionRecord(action_id=f"a{at}", step=at, order=0, action=one, result=result)
            for at, (one, result) in enumerate(zip((put, save), results, strict=True))
        )
    )


def boats(pier: str) -> Observation:
    return page(table(("Boat", "Pier"), ("Blue Heron", pier), ("Red Kite", "North")), title="Boats")


@pytest.mark.parametrize("said", ["the boat was saved", "the boat has been updated"])
def test_the_row_of_the_record_shows_what_was_put_in(said: str) -> None:
    assert judge(said, boats("North"), goal=GOAL, history=after()).holds is True


def test_another_value_or_a_form_that_stays_is_not_believed() -> None:
    said = "the boat was saved"
    assert judge(said, boats("South"), goal=GOAL, history=after()).holds is not True
    assert judge(said, boats("North"), goal=GOAL, history=after(navigated=False)).holds is not True
    still = page(element("textbox", "Pier", "North"), table(("Boat", "Pier"), ("Blue Heron", "North")), title="Boat")
    assert judge(said, still, goal=GOAL, history=after()).holds is not True
