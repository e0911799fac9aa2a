"""A deed is done where its object stands, and never to another thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.finding.deeds import find, way_to
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.domain.page import Element, Observation, Reading
from skyvern.testing.observations import lines


def button(ref: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role="button", name=name, tag="button", landmark="main"), **more)


def page(*elements: Element, title: str = "A list") -> Observation:
    return Observation(
        url="http://site/", title=title, elements=elements, reading=Reading(lines=lines("# " + title)),
        status=200, fingerprint="one",
    )  # fmt: skip


def deed(text: str, *objects: str, state: str = "") -> Intent:
    terms = (Term(value=state, label="status", option=True),) if state else ()
    return Intent(verb=Verb.DO, clause=text, target=text, objects=objects, terms=terms)


ROWS = [
    button(f"{what}{at}", what, context=f"{who} 3 days open")
    for at, who in enumerate(("Tom Hill", "Ann Lee"))
    for what in ("Approve", "Reject")
]


@pytest.mark.parametrize(("who", "ref"), [("Tom Hill", "Approve0"), ("Ann Lee", "Approve1")])
def test_the_control_in_the_row_of_the_object_is_taken(who: str, ref: str) -> None:
    chosen = find(deed(f"approve the request of {who}", who), ROWS, page(*ROWS))
    assert chosen.element is not None
    assert chosen.element.ref == ref


def test_nothing_is_done_to_another_thing() -> None:
    assert find(deed("approve the request of Kim Poe", "Kim Poe"), ROWS, page(*ROWS)).element is None


def test_the_own_page_of_the_object_offers_the_deed() -> None:
    seen = page(button("d", "Delete draft"), title="Draft INV-77")
    chosen = find(deed("delete the draft", "INV-77"), seen.elements, seen)
    assert chosen.element is not None
    assert find(deed("delete the draft", "INV-78"), seen.elements, seen).element is None


@pytest.mark.parametrize("name", ["Mark as resolved", "Resolve", "Resolved"])
def test_a_state_is_named_in_many_forms(name: str) -> None:
    chosen = find(deed("mark as resolved", state="resolved"), [button("a", name), button("b", "Escalate")], None)
    assert chosen.element is not None
    assert chosen.element.ref == "a"


@pytest.mark.parametrize("name", ["Löschen", "Supprimer", "Eliminar", "Excluir"])
def test_a_deed_is_found_in_other_languages(name: str) -> None:
    row = button("d", name, context="INV-77 $10.00")
    chosen = find(deed("delete", "INV-77"), [row, button("e", "Info", context="INV-77 $10.00")], page(row))
    assert chosen.element is not None
    assert chosen.element.ref == "d"


def test_the_menu_of_the_row_is_the_way() -> None:
    rows = [button(f"m{at}", "More actions", popup="menu", context=f"{who} 3 days") for at, who in enumerate("AB")]
    found = way_to(deed("approve it", "B"), page(*rows), ())
    assert found is not None
    assert found.ref == "m1"
    assert way_to(deed("approve it", "B"), page(*rows), ("m1",)) is None


def test_how_a_thing_stands_is_no_control_of_a_deed() -> None:
    intent = Intent(verb=Verb.DO, clause="approve it", target="approve it", near="REQ-7")
    state = Element(ref="c", role="generic", name="Pending approval", context="REQ-7 Pending approval", listener=True)
    button = Element(ref="a", role="button", name="Approve", context="REQ-7 Pending approval")
    assert find(intent, [state], None).element is None
    assert find(intent, [state, button], None).element == button
