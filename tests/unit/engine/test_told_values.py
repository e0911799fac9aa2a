"""Which values of a rendered text its template is known to have put there: names, places, and what is left alone."""

from __future__ import annotations

import pytest

from skyvern.blocks.navigation import NavigationBlock
from skyvern.domain.goal import Goal, GoalKind
from skyvern.engine.templating import render_fields
from skyvern.engine.told_values import MAX_LENGTH, Told, listening, with_values

NAMES: dict[str, object] = {
    "first_name": "Ada",
    "state": " CA ",
    "missing": None,
    "customer": {"name": "Smith and Sons, Ltd.", "address": {"city": "Bern"}, "tags": ["a", "b"]},
    "people": [{"name": "Jo"}, {"name": "Kim"}],
    "current_value": {"name": "Ida"},
    "current_item": "Rex",
    "amount": 12.5,
    "urgent": True,
    "login": {"username": "secret_1_username", "password": "secret_1_password"},
}


def _block(goal: str) -> NavigationBlock:
    return NavigationBlock.model_validate({"label": "search", "navigation_goal": goal})


def _told(template: str) -> tuple[str, Told]:
    with listening() as told:
        block = render_fields(_block(template), NAMES)
    return block.navigation_goal, told


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Search for {{ first_name }} in {{ state }}.", [("first_name", "Ada"), ("state", "CA")]),
        (
            "Find {{ customer.name }} of {{ customer['address'].city }}",
            [("name", "Smith and Sons, Ltd."), ("city", "Bern")],
        ),
        ("Find {{ customer.name | upper | trim }}", [("name", "SMITH AND SONS, LTD.")]),
        ("Find {{ first_name.lower() }}", [("first_name", "ada")]),
        ("Open {{ current_value.name }}, then {{ current_item }}", [("name", "Ida"), ("", "Rex")]),
        ("{% for p in people %}Invite {{ p.name }}. {% endfor %}", [("name", "Jo"), ("name", "Kim")]),
        ("{% if first_name %}Find {{ first_name }}{% else %}Find {{ state }}{% endif %}", [("first_name", "Ada")]),
        ("Find {{ first_name ~ ' ' ~ customer.name }}", [("", "Ada Smith and Sons, Ltd.")]),
        ("Pay {{ amount }}", [("amount", "12.5")]),
        ("Pay {{ amount | int }} {{ missing or 'EUR' }}", [("amount", "12"), ("missing", "EUR")]),
        ("Send it {{ 'now' if urgent else 'later' }} to {{ first_name if urgent else 1 }}", [("first_name", "Ada")]),
        ("Find {{ people[1].name }} {{ customer.tags[0] }}", [("name", "Kim"), ("tags", "a")]),
        ("Order it: {{ urgent }} {{ customer }} {{ people }} {{ 'x' }}", []),
        ("{% set who = first_name %}Find {{ who }}", [("who", "Ada")]),
        ("{% macro m(x) %}Find {{ x }}{% endmacro %}{{ m(first_name) }}", []),
        ("{% set order %}Find {{ first_name }}{% endset %}{{ order }}", []),
        ("Choose {{ customer.tags | join(', ') }}, {{ ' and '.join(customer.tags) }}, {{ customer | json }}", []),
        ("Log in with {{ login.username }}", [("username", "secret_1_username")]),
        ("Nothing to tell", []),
    ],
)
def test_values_are_told_where_they_stand(template: str, expected: list[tuple[str, str]]) -> None:
    text, told = _told(template)

    values = told.get(text, ())
    assert [(value.name, value.text) for value in values] == expected
    assert all(text[value.at :].startswith(value.text) for value in values)


def test_what_was_not_given_is_told_apart() -> None:
    text, told = _told("Search for {{ first_name }} in state {{ missing }} since {{ nowhere.year }}")

    goal = with_values(Goal(kind=GoalKind.NAVIGATION, text=text), told)

    assert [value.name for value in goal.values] == ["first_name"]
    assert [(value.name, text[: value.at]) for value in goal.not_given] == [
        ("missing", "Search for Ada in state "),
        ("year", "Search for Ada in state  since "),
    ]


def test_nothing_enormous_is_told() -> None:
    with listening() as told:
        render_fields(_block("Write {{ x }}"), {"x": "x" * (MAX_LENGTH + 1)})

    assert told == {}


def test_a_step_of_a_larger_text_finds_its_values_again() -> None:
    _, told = _told("Search for {{ first_name }}. Then open {{ customer.name }} and print it.")
    step = Goal(kind=GoalKind.NAVIGATION, text="Open Smith and Sons, Ltd. and print it")

    values = with_values(step, told).values

    assert [(value.name, step.text[value.at :][:5]) for value in values] == [("name", "Smith")]


def test_nobody_listens_elsewhere() -> None:
    with listening() as told:
        pass
    render_fields(_block("Find {{ first_name }}"), NAMES)

    assert told == {}
