"""Every widget of the zoo: what is done to it, what it then holds, and how a person would ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from skyvern.domain.page import ActionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """One action on the one element of that name (and role)."""

    kind: ActionKind
    name: str = ""
    role: str = ""
    more: dict[str, object] = field(default_factory=dict[str, object])
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Widget:
    """What is done to a widget, what it then holds, and how a person would ask for it."""

    steps: list[Do]
    held: object
    goal: str


def choose(name: str, text: str, **more: object) -> Do:
    return Do(kind=ActionKind.SELECT_OPTION, name=name, more={"text": text}, **more)  # type: ignore[arg-type]


def enter(name: str, text: str, **more: object) -> Do:
    return Do(kind=ActionKind.INPUT_TEXT, name=name, more={"text": text}, **more)  # type: ignore[arg-type]


def click(name: str, **more: object) -> Do:
    return Do(kind=ActionKind.CLICK, name=name, **more)  # type: ignore[arg-type]


def check(name: str, checked: bool = True, **more: object) -> Do:
    return Do(kind=ActionKind.CHECKBOX, name=name, more={"checked": checked}, **more)  # type: ignore[arg-type]


def press(keys: str, name: str = "") -> Do:
    return Do(kind=ActionKind.KEYPRESS, name=name, more={"text": keys})


def upload(name: str, **more: object) -> Do:
    return Do(kind=ActionKind.UPLOAD_FILE, name=name, more={"files": ("invoice.txt",)}, **more)  # type: ignore[arg-type]


def answer(*, accept: bool, text: str = "") -> Do:
    return Do(kind=ActionKind.DIALOG, more={"checked": accept, "text": text})


WIDGETS: dict[str, Widget] = {
    "antd/select": Widget([choose("Country", "Japan")], "JA", "Choose Japan as the country."),
    "antd/date": Widget([enter("Day", "2026-03-14")], "2026-03-14", "Enter 2026-03-14 as the day."),
    "antd/cascader": Widget(
        [choose("Place", "Europe / Switzerland / Bern")],
        ["europe", "ch", "be"],
        'Choose "Europe / Switzerland / Bern" as the place.',
    ),
    "mui/date": Widget([enter("Day", "2026-03-14", role="group")], "2026-03-14", "Enter 2026-03-14 as the day."),
    "mui/autocomplete": Widget([choose("Country", "Italy")], "Italy", "Choose Italy as the country."),
    "react/multi": Widget(
        [choose("Countries", "Japan"), choose("Countries", "Italy")],
        ["JA", "IT"],
        "Choose Japan and Italy as the countries.",
    ),
    "jquery/select2": Widget([choose("Country", "Norway")], "NO", "Choose Norway as the country."),
    "plain/flatpickr": Widget([enter("Day", "2026-03-14")], "2026-03-14", "Enter 2026-03-14 as the day."),
    "plain/quill": Widget(
        [enter("", "Hello there", role="textbox")], "Hello there\n", 'Enter "Hello there" as the message.'
    ),
    "plain/otp": Widget([enter("Digit 1", "123456")], "123456", "Enter the code 123456."),
    "plain/iframe": Widget([enter("Inside", "deep")], "deep", 'Enter "deep" into the field Inside.'),
    "shadow/lit": Widget([enter("Nickname", "Ada"), click("Join")], "Ada", "Enter Ada as the nickname and join."),
    "aggrid/filter": Widget([enter("Name Filter Input", "Person 29")], 11, 'Enter "Person 29" into the name filter.'),
    "plain/modal": Widget(
        [click("New contact"), enter("Name", "Ada"), click("Save contact")],
        "Ada",
        "Create a new contact with the name Ada.",
    ),
    "aggrid/choose": Widget([check("", role="checkbox", nth=3)], ["Person 1"], "Tick the row of Person 1."),
    "aggrid/sort": Widget([click("Age", nth=0)], "age", "Sort by age."),
    "antd/checkbox": Widget([check("I agree")], True, "Tick 'I agree'."),
    "antd/complete": Widget([enter("City", "Berlin")], "Berlin", "Enter Berlin as the city."),
    "antd/long": Widget([choose("Row", "Row 321")], 321, 'Choose "Row 321" as the row.'),
    "antd/modal": Widget([click("Delete account"), click("Yes, delete")], "deleted", "Delete the account and confirm."),
    "antd/multiple": Widget(
        [choose("Countries", "Japan"), choose("Countries", "Italy")],
        ["JA", "IT"],
        "Choose Japan and Italy as the countries.",
    ),
    "antd/number": Widget([enter("Amount", "42")], 42, "Set the amount to 42."),
    "antd/otp": Widget([enter("", "123456", role="textbox", nth=0)], "123456", "Enter the code 123456."),
    "antd/radio": Widget([check("Large")], "Large", "Choose Large."),
    "antd/range": Widget(
        [enter("Stay", "2026-03-14", nth=0), enter("", "2026-03-20", role="textbox", nth=-1)],
        ["2026-03-14", "2026-03-20"],
        "Enter 2026-03-14 as the start date and 2026-03-20 as the end date of the stay.",
    ),
    "antd/rate": Widget([click("", role="radio", nth=3)], 4, "Give 4 stars."),
    "antd/search": Widget([choose("Country", "Italy")], "IT", "Choose Italy as the country."),
    "antd/segmented": Widget([check("Weekly")], "Weekly", "Select Weekly."),
    "antd/slider": Widget([enter("Volume", "55", role="slider")], 55, "Set the volume to 55."),
    "antd/switch": Widget([check("Alerts")], True, "Turn on alerts."),
    "antd/time": Widget([enter("Time", "14:30")], "14:30", "Enter 14:30 as the time."),
    "antd/transfer": Widget(
        [check("Green", role="checkbox"), click("right", role="button")], ["Green"], "Tick Green and click right."
    ),
    "antd/tree": Widget([choose("Article", "Nut")], "nut", "Choose Nut as the article."),
    "antd/upload": Widget([upload("Drop a file here", nth=0)], "invoice.txt", "Upload invoice.txt."),
    "jquery/autocomplete": Widget([choose("City", "Berlin")], "Berlin", "Choose Berlin as the city."),
    "jquery/datatable": Widget(
        [enter("Search:", "Person 41"), click("Edit")], "41", "Search for Person 41 and click Edit."
    ),
    "jquery/datepicker": Widget([enter("Day", "03/14/2026")], "03/14/2026", "Enter 03/14/2026 as the day."),
    "jquery/dialog": Widget([click("Delete"), click("Yes")], "yes", "Delete it and confirm with Yes."),
    "jquery/select2multi": Widget(
        [choose("Countries", "Norway"), choose("Countries", "Italy")],
        ["IT", "NO"],
        "Choose Norway and Italy as the countries.",
    ),
    "jquery/selectmenu": Widget([choose("Country", "Italy")], "IT", "Choose Italy as the country."),
    "jquery/slider": Widget([Do(kind=ActionKind.DRAG, nth=1, more={"amount": 140})], 55, "Set the slider to 55."),
    "jquery/spinner": Widget([enter("Amount", "7", role="spinbutton"), press("Tab")], 7, "Set the amount to 7."),
    "mui/checkbox": Widget([check("I agree", role="checkbox")], True, "Tick 'I agree'."),
    "mui/multiple": Widget(
        [choose("Countries", "Japan"), choose("Countries", "Italy")],
        ["Japan", "Italy"],
        "Choose Japan and Italy as the countries.",
    ),
    "mui/rating": Widget([check("4 Stars")], 4, "Give 4 stars."),
    "mui/select": Widget([choose("Country", "Japan")], "Japan", "Choose Japan as the country."),
    "mui/slider": Widget([enter("Volume", "55", role="slider")], 55, "Set the volume to 55."),
    "mui/switch": Widget([check("Alerts", role="switch")], True, "Turn on alerts."),
    "mui/tabs": Widget([click("Billing")], 1, "Open the Billing tab."),
    "mui/text": Widget([enter("Name", "Ada")], "Ada", "Enter Ada as the name."),
    "mui/time": Widget([enter("Time", "14:30", role="group")], "14:30", "Enter 14:30 as the time."),
    "mui/toggle": Widget([click("Right")], "right", "Select Right."),
    "plain/accordion": Widget(
        [click("Payment"), click("Pay by invoice")], "paid", "Open Payment and click 'Pay by invoice'."
    ),
    "plain/cleave": Widget(
        [enter("Card", "4242424242424242")], "4242424242424242", "Enter 4242424242424242 as the card."
    ),
    "plain/cleavedate": Widget([enter("Born", "14/03/1990")], "14/03/1990", "Enter 14/03/1990 as the date born."),
    "plain/dropdown": Widget([click("Actions"), click("Archive")], "archived", "Archive it from the actions menu."),
    "plain/dropfiles": Widget([upload("Drop your invoice here")], "invoice.txt", "Upload invoice.txt as the invoice."),
    "plain/dropzone": Widget([upload("Drop files here to upload")], "invoice.txt", "Upload invoice.txt."),
    "plain/flatpickrtyped": Widget([enter("Day", "2026-03-14")], "2026-03-14", "Enter 2026-03-14 as the day."),
    "plain/imask": Widget([enter("Phone", "+41 44 668 18 00")], "41446681800", "Enter +41 44 668 18 00 as the phone."),
    "plain/native": Widget([answer(accept=True), click("Remove")], True, "Click Remove and accept the question."),
    "plain/offcanvas": Widget([click("Filters"), check("In stock")], True, "Open the filters and tick 'In stock'."),
    "plain/prompt": Widget(
        [answer(accept=True, text="Zoe"), click("Rename")], "Zoe", 'Click Rename and answer the prompt with "Zoe".'
    ),
    "plain/splitdate": Widget(
        [enter("Day", "14"), enter("Month", "03"), enter("Year", "1990")],
        "14-03-1990",
        "Enter 14 March 1990 as the date of birth.",
    ),
    "plain/foreign": Widget([enter("Account", "CH93")], "CH93", "Enter CH93 as the account."),
    "plain/tabs": Widget(
        [click("Billing"), enter("IBAN", "CH93")], "CH93", "Open the Billing tab and enter CH93 as the IBAN."
    ),
    "react/async": Widget([choose("Country", "France")], "FR", "Choose France as the country."),
    "react/creatable": Widget([choose("Tag", "brand new")], "brand new", 'Enter "brand new" as the tag.'),
    "react/single": Widget([choose("Country", "Japan")], "JA", "Choose Japan as the country."),
    "react/window": Widget(
        [Do(kind=ActionKind.SCROLL, name="Open row 3", more={"amount": 3000}), click("Open row 103")],
        103,
        "Open row 103.",
    ),
    "shadow/checkbox": Widget([check("I agree")], True, "Tick 'I agree'."),
    "shadow/input": Widget([enter("Name", "Ada"), press("Tab")], "Ada", "Enter Ada as the name."),
    "shadow/radio": Widget([check("Large")], "l", "Choose Large as the size."),
    "shadow/range": Widget([enter("Volume", "55")], 55, "Set the volume to 55."),
    "shadow/select": Widget([choose("Country", "Germany")], "Germany", "Choose Germany as the country."),
    "shadow/switch": Widget([check("Alerts")], True, "Turn on alerts."),
    "tinymce/editor": Widget(
        [enter("", "Hello there", role="textbox")], "Hello there", 'Enter "Hello there" as the message.'
    ),
}
FAST = ("antd/select", "mui/autocomplete", "jquery/select2", "plain/iframe")
"""Those of the fast lane, in one run of each mind."""
BEYOND = frozenset({"jquery/slider", "react/window"})
"""Widgets whose sentence the embedded mind refuses: a handle that tells nothing of itself, and a row that is not there
before a list is scrolled to it, of which nothing says in which direction."""
