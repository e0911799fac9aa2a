"""What a template put into a goal is read as one value with a name, whatever words it is made of."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.intents import Plan
from skyvern.agent.policies.embedded.reading.given import telling_name
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.blocks.navigation import NavigationBlock
from skyvern.domain.goal import Goal, GoalKind
from skyvern.engine.templating import render_fields
from skyvern.engine.told_values import listening, with_values
from tests.unit.agent.embedded.test_grammar import shown

VALUES: dict[str, object] = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "missing": None,
    "equipment": "Mini excavator 3.5 t",
    "hall": "Hall B",
    "since": "01/01/2020",
    "company": "Smith and Sons, Ltd.",
    "theInputCity": "paris",
    "batch_code": "zz top",
    "subject": "Save and close fails, then retry",
    "message": "Update it to 5.2.1 and tell us whether the drops stop. Click Save when done.",
    "plan": "Gold for families",
    "note": "Don't call before 9; ring twice",
    "book": "The Lord of the Rings",
    "owner": "maria lopez",
    "dept": "Research and Development",
    "status": "In review",
    "action": "Approve",
    "instructions": "Search for Jo and click Save.",
    "details": "First name: Jo\nLast name: Poe",
    "applicant": {"name": "Ida de la Cruz", "address": {"street": "12 Rue d'Or, 3e étage"}},
    "start": "Emmen, NL",
    "end": "Bath and Wells, UK",
    "button": "Save and continue",
    "day": "05",
    "month": "12",
}


def read(template: str) -> Plan:
    with listening() as told:
        block = NavigationBlock.model_validate({"label": "do", "navigation_goal": template})
        text = render_fields(block, VALUES).navigation_goal
    return understand(with_values(Goal(kind=GoalKind.NAVIGATION, text=text), told))


@pytest.mark.parametrize(
    ("goal", "intents"),
    [
        (
            "Search for {{ equipment }} in {{ hall }} since {{ since }}",
            ["search equipment=Mini excavator 3.5 t hall=Hall B since=01/01/2020"],
        ),
        ("Search for {{ company }} in {{ theInputCity }}", ["search company=Smith and Sons, Ltd. city=paris"]),
        ("Look up batch {{ batch_code }} made in {{ theInputCity }}", ["search batch_code=zz top city=paris"]),
        ('Search for "{{ book }}" by {{ owner }}', ["search book=The Lord of the Rings owner=maria lopez"]),
        ('Search for "{{ first_name }} {{ last_name }}"', ["search =Ada Lovelace"]),
        ("Select the plan {{ plan }} and press Enter", ["fill plan=Gold for families", "press 'enter'"]),
        (
            "Select {{ status }} from the status dropdown and {{ dept }} from the department dropdown",
            ["fill status=In review department=Research and Development"],
        ),
        (
            "Register {{ applicant.name }}, street {{ applicant.address.street }}.",
            ["fill_form name=Ida de la Cruz street=12 Rue d'Or, 3e étage", "submit"],
        ),
        ("Add a note {{ note }}", ["fill note=Don't call before 9; ring twice"]),
        (
            "Create a ticket with subject {{ subject }} and description {{ message }}",
            [f"fill_form subject={VALUES['subject']} description={VALUES['message']}", "submit"],
        ),
        (
            "Book the cheapest flight from: {{ start }} to: {{ end }} on {{ since }}",
            ["search from=Emmen, NL to=Bath and Wells, UK departure / departure date=01/01/2020", "click 'book'"],
        ),
        (
            "Choose {{ plan }} as the plan and {{ dept }} as the department",
            ["fill plan=Gold for families department=Research and Development"],
        ),
        ("Write an internal note saying {{ note }}", ["fill internal note=Don't call before 9; ring twice"]),
        ("Click {{ button }}.", ["click 'Save and continue'"]),
        ("Enter {{ month }}/{{ day }}/2026 as the date", ["fill date=12/05/2026"]),
        ("Go to http://shop.example/{{ first_name }}/edit", ["goto 'http://shop.example/Ada/edit'"]),
    ],
)
def test_a_value_is_one_unit_and_its_name_the_label(goal: str, intents: list[str]) -> None:
    plan = read(goal)
    assert [shown(intent) for intent in plan.intents] == intents
    assert not plan.unknown


@pytest.mark.parametrize(
    ("goal", "intents"),
    [
        ("{{ instructions }}", ["search =Jo", "click 'Save'"]),
        ("Task: {{ instructions }}", ["search =Jo", "click 'Save'"]),
        ("{{ action }} the request of {{ owner }}", ["do 'Approve the request' in 'maria lopez'"]),
        ("Fill in the form with: {{ details }}", ["fill_form First name=Jo Last name=Poe"]),
    ],
)
def test_a_value_that_is_an_order_or_names_its_values_is_read(goal: str, intents: list[str]) -> None:
    assert [shown(intent) for intent in read(goal).intents] == intents


@pytest.mark.parametrize(
    ("goal", "intents"),
    [
        (
            "Search for {{ first_name }} {{ last_name }} in state {{ missing }}",
            ["search first_name=Ada last_name=Lovelace"],
        ),
        ("Search for {{ missing }} {{ last_name }}", ["search last_name=Lovelace"]),
        (
            "Enter first name {{ first_name }}, middle name {{ missing }} and last name {{ last_name }}",
            ["fill first name=Ada last name=Lovelace"],
        ),
        (
            "Enter middle name {{ missing }}, last name {{ last_name }} and press Enter",
            ["fill last name=Lovelace", "press 'enter'"],
        ),
        ("Enter {{ first_name }} in the first name field and {{ missing }} in the city field", ["fill first name=Ada"]),
        ("Select the state {{ missing }} and press Enter", ["press 'enter'"]),
        (
            "First name: {{ first_name }}\nCity: {{ missing }}\nEmail: {{ owner }}",
            ["fill First name=Ada Email=maria lopez"],
        ),
    ],
)
def test_nothing_is_said_of_a_value_that_was_not_given(goal: str, intents: list[str]) -> None:
    plan = read(goal)
    assert [shown(intent) for intent in plan.intents] == intents
    assert not plan.unknown


def test_an_order_whose_object_is_missing_is_not_taken_for_done() -> None:
    assert read("Set the status of {{ missing }} to Closed").intents


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("first_name", "first_name"),
        ("theInputCity", "city"),
        ("param_zipCode", "zip_code"),
        ("input_value", ""),
        ("current_date", "date"),
        ("param1", ""),
        ("new_password", "new_password"),
    ],
)
def test_what_a_name_says(name: str, says: str) -> None:
    assert telling_name(name) == says
