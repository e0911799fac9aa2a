"""What pages say of a status, a list, a cart, a course that is full: held against the wording of those who ask."""

# ruff: noqa: E501 - pages and cases read best a line each
from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.extract import extract
from skyvern.agent.extract.answer import answer_extraction
from skyvern.domain.goal import Done, GiveUp, Goal, GoalKind, GoalValue, History
from skyvern.domain.page import ActionKind, Alert, Observation
from skyvern.testing.observations import alert, element, group, lines, page, pairs, record, table
from tests.unit.agent.test_known_true import ASKED, ORDER, SENT, URL, did, run


def goal(text: str, **values: str) -> Goal:
    """Return a goal with the values that its template was given."""
    return Goal(
        kind=GoalKind.NAVIGATION,
        text=text,
        values=tuple(GoalValue(name=name, text=said, at=0) for name, said in values.items()),
    )


FIELD = element("textbox", "Permit number", form="s")
LOOK = element("button", "Check status", form="s")
DESK = page(lines("# Permit status", "Enter your number."), FIELD, LOOK, title="Permit status", url=URL)
ASKED_FOR = run(DESK, did(ActionKind.INPUT_TEXT, FIELD, "QP-2026-11"), did(ActionKind.CLICK, LOOK, navigated=True))
PERMIT = page(
    lines("# Permit QP-2026-11"),
    pairs({"Current stage": "Panel review", "Officer": "Ida Blum", "Fee": "$50"}),
    title="Permit",
    url=f"{URL}/1",
)
WANTED = goal("Check the status of permit QP-2026-11.", number="QP-2026-11")


@pytest.mark.parametrize(
    "criterion",
    [
        "the status is shown",
        "the permit status is displayed",
        "the status of the permit is visible",
        "the permit details are displayed",
    ],
)
def test_a_status_is_shown_where_it_has_a_value(criterion: str) -> None:
    assert judge(criterion, PERMIT, goal=WANTED, history=ASKED_FOR).holds is True
    assert judge(criterion, DESK, goal=WANTED, history=run(DESK)).holds is not True


def test_all_that_the_goal_names_is_in_the_cart() -> None:
    both = goal("Put the Oak shelf and the Brass hook into the cart.", item="Oak shelf", other="Brass hook")
    put = run(DESK, did(ActionKind.CLICK, element("button", "Add"), effect=True))
    cart = page(
        lines("# Your cart"),
        table(("Item", "Price"), ("Oak shelf", "$40"), ("Brass hook", "$6")),
        title="Cart",
        url=URL,
    )
    half = page(
        lines("# Your cart"), table(("Item", "Price"), ("Oak shelf", "$40"), ("Tin cup", "$2")), title="Cart", url=URL
    )
    bag = replace(cart, title="Shop", reading=replace(cart.reading, lines=lines("# Shop", "## Your bag")))
    beside = lines("# Shop", "## Your bag", "Oak shelf", "Brass hook", "## You may also like", "Tin cup")
    other = replace(bag, reading=replace(bag.reading, lines=beside, tables=()))
    for shown in (cart, bag, other):
        assert judge("both items are in the cart", shown, goal=both, history=put).holds is True
    assert judge("both items are in the cart", half, goal=both, history=put).holds is not True
    offered = lines("# Shop", "## Your bag", "Oak shelf", "## You may also like", "Brass hook")
    lacks = replace(bag, reading=replace(bag.reading, lines=offered, tables=()))
    assert judge("both items are in the cart", lacks, goal=both, history=put).holds is False


def test_details_are_asked_for_under_the_heading_that_names_whose_they_are() -> None:
    asked = page(
        lines("# Walk-in clinic", "## Who is the patient?"),
        element("textbox", "First name"),
        element("textbox", "Born"),
    )
    assert judge("the patient details are asked for", asked).holds is True
    assert judge("the insurance details are asked for", asked).holds is not True


COURSE = goal("Register for Knots for beginners.", course="Knots for beginners")
FULL = page(
    lines("# Knots for beginners", "This session is fully booked. Join the waiting list."), title="Knots", url=URL
)


@pytest.mark.parametrize("criterion", ["the session is fully booked", "the session is full"])
def test_full_is_what_the_page_calls_full_and_no_booking(criterion: str) -> None:
    assert judge(criterion, FULL, goal=COURSE, history=run(FULL)).holds is True
    for said in ("Thank you for signing up.", "Your session is booked."):
        thanks = page(lines("# Knots", said), title="Knots", url=f"{URL}/x")
        assert judge(criterion, thanks, goal=ORDER, history=run(ASKED, *SENT)).holds is not True


