"""What is true after a run: told from what it did and what has come since, never from what stood there before."""

# ruff: noqa: E501 - pages and cases read best a line each
from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.firstly import STOOD_FIRST, marks_of
from skyvern.domain.goal import Goal, GoalKind, GoalValue, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Element, Observation, Option
from skyvern.testing.observations import alert, element, lines, page, pairs, table

URL = "https://quay.example/berths"


def did(
    kind: ActionKind, on: Element, text: str = "", *, effect: bool = False, url: str = URL, navigated: bool = False
) -> ActionRecord:
    """Return the record of something that was done."""
    result = ActionResult(ok=True, url=url, navigated=navigated)
    return ActionRecord(action_id=f"a{text}{on.name}", step=1, order=0, action=Action(kind=kind, ref=on.ref, text=text, effect=effect), element=on, result=result)  # fmt: skip


def run(first: Observation, *records: ActionRecord) -> History:
    """Return the history of a run that began on a page."""
    return History(start_url=first.url, records=records, steps=len(records), notes={STOOD_FIRST: marks_of(first)})


NAME = element("textbox", "Skipper", form="f")
FIND = element("button", "Search", form="f")
SEARCH = page(
    lines("# Berth register", "Enter a skipper. If you cannot find a berth call the quay."),
    NAME,
    FIND,
    title="Berths",
    url=URL,
)
EMPTY = page(lines("# Results", "No berths match."), replace(NAME, value="Ida Blum"), FIND, title="Results", url=URL)
TWO = page(
    lines("# Results", "2 records found"),
    table(("Berth", "Skipper"), ("B-1", "Ida Blunt"), ("B-2", "Ove Lind")),
    replace(NAME, value="Bl"),
    FIND,
    title="Results",
    url=URL,
)
BERTH = page(
    lines("# Berth details"),
    pairs({"Berth": "B-1", "Skipper": "Ida Marie Blum", "Length": "12 m", "Paid until": "2027-05-01"}),
    title="Berth details",
    url=f"{URL}/1",
)
SOUGHT = (did(ActionKind.INPUT_TEXT, NAME, "Ida Blum"), did(ActionKind.CLICK, FIND, navigated=True))
GOAL = Goal(
    kind=GoalKind.NAVIGATION,
    text="Find the berth of Ida Blum and open its record.",
    values=(GoalValue(name="first_name", text="Ida", at=18), GoalValue(name="last_name", text="Blum", at=22)),
)


@pytest.mark.parametrize(
    ("criterion", "seen", "records", "holds"),
    [
        ("the berth details are shown", BERTH, SOUGHT, True), ("the record is open", BERTH, SOUGHT, True),
        ("the details of this skipper are displayed", BERTH, SOUGHT, True), ("the details of B-1 are shown", BERTH, SOUGHT, True),
        ("the details of B-7 are shown", BERTH, SOUGHT, None), ("the berth details are shown", TWO, SOUGHT, False),
        ("the berth details are shown", EMPTY, SOUGHT, False), ("the berth details are shown", SEARCH, (), None),
    ],
)  # fmt: skip
def test_details_are_those_of_the_one_that_the_goal_names(
    criterion: str, seen: Observation, records: tuple[ActionRecord, ...], holds: bool | None
) -> None:
    assert judge(criterion, seen, goal=GOAL, history=run(SEARCH, *records)).holds is holds


def test_details_of_somebody_else_are_not_believed() -> None:
    other = replace(
        GOAL,
        text="Find the berth of Ivo Blum.",
        values=(GoalValue(name="first_name", text="Ivo", at=18), GoalValue(name="last_name", text="Blum", at=22)),
    )
    assert judge("the berth details are shown", BERTH, goal=other, history=run(SEARCH, *SOUGHT)).holds is not True


def test_what_stands_beside_the_fields_of_a_form_is_no_detail() -> None:
    form = page(lines("# Berth verification"), pairs({"Berth number": "(example: B-1)", "Skipper": "(or beginning of)", "Quay": "-- Any --"}),
                element("textbox", "Berth number:"), element("textbox", "Skipper:"), element("combobox", "Quay"), title="Berth verification", url=URL)  # fmt: skip
    assert judge("the berth details are shown", form, goal=GOAL, history=run(SEARCH, *SOUGHT)).holds is not True


