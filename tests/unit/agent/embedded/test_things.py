"""Things that are named by their kind and place: which field, box or button is meant, and when nothing may be sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.kinds import Thing, bare
from skyvern.domain.goal import Act, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import Element, Observation, Reading

POLICY = EmbeddedPolicy()


def element(ref: str, role: str = "textbox", name: str = "", **more: object) -> Element:
    tags = {"textbox": "input", "checkbox": "input", "radio": "input", "button": "button", "link": "a"}
    typed = {"textbox": "text", "checkbox": "checkbox", "radio": "radio"}.get(role, "")
    made = Element(ref=ref, role=role, name=name, tag=tags.get(role, "div"), input_type=typed, landmark="main")
    return replace(made, order=int(ref[1:]), **more)


SAVE = element("e99", "button", "Save")


def page(*elements: Element) -> Observation:
    return Observation(url="http://site/", title="A page", elements=elements, reading=Reading(), fingerprint="one")


async def first(text: str, *elements: Element) -> Act | GiveUp:
    """The first thing that is done for a goal, waits left out."""
    goal, history, seen = Goal(kind=GoalKind.NAVIGATION, text=text), History(), page(*elements)
    for _ in range(5):
        decision = await POLICY.decide(goal, seen, history)
        if not isinstance(decision, Wait):
            assert isinstance(decision, (Act, GiveUp)), decision
            return decision
        history = replace(history, notes={**history.notes, **decision.notes})
    raise AssertionError("it waits for ever")


async def done(text: str, *elements: Element) -> list[tuple[str, str]]:
    decision = await first(text, *elements)
    assert isinstance(decision, Act), decision
    return [(action.ref, action.text) for action in decision.actions]


@pytest.mark.parametrize(
    ("phrase", "thing"),
    [
        ("the text box", Thing(kind="text")),
        ("second input field", Thing(kind="text", number=2)),
        ("the last drop-down", Thing(kind="list", number=-1)),
        ("both text fields", Thing(kind="text", every=2, plural=True)),
        ("all the check boxes below", Thing(kind="checkbox", every=-1, plural=True)),
        ("the 12th radio button", Thing(kind="radio", number=12)),
        ("the boxes", Thing(kind="text", plural=True)),
    ],
)
def test_a_phrase_of_kind_and_place_is_read(phrase: str, thing: Thing) -> None:
    assert bare(phrase) == thing


@pytest.mark.parametrize(
    "phrase", ["the city field", "postal code", "the Save button", "first name", "list of members"]
)
def test_a_phrase_that_names_its_thing_is_not_one_of_kind_alone(phrase: str) -> None:
    assert bare(phrase) is None


async def test_the_only_text_field_is_meant_whatever_it_is_called() -> None:
    field = element("e1", name="Search our catalogue of 3,000 seeds")
    assert await done("Type 'tomato' in the text box and press Save", field, SAVE) == [("e1", "tomato")]


async def test_of_two_empty_text_fields_none_is_chosen() -> None:
    decision = await first("Type 'tomato' in the text box", element("e1", name="A"), element("e2", name="B"))
    assert isinstance(decision, GiveUp)
    assert "could go into" in decision.failure.reason


async def test_fields_are_counted_in_reading_order() -> None:
    fields = [element(f"e{place}", name=f"Column {place}") for place in (1, 2, 3)]
    assert await done("Write 7 kg into the third text field", *fields) == [("e3", "7 kg")]
    assert await done("Enter 'x' in the last input box", *fields) == [("e3", "x")]


async def test_both_fields_get_the_same_value_and_two_are_needed() -> None:
    fields = [element("e1", name="Code"), element("e2", name="Code again")]
    assert await done('Put the code "K-7" in both fields', *fields) == [("e1", "K-7"), ("e2", "K-7")]
    three = [*fields, element("e3", name="Remark")]
    assert isinstance(await first('Put the code "K-7" in both fields', *three), GiveUp)


async def test_values_with_names_of_their_own_go_by_these_names() -> None:
    fields = [element("e1", name="Password", input_type="password"), element("e2", name="User name")]
    order = 'Type the user name "ida" and the password "s3t" in the text fields'
    assert sorted(await done(order, *fields)) == [("e1", "s3t"), ("e2", "ida")]


async def test_a_value_is_written_as_the_order_says() -> None:
    assert await done("Type 'abc' in capital letters into the text field", element("e1")) == [("e1", "ABC")]


async def test_a_field_of_the_type_takes_the_value_where_no_label_says_it() -> None:
    day = element("e1", name="When would you like to come?", input_type="date")
    assert await done("Enter 3/14/2031 as the date", day, element("e2", name="Remark")) == [("e1", "2031-03-14")]
    clock = element("e1", name="From when on?", input_type="time")
    assert await done("Put in 7:05 pm as the time", clock) == [("e1", "19:05")]


async def test_a_radio_button_is_counted_out() -> None:
    options = [element(f"e{place}", "radio", name="Choose a size", value=str(place)) for place in (1, 2, 3)]
    assert await done("Check the 2nd radio button", *options) == [("e2", "")]


async def test_the_button_alone_is_the_only_button_and_of_several_none() -> None:
    assert await done("Press the button", element("e1", "button", "Go on!"), element("e2", "link", "Help")) == [
        ("e1", "")
    ]
    decision = await first("Press the button", element("e1", "button", "Yes"), element("e2", "button", "No"))
    assert isinstance(decision, GiveUp)


async def test_an_order_that_no_field_takes_ends_the_run_before_anything_is_sent() -> None:
    readonly = element("e1", name="Day:", readonly=True)
    save = element("e9", "button", "Submit", input_type="submit")
    for order in ("Choose 2031-03-14 as the day and hit save", "Set the day to 2031-03-14 and submit"):
        decision = await first(order, readonly, save, SAVE)
        assert isinstance(decision, GiveUp) or [action.ref for action in getattr(decision, "actions", ())] == ["e1"]


async def test_a_button_that_a_later_order_names_is_no_way_to_an_earlier_one() -> None:
    tab = element("e3", "tab", "Send")
    assert isinstance(await first("Unfold the part below and press Send", tab), GiveUp)


async def test_a_path_through_a_menu_is_gone_step_by_step() -> None:
    menu = element("e1", "menuitem", "Extras", popup="menu")
    assert await done("Choose Extras>Options", menu, SAVE) == [("e1", "")]


async def test_scrolling_is_of_the_box_that_is_named_and_nothing_behind_it_is_dropped() -> None:
    area = element("e1", name="Terms", tag="textarea")
    decision = await first("Scroll the text area to the bottom of the text press save", area, SAVE)
    assert isinstance(decision, Act)
    assert [(one.kind.value, one.ref) for one in decision.actions] == [("scroll", "e1")]
    assert isinstance(await first("Scroll the old ones the way that they were", area, SAVE), GiveUp)


async def test_a_step_on_the_way_down_a_menu_is_pointed_at_before_it_is_pressed() -> None:
    decision = await first("Choose Extras>Options", element("e1", "menuitem", "Extras", popup="menu"))
    assert isinstance(decision, Act)
    assert [action.kind.value for action in decision.actions] == ["hover"]
    last = await first("Choose Extras", element("e1", "menuitem", "Extras", popup="menu"))
    assert isinstance(last, Act)
    assert [action.kind.value for action in last.actions] == ["click"]


async def test_the_first_radio_button_is_chosen_by_its_place() -> None:
    options = [element(f"e{place}", "radio", name="Choose a size", value=str(place)) for place in (1, 2, 3)]
    assert await done("Select the third radio button and press Save", *options, SAVE) == [("e3", "")]
