"""Criteria in plain language against pages of many shapes: true, false, or honestly unknown."""

# ruff: noqa: E501 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

import pytest

from skyvern.agent.criteria import answer_validation, clauses, judge
from skyvern.domain.goal import Done, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Dialog, Download, Observation
from skyvern.testing.observations import alert, element, group, lines, page, pairs, record, select, table

FORM = page(
    lines("# Find a nurse", "Enter a last name to search the register."),
    element("textbox", "Last name"), select("State", "Any", "Oregon"), element("button", "Search"),
    title="Find a nurse", url="https://board.example/search",
)  # fmt: skip
LIST = page(
    lines("# Search results", "3 records found"),
    table(("Name", "Licence", "Status"), ("Ann Lee", "RN-1", "Active"), ("Bo Ray", "RN-2", "Lapsed"), ("Cy Fox", "RN-3", "Active")),
    element("textbox", "Last name", "e"), element("button", "Search"), element("link", "Next page"),
    title="Search results – Board", url="https://board.example/results?q=e",
)  # fmt: skip
NONE = page(
    lines("# Search results", "No nurses match your search. Try fewer letters."),
    element("textbox", "Last name", "Zzz"), element("button", "Search"), title="Search results", url="https://board.example/results?q=zzz",
)  # fmt: skip
LOGIN = page(
    lines("# Sign in", "nav: Home"), element("textbox", "User name"), element("textbox", "Password", input_type="password"),
    element("button", "Sign in"), title="Sign in", url="https://portal.example/login",
)  # fmt: skip
REJECTED = page(
    lines("# Sign in"), alert("The user name or password is incorrect."), element("textbox", "User name", "jo"),
    element("textbox", "Password", input_type="password"), element("button", "Sign in"), title="Sign in", url="https://portal.example/login",
)  # fmt: skip
HOME = page(
    lines("# Overview", "Welcome back, Harbour Ltd", "nav: Invoices"), element("link", "Log off"), element("link", "Invoices"),
    pairs({"Open balance": "$1,820.00", "Next payment": "07/01/2026"}), title="Overview – Partner access", url="https://portal.example/home",
)  # fmt: skip
BILLS = page(
    lines("# Invoices"),
    table(("Invoice", "Date", "Amount", "Status"), ("A-1", "01/05/2026", "$10.00", "Paid"), ("A-2", "02/05/2026", "$250.00", "Open"),
          ("A-3", "03/05/2026", "$75.00", "Open"), ("A-4", "04/05/2026", "$75.00", "Overdue")),
    element("link", "Download CSV"), element("button", "Apply filter", disabled=True), element("link", "Sign out"),
    title="Invoices", url="https://portal.example/invoices",
)  # fmt: skip
FILTERED = page(
    lines("# Invoices"), table(("Invoice", "Amount", "Status"), ("A-2", "$250.00", "Open"), ("A-3", "$75.00", "Open")),
    title="Invoices", url="https://portal.example/invoices?status=open",
)  # fmt: skip
BOOKING = page(
    lines("# Documents requested", "Please send us the documents below."), element("textbox", "Your message", "", landmark="main"),
    title="Documents requested", url="https://jobs.example/apply/docs",
)  # fmt: skip
DETAIL = page(
    lines("# Ann Lee", "Licence record"), pairs({"Licence number": "RN-1", "Licence status": "Active", "Valid until": "06/30/2027", "Employer": ""}),
    title="Ann Lee – Board", url="https://board.example/nurse/1",
)  # fmt: skip
THANKS = page(
    lines("# Application received", "Thank you. We have received your application.", "Your reference number is AP-77."),
    title="Application received", url="https://jobs.example/apply/done",
)  # fmt: skip
INVALID = page(
    lines("# Your details"), alert("Please correct the errors below."),
    element("textbox", "E-mail", "x@", invalid=True, error="Enter a valid e-mail address", form="f"), element("button", "Continue", form="f"),
    element("checkbox", "I accept the terms", checked=False), title="Your details", url="https://jobs.example/apply/1",
)  # fmt: skip
STEP2 = page(
    lines("# Step 2 of 4: Address"), element("textbox", "Street", "1 Elm"), element("textbox", "City"), select("Country", "Choose", "France", chosen="France"),
    element("checkbox", "Same as billing", checked=True), element("button", "Continue"), title="Apply – Address", url="https://jobs.example/apply/2",
)  # fmt: skip
SHOP = page(
    lines("# Lamps"), group(record("Desk lamp", "$24.99", heading="Desk lamp"), record("Wall light", "$54.00", heading="Wall light"), heading="Lamps"),
    alert("Desk lamp was added to your cart.", "success"), element("button", "Add to cart"), element("searchbox", "Search the shop"),
    title="Lamps", url="https://shop.example/lamps",
)  # fmt: skip
BROKEN = page(
    lines("# Something went wrong", "Internal server error"), status=500, title="500", url="https://x.example/a"
)
LOST = page(lines("# Page not found"), status=404, title="Not found", url="https://x.example/b")
MOVED = page(lines("# Transfer complete", "Reference 5580-2217"), title="Bank", url="https://bank.example/t")
HALF = page(
    lines("# Complete your transfer", "Transfer 50% complete"),
    element("button", "Confirm"), title="Bank", url="https://bank.example/t",
)  # fmt: skip