def test_all_are_full_where_each_row_says_so() -> None:
    every = page(
        lines("# Knots"), table(("Date", "Places"), ("May 2", "Full"), ("May 9", "Full")), title="Knots", url=URL
    )
    some = page(
        lines("# Knots"), table(("Date", "Places"), ("May 2", "Full"), ("May 9", "3 left")), title="Knots", url=URL
    )
    assert judge("all sessions are full", every, goal=COURSE, history=run(every)).holds is True
    assert judge("all sessions are full", some, goal=COURSE, history=run(some)).holds is not True


def test_what_one_card_of_several_says_is_said_of_that_one_only() -> None:
    cards = group(
        record("Dr. Castell", "Not accepting new patients", heading="Dr. Castell"),
        record("Dr. Salas", "Accepting new patients", heading="Dr. Salas"),
    )
    seen = page(
        lines("# Doctors", "Dr. Castell", "Not accepting new patients", "Dr. Salas", "Accepting new patients"),
        cards,
        title="Doctors",
        url=URL,
    )
    criterion = "The doctor is not accepting new patients"
    assert (
        judge(
            criterion, seen, goal=goal("Request a visit with Dr. Castell.", doctor="Dr. Castell"), history=ASKED_FOR
        ).holds
        is True
    )
    assert (
        judge(
            criterion, seen, goal=goal("Request a visit with Dr. Salas.", doctor="Dr. Salas"), history=ASKED_FOR
        ).holds
        is not True
    )


LISTED = page(
    lines("# Results", "2 found"),
    table(("Case", "Department"), ("C-1", "Legal"), ("C-2", "Legal")),
    title="Results",
    url=URL,
)
MIXED = page(
    lines("# Results", "2 found"),
    table(("Case", "Department"), ("C-1", "Legal"), ("C-2", "Transport")),
    title="Results",
    url=URL,
)


@pytest.mark.parametrize(
    ("criterion", "seen", "acted", "holds"),
    [
        ("the filtered list is shown", LISTED, True, True), ("the filtered list is shown", LISTED, False, False),
        ("only cases of Legal are listed", LISTED, True, True), ("only cases of Legal are listed", MIXED, True, False),
        ("the case is not in the list", MIXED, False, False),
    ],
)  # fmt: skip
def test_lists(criterion: str, seen: Observation, acted: bool, holds: bool) -> None:
    assert judge(criterion, seen, goal=WANTED, history=ASKED_FOR if acted else run(seen)).holds is holds


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        ("a file number (expediente) is shown", "Su parte ha sido registrado con el número de expediente SIN-2026-0044."),
        ("the order number is displayed", "Order number: SO-10882"), ("a report number is displayed", "Ihre Meldung wurde unter der Nummer M-2026-771 erfasst."),
        ("the note has been received", "Thank you. We received your note."), ("the place is booked", "Your place has been booked."),
    ],
)  # fmt: skip
def test_confirmations_in_other_words(criterion: str, said: str) -> None:
    after = page(lines("# Quay", said), title="Quay", url=f"{URL}/done")
    assert judge(criterion, after, goal=ORDER, history=run(ASKED, *SENT)).holds is True
    assert judge(criterion, ASKED, goal=ORDER, history=run(ASKED)).holds is not True


def test_a_row_that_the_goal_names_says_what_became_of_it() -> None:
    rows = table(("Trip", "Status"), ("Hull", "Draft"), ("Trip to Oslo", "Submitted"))
    seen = page(lines("# Claims"), rows, title="Claims", url=URL)
    sent = run(
        DESK,
        did(ActionKind.INPUT_TEXT, FIELD, "Trip to Oslo"),
        did(ActionKind.CLICK, LOOK, effect=True, navigated=True),
    )
    assert (
        judge(
            "the claim appears as submitted", seen, goal=goal("Create a claim.", title="Trip to Oslo"), history=sent
        ).holds
        is True
    )


def obj(**kinds: str) -> dict[str, object]:
    """Return the schema of an object."""
    return {"type": "object", "properties": {name: {"type": kind} for name, kind in kinds.items()}}


@pytest.mark.parametrize(
    ("seen", "fields", "found"),
    [
        (page(lines("# Licence", "No public disciplinary actions on record.")), {"has_disciplinary_actions": "boolean"}, False),
        (page(pairs({"Disciplinary actions": "None on record", "Status": "Active"})), {"has_disciplinary_actions": "boolean"}, False),
        (page(pairs({"Board actions": "Consent order 2024-1 (06/12/2024)", "Status": "Active"})), {"has_disciplinary_actions": "boolean"}, True),
        (page(pairs({"Moorings": "2 (see orders)", "Status": "Active"})), {"has_moorings": "boolean"}, True),
        (page(pairs({"Current stage": "Issued", "Applicant": "Ida"})), {"permit_status": "string"}, "Issued"),
        (page(pairs({"Note from the quay": "Moor at dusk.", "Applicant": "Ida"})), {"note": "string"}, "Moor at dusk."),
        (page(lines("# Booked", "Your visit is booked. Reference LV-48403")), {"booking_reference": "string"}, "LV-48403"),
        (page(lines("or $576.84 when you pay 6 months in full. Quote no. HQ-70021, valid for 30 days.")), {"pay_in_full_price": "number"}, 576.84),
    ],
)  # fmt: skip
def test_values_that_pages_tell_in_their_own_way(seen: Observation, fields: dict[str, str], found: object) -> None:
    data = extract("Extract the note from the quay and the rest", obj(**fields), seen).data
    assert data == dict.fromkeys(fields, found)


