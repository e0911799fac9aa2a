"""What is done with widgets that are no plain fields: boxes of a code, stars, sliders, editors, drop zones, windows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.overlays import obstacle, question, wish
from skyvern.agent.policies.embedded.forms.date_parts import split_date
from skyvern.agent.policies.embedded.intents import Term, Verb
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Act, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import Element, Observation, Reading

POLICY = EmbeddedPolicy()


def element(ref: str, role: str = "textbox", name: str = "", **more: object) -> Element:
    tags = {"textbox": "input", "radio": "input", "button": "button"}
    typed = {"textbox": "text", "radio": "radio"}.get(role, "")
    made = Element(ref=ref, role=role, name=name, tag=tags.get(role, "div"), input_type=typed, landmark="main")
    return replace(made, order=int(ref[1:]), **more)


def page(*elements: Element) -> Observation:
    return Observation(url="http://site/", title="A page", elements=elements, reading=Reading(), fingerprint="one")


async def first(text: str, *elements: Element, **more: object) -> Act | GiveUp:
    """The first thing that is done for a goal, waits left out."""
    goal, history = Goal(kind=GoalKind.NAVIGATION, text=text, **more), History()
    for _ in range(5):
        decision = await POLICY.decide(goal, page(*elements), history)
        if not isinstance(decision, Wait):
            assert isinstance(decision, (Act, GiveUp)), decision
            return decision
        history = replace(history, notes={**history.notes, **decision.notes})
    raise AssertionError("it waits for ever")


async def done(text: str, *elements: Element, **more: object) -> list[tuple[str, str, str]]:
    decision = await first(text, *elements, **more)
    assert isinstance(decision, Act), decision
    return [(action.kind.value, action.ref, action.text) for action in decision.actions]


def digits(count: int, start: int = 1) -> list[Element]:
    return [element(f"e{at + start}", name=f"Digit {at}", group="Code") for at in range(1, count + 1)]


async def test_a_code_goes_whole_into_the_first_of_as_many_boxes() -> None:
    assert await done("Enter the code 123456.", *digits(6)) == [("input_text", "e2", "123456")]


async def test_a_code_of_another_length_is_not_for_these_boxes() -> None:
    assert isinstance(await first("Enter the code 123456.", *digits(4)), GiveUp)


async def test_a_field_for_the_whole_code_comes_before_single_boxes() -> None:
    whole = element("e40", name="Code")
    assert await done("Enter 123456 as the code.", whole, *digits(6)) == [("input_text", "e40", "123456")]


async def test_stars_are_chosen_by_name_or_by_place() -> None:
    named = [element(f"e{at}", "radio", f"{at} Star{'s' * (at > 1)}", checked=False) for at in range(1, 6)]
    alike = [element(f"e{at}", "radio", "star", checked=False) for at in range(1, 6)]
    assert await done("Give 4 stars.", *named) == [("checkbox", "e4", "")]
    assert await done("Give it 4 stars.", *alike) == [("checkbox", "e4", "")]
    assert isinstance(await first("Give 6 stars.", *alike), GiveUp)


async def test_a_slider_that_says_what_it_is_of_takes_a_number() -> None:
    volume = element("e1", "slider", "Volume", value="20")
    assert await done("Set the volume to 55.", volume, element("e2", name="Title")) == [("input_text", "e1", "55")]


async def test_a_message_goes_into_the_one_editor() -> None:
    body = element("e1", name="Rich Text Area", tag="body", input_type="")
    assert await done('Enter "Hello there" as the message.', element("e2", name="Subject"), body) == [
        ("input_text", "e1", "Hello there")
    ]


async def test_several_values_go_together_into_a_list_that_is_for_several() -> None:
    box = element("e1", "combobox", "Countries", popup="listbox")
    assert await done("Choose Japan and Italy as the countries.", box) == [("select_option", "e1", "Japan\nItaly")]
    single = replace(box, name="Country")
    assert await done("Choose Bosnia and Herzegovina as the country.", single) == [
        ("select_option", "e1", "Bosnia and Herzegovina")
    ]


async def test_a_file_goes_where_the_page_says_that_files_are_dropped() -> None:
    zone = element("e1", "generic", "Drop your invoice here", listener=True)
    decision = await first("Upload the invoice.", zone, payload={"invoice": "invoice.pdf"})
    assert isinstance(decision, Act)
    assert [(one.kind.value, one.ref, one.files) for one in decision.actions] == [
        ("upload_file", "e1", ("invoice.pdf",))
    ]
    real = element("e2", "button", "Attachment", tag="input", input_type="file")
    decision = await first("Upload the invoice.", zone, real, payload={"invoice": "invoice.pdf"})
    assert isinstance(decision, Act)
    assert [one.ref for one in decision.actions] == ["e2"]


def window(*names: str) -> list[Element]:
    return [element(f"e{at}", "button", name, landmark="dialog") for at, name in enumerate(names, 2)]


@pytest.mark.parametrize(("names", "refusing"), [(("Close", "Cancel", "Yes, delete"), "e3"), (("Yes", "No"), "e3")])
def test_a_question_with_a_cross_in_its_corner_is_still_a_question(names: tuple[str, ...], refusing: str) -> None:
    seen = page(element("e1", "button", "Delete account", covered=True), *window(*names))
    asked = question(seen)
    assert asked is not None
    assert asked.ref == refusing
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Delete the account and confirm."))
    assert obstacle(seen, wish(plan), after_press=True) is None


def test_a_window_with_two_ways_on_is_no_question() -> None:
    assert question(page(*window("Close", "Cancel", "Delete one", "Delete all"))) is None


@pytest.mark.parametrize(
    ("goal", "verb", "said"),
    [
        ('Click Rename and answer the prompt with "Zoe".', Verb.DIALOG, "Zoe"),
        ("Delete it and confirm with Yes.", Verb.DIALOG, ""),
        ("Enter Ada as the nickname and join.", Verb.DO, ""),
        ("Archive it from the actions menu.", Verb.CLICK, ""),
    ],
)
def test_the_last_order_of_a_sentence(goal: str, verb: Verb, said: str) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=goal))
    assert not plan.unknown
    assert (plan.intents[-1].verb, plan.intents[-1].text) == (verb, said)


def test_a_name_with_a_number_is_searched_for_whole() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Search for Person 41 and click Edit."))
    assert [term.value for term in plan.intents[0].terms] == ["Person 41"]


async def test_the_box_of_a_row_is_ticked_that_says_to_choose_it() -> None:
    row = [
        element(f"e{at}", "checkbox", name, context=f"Person {who} 21", checked=False)
        for at, (who, name) in enumerate(
            [(1, "Toggle row selection"), (1, "Active"), (2, "Toggle row selection"), (2, "Active")], 1
        )
    ]
    assert await done("Tick the row of Person 2.", *row) == [("checkbox", "e3", "")]


def test_a_date_that_stands_whole_in_its_field_is_not_split_among_its_sections() -> None:
    group = [element(f"e{at}", "spinbutton", name, group="Day") for at, name in enumerate(("Day", "Month", "Year"), 1)]
    term = Term(value="2026-03-14", label="day")
    whole = element("e9", name="Day", group="Day", value="03/14/2026")
    assert split_date(term, [*group, whole]) == [term]


def test_days_and_months_are_written_with_two_digits_into_text_boxes() -> None:
    boxes = [element(f"e{at}", name=name, group="Date of birth") for at, name in enumerate(("Day", "Month", "Year"), 1)]
    term = Term(value="4 March 1990", label="date of birth")
    assert [one.value for one in split_date(term, boxes)] == ["04", "03", "1990"]
    numbers = [replace(box, role="spinbutton", input_type="number") for box in boxes]
    assert [one.value for one in split_date(term, numbers)] == ["4", "3", "1990"]