CASES: list[tuple[str, Observation, bool | None]] = [
    ("the transfer is complete", MOVED, True), ("the payment is complete", MOVED, None), ("the transfer is complete", HALF, None),
    ("results shown", LIST, True), ("results shown", NONE, False), ("results shown", FORM, False),
    ("search results are displayed", LIST, True), ("the results table is shown", LIST, True), ("the results table is shown", FORM, False),
    ("the page shows matching records", LIST, True), ("matching records are listed", NONE, False), ("the search is complete", LIST, True),
    ("results are shown or no records are found", NONE, True), ("results are shown or no records are found", FORM, False),
    ("no results were found", NONE, True), ("no results were found", LIST, False), ("No records found", NONE, True), ("no matches", FORM, False),
    ("there are no results", NONE, True), ("the search returned no results", NONE, True), ("nothing was found", LIST, False),
    ("no nurses are found", NONE, True), ("no results are shown", LIST, False), ("results are not shown", NONE, True),
    ("at least 3 records are listed", LIST, True), ("more than 3 results are shown", LIST, False), ("the table lists exactly three rows", LIST, True),
    ("the table contains 5 or more rows", LIST, False), ("the list shows at least one invoice", BILLS, True), ("there are two open invoices", BILLS, True),
    ("at least 2 overdue invoices are shown", BILLS, False), ("the number of invoices is 4", BILLS, True), ("there are at least 2 products on the page", SHOP, True),
    ("fewer than 10 rows are shown", BILLS, True), ("at least 1 result is shown", NONE, False),
    ("you are logged in", HOME, True), ("you are logged in", LOGIN, False), ("the user is signed in", REJECTED, False), ("login was successful", HOME, True),
    ("successfully logged in", BILLS, True), ("the user is not logged in", LOGIN, True), ("you are no longer logged in", HOME, False),
    ("the login page is shown", LOGIN, True), ("the login form is visible", HOME, False), ("the sign-in form is not visible", HOME, True),
    ("the login failed", REJECTED, True), ("the login failed", HOME, False), ("login fails with an invalid password message", REJECTED, True),
    ("the credentials are rejected", LOGIN, False), ("wrong password message is displayed", REJECTED, True),
    ("the overview is visible", HOME, True), ("the dashboard is visible", HOME, True), ("the dashboard is displayed", LOGIN, False),
    ("you are on the invoices page", BILLS, True), ("the invoices page is open", LOGIN, False), ("the user is on the overview page", HOME, True),
    ("an error message appears", REJECTED, True), ("an error message appears", HOME, False), ("no error is shown", HOME, True), ("no errors appear", INVALID, False),
    ("an error about the e-mail is displayed", INVALID, True), ("a validation error is shown", INVALID, True), ("there is an error", BROKEN, True),
    ("the page shows an error message", LIST, False),
    ("the confirmation page is displayed", THANKS, True), ("the confirmation page is displayed", INVALID, False), ("the confirmation page is displayed", FORM, False),
    ("the form was submitted successfully", THANKS, True), ("the application has been submitted", STEP2, False), ("a success message is displayed", SHOP, True),
    ("a thank you message is shown", THANKS, True), ("the form is not submitted", INVALID, True), ("success or confirmation message is shown", THANKS, True),
    ("a reference number is shown", THANKS, True), ("a confirmation number is displayed", LIST, False),
    ('you see "Thank you"', THANKS, True), ('you see "Thank you"', FORM, False), ("the page contains the text 'We have received your application'", THANKS, True),
    ('"Sign in" is not visible', HOME, True), ("the page says “Welcome back”", HOME, True), ("'RN-2' and 'RN-3' are listed", LIST, True), ('"RN-2" or "RN-9" is listed', LIST, True),
    ('"RN-2" and "RN-9" are listed', LIST, False),
    ("the URL contains /done", THANKS, True), ("url contains 'login'", HOME, False), ("the url ends with /home", HOME, True), ("the URL does not contain login", HOME, True),
    ("the page title contains Invoices", BILLS, True), ("the title is 'Sign in'", LOGIN, True), ('page title includes "Overview"', LOGIN, False),
    ("the status is Active", DETAIL, True), ("the licence status is Lapsed", DETAIL, False), ("the license status equals 'Active'", DETAIL, True),
    ("the licence number is RN-1", DETAIL, True), ("the licence status is not Lapsed", DETAIL, True), ("the employer is empty", DETAIL, True),
    ("valid until is after 01/01/2027", DETAIL, True), ("the open balance is more than $1,000", HOME, True), ("the open balance is less than 500", HOME, False),
    ("the status of A-4 is Overdue", BILLS, True), ("the status of invoice A-2 is Paid", BILLS, False), ("the status for Bo Ray is Lapsed", LIST, True),
    ("the status is Open", BILLS, None),
    ("the search box is empty", SHOP, True), ("the last name field is empty", FORM, True), ("the last name field is filled", LIST, True),
    ("the street field contains Elm", STEP2, True), ("the Country is France", STEP2, True), ("'Same as billing' is checked", STEP2, True),
    ("the terms checkbox is checked", INVALID, False), ("the apply filter button is disabled", BILLS, True), ("the Continue button is enabled", STEP2, True),
    ("a Download CSV link is visible", BILLS, True), ("the Next page link is present", LIST, True), ("a Cancel button is visible", STEP2, False),
    ('the "Sign in" button is visible', LOGIN, True), ("there is no Cancel button", STEP2, True), ("the invoice table is visible", BILLS, True),
    ("step 2 is shown", STEP2, True), ("the address step is displayed", STEP2, True), ("Ann Lee is listed", LIST, True), ("Dee Poe is listed", LIST, False),
    ("Ann Lee's record is open", DETAIL, True), ("the desk lamp was added to the cart", SHOP, True), ("the page has loaded", HOME, True), ("the page has loaded", BROKEN, False),
    ("a 404 page is shown", LOST, True), ("page not found is shown", HOME, False), ("the page is not a 404", HOME, True), ("a CAPTCHA is shown", LOGIN, False),
    ("COMPLETE when results are shown.", LIST, True), ("verify that the status is Active", DETAIL, True), ("make sure you can see the invoices table", BILLS, True),
    ("the table shows Ann Lee and Bo Ray", LIST, True), ("the name and the status are shown", LIST, True), ("the user is logged in and no error is shown", HOME, True),
    ("only open invoices are listed", FILTERED, True), ("only open invoices are listed", BILLS, False), ("the list shows only paid invoices", FILTERED, None),
    ("all invoices are open", FILTERED, True), ("all listed invoices are overdue", BILLS, False), ("only lapsed nurses are shown", LIST, False),
    ("the list of invoices is shown", BILLS, True), ("a confirmation is shown", BOOKING, False),
    ("the tone of the text is friendly", HOME, None), ("the price seems reasonable", SHOP, None), ("the photo shows a cat", HOME, None),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "observation", "holds"), CASES, ids=[f"{c[0]} | {c[1].title}" for c in CASES])
