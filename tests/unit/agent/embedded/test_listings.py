"""Lists of records: which row is meant, what narrows a list down, and what makes a new record of its kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.forms.prose import answers
from skyvern.agent.policies.embedded.forms.putting import Slot, holds
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.goal import Act, Decision, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import (
    Action,
    ActionKind,
    ActionRecord,
    ActionResult,
    Element,
    Observation,
    Option,
)
from skyvern.testing.observations import element, page, table
from tests.unit.agent.embedded.walking import walked


def link(ref: str, name: str, **more: object) -> Element:
    return Element(ref=ref, role="link", name=name, tag="a", href=f"http://site/{ref}", **more)  # type: ignore[arg-type]


async def decided(text: str, *elements: Element, url: str = "http://site/", history: History | None = None) -> Decision:
    seen = Observation(url=url, title="Office", elements=elements, status=200, fingerprint="one")
    return await EmbeddedPolicy().decide(
        Goal(kind=GoalKind.NAVIGATION, text=text), seen, history or History(notes={"embedded": {"waits": 1}})
    )


async def pressed(text: str, *elements: Element, url: str = "http://site/") -> str:
    decision = await decided(text, *elements, url=url)
    return decision.actions[0].ref if isinstance(decision, Act) else ""


async def test_a_record_of_its_kind_is_no_menu_of_the_same_name() -> None:
    rows = [link(f"s{name}", "Show", context=f"Show Edit {name} 2.10") for name in ("Sales", "Stock")]
    rows += [link(f"e{name}", "Edit", context=f"Show Edit {name} 2.10") for name in ("Sales", "Stock")]
    menu = link("menu", "Sales", landmark="navigation")
    assert await pressed("Show the department Sales.", menu, *rows) == "sSales"
    assert await pressed("Open Sales.", menu, *rows) == "menu"


@pytest.mark.parametrize(
    ("order", "ref"),
    [("Open the VPN ticket.", "t2"), ("Open the Tickets page.", "menu"), ("Open the Printer ticket.", "")],
)
async def test_a_record_is_known_by_its_name_and_its_kind_is_in_the_menu(order: str, ref: str) -> None:
    rows = [
        link(f"t{at}", title, context=f"44{at} {title} Urgent")
        for at, title in enumerate(["Printer on floor 3", "Printer is loud", "VPN drops"])
    ]
    menu = [link("menu", "Tickets", landmark="navigation"), link("other", "Assets", landmark="navigation")]
    assert await pressed(order, *menu, *rows) == ref


async def test_the_word_that_tells_these_from_the_others_narrows_a_list_down() -> None:
    links = [link("all", "Your Issues"), link("free", "Show Unassigned"), link("one", "Show issue:")]
    assert await pressed("Show the unassigned issues.", *links) == "free"
    prints = [link("p", "Print"), link("m", "More")]
    assert await pressed("Show the print preview.", *prints) == ""


@pytest.mark.parametrize(("url", "ref"), [("http://site/departmentview/list/", "add"), ("http://site/home/", "")])
async def test_a_bare_add_makes_what_the_address_lists(url: str, ref: str) -> None:
    elements = [link("add", "Add"), link("back", "Back"), link("row", "Stock", context="Stock 2.10")]
    assert await pressed('Add a new department called "Archive" in room 0.12 and save it.', *elements, url=url) == ref


async def test_the_next_page_is_not_the_last_page() -> None:
    elements = [link("next", ">"), link("end", "»"), link("row", "Edit", context="Edit Ida Blum")]
    assert await pressed("Edit the entry of Otto Weiss.", *elements) == "next"


async def test_what_a_menu_brought_up_counts_wherever_it_stands() -> None:
    menu = Element(ref="m", role="button", name="Actions", tag="button", popup="menu", landmark="banner")
    entry = link("d", "Delete", new=True, landmark="banner")
    history = History(
        records=(
            ActionRecord(
                action_id="a1",
                step=1,
                order=1,
                action=Action(kind=ActionKind.CLICK, ref="m"),
                element=menu,
                result=ActionResult(ok=True),
            ),
        ),
        notes={"embedded": {"phase": "menu", "before": "zero", "url": "http://site/", "tried": ["m"]}},
    )
    seen = Observation(
        url="http://site/", title="Editing: Ida Blum", elements=(menu, entry), status=200, fingerprint="one"
    )
    goal = Goal(kind=GoalKind.NAVIGATION, text="Delete the contact Ida Blum and confirm the deletion.")
    decision = await EmbeddedPolicy().decide(goal, seen, history)
    assert isinstance(decision, Act)
    assert decision.actions[-1].ref == "d"


async def test_what_looks_for_a_form_never_sends_one() -> None:
    field = Element(ref="f", role="textbox", name="Slug", tag="input", form="form1")
    send = Element(ref="c", role="button", name="Create", tag="button", input_type="submit", form="form1")
    assert await pressed("Add a redirect named Old, from /a to /b.", field, send) == ""


def test_a_value_that_differs_by_a_dash_is_another_value() -> None:
    def shows(value: str, wanted: str) -> bool:
        title = Element(ref="t", role="textbox", name="Title", tag="input", value=value)
        return holds(Term(value=wanted, label="title"), Slot(element=title))

    assert not shows("parking-rules", "Parking rules")
    assert shows("Parking rules", "Parking rules")
    assert shows("(555) 010-7788", "555 010 7788")


def test_what_is_told_aside_is_no_part_of_a_name_and_chooses_by_its_own() -> None:
    goal = Goal(
        kind=GoalKind.NAVIGATION, text="Add a contact: the name is Ida Blum, she works in the Library, her phone is 5."
    )
    plan = understand(goal)
    assert [(term.label, term.value) for term in plan.intents[0].terms] == [("name", "Ida Blum"), ("phone", "5")]
    options = tuple(Option(label=label) for label in ("", "Town hall", "Library"))
    field = Element(ref="d", role="combobox", name="Department", tag="select", options=options)
    assert [(term.label, term.value) for term in answers(plan.prose, (field,))] == [("Department", "Library")]


def test_several_sentences_about_one_new_thing_are_one_form() -> None:
    text = (
        'Create an issue with the title "Cold", priority low. Describe it in the message as "No heat." and submit it.'
    )
    goal = Goal(kind=GoalKind.NAVIGATION, text=text)
    (form,) = stages(goal, understand(goal))
    assert (form.submit, [term.value for term in form.terms]) == (True, ["Cold", "low", "No heat."])


async def test_any_of_a_kind_is_one_of_it() -> None:
    area = Element(ref="a", role="textbox", name="", tag="textarea")
    field = Element(ref="i", role="textbox", name="", tag="input")
    boxes = [Element(ref=f"b{at}", role="checkbox", name="", tag="input", input_type="checkbox") for at in (1, 2)]
    assert await pressed('Click on a "textarea" widget.', field, area, *boxes) == "a"
    assert await pressed("Click any check box.", field, area, *boxes) == "b1"
    assert await pressed("Click the check box.", field, area, *boxes) == ""


async def test_a_search_gives_its_last_value_to_the_last_field() -> None:
    fields = [Element(ref=name, role="textbox", name=name, tag="input", form="s") for name in ("Director", "Kind")]
    fields.append(Element(ref="when", role="textbox", name="Came out", tag="input", form="s"))
    search = Element(ref="go", role="button", name="Search", tag="button", form="s")
    decision = await decided("Search for drama films directed by Blum from year 2011.", *fields, search)
    assert isinstance(decision, Act)
    assert {action.ref: action.text for action in decision.actions} == {
        "Director": "Blum",
        "Kind": "drama",
        "when": "2011",
    }


async def test_a_form_with_one_button_is_sent_with_it_whatever_it_is_called() -> None:
    ok = Element(ref="ok", role="button", name="OK", tag="button")
    user = Element(ref="u", role="textbox", name="User", tag="input", value="ida")
    typed = ActionRecord(
        action_id="a1",
        step=1,
        order=1,
        action=Action(kind=ActionKind.INPUT_TEXT, ref="u", text="ida"),
        element=user,
        result=ActionResult(ok=True),
    )
    history = History(records=(typed,), notes={"embedded": {"waits": 1}})
    assert isinstance(decision := await decided("Press login.", user, ok, history=history), Act)
    assert decision.actions[0].ref == "ok"
    assert not isinstance(await decided("Press delete.", user, ok, history=history), Act)


async def test_a_field_that_holds_a_value_is_not_taken_for_the_next_one() -> None:
    fields = [
        Element(ref="a", role="textbox", name="Find your flight", tag="input", placeholder="From:", value="Bath"),
        Element(ref="b", role="textbox", name="To:", tag="input", value="Oslo"),
        Element(ref="d", role="textbox", name="Day of travel", tag="input", readonly=True),
        Element(ref="s", role="button", name="Search", tag="button"),
    ]
    history = History(notes={"embedded": {"phase": "fill", "filled": ["from=Bath", "to=Oslo"], "waits": 1}})
    decision = await decided("Book the cheapest flight from Bath to Oslo on 2026-06-12.", *fields, history=history)
    assert not (isinstance(decision, Act) and decision.actions[0].ref in ("a", "b"))


async def test_what_was_typed_into_the_one_search_box_is_not_looked_for_again() -> None:
    box = Element(ref="q", role="searchbox", name="Filter by name or SKU", tag="input", value="floor scale")
    history = History(notes={"embedded": {"phase": "fill", "filled": ["Filter by name or SKU=floor scale"]}})
    decision = await decided("Search for floor scale.", box, history=history)
    assert isinstance(decision, Act)
    assert decision.actions[0].kind is ActionKind.KEYPRESS


async def test_saving_to_favourites_may_be_on_a_button_that_says_save() -> None:
    cards = [
        Element(ref=name, role="button", name=f"Save {name}", tag="button", context=f"{name} 12 Canal Street $1,850/mo")
        for name in ("Sunny loft", "Family house")
    ]
    assert await pressed("Save the Family house to my favourites.", *cards) == "Family house"


def homes(*shown: object) -> Observation:
    """A page that looks for homes by the most that they may cost, with what it shows."""
    cities = tuple(Option(label=name, value=name, selected=False, disabled=False) for name in ("Any city", "Ashford"))
    city = replace(element("combobox", "City", form="f"), tag="select", options=cities)
    fields = (city, element("textbox", "Max. monthly rent", form="f"))
    return page(*fields, element("button", "Search", form="f"), *shown, title="Homes", url="http://site/")


async def test_the_words_of_a_search_are_not_typed_where_an_amount_belongs() -> None:
    seen = homes()
    found = await walked("Search for 2 bedroom homes in Ashford with a maximum rent of 1700.", seen)
    (rent,) = [one.ref for one in seen.elements if one.name.startswith("Max")]
    typed = [one.text for act in found if isinstance(act, Act) for one in act.actions if one.ref == rent]
    assert set(typed) <= {"1700"}, typed


async def test_what_narrows_a_list_down_is_not_passed_over_because_results_are_shown() -> None:
    words = "Select Ashford as the city and click Search. Only pet friendly homes. COMPLETE when results shown."
    end = (await walked(words, homes(), homes(table(("Home", "Rent"), ("Maple Court", "1200")))))[-1]
    assert isinstance(end, GiveUp), end
    assert "pet friendly" in end.failure.reason
