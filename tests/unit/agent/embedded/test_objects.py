"""What a goal gives as an object, or as names that begin like orders, is read as names and values."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.intents import Plan, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.objects import spelled_out
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.goal import Goal, GoalKind


def plan(text: str) -> Plan:
    return understand(Goal(kind=GoalKind.NAVIGATION, text=text))


def values(text: str) -> list[tuple[str, str]]:
    return [(term.label, term.value) for one in plan(text).intents for term in one.terms]


@pytest.mark.parametrize(
    "written",
    [
        '{"first_name": "Ida", "age": 41, "home": {"zip": "78701"}}',
        "{'first_name': 'Ida', 'age': 41, 'home': {'zip': '78701'}}",
    ],
)
def test_an_object_in_the_words_is_its_names_and_values(written: str) -> None:
    said = values(f"Fill in the form for this applicant: {written}. Do not submit it.")
    assert said == [("first name", "Ida"), ("age", "41"), ("zip", "78701")]


@pytest.mark.parametrize("text", ["{}", "{not an object}", '{"lines": [{"a": 1}]}', "a {brace", '{"a": "b'])
def test_what_is_no_plain_object_stays(text: str) -> None:
    assert spelled_out(text) == text


def test_a_name_that_is_also_an_order_is_a_name_among_values() -> None:
    assert ("Make", "Honda") in values(
        "Fill in the form with the following data:\nYear: 2019\nMake: Honda\nModel: CR-V"
    )
    terse = "Model year 2022, make Tesla, model Model Y, used for business, anti-theft device installed: yes."
    said = dict(values(terse))
    assert said == {
        "model year": "2022",
        "make": "Tesla",
        "model": "Model Y",
        "use": "business",
        "anti-theft device installed": "yes",
    }


def test_choices_that_are_announced_are_a_list() -> None:
    said = dict(values("Make these elections: medical: HSA Saver, covered: Family; dental: Dental Plus"))
    assert said == {"medical": "HSA Saver", "covered": "Family", "dental": "Dental Plus"}


def test_for_whom_and_by_when_belong_to_a_new_thing() -> None:
    text = 'Create a new requisition for supplier "Delta", cost center "2100", needed by "2026-12-18".'
    assert [value for _, value in values(text)] == ["Delta", "2100", "2026-12-18"]


def test_it_for_something_is_the_record_and_its_control() -> None:
    _, opened = plan("Search for requisition REQ-2048, open it for review").intents
    assert (opened.verb, opened.target, opened.row) == (Verb.OPEN, "review", "REQ-2048")
    _, way, deed = plan("Find REQ-2042 and approve it via Review.").intents
    assert (way.target, way.near, deed.verb) == ("Review", "REQ-2042", Verb.DO)


def test_another_sending_than_the_forbidden_one_is_done() -> None:
    def sends(text: str) -> bool:
        goal = Goal(kind=GoalKind.NAVIGATION, text=text)
        return any(stage.submit for stage in stages(goal, understand(goal)))

    assert sends("Enter the name Ida. Save. Do not submit the elections.")
    assert not sends("Enter the name Ida. Save. Do not save anything.")
    assert not sends("Create a user named Ida. Do not submit.")


def test_what_still_gets_its_lines_is_not_sent_before() -> None:
    text = (
        'Create a new requisition for supplier "Delta". Add one line item: description "LED", quantity 12. '
        "Submit it for approval."
    )
    goal = Goal(kind=GoalKind.NAVIGATION, text=text)
    (form,) = stages(goal, understand(goal))
    assert form.submit
    assert [term.value for term in form.terms] == ["Delta", "LED", "12"]


def test_the_object_of_a_value_is_part_of_its_name_where_two_have_one_name() -> None:
    made = '{"home": {"zip": "78701", "city": "Austin"}, "work": {"zip": "97214"}}'
    said = values(f"Fill in the form: {made}. Do not submit it.")
    assert said == [("home zip", "78701"), ("city", "Austin"), ("work zip", "97214")]
