"""How the mind brings up what no field takes: days, rows to edit, filters by words, sorted columns, questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.extract.values import number
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import (
    Action,
    ActionKind,
    ActionRecord,
    ActionResult,
    Cell,
    Element,
    Observation,
    Option,
    Reading,
    Table,
)
from skyvern.testing.observations import lines
from tests.unit.agent.embedded.walking import deeds, walked


def goal(text: str) -> Goal:
    return Goal(kind=GoalKind.NAVIGATION, text=text)


def button(ref: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role="button", name=name, tag="button", landmark="main"), **more)


def page(*elements: Element, text: tuple[str, ...] = (), tables: tuple[Table, ...] = ()) -> Observation:
    return Observation(
        url="http://site/",
        title="A page",
        elements=elements,
        reading=Reading(lines=lines(*text), tables=tables),
        status=200,
        fingerprint="one",
    )


async def decided(words: str, seen: Observation, history: History | None = None) -> Decision:
    return await EmbeddedPolicy().decide(goal(words), seen, history or History())


def pressed(decision: Decision) -> list[str]:
    assert isinstance(decision, Act), decision
    return [action.ref for action in decision.actions]


async def waited(words: str, seen: Observation) -> Decision:
    """The first decision that is not a wait for a page that stays as it is."""
    history = History()
    for _ in range(4):
        decision = await decided(words, seen, history)
        if isinstance(decision, (Act, GiveUp, Done)):
            return decision
        history = replace(history, notes={**history.notes, **decision.notes})
    raise AssertionError("it waits for ever")


async def test_a_day_is_pressed_by_its_label() -> None:
    days = [button(f"d{day}", str(day), hints=(f"May {day}, 2026",)) for day in range(1, 31)]
    assert pressed(await waited("Pick May 19, 2026 at 14:00.", page(*days))) == ["d19"]


async def test_a_calendar_is_leafed_to_the_month() -> None:
    days = [button(f"d{day}", str(day)) for day in range(1, 31)]
    seen = page(button("back", "‹"), button("on", "›"), *days, text=("April 2026",))
    assert pressed(await waited("Pick May 19, 2026.", seen)) == ["on"]


async def test_a_closed_day_is_said_to_be_closed() -> None:
    decision = await waited("Pick May 19, 2026.", page(button("d", "19", hints=("May 19, 2026",), disabled=True)))
    assert isinstance(decision, GiveUp)
    assert "disabled" in decision.failure.reason


async def test_a_value_of_a_row_is_changed_behind_its_edit_button() -> None:
    rows = [
        button(f"e{at}", "Edit", context=f"{name} 42 A1") for at, name in enumerate(("Euro pallet", "Stretch film"))
    ]
    assert pressed(await waited("Change the quantity of Stretch film to 7 and save it.", page(*rows))) == ["e1"]


def choice(ref: str, name: str, *labels: str) -> Element:
    options = tuple(Option(label=label, value=label) for label in labels)
    return Element(ref=ref, role="combobox", name=name, tag="select", landmark="main", options=options)


async def test_words_that_are_options_filter_the_list() -> None:
    seen = page(choice("s", "Status", "Any", "Open"), choice("p", "Priority", "Any", "Urgent"), text=("# All tickets",))
    seen = replace(seen, reading=replace(seen.reading, lines=lines("# All tickets")))
    assert pressed(await waited("Show me the urgent tickets that are still open.", seen)) == ["s", "p"]


async def test_a_word_that_no_option_says_filters_nothing() -> None:
    seen = page(choice("s", "Status", "Any", "Open"), text=("# All tickets",))
    assert isinstance(await waited("Show me the overdue tickets that are open.", seen), GiveUp)


def priced(*prices: str) -> Table:
    return Table(caption="", headers=("Item", "Price"), rows=tuple((Cell(text="x"), Cell(text=one)) for one in prices))


@pytest.mark.parametrize(
    ("prices", "done"),
    [(("$90", "$12.50", "$3"), True), (("$3", "$12.50", "$90"), False), (("$9", "$3", "$90"), False)],
)
async def test_a_list_is_sorted_when_its_values_say_so(prices: tuple[str, ...], *, done: bool) -> None:
    seen = page(button("h", "Price"), tables=(priced(*prices),))
    decision = await waited("Sort by price, highest first.", seen)
    assert isinstance(decision, Done if done else Act)


async def test_a_question_that_came_up_is_not_answered_unasked() -> None:
    remove = button("r", "Suspend")
    window = [
        replace(button(ref, name), landmark="dialog", group="Suspend Kim?")
        for ref, name in (("c", "Cancel"), ("o", "OK"))
    ]
    record = ActionRecord(
        action_id="a", step=1, order=0, action=Action(kind=ActionKind.CLICK, ref="r"), element=remove,
        result=ActionResult(ok=True, url="http://site/"),
    )  # fmt: skip
    notes = {"embedded": {"stage": 0, "phase": "click", "before": "none", "url": "http://site/"}}
    decision = await decided("Click Suspend.", page(remove, *window), History(records=(record,), steps=1, notes=notes))
    assert isinstance(decision, GiveUp)
    assert "the page asks" in decision.failure.reason


@pytest.mark.parametrize(
    ("text", "value"), [("-$54.10", -54.1), ("($54.10)", -54.1), ("$54.10", 54.1), ("−€3", -3), ("54.10-", -54.1)]
)
def test_money_keeps_its_sign(text: str, value: float) -> None:
    assert number(text) == value


def test_a_message_may_say_whose_it_is() -> None:
    seen = page(text=("Message", "Your message is on its way."))
    assert judge("the message is on its way", seen).holds
    assert not judge("the parcel is on its way", seen).holds


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "Search flights from Lisbon to Oslo on 2026-06-12, one way.",
            {"from": "Lisbon", "to": "Oslo", "departure / departure date": "2026-06-12", "": "One way"},
        ),
        ("In Notifications turn off the weekly digest.", {"weekly digest": "no"}),
        (
            "plate 7KLM552, VIN 9041, county Baker - look up the vehicle",
            {"plate": "7KLM552", "VIN": "9041", "county": "Baker"},
        ),
        ("Find the permits for 14 Orchard Lane.", {"address": "14 Orchard Lane"}),
    ],
)
def test_words_become_terms(text: str, terms: dict[str, str]) -> None:
    plan = understand(goal(text))
    assert {term.label: term.value for intent in plan.intents for term in intent.terms} == terms


async def test_a_date_is_split_among_its_three_fields() -> None:
    months = ("Month", "January", "February", "March")
    asked = [choice("d", "Day", "Day", "8", "9"), choice("m", "Month", *months), choice("y", "Year", "Year", "1988")]
    seen = page(*(replace(one, group="Date of birth", form="f") for one in asked))
    decision = await waited("Fill in the date of birth: 1988-03-09.", seen)
    assert isinstance(decision, Act)
    assert [action.text for action in decision.actions] == ["9", "March", "1988"]


def test_what_is_stated_after_an_order_is_not_dropped() -> None:
    words = "Book an appointment with Dr. Weiss on May 19, 2026 at 14:00. Full name Rita Gomes. New patient."
    asked = goal(words)
    terms = {(term.label, term.value) for stage in stages(asked, understand(asked)) for term in stage.terms}
    assert {("", "Dr. Weiss"), ("time", "14:00"), ("Full name", "Rita Gomes"), ("New patient", "yes")} <= terms


async def test_the_next_month_is_gone_to_by_its_button() -> None:
    seen = page(button("b", "Previous month"), button("n", "Next month"))
    assert pressed(await decided("Go to the next month, click the 9th.", seen)) == ["n"]


async def test_a_button_that_reviews_is_followed_by_the_one_that_confirms() -> None:
    fields = (
        Element(ref="a", role="textbox", name="Amount", tag="input", input_type="text", landmark="main"),
        choice("f", "From account", "Checking", "Savings"),
        choice("t", "To account", "Checking", "Savings"),
    )
    opening, review = button("m", "Move money"), button("r", "Review")
    words = "Move $250 from Checking to Savings. Review and confirm it."
    history, seen, presses = History(), page(opening), list[str]()
    after = {"m": (opening, *fields, review), "r": (opening, button("e", "Edit"), button("c", "Confirm transfer"))}
    for step in range(1, 12):
        decision = await decided(words, seen, history)
        if isinstance(decision, Wait):
            history = replace(history, notes={**history.notes, **decision.notes})
            continue
        if not isinstance(decision, Act):
            break
        records = tuple(
            ActionRecord(
                action_id=f"{step}.{at}", step=step, order=at, action=one, element=seen.element(one.ref),
                result=ActionResult(ok=True, url=seen.url),
            )
            for at, one in enumerate(decision.actions)
        )  # fmt: skip
        history = replace(
            history, records=(*history.records, *records), steps=step, notes={**history.notes, **decision.notes}
        )
        last = decision.actions[-1]
        if last.kind is ActionKind.CLICK:
            presses.append(last.ref)
            seen = replace(seen, elements=after.get(last.ref, ()), fingerprint=f"f{step}")
        else:
            values = {one.ref: one.text for one in decision.actions}
            held = tuple(
                replace(
                    e,
                    value=values.get(e.ref, e.value),
                    options=tuple(replace(o, selected=o.label == values.get(e.ref)) for o in e.options),
                )
                for e in seen.elements
            )
            seen = replace(seen, elements=held, fingerprint=f"f{step}")
    assert presses == ["m", "r", "c"]


async def test_a_page_without_a_form_is_left_by_what_begins_what_the_goal_is_after() -> None:
    begin = Element(ref="go", role="link", name="Get my free quote", href="http://s/quote")
    other = Element(ref="no", role="link", name="File a claim", href="http://s/claims")
    landing = Observation(url="http://s/", title="Shield", fingerprint="1", elements=(begin, other))
    words = "Get an insurance quote. Fill in the form with first name Ida and last name Blum. Do not submit."
    assert deeds(await walked(words, landing))[0] == (ActionKind.CLICK, "go")
    talk = replace(landing, elements=(replace(begin, name="Get our newsletter"), other))
    assert (ActionKind.CLICK, "go") not in deeds(await walked(words, talk))