def test_judge(criterion: str, observation: Observation, holds: bool | None) -> None:
    verdict = judge(criterion, observation)
    assert verdict.holds is holds, verdict.why
    assert verdict.why


@pytest.mark.parametrize(
    "message",
    [
        "Enter a valid e-mail address",
        "Please choose a date in the future",
        "The name must not be empty",
        "Not saved: try again",
    ],
)
def test_a_message_in_the_colour_of_success_may_be_a_complaint(message: str) -> None:
    shown = page(
        lines("# Profile"),
        alert(message, "success"),
        element("textbox", "E-mail", "x", landmark="main"),
        title="Profile",
    )
    assert judge("the page confirms that the changes were saved", shown, history=SEARCHED).holds is False
    assert judge("the form was submitted successfully", shown, history=SEARCHED).holds is False


SEARCHED = History(records=(ActionRecord(action_id="a", step=1, order=1, action=Action(kind=ActionKind.CLICK)),))
SITE_SEARCH = element("searchbox", "Search this site", landmark="banner")


@pytest.mark.parametrize(
    ("order", "heading", "holds"),
    [
        ("Renew the parking permit.", "Permit renewed", True),
        ("Reserve the small room and send.", "Room reserved", True),
        ("Cancel the visit.", "Documents requested", None),
        ("Request a call.", "Call not requested", None),
    ],
)
def test_a_heading_confirms_what_was_ordered_beside_the_sites_own_search(
    order: str, heading: str, *, holds: bool | None
) -> None:
    shown = page(lines(f"# {heading}", "You will hear from us."), SITE_SEARCH, title=f"{heading} | Town hall")
    goal = Goal(kind=GoalKind.NAVIGATION, text=order)
    assert judge("the page confirms the request", shown, goal=goal, history=SEARCHED).holds is holds
    assert judge("the page confirms the request", shown, goal=goal).holds is not True


