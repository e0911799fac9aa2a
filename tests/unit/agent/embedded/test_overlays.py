"""Windows and offers that stand before the page: which are cleared away, which are the form that was opened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.doing import download
from skyvern.agent.policies.embedded.finding.behind import of_row
from skyvern.agent.policies.embedded.finding.controls import find
from skyvern.agent.policies.embedded.finding.overlays import Wish, obstacle, way_past
from skyvern.agent.policies.embedded.forms.fields import assign
from skyvern.agent.policies.embedded.forms.prose import answers
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.domain.page import ActionKind, Element, Observation, Option, Reading
from skyvern.testing.observations import lines
from tests.unit.agent.embedded.walking import deeds, walked


def element(ref: str, role: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role=role, name=name), **more)


def page(*elements: Element, text: tuple[str, ...] = ()) -> Observation:
    return Observation(
        url="http://site/",
        title="A page",
        elements=elements,
        reading=Reading(lines=lines(*text)),
        status=200,
        fingerprint=str([e.ref for e in elements]),
    )


def over(*elements: Element, title: str) -> Observation:
    behind = element("p1", "button", "Export", covered=True)
    return page(behind, *(replace(e, landmark="dialog", group=title) for e in elements))


CLOSE = element("w1", "button", "Close")
MAIL = element("w2", "textbox", "Your e-mail", tag="input")


def test_a_window_with_a_form_is_not_shut() -> None:
    name = element("w3", "textbox", "First name", tag="input")
    assert obstacle(over(CLOSE, name, title="Apply: Night nurse"), Wish.ANY) is None


@pytest.mark.parametrize("box", ["Do not show again", "Don't show this message again", "Nicht mehr anzeigen"])
def test_a_window_that_only_asks_whether_to_come_again_is_shut(box: str) -> None:
    again = element("w3", "checkbox", box, tag="input", input_type="checkbox")
    assert obstacle(over(again, element("w4", "button", "Got it"), title="What is new"), Wish.ANY) is not None


@pytest.mark.parametrize("title", ["Join our newsletter", "Get 10% off", "Don't miss our special offers"])
def test_an_offer_with_a_field_is_shut(title: str) -> None:
    assert obstacle(over(CLOSE, MAIL, title=title), Wish.ANY) == replace(CLOSE, landmark="dialog", group=title)


def test_a_disclaimer_is_agreed_to() -> None:
    agree = element("w4", "button", "I have read and agree")
    found = obstacle(over(element("w5", "link", "Leave site"), agree, title="Disclaimer"), Wish.ANY)
    assert found is not None
    assert found.ref == "w4"


OFFER = (element("e1", "button", "Enrol in paperless billing"), element("e2", "button", "Remind me later"))
TOLD = ("# Go paperless and save", "You will get no letters any more.")


def test_a_page_that_only_offers_something_is_put_off() -> None:
    found = way_past(page(*OFFER, text=TOLD), "Download the bill of March")
    assert found is not None
    assert found.ref == "e2"


@pytest.mark.parametrize(
    ("elements", "goal"),
    [
        (OFFER, "Go paperless and save the trees"),
        ((*OFFER, MAIL), "Download the bill of March"),
        ((element("e2", "button", "Skip"),), "Download the bill of March"),
        (tuple(replace(e, landmark="navigation") for e in OFFER), "Download the bill of March"),
    ],
    ids=["the goal is about it", "it asks for something", "there is no choice", "it is a menu"],
)
def test_other_pages_are_not_passed_by(elements: tuple[Element, ...], goal: str) -> None:
    assert way_past(page(*elements, text=TOLD), goal) is None


def row(number: int) -> tuple[Element, ...]:
    context = f"NP-20{number} 45000{number} Paid"
    name = element(f"a{number}", "generic", f"NP-20{number}", listener=True, context=context)
    menu = element(f"m{number}", "generic", f"Actions for NP-20{number}", listener=True, context=context, popup="menu")
    return name, menu


ROWS = tuple(one for number in (402, 399, 396) for one in row(number))


def test_a_record_is_opened_by_what_bears_its_number() -> None:
    intent = Intent(verb=Verb.OPEN, clause="", row="invoice NP-20399")
    found = find(intent, ROWS).element
    assert found is not None
    assert found.ref == "a399"


def test_the_menu_of_a_record_is_that_of_its_row() -> None:
    menu = of_row("NP-20396", ROWS)
    assert menu is not None
    assert menu.ref == "m396"
    assert of_row("NP-20111", ROWS) is None


async def test_a_file_is_fetched_from_the_menu_of_its_row() -> None:
    entry = element("d399", "generic", "Download PDF", listener=True, new=True, context=ROWS[2].context)
    done = deeds(await walked("Download the PDF of invoice NP-20399.", page(*ROWS), page(*ROWS, entry)))
    assert done[0] == (ActionKind.CLICK, "m399")
    assert (ActionKind.DOWNLOAD_FILE, "d399") in done


def test_a_file_of_another_row_is_not_taken() -> None:
    entry = element("d396", "generic", "Download PDF", listener=True, context=ROWS[4].context)
    intent = Intent(verb=Verb.DOWNLOAD, clause="", target="PDF", row="NP-20399")
    assert download.wanted(intent, (*ROWS, entry)).element is None


def test_a_number_to_call_goes_into_the_one_field_that_takes_one() -> None:
    mobile = element("f1", "textbox", "Mobile", tag="input")
    phone = Term(value="216-555-0177", label="phone")
    assert [slot.element.ref for _, slot in assign([phone], (mobile, MAIL)).pairs] == ["f1"]
    assert assign([phone], (MAIL,)).pairs == ()


async def test_what_is_only_shown_is_edited_first() -> None:
    shown = page(element("b1", "button", "Edit"), text=("# Contact", "Contact person", "Howard Pell"))
    field = element("f2", "textbox", "Contact person", tag="input", value="Howard Pell")
    form = page(field, element("b2", "button", "Save"), text=("# Contact",))
    done = deeds(await walked("Change the contact person to Ida Holm and save.", shown, form))
    assert done[:2] == [(ActionKind.CLICK, "b1"), (ActionKind.INPUT_TEXT, "f2")]


def test_of_two_options_that_a_sentence_says_the_whole_one_is_meant() -> None:
    offered = tuple(Option(label=label) for label in ("Email", "Email and postal mail", "EDI"))
    field = element("f3", "combobox", "Advice delivery", tag="select", options=offered)
    said = answers(("Remittance advice should be sent by email and postal mail",), (field,))
    assert [term.value for term in said] == ["Email and postal mail"]
