"""What a goal runs together is taken apart by the fields, boxes and options that the page really has."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.forms.fields import assign
from skyvern.agent.policies.embedded.forms.spoken import of_its_page, taken_apart
from skyvern.agent.policies.embedded.forms.suiting import expand
from skyvern.agent.policies.embedded.intents import Term
from skyvern.domain.page import Element, Observation, Option, Reading
from skyvern.testing.observations import lines


def text(name: str) -> Element:
    return Element(ref=name, role="textbox", name=name, tag="input", input_type="text", form="f", landmark="main")


def radio(name: str, group: str) -> Element:
    return Element(ref=name, role="radio", name=name, tag="input", input_type="radio", group=group, form="f")


def tick(name: str, group: str = "") -> Element:
    return Element(ref=name, role="checkbox", name=name, tag="input", input_type="checkbox", group=group, form="f")


def choice(name: str, *labels: str) -> Element:
    options = tuple(Option(label=label, value=label) for label in labels)
    return Element(ref=name, role="combobox", name=name, tag="select", form="f", landmark="main", options=options)


FORM = (
    text("Name"),
    choice("Position", "Choose", "Delivery driver", "Clerk"),
    *(radio(name, "Employment type") for name in ("Full time", "Part time")),
    *(tick(name, "Preferred shifts") for name in ("Morning", "Evening", "Weekend")),
    choice("Site", "Bremen", "Hamburg"),
    tick("Needed today"),
)


def placed(*terms: Term) -> dict[str, str]:
    """Which element gets which value; nothing may be left over."""
    parts = expand([part for term in terms for part in taken_apart(term, FORM)], FORM)
    fit = assign(parts, FORM)
    assert not fit.missing
    assert not fit.ambiguous
    return {slot.element.group if slot.members else slot.element.ref: term.value for term, slot in fit.pairs}


@pytest.mark.parametrize("value", ["Delivery driver, part time", "Delivery driver, Part time"])
def test_an_option_of_two_words_is_no_field_with_a_value(value: str) -> None:
    said = placed(Term(label="position", value=value))
    assert said["Position"] == "Delivery driver"
    assert said["Employment type"].casefold() == "part time"


def test_an_option_said_alone_finds_its_group() -> None:
    assert placed(Term(value="Part time", option=True)) == {"Employment type": "Part time"}


def test_a_group_of_boxes_takes_several_values() -> None:
    assert placed(Term(label="Preferred shifts", value="Morning, Weekend")) == {"Morning": "yes", "Weekend": "yes"}


def test_the_rest_of_a_list_may_name_a_field_and_a_box() -> None:
    said = placed(Term(label="name", value="Lost, site Hamburg, needed today"))
    assert said == {"Name": "Lost", "Site": "Hamburg", "Needed today": "yes"}


def test_a_comma_inside_a_value_stays_there() -> None:
    whole = Term(label="name", value="Marks, Leo")
    assert taken_apart(whole, FORM) == (whole,)


def issue(title: str) -> Observation:
    return Observation(
        url="http://site/", title=title, elements=(choice("Status", "Open", "Closed"),),
        reading=Reading(lines=lines("# " + title)), status=200, fingerprint="one",
    )  # fmt: skip


@pytest.mark.parametrize(("title", "label"), [("Issue 42", "status"), ("Issue 43", "status of issue 42")])
def test_a_property_is_shortened_on_the_page_of_its_thing_only(title: str, label: str) -> None:
    assert of_its_page(Term(label="status of issue 42", value="Closed"), issue(title)).label == label


def test_a_part_without_a_field_is_not_typed_into_the_field_before() -> None:
    fields = [
        Element(ref="e1", role="textbox", name="Hull number", tag="input", input_type="text"),
        Element(ref="e2", role="combobox", name="Fuel", tag="input", input_type="text"),
    ]
    whole = Term(value="X-12, fuel Diesel, class Yacht", label="hull number")
    assert [(one.label, one.value) for one in taken_apart(whole, fields)] == [
        ("hull number", "X-12"),
        ("fuel", "Diesel"),
        ("class", "Yacht"),
    ]


def test_a_value_may_stand_before_the_name_of_its_list() -> None:
    lists = [
        Element(ref="c", role="combobox", name="Collision deductible", popup="listbox"),
        Element(ref="p", role="combobox", name="Payment plan", popup="listbox"),
    ]
    (term,) = taken_apart(Term(value="$500 deductible", option=True), lists)
    assert (term.label, term.value) == ("Collision deductible", "$500")
    (other,) = taken_apart(Term(value="500 miles", option=True), lists)
    assert other.label == ""


def test_a_box_may_say_more_than_the_goal() -> None:
    page = [
        Element(ref="m", role="textbox", name="E-mail"),
        Element(ref="p", role="checkbox", name="Go paperless and save 3%"),
    ]
    mail, box = taken_apart(Term(value="ida@site.example, go paperless", label="email"), page)
    assert (mail.value, box.label, box.checked) == ("ida@site.example", "Go paperless and save 3%", True)