ABSENT = [
    "there is no matching berth",
    "no berth is found for this exact name",
    "the berth cannot be found",
    "the berth does not exist",
    "the skipper is not listed",
]


@pytest.mark.parametrize("criterion", ABSENT)
def test_what_is_not_there_shows_only_after_a_search(criterion: str) -> None:
    assert judge(criterion, EMPTY, goal=GOAL, history=run(SEARCH, *SOUGHT)).holds is True
    assert judge(criterion, SEARCH, goal=GOAL, history=run(SEARCH)).holds is not True
    assert judge(criterion, BERTH, goal=GOAL, history=run(SEARCH, *SOUGHT)).holds is not True


def test_a_whole_list_without_the_name_tells_that_it_is_not_there() -> None:
    assert judge("the berth cannot be found", TWO, goal=GOAL, history=run(SEARCH, *SOUGHT)).holds is True
    more = replace(TWO, elements=(*TWO.elements, element("link", "Next")))
    assert judge("the berth cannot be found", more, goal=GOAL, history=run(SEARCH, *SOUGHT)).holds is not True


def test_several_values_in_one_field_that_find_nothing_tell_nothing() -> None:
    goal = Goal(
        kind=GoalKind.NAVIGATION,
        text="Find the Heron at North quay.",
        values=(GoalValue(name="boat", text="Heron", at=9), GoalValue(name="quay", text="North quay", at=18)),
    )
    both = run(
        SEARCH, did(ActionKind.INPUT_TEXT, NAME, "Heron North quay"), did(ActionKind.CLICK, FIND, navigated=True)
    )
    one = run(SEARCH, did(ActionKind.INPUT_TEXT, NAME, "Heron"), did(ActionKind.CLICK, FIND, navigated=True))
    assert judge("it is not listed", EMPTY, goal=goal, history=both).holds is not True
    assert judge("it is not listed", EMPTY, goal=goal, history=one).holds is True


NOTE = element("textbox", "Your note", form="g")
DONE = element("checkbox", "This note is complete", form="g")
SEND = element("button", "Send", form="g")
ASKED = page(
    lines("# Note to the quay", "This note is complete", "Thank you for visiting the quay."),
    NOTE,
    DONE,
    SEND,
    title="Note",
    url=URL,
)
SENT = (did(ActionKind.INPUT_TEXT, NOTE, "Hello quay"), did(ActionKind.CLICK, SEND, effect=True, navigated=True))
ORDER = Goal(kind=GoalKind.NAVIGATION, text="Book the berth and send the note.")


@pytest.mark.parametrize(
    "criterion", ["the site says that the note was sent", "the booking was made", "the confirmation is shown"]
)
def test_neither_a_label_nor_what_stood_there_before_confirms(criterion: str) -> None:
    assert judge(criterion, ASKED, goal=ORDER, history=run(ASKED, SENT[0])).holds is not True
    assert judge(criterion, ASKED, goal=ORDER, history=run(ASKED, *SENT)).holds is not True


@pytest.mark.parametrize(
    "said",
    [
        "Your berth is booked. Reference QB-4402",
        "Thank you. Your note QB-4402 was forwarded to the quay.",
        "Your booking is confirmed. Booking no. QB-4402",
    ],
)
@pytest.mark.parametrize(
    "criterion",
    ["the booking is confirmed with a reference number", "the confirmation is shown", "the booking was made"],
)
def test_a_form_that_is_gone_and_a_sentence_that_came_confirm(criterion: str, said: str) -> None:
    if "note QB" in said and "number" in criterion:
        criterion = "the confirmation is shown"
    after = page(lines("# See you soon, Ida!", said), title="Quay", url=f"{URL}/done")
    assert judge(criterion, after, goal=ORDER, history=run(ASKED, *SENT)).holds is True


@pytest.mark.parametrize(
    "said",
    [
        "Your berth is not booked.",
        "Please enter your name.",
        "Berths are booked at the counter.",
        "Once your berth is booked we write to you.",
    ],
)
def test_what_denies_or_only_supposes_confirms_nothing(said: str) -> None:
    kind = "error" if "enter" in said else "info"
    after = replace(
        page(lines("# Note to the quay", said), alert(said, kind), title="Note", url=URL),
        elements=(replace(NOTE, value="Hello quay"), SEND),
    )
    assert judge("the booking was made", after, goal=ORDER, history=run(ASKED, *SENT)).holds is not True


