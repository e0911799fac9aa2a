"""What the embedded mind decides on pages written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.addresses import address_in
from skyvern.domain.failure import Category
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, GoalKind, History, SecretField, Wait
from skyvern.domain.page import (
    Action,
    ActionKind,
    ActionRecord,
    ActionResult,
    Alert,
    Download,
    Element,
    Observation,
    Option,
    Reading,
    Trouble,
)
from skyvern.testing.observations import lines

POLICY = EmbeddedPolicy()


def goal(text: str, kind: GoalKind = GoalKind.NAVIGATION, **more: object) -> Goal:
    return replace(Goal(kind=kind, text=text), **more)


def box(ref: str, name: str, **more: object) -> Element:
    made = Element(ref=ref, role="textbox", name=name, tag="input", input_type="text", form="f1", landmark="main")
    return replace(made, **more)


def button(ref: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role="button", name=name, tag="button", form="f1", landmark="main"), **more)


def link(ref: str, name: str, **more: object) -> Element:
    made = Element(ref=ref, role="link", name=name, tag="a", href=f"http://site/{ref}", landmark="main")
    return replace(made, **more)


def choice(ref: str, name: str, *labels: str, **more: object) -> Element:
    options = tuple(Option(label=label, value=label, selected=at == 0) for at, label in enumerate(labels))
    made = Element(ref=ref, role="combobox", name=name, tag="select", form="f1", landmark="main", options=options)
    return replace(made, **more)


def page(*elements: Element, text: tuple[str, ...] = (), url: str = "http://site/", **more: object) -> Observation:
    made = Observation(
        url=url, title="A page", elements=elements, reading=Reading(lines=lines(*text)), status=200, fingerprint="one"
    )
    return replace(made, **more)


def done(history: History, decision: Decision, seen: Observation, **results: object) -> History:
    """The history after an act went as decided (or as `results` says)."""
    assert isinstance(decision, Act), decision
    result = replace(ActionResult(ok=True, url=seen.url), **results)
    step = history.steps + 1
    records = tuple(
        ActionRecord(
            action_id=f"a{step}.{order}",
            step=step,
            order=order,
            action=action,
            element=seen.element(action.ref),
            result=result,
        )
        for order, action in enumerate(decision.actions)
    )
    return replace(history, records=(*history.records, *records), steps=step, notes={**history.notes, **decision.notes})


def waited(history: History, decision: Decision) -> History:
    assert isinstance(decision, Wait), decision
    return replace(history, notes={**history.notes, **decision.notes})


def filled(seen: Observation, decision: Decision, **more: object) -> Observation:
    """The page after the fields took their values."""
    assert isinstance(decision, Act)
    values = {action.ref: action for action in decision.actions}

    def after(element: Element) -> Element:
        action = values.get(element.ref)
        if action is None:
            return element
        if action.kind is ActionKind.SELECT_OPTION:
            options = tuple(replace(option, selected=option.label == action.text) for option in element.options)
            return replace(element, options=options, value=action.text)
        if action.kind is ActionKind.CHECKBOX:
            return replace(element, checked=action.checked)
        return replace(element, value=action.text)

    return replace(seen, elements=tuple(after(element) for element in seen.elements), fingerprint="two", **more)


def texts(decision: Decision) -> dict[str, str]:
    assert isinstance(decision, Act), decision
    return {action.ref: action.text for action in decision.actions}


def reason(decision: Decision) -> str:
    assert isinstance(decision, GiveUp), decision
    return decision.failure.reason


async def settled(asked: Goal, seen: Observation, history: History) -> Decision:
    """The decision after the patience of the mind is used up."""
    for _ in range(12):
        decision = await POLICY.decide(asked, seen, history)
        if not isinstance(decision, Wait):
            return decision
        history = waited(history, decision)
    raise AssertionError("it waits for ever")


SITE_SEARCH = Element(
    ref="s1", role="searchbox", name="Search this site", input_type="search", form="f0", landmark="banner"
)
REGISTRY = page(
    SITE_SEARCH,
    button("s2", "Go", form="f0", landmark="banner", input_type="submit"),
    box("e1", "Given name"),
    box("e2", "Surname"),
    choice("e3", "Jurisdiction", "Any", "CA", "TX"),
    button("e4", "Look up", input_type="submit"),
    button("e5", "Clear"),
)
SEARCH = goal(
    "Search for John Smith in California. COMPLETE when results are shown.",
    payload={"first_name": "John", "last_name": "Smith", "state": "California"},
)


async def test_a_search_fills_the_main_form_by_meaning_and_sends_it() -> None:
    first = await POLICY.decide(SEARCH, REGISTRY, History())
    assert texts(first) == {"e1": "John", "e2": "Smith", "e3": "CA"}
    seen = filled(REGISTRY, first)
    second = await POLICY.decide(SEARCH, seen, done(History(), first, REGISTRY))
    assert [action.ref for action in second.actions] == ["e4"]


async def test_without_payload_the_name_is_split_to_suit_the_fields() -> None:
    first = await POLICY.decide(goal("Search for John Smith in California"), REGISTRY, History())
    assert texts(first) == {"e1": "John", "e2": "Smith", "e3": "CA"}


async def test_one_search_box_gets_the_whole_phrase() -> None:
    seen = page(box("e1", "", placeholder="Search by name", role="searchbox"), button("e2", "Find"))
    first = await POLICY.decide(goal("Look up Maria Garcia"), seen, History())
    assert texts(first) == {"e1": "Maria Garcia"}


async def test_a_restart_goes_on_where_the_notes_say() -> None:
    first = await POLICY.decide(SEARCH, REGISTRY, History())
    history = done(History(), first, REGISTRY)
    again = await EmbeddedPolicy().decide(SEARCH, filled(REGISTRY, first), history)
    assert again == await POLICY.decide(SEARCH, filled(REGISTRY, first), history)


async def test_near_equal_fields_are_not_chosen_between() -> None:
    seen = page(box("e1", "Phone", group="Home"), box("e2", "Phone", group="Work"), button("e3", "Save"))
    decision = await settled(goal("Enter 555-123-4567 as the phone"), seen, History())
    assert reason(decision).startswith("needs an LLM:")
    assert "Phone" in reason(decision)


async def test_the_section_that_is_named_tells_equal_fields_apart() -> None:
    seen = page(box("e1", "Phone", group="Home"), box("e2", "Phone", group="Work"), button("e3", "Save"))
    decision = await POLICY.decide(goal("Enter 555-123-4567 as the work phone"), seen, History())
    assert texts(decision) == {"e2": "555-123-4567"}


async def test_a_missing_option_is_named_with_those_on_offer() -> None:
    decision = await settled(
        goal("Select Guam as the state"), page(choice("e1", "State", "Any", "Ohio", "Utah")), History()
    )
    assert decision.failure.category is Category.ELEMENT_NOT_FOUND
    assert "'Guam'" in reason(decision)
    assert "'Utah'" in reason(decision)


async def test_required_fields_without_a_value_stop_the_form_before_it_is_sent() -> None:
    seen = page(box("e1", "Name", value="Ana"), box("e2", "Tax code", required=True), button("e3", "Send"))
    asked = goal("Enter Ana as the name and submit the form")
    first = await POLICY.decide(asked, seen, History())
    assert isinstance(first, GiveUp)
    assert "Tax code" in reason(first)


async def test_a_required_consent_is_given_when_the_form_is_to_be_sent() -> None:
    agree = Element(ref="e2", role="checkbox", name="I agree to the terms", required=True, checked=False, form="f1")
    seen = page(box("e1", "Name", value="Ana"), agree, button("e3", "Send"))
    first = await POLICY.decide(goal("Enter Ana as the name and submit the form"), seen, History())
    assert [(action.kind, action.ref) for action in first.actions] == [(ActionKind.CHECKBOX, "e2")]


async def test_a_site_that_refuses_the_form_is_quoted() -> None:
    seen = page(box("e1", "Email", value="a@b"), button("e2", "Save", input_type="submit"))
    asked = goal("Set the email to a@b and save")
    first = await POLICY.decide(asked, seen, History())
    refused = replace(seen, alerts=(Alert(text="Enter a valid e-mail address.", kind="error"),), fingerprint="two")
    second = await POLICY.decide(asked, refused, done(History(), first, seen))
    assert "Enter a valid e-mail address." in reason(second)


async def test_a_search_without_results_is_no_success() -> None:
    first = await POLICY.decide(SEARCH, REGISTRY, History())
    history = done(History(), first, REGISTRY)
    second = await POLICY.decide(SEARCH, filled(REGISTRY, first), history)
    history = done(history, second, REGISTRY)
    empty = page(url="http://site/results", text=("# Results", "No members match your search."))
    assert "returned no results" in reason(await settled(SEARCH, empty, history))


async def test_a_terminate_criterion_about_nothing_found_terminates() -> None:
    asked = replace(SEARCH, text="Search for John Smith in California. TERMINATE if no results are found.")
    first = await POLICY.decide(asked, REGISTRY, History())
    history = done(History(), first, REGISTRY)
    second = await POLICY.decide(asked, filled(REGISTRY, first), history)
    empty = page(url="http://site/results", text=("# Results", "No results found."))
    end = await settled(asked, empty, done(history, second, REGISTRY))
    assert isinstance(end, GiveUp)
    assert end.terminate


@pytest.mark.parametrize(("status", "title"), [(500, "Internal Server Error"), (404, "Page not found"), (503, "Down")])
async def test_an_error_page_is_the_sites_fault(status: int, title: str) -> None:
    seen = page(status=status, title=title, text=("# Sorry",))
    decision = await POLICY.decide(goal("Click Start"), seen, History())
    assert decision.failure.category is Category.WEBSITE_ERROR
    assert str(status) in reason(decision)
    assert title in reason(decision)


async def test_a_link_without_effect_is_tried_another_way_once_and_then_told() -> None:
    seen = page(link("e1", "Start"))
    asked = goal("Click Start")
    history = done(History(), await POLICY.decide(asked, seen, History()), seen)
    second = await settled(asked, seen, history)
    assert [action.kind for action in second.actions] == [ActionKind.KEYPRESS]
    last = await settled(asked, seen, done(history, second, seen))
    assert "had no effect" in reason(last)


async def test_a_button_without_visible_effect_is_not_pressed_a_second_time() -> None:
    seen = page(button("e1", "Count"))
    asked = goal("Click Count")
    history = done(History(), await POLICY.decide(asked, seen, History()), seen)
    assert "had no effect" in reason(await settled(asked, seen, history))


async def test_after_a_button_without_visible_effect_the_next_order_is_carried_out() -> None:
    seen = page(button("e1", "Count"), button("e2", "Report"))
    asked = goal("Click Count, then click Report")
    history = done(History(), await POLICY.decide(asked, seen, History()), seen)
    assert [action.ref for action in (await settled(asked, seen, history)).actions] == ["e2"]


async def test_a_click_that_went_wrong_is_no_success_though_the_page_changed() -> None:
    seen = page(button("e1", "Start"))
    asked = goal("Click Start")
    first = await POLICY.decide(asked, seen, History())
    history = done(History(), first, seen, ok=False, trouble=Trouble.COVERED, message="covered")
    decision = await settled(asked, replace(seen, fingerprint="two"), history)
    assert [action.kind for action in decision.actions] == [ActionKind.CLICK]


async def test_a_disabled_button_is_waited_for_and_then_named() -> None:
    decision = await settled(goal("Click Start"), page(button("e1", "Start", disabled=True)), History())
    assert decision.failure.category is Category.ELEMENT_STATE_TIMEOUT
    assert "'Start' is disabled" in reason(decision)


async def test_a_cookie_banner_is_cleared_away_first() -> None:
    banner = button("c1", "Only necessary", group="Cookie settings", landmark="dialog", form="")
    seen = page(banner, button("e1", "Start", covered=True))
    decision = await POLICY.decide(goal("Click Start"), seen, History())
    assert [action.ref for action in decision.actions] == ["c1"]


async def test_two_buttons_alike_are_refused_and_a_row_tells_them_apart() -> None:
    rows = [button(f"e{n}", "Details", context=f"INV-{n} paid", form="") for n in (1, 2)]
    refused = await settled(goal("Click Details"), page(*rows), History())
    assert reason(refused).startswith("needs an LLM:")
    chosen = await POLICY.decide(goal("Click Details in the row for INV-2"), page(*rows), History())
    assert [action.ref for action in chosen.actions] == ["e2"]


async def test_something_that_is_not_there_is_not_found() -> None:
    decision = await settled(goal("Click on 'Renew licence'"), page(button("e1", "Cancel")), History())
    assert decision.failure.category is Category.ELEMENT_NOT_FOUND
    assert "Renew licence" in reason(decision)


LOGIN = page(
    box("e1", "Email or username"),
    box("e2", "Password", input_type="password"),
    button("e3", "Continue with Google"),
    button("e4", "Sign in", input_type="submit"),
)
ACCOUNT = goal(
    "",
    GoalKind.LOGIN,
    secrets=(
        SecretField(parameter="a", field="username", token="tok-u"),
        SecretField(parameter="a", field="password", token="tok-p"),
    ),
)


async def test_a_login_types_the_tokens_and_presses_the_forms_own_button() -> None:
    first = await POLICY.decide(ACCOUNT, LOGIN, History())
    assert texts(first) == {"e1": "tok-u", "e2": "tok-p"}
    second = await POLICY.decide(ACCOUNT, LOGIN, done(History(), first, LOGIN))
    assert [action.ref for action in second.actions] == ["e4"]


async def after_login(seen: Observation) -> Decision:
    first = await POLICY.decide(ACCOUNT, LOGIN, History())
    history = done(History(), first, LOGIN)
    second = await POLICY.decide(ACCOUNT, LOGIN, history)
    return await settled(ACCOUNT, seen, done(history, second, LOGIN))


async def test_a_rejected_login_is_an_authentication_failure_in_the_sites_words() -> None:
    refused = replace(LOGIN, alerts=(Alert(text="The password is incorrect.", kind="error"),), fingerprint="two")
    decision = await after_login(refused)
    assert decision.failure.category is Category.AUTH_FAILURE
    assert "The password is incorrect." in reason(decision)


async def test_a_login_form_that_stays_is_no_success() -> None:
    decision = await after_login(replace(LOGIN, fingerprint="two"))
    assert decision.failure.category is Category.AUTH_FAILURE


async def test_a_login_that_leads_on_is_done() -> None:
    inside = page(link("e9", "Log out"), url="http://site/home", text=("# Dashboard",), fingerprint="two")
    assert isinstance(await after_login(inside), Done)


async def test_a_login_on_two_pages_types_one_thing_on_each() -> None:
    one = page(box("e1", "Email"), button("e2", "Next"))
    first = await POLICY.decide(ACCOUNT, one, History())
    assert texts(first) == {"e1": "tok-u"}
    history = done(History(), first, one)
    second = await POLICY.decide(ACCOUNT, one, history)
    two = page(box("e5", "Password", input_type="password"), button("e6", "Sign in"), fingerprint="two")
    third = await POLICY.decide(ACCOUNT, two, done(history, second, one))
    assert texts(third) == {"e5": "tok-p"}


def invoice(number: int, day: str) -> Element:
    return link(f"e{number}", "Download PDF", context=f"INV-{number} {day} $10.00", href=f"http://site/{number}.pdf")


@pytest.mark.parametrize("form", ["a spreadsheet", "CSV", "an Excel file"])
async def test_a_spreadsheet_is_no_pdf_of_a_row(form: str) -> None:
    own = "x.xlsx" if "Excel" in form else "x.csv"
    export = link("e9", "Export list", href=f"http://site/{own}")
    seen = page(invoice(1, "04/01/2026"), invoice(2, "05/01/2026"), export)
    decision = await settled(goal(f"Download the list of invoices as {form}"), seen, History())
    assert isinstance(decision, Act)
    assert [action.ref for action in decision.actions] == ["e9"]


INVOICES = page(invoice(1, "2026-01-31"), invoice(2, "2026-03-31"), invoice(3, "2026-02-28"))


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Download the latest invoice", "e2"),
        ("Download the oldest invoice", "e1"),
        ("Download invoice INV-3", "e3"),
        ("Download the invoice from February 2026", "e3"),
        ("Download the first invoice in the list", "e1"),
    ],
)
async def test_the_right_file_is_fetched(text: str, ref: str) -> None:
    decision = await POLICY.decide(goal(text, GoalKind.FILE_DOWNLOAD), INVOICES, History())
    assert [(action.kind, action.ref) for action in decision.actions] == [(ActionKind.DOWNLOAD_FILE, ref)]


async def test_one_of_many_files_is_not_guessed() -> None:
    decision = await settled(goal("Download the invoice", GoalKind.FILE_DOWNLOAD), INVOICES, History())
    assert reason(decision).startswith("needs an LLM:")


async def test_a_download_is_done_when_the_file_has_arrived_and_all_means_every_row() -> None:
    asked = goal("Download all invoices", GoalKind.FILE_DOWNLOAD)
    history = History()
    fetched: list[str] = []
    for number in range(3):
        decision = await POLICY.decide(asked, INVOICES, history)
        assert isinstance(decision, Act)
        fetched.append(decision.actions[0].ref)
        file = Download(guid=str(number), file_name="a.pdf", url="", size=1, path="")
        history = replace(done(history, decision, INVOICES), downloads=(*history.downloads, file))
    assert sorted(fetched) == ["e1", "e2", "e3"]
    assert isinstance(await settled(asked, INVOICES, history), Done)


async def test_an_action_goal_with_a_selector_goes_there() -> None:
    asked = goal("Type hello into the box", GoalKind.ACTION, selector="#box")
    decision = await POLICY.decide(asked, page(), History())
    assert decision.actions == (
        Action(kind=ActionKind.INPUT_TEXT, selector="#box", text="hello", reasoning="Type hello into the box"),
    )


async def test_what_is_not_understood_is_refused_before_anything_is_done() -> None:
    asked = goal("Open it. Click Start.")
    decision = await POLICY.decide(asked, page(button("e1", "Start")), History())
    assert reason(decision).startswith("needs an LLM:")
    assert "Open it" in reason(decision)


async def test_a_wizard_goes_on_page_by_page_until_it_is_sent() -> None:
    asked = goal("Fill in the form with name Ana and city Rome and submit it")
    one = page(box("e1", "Name"), button("e2", "Continue"))
    first = await POLICY.decide(asked, one, History())
    assert texts(first) == {"e1": "Ana"}
    history = done(History(), first, one)
    second = await POLICY.decide(asked, filled(one, first), history)
    assert [action.ref for action in second.actions] == ["e2"]
    history = done(history, second, one, navigated=True)
    two = page(box("e5", "City"), button("e6", "Submit application"), url="http://site/2", fingerprint="three")
    third = await POLICY.decide(asked, two, history)
    assert texts(third) == {"e5": "Rome"}
    history = done(history, third, two)
    fourth = await POLICY.decide(asked, filled(two, third, url="http://site/2"), history)
    assert [(action.ref, action.effect) for action in fourth.actions] == [("e6", True)]
    thanks = page(url="http://site/3", text=("# Thank you",), fingerprint="five")
    assert isinstance(await settled(asked, thanks, done(history, fourth, two, navigated=True)), Done)


async def test_questions_above_radio_buttons_name_them() -> None:
    radios = [
        Element(ref=ref, role="radio", name=name, input_type="radio", checked=False, form="f1", group="Details")
        for ref, name in (("e1", "Full time"), ("e2", "Part time"), ("e3", "Yes"), ("e4", "No"))
    ]
    seen = page(*radios, text=("# Details", "Kind of job", "Full time", "Part time", "Right to work *", "Yes", "No"))
    decision = await POLICY.decide(goal("Work authorization: No"), seen, History())
    assert [action.ref for action in decision.actions] == ["e4"]


PROSE_FORM = (
    choice("e1", "Desired position", "Choose", "Night nurse", "Ward clerk"),
    *(
        Element(ref=ref, role="radio", name=name, input_type="radio", checked=False, form="f1", group=group)
        for ref, name, group in (
            ("e2", "Full time", "Working hours"),
            ("e3", "Part time", "Working hours"),
            ("e4", "Yes", "Do you have a work permit?"),
            ("e5", "No", "Do you have a work permit?"),
        )
    ),
    *(
        Element(ref=ref, role="checkbox", name=name, input_type="checkbox", checked=False, form="f1", group="Shifts")
        for ref, name in (("e6", "Early"), ("e7", "Late"))
    ),
    button("e8", "Continue"),
)


@pytest.mark.parametrize(
    ("story", "refs"),
    [
        ("She applies as a ward clerk, part time, has a work permit, and likes the late shift.", "e1 e3 e4 e7"),
        ("He wants to be a night nurse. He has no work permit and he cannot work early shifts.", "e1 e5"),
        ("The applicant came early and has little to say about himself or about his plans.", ""),
    ],
)
async def test_what_sentences_say_goes_into_the_choices_of_the_page(story: str, refs: str) -> None:
    asked = goal(f"{story} Please enter all this in the form.", payload={"email": "a@b.example"})
    seen = page(*PROSE_FORM, box("e9", "E-mail"))
    decision = await POLICY.decide(asked, seen, History())
    assert {action.ref for action in decision.actions} == {"e9", *refs.split()}


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("They live at 12 Oak Lane in Salem, Oregon 97301, Canada", "12 Oak Lane|Salem|97301|Oregon|Canada"),
        ("Our office is at 7 Harbour View Road, Boston, MA 02110", "7 Harbour View Road|Boston|02110|MA"),
        ("She moved to 3 Mill Street in Leeds in the spring", "3 Mill Street|Leeds"),
        ("It has 12 rooms and 3 baths", ""),
    ],
)
def test_an_address_in_words_is_taken_apart(sentence: str, parts: str) -> None:
    assert "|".join(term.value for term in address_in(sentence)) == parts


MENU_START = link("e1", "Start", landmark="navigation")


@pytest.mark.parametrize(
    ("order", "place"),
    [("click start shift", "Start"), ("Click on print label", "Print"), ("Press search patient", "Search")],
)
async def test_a_place_in_a_menu_is_not_a_deed(order: str, place: str) -> None:
    seen = page(link("e1", place, landmark="navigation"), button("e2", "Reset"), fingerprint="one")
    decision = await settled(goal(order), seen, History())
    assert isinstance(decision, GiveUp), decision


@pytest.mark.parametrize(
    ("order", "name"),
    [("Delete draft", "Delete"), ("click start shift", "Clock in"), ("Press print label", "Print")],
)
async def test_a_button_of_the_page_may_bear_the_deed_alone_or_a_listed_name(order: str, name: str) -> None:
    seen = page(MENU_START, button("e2", name), fingerprint="one")
    decision = await POLICY.decide(goal(f"Click {order}" if order == "Delete draft" else order), seen, History())
    assert isinstance(decision, Act), decision
    assert [action.ref for action in decision.actions] == ["e2"]


@pytest.mark.parametrize(
    ("pressed", "sender"),
    [("Request a quote", "Send request"), ("Book a visit", "Book now"), ("search", "Look up")],
)
async def test_the_button_of_the_form_that_was_filled_is_meant(pressed: str, sender: str) -> None:
    asked = goal(f"Type kim@example.org into the e-mail field, then press the {pressed} button")
    seen = page(
        box("e1", "E-mail"),
        button("e2", sender, input_type="submit"),
        button("e3", "Search site", form="f0", landmark="banner"),
    )
    first = await POLICY.decide(asked, seen, History())
    assert texts(first) == {"e1": "kim@example.org"}
    second = await settled(asked, filled(seen, first), done(History(), first, seen))
    assert isinstance(second, Act), second
    assert [action.ref for action in second.actions] == ["e2"]


@pytest.mark.parametrize(
    ("heading", "kind"), [("Visit booked", Done), ("Session expired", GiveUp), ("Sign in", GiveUp)]
)
async def test_a_click_that_went_wrong_but_left_the_page_is_judged_by_the_criteria(heading: str, kind: type) -> None:
    asked = goal("Enter 5 May as the day and book the visit. COMPLETE when the page confirms the booking.")
    form = page(box("e1", "Day"), button("e2", "Book visit", input_type="submit"))
    first = await POLICY.decide(asked, form, History())
    history = done(History(), first, form)
    second = await POLICY.decide(asked, filled(form, first), history)
    gone = page(url="http://site/2", text=(f"# {heading}",), fingerprint="nine")
    assert isinstance(await settled(asked, gone, done(history, second, form, ok=False, message="covered")), kind)


async def test_notes_are_plain_json() -> None:
    decision = await POLICY.decide(SEARCH, REGISTRY, History())

    def plain(value: object) -> bool:
        if isinstance(value, Mapping):
            return all(isinstance(key, str) and plain(item) for key, item in value.items())
        if isinstance(value, list):
            return all(plain(item) for item in value)
        return value is None or isinstance(value, (str, int, float, bool))

    assert isinstance(decision, Act)
    assert plain(decision.notes)