def test_a_list_that_came_up_is_of_the_things_that_were_searched() -> None:
    nurses = page(
        lines("# Search results"), table(("Name", "City"), ("Ann Lee", "Salem"), ("Bo Ray", "Boise")), title="Results"
    )
    orders = page(lines("# Orders"), table(("No.", "City"), ("1", "Salem"), ("2", "Boise")), title="Shop")
    assert judge("the list of members is there", nurses, history=SEARCHED).holds is True
    assert judge("the list of members is there", nurses).holds is not True
    assert judge("the list of members is there", orders, history=SEARCHED).holds is not True


@pytest.mark.parametrize(
    ("statement", "facts", "holds"),
    [
        (
            "the certification of Wei Chen is active",
            {"Certification status": "Active", "Credential type": "Audiologist"},
            True,
        ),
        ("the licence of Wei Chen is suspended", {"Licence status": "Suspended", "Type of licence": "Taxi"}, True),
        (
            "the registration of Wei Chen is lapsed",
            {"Registration status": "Active", "Registration type": "Boat"},
            False,
        ),
    ],
)
def test_what_stands_in_a_status_is_meant_by_is(statement: str, facts: dict[str, str], *, holds: bool) -> None:
    shown = page(lines("# Wei Chen"), pairs(facts), title="Wei Chen – Register")
    assert judge(statement, shown).holds is holds


def test_downloads() -> None:
    file = Download(guid="1", file_name="bill.pdf", url="u", size=1, path="p")
    history = History(downloads=(file,))
    assert judge("the file has been downloaded", HOME, history=history).holds is True
    assert judge("a PDF is downloaded", HOME, history=history).holds is True
    assert judge("a CSV file was downloaded", HOME, history=history).holds is False
    assert judge("the file has been downloaded", HOME).holds is False


def test_a_message_of_a_native_dialog_counts() -> None:
    said = Observation(url="u", title="t", dialogs=(Dialog(kind="alert", message="Request sent. Thank you!"),))
    assert judge('"Thank you" is shown', said).holds is True


def test_one_record_after_a_search_is_a_result() -> None:
    click = ActionRecord(action_id="a", step=1, order=0, action=Action(kind=ActionKind.CLICK))
    assert judge("results shown", DETAIL, history=History(records=(click,))).holds is True


@pytest.mark.parametrize(
    ("text", "complete", "terminate", "rest"),
    [
        ("Search for Jo in Oregon . COMPLETE when results shown.", ("results shown",), (), "Search for Jo in Oregon."),
        ("Log in. TERMINATE if the login failed. COMPLETE when the dashboard is visible.", ("the dashboard is visible",), ("the login failed",), "Log in."),
        ("Open item no. 5 and terminate if it is sold out", (), ("it is sold out",), None),
        ("Read the list", (), (), "Read the list"),
    ],
)  # fmt: skip
def test_clauses(text: str, complete: tuple[str, ...], terminate: tuple[str, ...], rest: str | None) -> None:
    found = clauses(text)
    assert (found.complete, found.terminate) == (complete, terminate)
    assert rest is None or found.rest == rest


def validation(complete: str = "", terminate: str = "") -> Goal:
    return Goal(kind=GoalKind.VALIDATION, complete_criterion=complete, terminate_criterion=terminate)


def test_validation_decides() -> None:
    none = History()
    assert isinstance(answer_validation(validation("the status is Active"), DETAIL, none), Done)
    failed = answer_validation(validation("the status is Lapsed"), DETAIL, none)
    assert isinstance(failed, GiveUp)
    assert not failed.terminate
    assert failed.failure.reason.startswith("Validation failed: Validation criterion not met")
    stopped = answer_validation(validation("results shown", "no results found"), NONE, none)
    assert isinstance(stopped, GiveUp)
    assert stopped.terminate
    passed = answer_validation(validation(terminate="no results found"), LIST, none)
    assert isinstance(passed, Done)
    beyond = answer_validation(validation("the tone is friendly"), HOME, none)
    assert isinstance(beyond, GiveUp)
    assert beyond.failure.reason.startswith("needs an LLM:")


