"""The mind goes to where a record is, to the form for a new one, and saves what it set; it does nothing to another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.seeking import Sought, kind_before, of_label
from skyvern.agent.policies.embedded.forms.making import thing_of
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.names import split_name
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, GoalKind
from skyvern.domain.page import ActionKind, Element, Observation, Reading
from skyvern.testing.observations import lines
from tests.unit.agent.embedded.walking import walked


def goal(text: str, kind: GoalKind = GoalKind.NAVIGATION) -> Goal:
    return Goal(kind=kind, text=text)


def button(ref: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role="button", name=name, tag="button", landmark="main"), **more)


def link(ref: str, name: str, **more: object) -> Element:
    made = Element(ref=ref, role="link", name=name, tag="a", href=f"http://site/{ref}", landmark="main")
    return replace(made, **more)


def box(ref: str, name: str, **more: object) -> Element:
    made = Element(ref=ref, role="textbox", name=name, tag="input", input_type="text", form="f1", landmark="main")
    return replace(made, **more)


def page(*elements: Element, heading: str = "", url: str = "http://site/", text: tuple[str, ...] = ()) -> Observation:
    said = (f"# {heading}",) if heading else ()
    return Observation(
        url=url,
        title=heading or "Start",
        elements=elements,
        reading=Reading(lines=lines(*said, *text)),
        status=200,
        fingerprint=f"{url} {heading} {len(elements)}",
    )


MENU = [link(name.lower(), name, landmark="navigation") for name in ("Start", "Suppliers", "Machines", "Reports")]


def refs(found: list[Decision]) -> list[str]:
    return [a.ref for one in found if isinstance(one, Act) for a in one.actions if a.kind is not ActionKind.DIALOG]


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("supplier Baltic Timber", ("supplier", "Baltic Timber")),
        ("leave request LR-20", ("leave request", "LR-20")),
        ("the machine #41", ("machine", "#41")),
        ("list of Machines", None),
        ("Save", None),
    ],
)
def test_a_kind_and_a_name_are_told_apart(text: str, split: tuple[str, str] | None) -> None:
    assert split_name(text) == split


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Delete the supplier Baltic Timber", "Baltic Timber", "supplier"),
        ("Remove Baltic Timber from the suppliers", "Baltic Timber", "suppliers"),
        ("archive leave request LR-20", "LR-20", "leave request"),
    ],
)
def test_the_kind_of_a_record_is_read_beside_its_name(text: str, name: str, kind: str) -> None:
    assert kind_before(text, name) == kind


def test_a_label_may_name_a_record() -> None:
    assert of_label("phone number of the supplier Baltic Timber") == Sought(kind="supplier", names=("Baltic Timber",))
    assert of_label("date of birth") is None


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("Add a new machine named Lathe 4", "machine"),
        ("Create a price list titled Spring and save it", "price list"),
        ("Fill in the form with name Lathe 4", ""),
    ],
)
def test_what_is_to_be_made_is_read_from_the_order(words: str, thing: str) -> None:
    asked = goal(words)
    assert thing_of(stages(asked, understand(asked))[0]) == thing


async def test_a_record_is_looked_for_in_the_list_of_its_kind_and_by_its_search() -> None:
    row = link("open7", "Baltic Timber", context="Baltic Timber Riga 555-0100")
    others = [link(f"o{at}", f"S{at}", context=f"S{at} Ulm") for at in (1, 2)]
    search = box("q", "Search suppliers")
    listed = page(*MENU, search, *others, heading="Suppliers", url="http://site/suppliers")
    found = page(*MENU, search, row, heading="Suppliers", url="http://site/suppliers?q=b")
    own = page(*MENU, button("del", "Delete"), heading="Baltic Timber", url="http://site/suppliers/7")
    gone = page(*MENU, heading="Suppliers", url="http://site/suppliers", text=("The supplier was deleted.",))
    said = await walked("Delete the supplier Baltic Timber.", page(*MENU, heading="Start"), listed, found, own, gone)
    assert refs(said) == ["suppliers", "q", "q", "open7", "del"]
    assert isinstance(said[-1], Done)


async def test_a_record_that_is_nowhere_is_not_deleted_in_the_row_of_another() -> None:
    rows = [
        button("d1", "Delete", context="Baltic Timbers Ltd Riga"),
        button("d2", "Delete", context="Nord Steel Oslo"),
    ]
    listed = page(*MENU, box("q", "Search suppliers"), *rows, heading="Suppliers", url="http://site/suppliers")
    said = await walked("Delete the supplier Kalmar Glass.", page(*MENU, heading="Start"), listed, listed, listed)
    assert not {"d1", "d2"} & set(refs(said))
    assert isinstance(said[-1], GiveUp)


async def test_a_page_that_only_asks_is_answered_where_the_goal_says_so_and_never_believed() -> None:
    own = page(*MENU, button("del", "Delete"), heading="Machine Lathe 4", url="http://site/machines/4")
    asks = page(button("y", "Yes, I'm sure"), link("n", "No, take me back"), heading="Delete",
                url="http://site/machines/4/delete", text=("Are you sure you want to delete Lathe 4?",))  # fmt: skip
    gone = page(*MENU, heading="Machines", url="http://site/machines", text=("Lathe 4 was deleted.",))
    confirmed = await walked("Delete the machine Lathe 4 and confirm.", own, asks, gone)
    assert refs(confirmed) == ["del", "y"]
    assert isinstance(confirmed[-1], Done)
    assert isinstance((await walked("Delete the machine Lathe 4.", own, asks))[-1], GiveUp)


async def test_what_was_set_in_a_record_is_saved() -> None:
    fields = [
        box("p", "Phone", value="1"),
        button("s", "Save", form="f1"),
        button("m", "Save and add another", form="f1"),
    ]
    own = page(*MENU, *fields, heading="Baltic Timber", url="http://site/suppliers/7")
    put = replace(own, elements=(*MENU, replace(fields[0], value="555-0199"), *fields[1:]), fingerprint="put")
    saved = page(*MENU, heading="Suppliers", url="http://site/suppliers", text=("Saved.",))
    words = "Change the phone of the supplier Baltic Timber to 555-0199."
    assert refs(await walked(words, own, put, saved)) == ["p", "s"]
    assert refs(await walked(words, own, put, saved, kind=GoalKind.ACTION)) == ["p"]


@pytest.mark.parametrize("name", ["+", "New", "Add machine", "Create"])
async def test_the_form_for_a_new_thing_is_behind_what_adds(name: str) -> None:
    listed = page(*MENU, button("b", name), button("x", "Export"), heading="Machines", url="http://site/machines")
    form = page(*MENU, box("n", "Name"), button("s", "Save", form="f1"), heading="New machine", url="http://site/new")
    put = replace(form, elements=(*MENU, box("n", "Name", value="Lathe 4"), *form.elements[-1:]), fingerprint="put")
    saved = page(*MENU, heading="Machines", url="http://site/machines", text=("Saved.",))
    said = await walked("Add a new machine named Lathe 4.", page(*MENU, heading="Start"), listed, form, put, saved)
    assert refs(said) == ["machines", "b", "n", "s"]


async def test_a_new_thing_is_not_typed_into_the_search_of_the_list() -> None:
    search = [box("q", "Name", form="f9"), button("go", "Search", form="f9")]
    listed = page(*MENU, *search, button("b", "New machine"), heading="Machines", url="http://site/machines")
    said = await walked("Add a machine named Lathe 4.", listed, page(heading="New machine", url="http://site/new"))
    assert refs(said)[0] == "b"


async def test_nothing_is_searched_in_a_form_that_is_there_to_be_sent() -> None:
    asking = [box("h", "How did you find us?"), box("f", "Find a friend"), button("s", "Save", form="f1")]
    said = await walked("Delete the machine Lathe 4.", page(*asking, heading="Welcome"))
    assert refs(said) == []
    assert isinstance(said[-1], GiveUp)


async def test_a_search_in_things_of_a_kind_begins_where_they_are_listed() -> None:
    listed = page(*MENU, box("q", "Search"), heading="Suppliers", url="http://site/suppliers")
    said = await walked("Search the suppliers for Baltic.", page(*MENU, heading="Start"), listed)
    assert refs(said)[:2] == ["suppliers", "q"]


@pytest.mark.parametrize(("name", "landmark"), [("Quick search", "banner"), ("Search this website", "search")])
async def test_the_pages_of_a_list_are_turned_before_the_search_of_the_whole_site_is_asked(
    name: str, landmark: str
) -> None:
    rows = [link(f"o{at}", f"ORD-10{at}", context=f"ORD-10{at} Ulm") for at in (1, 2)]
    whole_site = box("q", name, landmark=landmark)
    first = page(*MENU, whole_site, *rows, link("n", "Next"), heading="Orders", url="http://site/orders")
    last = page(
        *MENU, whole_site, link("open9", "ORD-109", context="ORD-109 Riga"), heading="Orders", url="http://site/o2"
    )
    own = page(*MENU, whole_site, heading="Order ORD-109", url="http://site/orders/9")
    said = await walked("The order ORD-109 is somewhere in this list. Find it and open it.", first, last, own)
    assert refs(said) == ["n", "open9"]
