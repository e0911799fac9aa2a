"""What a goal tells as an object, in brackets, by kind or as a number finds its place, whatever it is called there."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.forms.by_kind import completed
from skyvern.agent.policies.embedded.forms.declining import declined
from skyvern.agent.policies.embedded.forms.fields import assign
from skyvern.agent.policies.embedded.forms.prose import answers
from skyvern.agent.policies.embedded.forms.ranges import within
from skyvern.agent.policies.embedded.forms.suiting import expand
from skyvern.agent.policies.embedded.intents import Plan, Term, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import Element
from tests.unit.agent.embedded.test_policy import box, choice


def plan(text: str) -> Plan:
    return understand(Goal(kind=GoalKind.NAVIGATION, text=text))


def told(text: str) -> dict[str, str]:
    read = plan(text)
    terms = [*read.facts, *(term for one in read.intents for term in one.terms)]
    return {term.label: term.value for term in terms}


def radio(ref: str, name: str, group: str) -> Element:
    return Element(ref=ref, role="radio", name=name, tag="input", input_type="radio", form="f1", group=group, order=9)


def test_an_object_under_a_heading_is_named_by_it_where_its_own_names_say_nothing() -> None:
    said = told(
        "Register the boat with the information below.\n\n"
        'Owner: {"name": "Ida Blum", "phone": "555-0101"}\n'
        "Boat: {'name': 'Heron', 'moored': True, 'berths': ['A1', 'B2']}\n\nSubmit it once."
    )
    assert said["owner name"] == "Ida Blum"
    assert said["boat name"] == "Heron"
    assert (said["phone"], said["moored"], said["berths"]) == ("555-0101", "yes", "A1, B2")


def test_names_that_begin_like_orders_are_names_inside_an_object() -> None:
    read = plan('Fill out all steps of the quote with the data below.\n{"moving_violations": 0, "use": "commute"}')
    assert [one.verb for one in read.intents] == [Verb.FILL_FORM]
    assert {term.label for term in read.intents[0].terms} == {"moving violations", "use"}


def test_words_that_announce_values_name_none() -> None:
    said = told("Fill out the form with the visitor's information: Ida Blum, email ida@blum.example.")
    assert said[""] == "Ida Blum"
    assert said["email"] == "ida@blum.example"
    assert "information" not in said


def test_values_in_brackets_are_told_of_the_one_before() -> None:
    said = told('Apply for "Ida Blum" (ida@blum.example, 402-555-0101).')
    assert set(said.values()) >= {"Ida Blum", "ida@blum.example", "402-555-0101"}


def test_what_is_applied_for_is_no_value_of_the_form() -> None:
    read = plan('Apply for "Senior Accountant" (REF-12).')
    assert not any(
        term.value == "Senior Accountant" and not term.optional for one in read.intents for term in one.terms
    )


def test_how_values_are_written_is_no_value() -> None:
    assert "dates" not in told("Fill in the form. The dates are given as YYYY-MM-DD; both are full days.")


def test_what_is_looked_up_is_not_ticked() -> None:
    (look,) = plan('Check which slots are free for "Yoga" with "Ana Ruiz". Do not book anything.').intents
    assert look.verb is Verb.SEARCH
    assert [term.value for term in look.terms] == ["Yoga", "Ana Ruiz"]


def test_the_length_of_a_list_is_a_choice() -> None:
    (size,) = plan("Show 100 rows per page.").intents
    assert (size.verb, size.terms[0].value, size.optional) == (Verb.SEARCH, "100", True)


def test_the_record_that_matches_is_the_one_that_was_sought() -> None:
    *_, opened = plan("Search for Ida Blum and open the record whose name matches exactly.").intents
    assert (opened.verb, opened.target, opened.row) == (Verb.OPEN, "", "Ida Blum")


def test_what_is_not_to_be_added_is_forbidden() -> None:
    assert plan("Fill in the name Ida. No marketing e-mails.").forbidden == ("add marketing e-mails",)


def test_a_reply_is_its_words_alone() -> None:
    read = plan('Reply to the office with this text: "Plan 7 is attached." Mark the response as final and send it.')
    assert [one.verb for one in read.intents] == [Verb.DO, Verb.FILL, Verb.DO, Verb.SUBMIT]
    assert read.intents[1].terms == (Term(value="Plan 7 is attached.", label="message"),)


@pytest.mark.parametrize(
    ("label", "value", "fits"),
    [
        ("5 - 9", "7", True),
        ("Less than 2", "2", False),
        ("10 or more", "10", True),
        ("51–150 people", "120", True),
        ("10 à 49 salariés", "50", False),
        ("$50,000 - $75,000", "64000", True),
        ("5 years", "7", False),
        ("Suite 5-9 Main Street West 12", "7", False),
    ],
)
def test_a_number_lies_within_a_range(label: str, value: str, fits: bool) -> None:
    assert within(label, value) is fits


FORM = (
    box("org", "Group or organization"),
    box("who", "Responsible person"),
    box("mail", "E-mail"),
    choice("from", "Hours", "--", "10:00 AM", "11:00 AM", order=5),
    choice("to", "Hours", "--", "5:00 PM", "6:00 PM", order=6),
    choice("size", "Expected attendance", "--", "1-50", "51-150"),
    radio("y", "Yes", "Alcohol served?"),
    radio("n", "No", "Alcohol served?"),
)


def test_what_no_label_names_goes_where_only_its_kind_fits() -> None:
    terms = [
        Term(value="Friends of the Lake", label="organization"),
        Term(value="ida@blum.example", label="email"),
        Term(value="Ida Blum", label="contact"),
        Term(value="11:00 AM", label="start"),
        Term(value="6:00 PM", label="end"),
        Term(value="120", label="guests"),
        Term(value="no", label="alcohol", checked=False, optional=True),
    ]
    fit = completed(assign(terms, FORM), FORM)
    placed = {slot.element.ref: term.value for term, slot in fit.pairs}
    assert fit.missing == ()
    assert (placed["who"], placed["from"], placed["to"]) == ("Ida Blum", "11:00 AM", "6:00 PM")
    assert (placed["size"], placed["y"]) == ("120", "no")


def test_what_two_fields_would_take_is_left_open() -> None:
    two = (*FORM, box("also", "Name of the contact"))
    terms = [
        Term(value="Friends", label="organization"),
        Term(value="ida@blum.example", label="email"),
        Term(value="Ida Blum", label="representative"),
    ]
    assert completed(assign(terms, two), two).missing == (terms[2],)


def test_a_list_of_values_fills_as_many_fields() -> None:
    fields = (box("c1", "Between (cross street)"), box("c2", "and (cross street)"))
    parts = expand([Term(value="3rd St, 4th St", label="cross streets")], fields)
    assert {term.label: term.value for term in parts} == {
        "Between (cross street)": "3rd St",
        "and (cross street)": "4th St",
    }


def test_questions_are_declined_by_their_own_option() -> None:
    asked = (
        choice("g", "Gender", "Choose...", "Female", "Male", "I do not wish to answer"),
        choice("s", "Shirt", "Choose...", "S", "M"),
    )
    assert [(term.value, slot.element.ref) for term, slot in declined(asked)] == [("I do not wish to answer", "g")]


def test_a_sentence_answers_the_question_that_asks_no_more_than_it_tells() -> None:
    asked = tuple(
        radio(f"{at}{name}", name, question)
        for at, question in enumerate(("Do you require a wheelchair?", "Do you own a forklift?"))
        for name in ("Yes", "No")
    )
    said = answers(["The visitor does not need a wheelchair, has 7 years of experience"], asked)
    assert [(term.label, term.value) for term in said] == [("Do you require a wheelchair?", "No")]


@pytest.mark.parametrize(
    ("sentence", "chosen"),
    [
        ("born 9 March 1988, with a checked bag", ["Checked bag 23 kg"]),
        ("travelling with a bag", []),
        ("without a checked bag", []),
        ("with a checked bag and a cabin bag", []),
    ],
)
def test_an_option_is_told_by_what_the_others_lack(sentence: str, chosen: list[str]) -> None:
    bags = [
        Element(ref=name, role="radio", name=name, tag="input", input_type="radio", group="Baggage", form="f")
        for name in ("Cabin bag only", "Checked bag 23 kg")
    ]
    assert [term.value for term in answers([sentence], bags)] == chosen


@pytest.mark.parametrize(
    ("key", "question", "placed"),
    [
        ("previous_grant", "Have you received a grant from us before?", True),
        ("prior_convictions", "Have you ever had any convictions?", True),
        ("previous_grant", "May we publish the grant?", False),
    ],
)
def test_a_yes_answers_the_question_that_holds_all_words_of_its_name(key: str, question: str, placed: bool) -> None:
    fields = (
        Element(ref="n", role="textbox", name="Name", tag="input", input_type="text", form="f", value="Ida"),
        Element(ref="t", role="textbox", name="Town", tag="input", input_type="text", form="f", value="Lund"),
        *(
            Element(ref=f"r{name}", role="radio", name=name, tag="input", input_type="radio", group=question, form="f")
            for name in ("Yes", "No")
        ),
    )
    terms = [
        Term(label="name", value="Ida"),
        Term(label="town", value="Lund"),
        Term(key=key, value="yes", checked=True),
    ]
    assert (not completed(assign(terms, fields), fields).missing) is placed


@pytest.mark.parametrize(
    ("meaning", "field", "placed"),
    [
        ("owner", "Your full name", True),
        ("caller", "Contact name", True),
        ("owner", "Name of your pet", False),
        ("brand", "Your full name", False),
    ],
)
def test_the_name_of_somebody_goes_into_the_one_field_for_a_name(meaning: str, field: str, placed: bool) -> None:
    fields = (
        Element(ref="n", role="textbox", name=field, tag="input", input_type="text", form="f"),
        Element(ref="p", role="textbox", name="Phone", tag="input", input_type="tel", form="f"),
        Element(ref="t", role="textbox", name="Town", tag="input", input_type="text", form="f"),
    )
    terms = [
        Term(label=meaning, value="Ida Blum"),
        Term(label="phone", value="0151 555 01 48"),
        Term(label="town", value="Lund"),
    ]
    fit = completed(assign(terms, fields), fields)
    assert ("n" in {slot.element.ref for _, slot in fit.pairs}) is placed