def test_validation_waits_for_a_busy_page() -> None:
    busy = page(lines("Loading…"), busy="aria-busy")
    assert isinstance(answer_validation(validation("results shown"), busy, History()), Wait)


DRAFTS = page(
    lines("# Drafts", "The draft “Quarterly plan” was deleted."), element("button", "Delete draft"), title="Drafts", url="https://x.example/drafts"
)  # fmt: skip
UPLOAD = page(
    lines("# Documents", "Step 3 of 4", "nav: Address and education"), element("button", "Attach your CV / resume", input_type="file"),
    element("textbox", "Cover letter"), element("button", "Continue"), title="Apply – Documents", url="https://jobs.example/apply/3",
)  # fmt: skip
COOKIES = page(
    lines("# Lamps", "This shop uses cookies to remember your basket."), element("button", "Accept all"), element("button", "Only necessary"), title="Lamps"
)  # fmt: skip
PAGER = page(
    lines("# Results", "23 records found, page 2 of 3."),
    table(("Name", "City"), ("Yolanda Reyes", "Rome"), ("Zed Poe", "Bern")),
    title="Results",
)

CART = page(
    lines("# Shopping cart", "Blue Lamp", "12.00"), element("button", "Check out"), title="Shopping cart", url="https://shop.example/cart",
)  # fmt: skip
BARE_CART = page(
    lines("# Shopping cart", "Your cart is empty."), title="Shopping cart", url="https://shop.example/cart"
)
ADDED = page(
    lines("# Lamps"), alert("Blue Lamp has been added to your basket.", kind="success"), title="Lamps", url="https://shop.example/lamps",
)  # fmt: skip
STOCK = page(
    lines("# Lamps"), group(record("Blue Lamp", "12.00", "In stock"), record("Old Lamp", "9.00", "Sold out")), title="Lamps", url="https://shop.example/lamps",
)  # fmt: skip
LAGER = page(
    lines("# Lampen"), group(record("Blaue Lampe", "12,00", "Sofort verfügbar"), record("Alte Lampe", "9,00", "Nicht verfügbar"), record("Lampe Aurore", "7,00", "Épuisé")),
    title="Lampen", url="https://shop.example/lampen",
)  # fmt: skip
SORTED = page(
    lines("# Fees"), table(("No", "Fee"), ("P-3", "90.00"), ("P-1", "70.50"), ("P-2", "9.00")), title="Fees", url="https://city.example/fees",
)  # fmt: skip
SAVED = page(
    lines("# Products", "Product name"), alert("Updated product 'Lamp'", kind="success"), element("textbox", "Product name", ""), title="Products",
    url="https://shop.example/products",
)  # fmt: skip
HOLDING: list[tuple[str, Observation, bool | None]] = [
    ("the cart contains the Blue Lamp", CART, True), ("the cart contains the Red Chair", CART, False), ("the Blue Lamp is in the cart", CART, True),
    ("the basket contains the Blue Lamp", ADDED, True), ("the Blue Lamp was added to the basket", ADDED, True), ("the basket contains the Red Chair", ADDED, None),
    ("the cart is empty", BARE_CART, True), ("the cart is empty", CART, None), ("'Blue Lamp' is available", STOCK, True), ("Old Lamp is available", STOCK, False),
    ("Old Lamp is unavailable", STOCK, True), ("Old Lamp is sold out", STOCK, True), ("Blaue Lampe is available", LAGER, True), ("Alte Lampe is available", LAGER, False), ("Lampe Aurore is sold out", LAGER, True), ("the list is sorted by fee, highest first", SORTED, True),
    ("the table is sorted by fee in ascending order", SORTED, False), ("the list is sorted by no", SORTED, False), ("the table is sorted by colour", SORTED, None),
    ("the product was updated", SAVED, True), ("the product was deleted", SAVED, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("criterion", "observation", "holds"), HOLDING, ids=[f"{c[0]} | {c[1].title}" for c in HOLDING]
)
def test_judge_what_holds_what(criterion: str, observation: Observation, holds: bool | None) -> None:
    verdict = judge(criterion, observation)
    assert verdict.holds is holds, verdict.why


FREER: list[tuple[str, Observation, bool | None]] = [
    ("the page says that the draft was deleted", DRAFTS, True), ("the page says that the draft was deleted", COOKIES, False),
    ("the site confirms that the draft was deleted", DRAFTS, True), ("the page confirms the request", THANKS, True), ("the page confirms the change", INVALID, False),
    ("it is approved", DRAFTS, False), ("the page asks for the street", STEP2, True), ("you are asked for the city", STEP2, True),
    ("the page asks for a phone number", STEP2, False), ("the resume can be uploaded", UPLOAD, True), ("the resume can be uploaded", STEP2, False),
    ("the cover letter is asked for", UPLOAD, True), ('the page "Address and education" is open', UPLOAD, False), ('the page "Documents" is open', UPLOAD, True),
    ("the cookie banner is shown", COOKIES, True), ("the cookie banner is gone", COOKIES, False), ("the cookie banner is gone", SHOP, True),
    ("page 2 of 3 is shown", PAGER, True), ("page 3 of 3 is shown", PAGER, False), ("Yolanda Reyes is shown", PAGER, True), ("Yolanda Martinez is shown", PAGER, False),
    ("the page shows his licence number", DETAIL, True), ("her licence number is shown", DETAIL, True), ("her licence number is shown", SHOP, False),
    ("the record shows the licence status", DETAIL, True), ("the record is shown", DETAIL, True), ("the record is shown", NONE, False), ("the record is shown", LIST, False),
    ("the record is shown with its licence status", DETAIL, True), ("the record is shown with its phone number", DETAIL, False),
    ("a list of matching nurses is shown", LIST, True), ("a list of matching nurses is shown", NONE, False), ("the site says that there are no matching nurses", NONE, True),
    ("a result is shown", LIST, True), ("the search results are on the page", LIST, True), ("results appear", NONE, False), ("3 records are listed", LIST, True),
    ("the licence is active", DETAIL, True), ("the licence is expired", DETAIL, False), ('Ann Lee has the licence status "Active"', DETAIL, True),
    ('the licence has the status "Expired"', DETAIL, False), ("the status shown for Ann Lee is active", DETAIL, True), ("the status shown for Bo Ray is active", LIST, False),
    ("the page shows that the licence of Ann Lee is active", DETAIL, True), ("the status of Zed Poe is active", DETAIL, None),
    ("the open balance is visible", HOME, True), ("the amount is shown", BILLS, True), ("the amount is shown", FORM, False), ("an invoice is shown", LOGIN, False),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "observation", "holds"), FREER, ids=[f"{c[0]} | {c[1].title}" for c in FREER])