def test_what_is_asked_for_by_name_is_not_left_null() -> None:
    seen = page(pairs({"Applicant": "Ida Blum", "Officer": "Ove Lind"}), title="Permit")
    fields = obj(applicant="string", berth="string")
    strict = Goal(kind=GoalKind.EXTRACTION, extraction="Extract the applicant and the berth.", schema=fields)
    decision = answer_extraction(strict, seen, History())
    assert isinstance(decision, GiveUp)
    assert "berth" in decision.failure.reason
    loose = replace(strict, extraction="Extract the applicant and, if available, the berth.")
    assert answer_extraction(loose, seen, History()) == Done(
        evidence="applicant: Ida Blum", data={"applicant": "Ida Blum", "berth": None}
    )


def test_help_that_supposes_a_failure_is_no_empty_result() -> None:
    seen = replace(
        LISTED,
        reading=replace(
            LISTED.reading,
            lines=(*LISTED.reading.lines, *page(lines("If you cannot find a case call the clerk.")).reading.lines),
        ),
    )
    assert judge("results shown", seen, goal=WANTED, history=ASKED_FOR).holds is True
    assert judge("no results were found", seen, goal=WANTED, history=ASKED_FOR).holds is False


def test_a_message_of_a_closed_call_is_believed_before_anything_is_done() -> None:
    seen = page(
        lines("# Grants"),
        alert("This call is closed. Late applications are not considered.", "info"),
        title="Grants",
        url=URL,
    )
    assert judge("The call for applications is closed.", seen, goal=WANTED, history=run(seen)).plainly


def test_labels_and_values_side_by_side_without_headers_are_facts() -> None:
    wide = table(
        (),
        ("Berth No.", "B-1", "", "Filing Date", "03/14/2024"), ("Style", "Hull v. Lind", "", "Berth Status", "Closed"),
        ("Officer", "P. Castell", "", "Paid Date", "04/01/2024"), ("Amount", "$18.00", "$18.00", "$18.00", "$18.00"),
    )  # fmt: skip
    seen = page(lines("# Berth"), wide, title="Berth", url=URL)
    data = extract("Extract all", obj(berth_number="string", berth_status="string", filing_date="string"), seen).data
    assert data == {"berth_number": "B-1", "berth_status": "Closed", "filing_date": "03/14/2024"}
    people = table((), ("Anna Falk", "Oslo", "Bert Roos", "Gent"), ("Ida Blum", "Hull", "Ove Lind", "Bonn"))
    assert extract("Extract all", obj(status="string", city="string"), page(people)).data == {
        "status": None,
        "city": None,
    }


def test_boxes_of_a_label_and_a_value_are_facts_and_cards_of_things_are_not() -> None:
    boxes = group(
        *(
            record(*one, heading=one[1])
            for one in (("Tomador", "Ida Blum"), ("Estado", "En vigor"), ("Vencimiento", "31/03/2027"))
        ),
        heading="Póliza 88",
    )
    data = extract(
        "Extract the policy", obj(policyholder="string", status="string"), page(lines("# Mi póliza"), boxes)
    ).data
    assert data == {"policyholder": "Ida Blum", "status": "En vigor"}
    cards = group(
        record("Status light", "In stock", heading="Status light"),
        record("Name plate", "Sold out", heading="Name plate"),
    )
    assert extract("Extract it", obj(status="string"), page(lines("# Lamps"), cards)).data == {"status": None}


def test_fields_that_are_asked_for_again_with_a_message_reject_a_login_without_a_password() -> None:
    policy = element("textbox", "Número de póliza", form="l")
    enter = element("button", "Acceder", form="l")
    gate = page(lines("# Área de clientes"), policy, enter, title="Clientes", url=URL)
    again = page(
        lines("# Área de clientes", "Los datos no coinciden con ninguna póliza."),
        policy,
        enter,
        title="Clientes",
        url=URL,
    )
    tried = run(gate, did(ActionKind.INPUT_TEXT, policy, "HG-0"), did(ActionKind.CLICK, enter, navigated=True))
    assert judge("the login is rejected", again, goal=WANTED, history=tried).holds is True
    assert judge("the login is rejected", gate, goal=WANTED, history=run(gate)).holds is False


