"""Orders that make something: what is said of the thing becomes the values of its form."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.goal import Goal, GoalKind

TITLE = "title / name / subject / headline"
NAME = "name / title"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('Create an issue titled "Broken link" with priority urgent.', {TITLE: "Broken link", "priority": "urgent"}),
        ("Register a user named Tom Hill with email tom@example.com.", {NAME: "Tom Hill", "email": "tom@example.com"}),
        ('Create a contact named "Anna Berg" whose city is Bern.', {NAME: "Anna Berg", "city": "Bern"}),
        ("Create a new category Books.", {f"{NAME} / category / category name": "Books"}),
        ("Book a room from 2026-05-01 to 2026-05-04.", {"start date": "2026-05-01", "end date": "2026-05-04"}),
        (
            "Book a table for 4 people on 2026-05-19 at 19:30.",
            {"people": "4", "date": "2026-05-19", "time": "19:30"},
        ),
    ],
)
def test_what_is_said_of_a_thing_is_filled_in_and_sent(text: str, terms: dict[str, str]) -> None:
    asked = Goal(kind=GoalKind.NAVIGATION, text=text)
    plan = understand(asked)
    assert not plan.unknown
    (form,) = stages(asked, plan)
    assert {term.label: term.value for term in form.terms} == terms
    assert form.submit


def test_a_value_that_no_name_goes_with_is_an_option() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Invite anna@example.com as Editor."))
    assert [(term.label, term.value) for one in plan.intents for term in one.terms if term.option] == [("", "Editor")]
