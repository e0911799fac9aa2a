"""What the page holds behind closed menus is opened by name; a search presses no button of a record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.match import row_score
from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import GiveUp, Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Observation
from skyvern.testing.observations import lines, page as read
from tests.unit.agent.embedded import walking

CLICK, HOVER, TYPE, KEY = ActionKind.CLICK, ActionKind.HOVER, ActionKind.INPUT_TEXT, ActionKind.KEYPRESS
LINK = Element(
    ref="l", role="link", name="Bills & statements", landmark="navigation", href="http://site/bills", new=True
)


def page(*elements: Element, url: str = "http://site/", text: tuple[str, ...] = ()) -> Observation:
    shape = f"{url} {[(e.ref, e.value) for e in elements]} {text}"
    return replace(read(lines(*text), *elements), url=url, fingerprint=shape)


async def done(words: str, *views: Observation) -> list[tuple[ActionKind, str]]:
    return walking.deeds(await walking.walked(words, *views))


def menu(**more: object) -> Element:
    made = Element(
        ref="m", role="link", name="Account", landmark="navigation", href="http://site/#", holds=(LINK.name,)
    )
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


async def test_a_menu_that_leads_nowhere_is_pressed() -> None:
    acts = await done("Open Bills & statements", page(menu()), page(menu(), LINK), page(url="http://site/bills"))
    assert acts == [(CLICK, "m"), (CLICK, "l")]


async def test_a_menu_that_is_a_link_or_a_label_is_pointed_at_first() -> None:
    views = page(menu(href="http://site/account")), page(menu(), LINK), page(url="http://site/bills")
    assert await done("Open Bills & statements", *views) == [(HOVER, "m"), (CLICK, "l")]
    label = menu(role="generic", href="")
    assert (await done("Open Bills & statements", page(label), page(label, LINK), page(url="http://site/bills")))[
        0
    ] == (
        HOVER,
        "m",
    )


async def test_what_does_not_open_one_way_is_opened_the_other() -> None:
    views = page(menu()), page(menu()), page(menu(), LINK), page(url="http://site/bills")
    assert await done("Open Bills & statements", *views) == [(CLICK, "m"), (HOVER, "m"), (CLICK, "l")]


async def test_what_no_menu_holds_is_not_there() -> None:
    acts = await done("Open Contracts", page(menu()))
    assert acts[-1][0] is ActionKind.TERMINATE
    assert "Contracts" in acts[-1][1]


async def test_a_search_presses_no_button_of_a_record() -> None:
    box = Element(ref="s", role="searchbox", name="Search", landmark="main", input_type="search")
    query = Element(ref="q", role="button", name="Query", landmark="main", context="B-771 Paid Query")
    typed = page(replace(box, value="B-771"), query, text=("B-771 Paid",))
    views = page(box, query, text=("B-770 Open", "B-771 Paid")), typed, typed
    acts = await done("Search for the bill B-771", *views)
    assert acts[:2] == [(TYPE, "s"), (KEY, "s")]
    assert (CLICK, "q") not in acts


@pytest.mark.parametrize(
    ("words", "legs"),
    [
        ("My Time > Balances", [("My Time", True), ("Balances", False)]),
        ("Open My Pay, Payslips.", [("My Pay", True), ("Payslips", False)]),
        ("Open the bills page from the Account menu", [("Account", True), ("bills", False)]),
        ("Go to the leave history (under My Time)", [("My Time", True), ("leave history", False)]),
        ("Open My Time and then Leave request", [("My Time", False), ("Leave request", False)]),
    ],
)
def test_ways_down_a_menu(words: str, legs: list[tuple[str, bool]]) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert [(one.target, one.passing) for one in plan.intents] == legs
    assert {one.verb for one in plan.intents} == {Verb.OPEN}


def test_on_it_is_the_record_that_was_found() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Find bill B-771 with the search box. Click Query on it."))
    assert [(one.verb, one.target, one.row) for one in plan.intents[1:]] == [(Verb.CLICK, "Query", "B-771")]


def test_a_long_number_tells_the_row_without_its_kind() -> None:
    assert row_score("invoice EN-2025-0035", "EN-2025-0035 2025-11-03 Depot Leeds Overdue") >= 0.9
    assert row_score("invoice EN-2025-0035", "EN-2025-0036 2025-11-03 Depot Leeds Overdue") == 0.0
    assert row_score("room 5", "Suite 5, two beds") < 0.8


def month(name: str, *elements: Element) -> Observation:
    turn = (Element(ref="n", role="link", name="Next month"), Element(ref="p", role="link", name="Previous month"))
    return page(*turn, *elements, text=(name,))


async def test_a_calendar_is_leafed_to_the_month_that_is_gone_to() -> None:
    views = month("November 2026"), month("December 2026"), month("January 2027")
    assert await done("Go to January 2027", *views) == [(CLICK, "n"), (CLICK, "n")]
    assert await done("Go to October 2026", month("November 2026"), month("October 2026")) == [(CLICK, "p")]


async def test_a_question_that_only_repeats_the_order_is_answered() -> None:
    words = "Cancel the appointment. COMPLETE when the page says it has been cancelled."
    press = Element(ref="c", role="button", name="Cancel appointment", landmark="main")
    yes = Element(ref="y", role="button", name="Yes", landmark="dialog")
    no = Element(ref="n", role="button", name="No", landmark="dialog")

    def asking(question: str) -> Observation:
        shown = replace(lines(question)[0], region="dialog")
        return replace(page(press, yes, no, text=(question,)), reading=replace(page().reading, lines=(shown,)))

    end = page(text=("Your appointment has been cancelled.",))
    assert await done(words, page(press), asking("Really cancel?"), end) == [(CLICK, "c"), (CLICK, "y")]
    more = await done(words, page(press), asking("Cancel and pay a fee of 40 EUR?"), end)
    assert (CLICK, "y") not in more


async def test_a_list_is_filtered_by_the_button_that_bears_the_value() -> None:
    def shown(*names: str) -> Observation:
        pills = [Element(ref=name, role="button", name=name, landmark="main") for name in ("All", "Unassigned")]
        return page(*pills, text=names)

    acts = await done("Show only the unassigned tickets", shown("4410", "4411", "4412"), shown("4410", "4411"))
    assert acts == [(CLICK, "Unassigned")]


async def test_a_search_that_finds_nothing_ends_as_the_goal_wants_it() -> None:
    words = "Search the tickets of Halcyon Bakery and open the first one. TERMINATE if there are no tickets for them."
    box = Element(ref="s", role="searchbox", name="Search", landmark="main", input_type="search")
    typed = page(replace(box, value="Halcyon Bakery"), text=("Nothing here.",))
    decisions = await walking.walked(words, page(box, text=("4410", "4411")), typed, typed)
    end = decisions[-1]
    assert isinstance(end, GiveUp)
    assert end.terminate, end.failure.reason