def test_judge_freer_wordings(criterion: str, observation: Observation, holds: bool | None) -> None:
    verdict = judge(criterion, observation)
    assert verdict.holds is holds, verdict.why


def test_the_thing_that_the_goal_names() -> None:
    goal = Goal(
        kind=GoalKind.NAVIGATION, text="Search for Ann Lee and open her record. COMPLETE when the record is shown."
    )
    other = Goal(
        kind=GoalKind.NAVIGATION, text="Search for Cy Fox and open his record. COMPLETE when the record is shown."
    )
    assert judge("the record is shown", DETAIL, goal=goal).holds is True
    assert judge("the record is shown", DETAIL, goal=other).holds is not True
    assert judge("his entry is listed", LIST, goal=goal).holds is True
    assert judge("his entry is listed", LIST, goal=Goal(kind=GoalKind.NAVIGATION, text="Find Dee Poe")).holds is False


def test_a_page_named_by_what_it_shows_is_still_the_page() -> None:
    shown = page(pairs({"Invoice no.": "INV-1", "Due date": "2026-03-01"}), title="Invoice INV-1")
    assert judge("the invoice page shows its due date", shown).holds is True
    assert judge("the invoice page shows its delivery address", shown).holds is False


@pytest.mark.parametrize(
    ("criterion", "said", "holds"),
    [
        ("the transfer is complete", "We write to you when the transfer is complete.", None),
        ("the transfer is complete", "The transfer is complete. We write to you when it arrives.", True),
        ("your order has been placed", "You can cancel until your order has been placed.", None),
        ("your order has been placed", "Once it is checked, you see it here. Your order has been placed.", True),
        ("your payment was received", "You will get a mail as soon as your payment was received", None),
        ("the changes were saved", "If the changes were saved, you need not come back", None),
    ],
)
def test_what_is_yet_to_be_is_not_so(criterion: str, said: str, holds: bool | None) -> None:
    assert judge(criterion, page(lines("# Payments", said), url="https://bank.example/t")).holds is holds