@pytest.mark.parametrize(
    "said",
    [
        "Patients who can't pay online call the desk.",
        "We don't share patient data.",
        "Sorry, this page needs cookies.",
        "We do not accept cash.",
    ],
)
@pytest.mark.parametrize(
    "criterion",
    ["The doctor is not accepting new patients", "the requested time is not available", "the request is refused"],
)
def test_that_something_else_is_denied_ends_nothing(criterion: str, said: str) -> None:
    seen = page(lines("# Dr. Castell", said), alert(said, "info"), title="D", url=f"{URL}/d")
    assert judge(criterion, seen, goal=WANTED, history=ASKED_FOR).holds is not True


def test_a_message_over_a_list_is_not_said_of_the_one_that_is_sought() -> None:
    seen = page(
        lines("# Berths"),
        LISTED.reading.tables[0],
        alert("The berths of the old quay are closed.", "info"),
        title="Berths",
        url=URL,
    )
    assert not judge("the berth is closed", seen, goal=WANTED, history=run(seen)).plainly


def test_a_column_that_is_asked_for_and_empty_throughout_is_not_passed_off() -> None:
    seen = page(lines("# Lamps"), table(("Name", "Price"), ("Desk lamp", "$4"), ("Wall light", "$5")), title="Lamps")
    rows = {"type": "array", "items": obj(name="string", price="number", part_number="string")}
    asked = Goal(kind=GoalKind.EXTRACTION, extraction="Extract part number, name and price of all lamps.", schema=rows)
    decision = answer_extraction(asked, seen, History(notes={"looked": True}))
    assert isinstance(decision, GiveUp)
    assert "part_number" in decision.failure.reason
    unasked = replace(asked, extraction="Extract name and price of all lamps.")
    assert isinstance(answer_extraction(unasked, seen, History(notes={"looked": True})), Done)


def test_a_filter_that_is_gone_has_not_filtered_what_is_shown() -> None:
    box = element("checkbox", "In stock only", checked=False, form="q")
    ticked = run(DESK, did(ActionKind.CHECKBOX, box), did(ActionKind.CLICK, LOOK, navigated=True))
    kept = replace(LISTED, elements=(replace(box, checked=True),))
    assert judge("the filtered list is shown", kept, goal=WANTED, history=ticked).holds is True
    assert judge("the filtered list is shown", LISTED, goal=WANTED, history=ticked).holds is False


def test_a_filter_that_waits_to_be_applied_has_not_narrowed_the_list() -> None:
    period = element("combobox", "Period", "Last 12 months")
    chosen = run(DESK, did(ActionKind.SELECT_OPTION, period, text="Last 12 months"))
    at_once = replace(LISTED, elements=(period,))
    assert judge("the payments are shown", at_once, goal=WANTED, history=chosen).holds is True
    waiting = replace(LISTED, elements=(period, element("button", "Apply")))
    assert judge("the payments are shown", waiting, goal=WANTED, history=chosen).holds is not True


@pytest.mark.parametrize("criterion", ["you have a confirmation number", "we have received a confirmation number"])
def test_what_somebody_has_is_shown(criterion: str) -> None:
    sent = page(lines("# Inspection requested", "Your confirmation number is INS-4471."))
    assert judge(criterion, sent).holds is True
    assert judge(criterion, page(lines("# Inspection requested", "We will call you."))).holds is not True


FUNDS = alert("Insufficient funds in Everyday Checking.", "error")
STOCK = alert("Not enough stock for this order.", "error")
DAYS = alert("Requested 12 days exceeds your remaining allowance of 8 days", "error")


@pytest.mark.parametrize(
    ("criterion", "said", "holds"),
    [
        ("there is not enough money", FUNDS, True),
        ("the account has insufficient funds", FUNDS, True),
        ("the balance is too low", FUNDS, True),
        ("there isn't enough stock", STOCK, True),
        ("there isn't enough stock", FUNDS, False),
        ("there are not enough vacation days left", DAYS, True),
        ("there is not enough money", None, False),
    ],
)
def test_that_there_is_not_enough_is_said_of_that_kind_of_thing(
    criterion: str, said: Alert | None, holds: bool
) -> None:
    shown = (said,) if said is not None else ()
    assert judge(criterion, page(lines("# Move money", "Amount"), *shown)).holds is holds


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("Ihre Vorgangsnummer lautet BPA-2026-03402.", True),
        ("Aktenzeichen: 12-AB-2026", True),
        ("Wir melden uns bei Ihnen.", False),
    ],
)
def test_a_german_number_is_one_word_with_its_kind(line: str, holds: bool) -> None:
    assert judge("die Vorgangsnummer angezeigt wird", page(lines("# Antrag eingegangen", line))).holds is holds