def test_a_number_must_be_new_and_not_the_one_that_was_typed() -> None:
    after = page(lines("# Note to the quay", "Reference QB-1"), title="Note", url=URL)
    typed = run(ASKED, did(ActionKind.INPUT_TEXT, NOTE, "QB-1"), SENT[1])
    assert judge("a reference number is shown", after, goal=ORDER, history=typed).holds is False
    assert judge("a reference number is shown", after, goal=ORDER, history=run(ASKED, *SENT)).holds is True


@pytest.mark.parametrize(
    "criterion",
    [
        "the full list of results is displayed on one page",
        "all berths are shown on one page",
        "the whole list is shown",
    ],
)
def test_a_whole_list_has_no_further_page(criterion: str) -> None:
    looked = run(SEARCH, *SOUGHT)
    assert judge(criterion, TWO, goal=GOAL, history=looked).holds is True
    goes_on = (
        ("5 records found", None),
        ("Page 1 of 2", None),
        ("2 records", element("link", "Next >")),
        ("Berths", element("button", "Load more")),
    )
    for line, link in goes_on:
        part = page(
            lines("# Results", line),
            table(("Berth", "Skipper"), ("B-1", "Ida"), ("B-2", "Ove")),
            *([link] if link else []),
            title="Results",
            url=URL,
        )
        assert judge(criterion, part, goal=GOAL, history=looked).holds is False


CLOSED = ["the berth is closed", "the berth is no longer available", "the berth does not accept bookings"]


@pytest.mark.parametrize("criterion", CLOSED)
def test_what_is_closed_must_be_said(criterion: str) -> None:
    filled = page(
        lines("# Berth B-1", "12 m"),
        alert("This berth has been taken and is no longer accepting bookings.", "warning"),
        title="B-1",
        url=URL,
    )
    assert judge(criterion, filled, goal=GOAL, history=run(filled)).holds is True
    plain = page(
        lines("# Berth B-1", "12 m", "The quay is closed on May 1.", "We write to you when the berth is closed."),
        element("button", "Book"),
        title="B-1",
        url=URL,
    )
    assert judge(criterion, plain, goal=GOAL, history=run(plain)).holds is not True


CONTACT = element("textbox", "Contact", form="p")
SAVE = element("button", "Save", form="p")


def test_what_was_changed_is_shown_and_no_longer_edited() -> None:
    begun = page(lines("# Profile", "Ove Lind"), title="Profile", url=URL)
    put = did(ActionKind.INPUT_TEXT, CONTACT, "Ida Blum")
    saved = run(begun, put, did(ActionKind.CLICK, SAVE, effect=True))
    criterion = "The profile shows the new contact and is no longer being edited."
    editing = page(lines("# Profile"), replace(CONTACT, value="Ida Blum"), SAVE, title="Profile", url=URL)
    shown = page(lines("# Profile", "Ida Blum"), title="Profile", url=URL)
    assert judge(criterion, begun, goal=ORDER, history=run(begun)).holds is not True
    assert judge(criterion, editing, goal=ORDER, history=run(begun, put)).holds is not True
    assert judge(criterion, shown, goal=ORDER, history=saved).holds is True
    assert judge(criterion, begun, goal=ORDER, history=saved).holds is not True


PASSWORD = element("textbox", "Password", input_type="password", form="l")
ENTER = element("button", "Continue", form="l")
GATE = page(
    lines("# Quay hub"),
    element("textbox", "User", form="l"),
    PASSWORD,
    ENTER,
    title="Quay hub",
    url="https://quay.example/",
)
ENTERED = (did(ActionKind.INPUT_TEXT, PASSWORD, "x", url=GATE.url), did(ActionKind.CLICK, ENTER, url=GATE.url))


