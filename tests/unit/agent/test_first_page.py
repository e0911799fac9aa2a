"""What a login leads to is its first page; what was not tried yet is no sign of its opposite."""

from __future__ import annotations

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import GiveUp, Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Element
from skyvern.testing.observations import element, lines, page
from tests.unit.agent.embedded.walking import deeds, walked

LOGIN = Goal(kind=GoalKind.LOGIN, text="Sign in.")


def _typed(field: Element) -> History:
    record = ActionRecord(
        action_id="a1", step=1, order=0, action=Action(kind=ActionKind.INPUT_TEXT, ref=field.ref, text="x"),
        element=field, result=ActionResult(ok=True, url="https://depot.example/login"),
    )  # fmt: skip
    return History(start_url="https://depot.example/login", records=(record,))


PASSWORD = element("textbox", "Password", input_type="password")


@pytest.mark.parametrize(
    "criterion",
    ["the home page of the depot is shown", "the dashboard is shown", "the customer area opens", "the portal loads"],
)
def test_behind_a_login_every_page_is_the_first_one(criterion: str) -> None:
    inside = page(lines("# Stock", "12 pallets"), element("button", "Sign out"), title="Stock")
    assert judge(criterion, inside, goal=LOGIN, history=_typed(PASSWORD)).holds is True


@pytest.mark.parametrize(("name", "listener", "holds"), [
    ("Sign out", True, True), ("Sign out", False, None), ("Ada Lovelace Settings Sign out", True, None),
])  # fmt: skip
def test_a_way_out_may_be_anything_that_can_be_pressed(name: str, listener: bool, holds: bool | None) -> None:
    inside = page(lines("# Stock"), element("generic", name, tag="div", listener=listener), title="Stock")
    assert judge("the user is logged in", inside).holds is holds


def test_a_first_page_is_not_believed_of_another_goal_nor_before_the_password() -> None:
    inside = page(lines("# Stock", "12 pallets"), element("button", "Sign out"), title="Stock")
    walk = Goal(kind=GoalKind.NAVIGATION, text="Open the dashboard.")
    assert judge("the dashboard is shown", inside, goal=walk, history=_typed(PASSWORD)).holds is not True
    assert judge("the dashboard is shown", inside, goal=LOGIN, history=History()).holds is not True
    still = page(lines("# Sign in"), PASSWORD, element("button", "Sign in"), title="Sign in")
    assert judge("the dashboard is shown", still, goal=LOGIN, history=_typed(PASSWORD)).holds is not True


@pytest.mark.parametrize("criterion", ["there is no matching boat", "no results are shown"])
def test_a_search_that_was_not_made_has_not_found_nothing(criterion: str) -> None:
    form = page(lines("# Boats"), element("textbox", "Name"), element("button", "Search"), title="Boats")
    assert judge(criterion, form).holds is not True


async def test_what_ends_a_goal_for_want_of_results_is_not_judged_before_anything_was_done() -> None:
    form = page(lines("# Boats"), element("combobox", "Colour"), element("button", "Search"), title="Boats")
    *_, end = await walked("Frobnicate the quux of Ada. TERMINATE if there is no matching boat.", form)
    assert isinstance(end, GiveUp)
    assert not end.terminate


def test_what_must_not_be_done_is_no_part_of_a_criterion() -> None:
    plan = understand(
        Goal(kind=GoalKind.LOGIN, text="Log in. TERMINATE if the login fails; do not try more than once.")
    )
    assert plan.terminate == ("the login fails",)
    assert plan.forbidden == ("try more than once",)


async def test_a_field_for_an_address_is_no_search() -> None:
    letter = element("textbox", "Tips by email", tag="input", input_type="email", form="f1")
    seen = page(lines("# Practice"), letter, element("button", "Sign up", form="f1"), title="Practice")
    done = deeds(await walked("Find the visit with the reference LV-48219 and cancel it.", seen))
    assert letter.ref not in [ref for _, ref in done]