def signed_in(at: str, *said: str, url: str = "https://depot.example/login") -> tuple[Observation, History]:
    """A password was typed at `url`; now a page without any way to sign out is shown."""
    field = element("textbox", "Password", input_type="password")
    typed = ActionRecord(
        action_id="a1", step=1, order=0, action=Action(kind=ActionKind.INPUT_TEXT, ref=field.ref, text="x"), element=field,
        result=ActionResult(ok=True, url=url),
    )  # fmt: skip
    shown = page(
        lines("# Stock", *said), element("button", "New delivery"), title="Stock", url=f"https://depot.example{at}"
    )
    return shown, History(start_url=url, records=(typed,))


@pytest.mark.parametrize(
    ("at", "said", "holds"),
    [
        ("/", "12 pallets", True), ("/login", "12 pallets", None), ("/2fa", "Enter the verification code", None),
        ("/home", "Your account is locked", None), ("/home", "Check your phone", None), ("/home", "Please sign in again", None),
    ],
)  # fmt: skip
def test_a_login_that_led_on_is_believed_without_a_way_to_sign_out(at: str, said: str, holds: bool | None) -> None:
    seen, history = signed_in(at, said)
    assert judge("the user is logged in", seen, history=history).holds is holds
    assert judge("the user is logged in", seen).holds is None


def test_the_details_of_what_was_pressed_are_those_of_the_page_that_bears_its_name() -> None:
    row = element("row", "B-204 Blue Heron 12 m")
    pressed = ActionRecord(
        action_id="a1", step=1, order=0, action=Action(kind=ActionKind.CLICK, ref=row.ref), element=row,
        result=ActionResult(ok=True, navigated=True),
    )  # fmt: skip
    own = page(lines("Length 12 m"), element("button", "Release"), title="B-204", url="https://quay.example/b/204")
    history = History(records=(pressed,))
    assert judge("its details are shown", own, history=history).holds
    other = page(lines("Length 9 m"), element("button", "Release"), title="B-9", url="https://quay.example/b/9")
    assert not judge("its details are shown", other, history=history).holds


def test_a_list_is_what_the_menu_calls_the_page() -> None:
    menu = element("link", "Boats", href="https://quay.example/yard", landmark="navigation")
    away = element("link", "Crews", href="https://quay.example/crews", landmark="navigation")
    rows = table(("Hull", "Owner"), ("X-1", "Ida"), ("X-2", "Ben"))
    seen = page(rows, menu, away, title="Yard", url="https://quay.example/yard")
    assert judge("the boats of the club are shown", seen).holds
    assert judge("the crews of the club are shown", seen).holds is None


CREW = page(
    lines("# Crew"),
    table(("Name", "Rank"), ("Edda", "Cook"), ("Ida Blum", "Mate")),
    title="Crew",
    url="https://quay.example/crew",
)


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("Edda is in the list of members", True), ("the cook Edda is listed", True), ("Ida Blum is now in the table", True),
        ("Otto is listed", False), ("Blum is listed", None), ("Edda is not listed", False),
    ],
)  # fmt: skip
def test_a_list_holds_what_one_of_its_entries_is_called(statement: str, holds: bool | None) -> None:
    assert judge(statement, CREW).holds is holds


def test_what_was_made_is_listed_where_a_row_holds_what_was_typed() -> None:
    texts = [element("textbox", "Name"), element("textbox", "Rank")]
    typed = [
        ActionRecord(
            action_id=f"a{at}", step=1, order=at, element=box, result=ActionResult(ok=True),
            action=Action(kind=ActionKind.INPUT_TEXT, ref=box.ref, text=text),
        )
        for at, (box, text) in enumerate(zip(texts, ("Ida Blum", "Mate"), strict=True))
    ]  # fmt: skip
    sent = ActionRecord(
        action_id="a9", step=2, order=0, element=element("button", "Save"), result=ActionResult(ok=True, navigated=True),
        action=Action(kind=ActionKind.CLICK, ref="button:Save", effect=True),
    )  # fmt: skip
    assert judge("the new mate is listed", CREW, history=History(records=(*typed, sent))).holds
    assert not judge("the new mate is listed", CREW, history=History(records=tuple(typed))).holds


FEES = page(
    lines("# Fees"), table(("Day", "Payer", "For", "Sum"), ("2026-06-07", "Cleo", "Ferry tickets", "64.00"), ("2026-06-08", "Ben", "Ice", "9.00")),
    title="Fees", url="https://quay.example/fees",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("Delete the bill 'Ferry tickets'.", False),
        ("Delete the bill Ferry tickets.", False),
        ("Delete the bill 'Harbour dues'.", True),
    ],
)
def test_what_any_cell_of_a_row_names_is_still_listed(words: str, gone: bool) -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text=f"{words} COMPLETE when the bill is no longer listed.")
    assert judge("the bill is no longer listed", FEES, goal=goal).holds is gone