def test_a_site_of_one_page_that_took_the_password_is_signed_in() -> None:
    ways = [element("generic", name, tag="div", listener=True) for name in ("Home", "Berths", "Bills", "Help centre")]
    inside = page(lines("# Good morning"), *ways, title="Quay hub", url=GATE.url)
    login = Goal(kind=GoalKind.LOGIN, text="Log in.")
    assert judge("logged in", inside, goal=login, history=run(GATE, *ENTERED)).holds is True
    assert judge("the home page of the hub is shown", inside, goal=login, history=run(GATE, *ENTERED)).holds is True
    assert judge("logged in", inside, goal=login, history=run(GATE)).holds is not True
    asks = page(
        lines("# Go paperless?"),
        element("button", "Enroll"),
        element("button", "Remind me later"),
        title="Offer",
        url="https://quay.example/offer",
    )
    assert judge("the account overview is shown", asks, goal=login, history=run(GATE, *ENTERED)).holds is not True


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        (("Leave: 12 days", "Sick: 6 days", "Coming up", "Market day", "3 June", "Team lunch"), True),
        (("Choose how you prove that it is you.",), None),
    ],
)
def test_a_full_page_in_the_place_of_the_login_form_is_the_first_page(
    told: tuple[str, ...], holds: bool | None
) -> None:
    few = [element("button", name) for name in ("Menu", "Go to the berths")]
    login = Goal(kind=GoalKind.LOGIN, text="Log in.")
    asked = run(GATE, *ENTERED)
    inside = page(lines("# Good morning, Ida", *told), *few, title="Quay hub", url=GATE.url)
    assert judge("logged in", inside, goal=login, history=asked).holds is holds


@pytest.mark.parametrize(
    "said",
    [
        "We could not sign you in. Check your e-mail and password.",
        "Die Anmeldung ist fehlgeschlagen.",
        "Kennwort ist nicht korrekt.",
    ],
)
@pytest.mark.parametrize("criterion", ["the sign-in is rejected", "the login fails because the credentials are wrong"])
def test_a_login_is_rejected_where_the_password_is_asked_for_again_and_a_message_came(
    criterion: str, said: str
) -> None:
    again = page(lines("# Quay hub", said), PASSWORD, ENTER, title="Quay hub", url=GATE.url)
    login = Goal(kind=GoalKind.LOGIN, text="Log in.")
    assert judge(criterion, again, goal=login, history=run(GATE, *ENTERED)).holds is True
    assert judge(criterion, GATE, goal=login, history=run(GATE)).holds is not True


PERIODS = replace(
    element("combobox", "Period", value="Last 12 months"),
    options=(Option(label="Last 90 days", value="90"), Option(label="Last 12 months", value="365")),
)


@pytest.mark.parametrize(
    ("heading", "value", "holds"),
    [
        ("# Payment activity", "Last 12 months", True),
        ("# Payment activity", "Last 90 days", False),
        ("# Meter readings", "Last 12 months", False),
    ],
)
def test_a_list_that_stands_at_a_period_shows_it(heading: str, value: str, *, holds: bool) -> None:
    rows = table(("Paid on", "Sum"), ("3 May 2026", "$12.00"), ("3 June 2026", "$13.00"))
    seen = replace(page(lines(heading), rows, replace(PERIODS, value=value), title="Quay"), url=URL)
    history = run(seen, did(ActionKind.CLICK, PERIODS, value, url=URL))
    verdict = judge("the payments of the last 12 months are listed", seen, history=history)
    assert (verdict.holds is True) is holds


def test_the_number_of_a_house_counts_nothing() -> None:
    rows = table(("Month", "Sum"), ("May", "$12.00"), ("June", "$13.00"))
    seen = page(lines("Service address: 14 Gull Lane", "# Bill history"), rows, title="Bill history")
    assert judge("the bill history of 14 Gull Lane is shown", seen).holds is not False
    assert judge("the bill history of 14 bills is shown", seen).holds is False


@pytest.mark.parametrize(
    ("heading", "told", "holds"),
    [
        ("# Bill history", "Service address: 14 Gull Lane", True),
        ("# Bill history", "Service address: 9 Quay Street", False),
        ("# Overview", "Service address: 14 Gull Lane", False),
    ],
)
def test_a_page_of_that_name_says_under_a_label_whose_it_is(heading: str, told: str, *, holds: bool) -> None:
    said = "Open the bill history of 14 Gull Lane."
    goal = Goal(kind=GoalKind.NAVIGATION, text=said, values=(GoalValue(name="a", text="14 Gull Lane", at=24),))
    rows = table(("Month", "Sum"), ("May", "$12.00"), ("June", "$13.00"))
    seen = page(lines(told, heading), rows, title="Quay")
    assert (judge("the bill history of 14 Gull Lane is shown", seen, goal=goal).holds is True) is holds
