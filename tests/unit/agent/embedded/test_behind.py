"""The mind looks behind what is closed, goes down menus and places leg by leg, and takes no name for a month."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.doing import press
from skyvern.agent.policies.embedded.finding.behind import closed
from skyvern.agent.policies.embedded.finding.match import goes_on, row_score
from skyvern.agent.policies.embedded.forms.reveal import bearer
from skyvern.agent.policies.embedded.intents import Term, Verb
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.dates import dates_in, of_period
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.roaming import destination
from skyvern.agent.policies.embedded.stages import stages
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.domain.goal import Act, Goal, GoalKind, GoalValue, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Element, Observation, Option, Reading
from skyvern.testing.observations import lines
from tests.unit.agent.embedded import walking
from tests.unit.agent.embedded.walking import deeds


def goal(text: str) -> Goal:
    return Goal(kind=GoalKind.NAVIGATION, text=text)


def element(ref: str, role: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role=role, name=name, landmark="main"), **more)


def page(*elements: Element, text: tuple[str, ...] = (), url: str = "http://site/") -> Observation:
    return Observation(
        url=url,
        title="Handbook",
        elements=elements,
        reading=Reading(lines=lines(*text)),
        status=200,
        fingerprint=f"{url} {[e.ref for e in elements]}",
    )


async def walked(words: str, *views: Observation) -> list[tuple[ActionKind, str]]:
    return deeds(await walking.walked(words, *views))


CLICK, HOVER = ActionKind.CLICK, ActionKind.HOVER


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Look through all the tabs to find the warranty", "find the warranty"),
        ("leaf through the pages until you find and press Renew", "press Renew"),
        ("Open the panels below to locate the serial number", "locate the serial number"),
        ("Navigate through the folder tree", ""),
        ("Open the sections of the report", "Open the sections of the report"),
        ("Switch to the second tab", "Switch to the second tab"),
    ],
)
def test_words_that_say_how_to_look_are_no_orders(said: str, meant: str) -> None:
    assert destination(said) == meant


async def test_a_thing_is_looked_for_behind_every_tab() -> None:
    def tabs(at: int, *more: Element) -> Observation:
        return page(*(element(f"t{n}", "tab", f"Part {n}", selected=n == at) for n in range(3)), *more)

    there = element("x", "button", "Print label")
    done = await walked("Press Print label", tabs(0), tabs(1), tabs(2, there), page(url="http://site/printed"))
    assert done == [(CLICK, "t1"), (CLICK, "t2"), (CLICK, "x")]


async def test_what_is_closed_is_opened_once_and_then_it_is_missing() -> None:
    rooms = [element(f"s{n}", "button", f"Chapter {n}", expanded=False) for n in range(20)]
    done = await walked("Press Print label", page(*rooms))
    assert done[-1][0] is ActionKind.TERMINATE
    assert len(done) == len(set(done)) <= 13


async def test_a_section_without_a_name_is_the_only_closed_one() -> None:
    shut = element("s", "button", "Delivery", expanded=False)
    assert await walked(
        "Unfold the section.", page(shut), page(replace(shut, expanded=True), element("n", "link", "X"))
    ) == [(CLICK, "s")]
    two = page(shut, element("o", "button", "Billing", expanded=False))
    assert (await walked("Unfold the section.", two))[-1][0] is ActionKind.TERMINATE


async def test_a_menu_below_a_menu_is_pointed_at_and_its_entry_pressed() -> None:
    upper = element("u", "menuitem", "Export", popup="menu")
    lower = element("l", "menuitem", "As table", new=True)
    done = await walked("Choose Export>As table", page(upper), page(upper, lower), page(url="http://site/table"))
    assert done == [(HOVER, "u"), (CLICK, "l")]


def test_a_place_is_a_leg_of_its_own() -> None:
    first, second = understand(goal("Open the list of couriers under Logistics")).intents
    assert (first.target, first.passing, second.target) == ("Logistics", True, "couriers")
    assert {first.verb, second.verb} == {Verb.OPEN}


async def test_the_place_alone_is_not_believed() -> None:
    menu = element("m", "link", "Logistics", href="http://site/logistics")
    inside = page(
        element("o", "link", "Orders", href="http://site/o"), text=("# Logistics",), url="http://site/logistics"
    )
    done = await walked("Open the list of couriers under Logistics", page(menu), inside)
    assert done[0] == (CLICK, "m")
    assert done[-1][0] is ActionKind.TERMINATE


def test_the_frame_of_a_button_is_nothing_to_open() -> None:
    frame = element("f", "tab", "Send", selected=False, box=(0, 0, 100, 40))
    inner = element("b", "button", "Send", box=(10, 5, 80, 30))
    assert closed([frame, inner]) == []


async def test_a_drawn_list_that_shows_only_its_arrow_is_opened_for_what_is_chosen() -> None:
    arrow = element("a", "generic", "▼", listener=True, hints=("picklist frame",))
    vote = element("v", "generic", "▼", listener=True, hints=("vote down",))
    assert closed([arrow, vote]) == [arrow]
    offered = element("m", "generic", "Marble", listener=True, new=True)
    way = await walked("Choose Marble from the dropdown.", page(arrow), page(arrow, offered), page())
    assert way[:2] == [(CLICK, "a"), (CLICK, "m")]


def test_a_filter_is_known_by_its_address_among_others_of_its_name() -> None:
    links = [
        element(f"l{field}", "link", "Open (3)", href=f"http://site/list?{field}=open", landmark="navigation")
        for field in ("state", "door")
    ]
    chosen = bearer(Term(value="Open", label="door", option=True), links)
    assert chosen is not None
    assert chosen.ref == "ldoor"


@pytest.mark.parametrize("name", ["Marcella", "Jana", "Augusta", "Mark", "Decker", "Octavia"])
def test_a_name_that_begins_like_a_month_is_a_name(name: str) -> None:
    assert of_period(name, f"{name} 12, 2025") is None
    assert row_score(name, f"{name} Berg") == 1.0
    assert dates_in(f"{name} 12, 2025") == []
    assert row_score("June", "June Berg, sales") == 1.0


async def test_a_field_that_takes_no_typing_brings_up_its_calendar() -> None:
    field = element("d", "textbox", "Delivery day", tag="input", readonly=True, form="f")
    days = [element(f"{role}{n}", role, str(n), box=(n, 0, 9, 9)) for n in (13, 14) for role in ("cell", "link")]
    shut = page(field, element("s", "button", "Order", form="f"))
    shown = page(field, element("b", "button", "‹"), *days, text=("March 2031",))
    put = page(replace(field, value="03/14/2031"), element("s", "button", "Order", form="f"), url="http://site/2")
    done = await walked("Select 2031-03-14 as the delivery day.", shut, shown, put)
    assert [ref for _, ref in done] == ["d", "cell14"]


async def test_several_options_of_one_list_are_chosen_together() -> None:
    options = tuple(Option(label=name, value=name) for name in ("Basil", "Dill", "Mint"))
    herbs = element("h", "listbox", "Herbs", tag="select", options=options)
    decision = await EmbeddedPolicy().decide(goal("Choose Basil and Mint from the list."), page(herbs), History())
    assert isinstance(decision, Act)
    assert [(one.ref, one.text) for one in decision.actions] == [("h", "Basil\nMint")]


@pytest.mark.parametrize(
    ("order", "label", "value"),
    [
        ("Show only the machines with the state Broken", "state", "Broken"),
        ("Show only the machines in state Broken", "state", "Broken"),
        ("Show only broken machines", "", "broken"),
    ],
)
def test_only_some_of_a_list(order: str, label: str, value: str) -> None:
    (intent,) = understand(goal(order)).intents
    assert [(term.label, term.value) for term in intent.terms] == [(label, value)]


async def test_the_tab_of_the_record_itself_is_meant_and_not_the_part_of_the_site_of_that_name() -> None:
    menu = element("menu", "link", "Inspections", landmark="banner", href="http://site/inspections")
    tabs = [element("sum", "tab", "Summary", selected=True), element("tab", "tab", "Inspections")]
    row = element("row", "link", "HV-204", href="http://site/vessel")
    vessel = page(menu, *tabs, text=("# Vessel HV-204", "Flag: Malta"), url="http://site/vessel")
    shown = page(
        menu,
        tabs[0],
        replace(tabs[1], selected=True),
        text=("# Vessel HV-204", "2 May, hull"),
        url="http://site/vessel",
    )
    done = await walked("Open the vessel HV-204. Then open its Inspections tab.", page(menu, row), vessel, shown)
    assert done == [(CLICK, "row"), (CLICK, "tab")]


async def test_what_lies_in_a_menu_of_a_like_name_is_pressed_when_the_menu_is_open() -> None:
    opener = element("m", "link", "Billing & Payments ▾", landmark="navigation")
    entry = element("e", "link", "Payment activity", landmark="navigation", href="http://site/activity")
    first = page(opener, text=("# Overview",))
    listed = page(opener, text=("# Payment activity",), url="http://site/activity")
    order = "Under Billing & Payments open the payment activity."
    assert await walked(order, first, page(opener, entry, text=("# Overview",)), listed) == [(CLICK, "m"), (CLICK, "e")]


ADDRESS = element("a", "textbox", "Property address", form="f")


@pytest.mark.parametrize(("button", "holds"), [("Save and continue", True), ("Next", True), ("Subscribe", False)])
def test_a_page_of_one_field_that_leads_on_is_a_step_and_no_mailing_list(button: str, holds: bool) -> None:
    asked = page(ADDRESS, element("b", "button", button, form="f"))
    assert goes_on(ADDRESS, asked) is holds
    assert not goes_on(replace(ADDRESS, landmark="contentinfo"), asked)


@pytest.mark.parametrize(
    ("order", "labels", "sends"),
    [
        ("Show the last 12 months.", ("Last 90 days", "Last 12 months"), True),
        ("Show the closed tickets.", ("Open tickets", "Closed tickets"), False),
    ],
)
async def test_the_button_beside_a_list_of_periods_is_pressed(
    order: str, labels: tuple[str, ...], *, sends: bool
) -> None:
    options = tuple(Option(label=one, value=one) for one in labels)
    lists = element("s", "combobox", "Shown", form="f", options=options, value=labels[0])
    button = element("b", "button", "Update", form="f")
    done = await walked(order, page(lists, button), page(replace(lists, value=labels[1]), button), page(lists))
    assert ((CLICK, "b") in done) is sends
    assert done[0] == (ActionKind.SELECT_OPTION, "s")


@pytest.mark.parametrize(
    ("order", "does"),
    [
        ("Switch to the account of the service address 14 Gull Lane using the account menu in the header.", ["b"]),
        ("Switch to the account of the service address 9 Quay Street via the account menu.", []),
    ],
)
def test_what_an_open_menu_calls_by_the_value_of_the_goal_is_meant(order: str, does: list[str]) -> None:
    others = [
        element(ref, "button", name, new=True, landmark="navigation")
        for ref, name in (("a", "3 Mole Road (7731)"), ("b", "14 Gull Lane (2096)"))
    ]
    said = "14 Gull Lane" if "Gull" in order else "9 Quay Street"
    wanted = replace(goal(order), values=(GoalValue(name="address", text=said, at=order.index(said)),))
    menu = element("m", "link", "Ida Blum ▾", landmark="navigation")
    pressed = ActionRecord(
        action_id="a", step=0, order=0, action=Action(kind=CLICK, ref="m"), result=ActionResult(ok=True), element=menu
    )
    state = State(tried=("m",), waits=3)
    scene = Scene(
        goal=wanted, page=page(menu, *others), history=History(records=(pressed,)), plan=understand(wanted), state=state
    )
    done = press.advance(stages(wanted, scene.plan)[0], scene)
    assert ([one.ref for one in done.actions] if isinstance(done, Act) else []) == does