@pytest.mark.parametrize("criterion", ["the vehicle cannot be insured", "the time is not available"])
def test_silence_makes_nothing_impossible(criterion: str) -> None:
    assert judge(criterion, page(lines("# Auto quote", "About you"), title="Auto quote")).holds is None


def test_what_shows_up_as_something_is_it() -> None:
    seen = page(lines("# Requisitions"), alert("REQ-2048 rejected", "info"), title="Requisitions")
    goal = Goal(kind=GoalKind.NAVIGATION, text="Search for requisition REQ-2048 and reject it.")
    assert judge("it shows up as rejected", seen, goal=goal).holds is True


def test_what_asks_for_more_is_not_told_by_its_fields() -> None:
    wanted = "The page shows an error or asks for more information."
    assert judge(wanted, page(lines("# Your quote is ready", "Quote no. 7"))).holds is False
    assert judge(wanted, page(lines("# You"), element("textbox", "Name"))).holds is None


def test_what_stands_in_brackets_is_what_is_meant() -> None:
    wanted = "the quote (monthly price) is shown"
    assert judge(wanted, page(lines("# Auto quote", "Crunching the numbers…"))).holds is not True
    assert judge(wanted, page(lines("# Your quote is ready", "Monthly price: $41.50"))).holds is True


@pytest.mark.parametrize("criterion", ["the permit has not been issued yet", "the permit has not yet been issued"])
def test_silence_and_the_page_around_do_not_make_a_thing_undone(criterion: str) -> None:
    seen = page(lines("# Port Merrow ePermits"), pairs({"Port Merrow ePermits": "Apply Permit status Inspections"}))
    assert judge(criterion, seen).holds is None


def test_a_page_without_a_list_does_not_tell_what_is_not_listed() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Search for the boat AB-7 and open its papers.")
    form = page(lines("# Look up a boat"), element("textbox", "Number or port"), element("button", "Search"))
    assert judge("the permit is not listed", form, goal=goal).holds is None


def test_a_link_leads_to_the_page_of_what_the_goal_names_by_its_code() -> None:
    goal = Goal(
        kind=GoalKind.NAVIGATION,
        text="Look up the pump HX-4410 and open the product. COMPLETE when the product page is open.",
    )
    pressed = ActionRecord(
        action_id="a1", step=0, order=0, action=Action(kind=ActionKind.CLICK, ref="e1"),
        result=ActionResult(ok=True, navigated=True), element=element("link", "More"),
    )  # fmt: skip
    history = History(records=(pressed,))
    shown = page(lines("# Bilge pump, 24 V", "Part no. HX-4410"), title="Bilge pump")
    other = page(lines("# Fire pump, 12 V", "Part no. HX-4400"), title="Fire pump")
    assert judge("the product page is open", shown, goal=goal, history=history).holds is True
    assert judge("the product page is open", other, goal=goal, history=history).holds is not True


def test_the_results_of_a_lookup_are_no_page_of_one_license() -> None:
    found = table(("Name", "License #"), ("Ida Blum", "77"))
    seen = page(lines("# License lookup results"), pairs({"Board": "Crafts", "Type": "Roofer"}), found)
    goal = Goal(kind=GoalKind.NAVIGATION, text="Search for Ida Blum and open the details")
    assert judge("the license details page is shown", seen, goal=goal).holds is not True
    leads = element("link", "View licence", context="Ida Blum")
    seen = page(lines("# License of Lund"), pairs({"Board": "Crafts", "Type": "Roofer"}), leads)
    assert judge("the license is shown", seen, goal=goal).holds is None


@pytest.mark.parametrize(
    "text", ["the list shows only orders with status On hold", 'only orders with the status "On hold" are shown']
)
def test_only_what_was_filtered_for_is_shown(text: str) -> None:
    tick = Action(kind=ActionKind.CHECKBOX, ref="b", checked=True)
    done = ActionRecord(
        action_id="a",
        step=0,
        order=0,
        action=tick,
        result=ActionResult(ok=True),
        element=element("checkbox", "On hold"),
    )
    history = History(records=(done,))
    held = page(lines("# Orders"), table(("No.", "Status"), ("7", "On hold"), ("9", "On hold")))
    assert judge(text, held, history=history).holds is True
    assert judge("the filtered list is shown", held, history=history).holds is True
    mixed = page(lines("# Orders"), table(("No.", "Status"), ("7", "On hold"), ("9", "Open")))
    assert judge(text, mixed, history=history).holds is False
    assert judge("the filtered list is shown", mixed, history=history).holds is False
