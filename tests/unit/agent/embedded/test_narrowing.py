"""Lists that are narrowed down in one sentence: by options, boxes in other words, tabs, numbers of things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.tiles import tile
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Line, Observation, Reading
from tests.unit.agent.embedded.test_offered import tick
from tests.unit.agent.embedded.test_policy import box, button, choice, page
from tests.unit.agent.embedded.walking import deeds, walked


def terms(text: str) -> list[tuple[str, str]]:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    return [(term.label, term.value) for one in plan.intents for term in one.terms]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Show only the Storage track.", [("track", "Storage")]),
        ("Display only the Logistics department.", [("department", "Logistics")]),
        ("Show only the Acme invoices.", [("", "Acme")]),
        ("Search for 2 bedroom homes in Lund", [("bedroom", "2"), ("city", "Lund")]),
        ("Find a 4-person tent", [("person", "4")]),
    ],
)
def test_what_a_list_is_narrowed_down_by(text: str, read: list[tuple[str, str]]) -> None:
    assert [(label.rstrip("s"), value) for label, value in terms(text)] == read


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Only pet friendly homes.", "Pets welcome"),
        ("Only pet friendly homes.", "Pets allowed"),
        ("Just the furnished ones.", "Furnished"),
    ],
)
async def test_a_box_in_other_words_narrows_a_list_down(said: str, name: str) -> None:
    homes = page(tick("b", name), tick("x", "Balcony"), button("go", "Update results", form="f1"), text=("# Homes",))
    found = await walked(said, homes, homes)
    assert deeds(found)[0] == (ActionKind.CHECKBOX, "b")
    assert (ActionKind.CHECKBOX, "x") not in deeds(found)


async def test_the_name_of_a_filter_may_be_said_with_its_value() -> None:
    talks = page(choice("t", "Track:", "All tracks", "Storage", "Policy"), text=("# Agenda",))
    assert deeds(await walked("Filter the agenda by the Storage track", talks, talks))[0][1] == "t"


async def test_a_part_of_the_page_that_is_open_is_gone_to_by_its_tab() -> None:
    first, second = (Element(ref=day, role="tab", name=f"{day}, Dec 8", tag="button") for day in ("Monday", "Tuesday"))
    views = page(first, second, text=("# Agenda",)), page(first, replace(second, selected=True), fingerprint="tue")
    found = await walked("Open the agenda for Tuesday", *views)
    assert deeds(found) == [(ActionKind.CLICK, "Tuesday")]


def test_the_caption_of_buttons_side_by_side_is_over_their_own_line() -> None:
    pills = [
        Element(ref=f"b{at}", role="button", name=name, order=10 + at)
        for at, name in enumerate(("Any", "1", "2", "3+"))
    ]
    lines = (Line(text="Bedrooms", order=8), Line(text="Any 1 2 3+", order=9))
    seen = Observation(url="http://site/", title="Homes", elements=tuple(pills), reading=Reading(lines=lines))
    assert [one.ref for one in (tile("2", "bedroom", seen),) if one is not None] == ["b2"]
    assert tile("2", "bathroom", seen) is None


async def test_a_list_is_narrowed_down_by_all_that_is_said_or_not_at_all() -> None:
    online, safety = tick("b", "Online"), Element(ref="t", role="tab", name="Safety", tag="button")
    both = page(safety, online, text=("# Courses",))
    said = "Show only Online courses on the topic Safety"
    assert {ref for _, ref in deeds(await walked(said, both, both))[:2]} == {"t", "b"}
    part = page(safety, text=("# Courses",))
    assert (
        deeds(await walked(f"{said}. COMPLETE when the filtered list is shown.", part, part))[-1][0]
        is ActionKind.TERMINATE
    )


async def test_nothing_is_looked_for_in_a_form_that_signs_somebody_up() -> None:
    news = page(
        box("n", "First name"), box("e", "Email"), button("s", "Sign up", input_type="submit"), text=("Newsletter",)
    )
    found = await walked('Find the course "Fire safety" and open it.', news, news)
    assert (ActionKind.CLICK, "s") not in deeds(found)
