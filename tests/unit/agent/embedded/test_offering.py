"""The second thought that starts from the page: what it fills in, what it presses, and what it never sends."""

from __future__ import annotations

from dataclasses import replace

from skyvern.domain.goal import Act, Decision, Done, GiveUp
from skyvern.domain.page import ActionKind, Alert, Element, Observation
from tests.unit.agent.embedded.test_offered import radio, tick
from tests.unit.agent.embedded.test_policy import box, button, link, page
from tests.unit.agent.embedded.walking import deeds, walked

HOME = page(link("go", "Apply for a permit"), link("st", "Check a licence"), fingerprint="home")


def settled(seen: Observation, **values: str | bool) -> Observation:
    """The page once its fields hold these values."""

    def after(element: Element) -> Element:
        value = values.get(element.ref)
        if isinstance(value, bool):
            return replace(element, checked=value)
        return replace(element, value=value) if value is not None else element

    return replace(seen, elements=tuple(map(after, seen.elements)), fingerprint=f"{seen.fingerprint}{sorted(values)}")


def effects(decisions: list[Decision]) -> list[str]:
    return [one.ref for act in decisions if isinstance(act, Act) for one in act.actions if one.effect]


WORK = page(
    radio("fence", "Fence", "Work"),
    radio("roof", "Re-roof", "Work"),
    button("n1", "Next"),
    url="http://site/apply",
    fingerprint="work",
)
DETAILS = page(
    box("addr", "Job address"),
    box("val", "Valuation of work ($)"),
    button("s", "Submit application"),
    url="http://site/apply",
    fingerprint="details",
)
RECEIVED = page(
    text=("# Application received", "Application number APP-26-3301"),
    alerts=(Alert(text="Your application was received", kind="success"),),
    url="http://site/apply",
    fingerprint="received",
)
ASKED = "Apply for a Re-roof permit. Job address: 1204 Alder Street. Valuation: 8400. Submit the application."


def form(*more: Element) -> list[Observation]:
    last = replace(DETAILS, elements=(*DETAILS.elements[:2], *more, DETAILS.elements[2]))
    return [
        HOME,
        WORK,
        settled(WORK, roof=True),
        last,
        settled(last, addr="1204 Alder Street", val="8400"),
    ]


async def test_a_wizard_is_walked_by_what_its_pages_offer_and_sent_once() -> None:
    found = await walked(ASKED, *form(), RECEIVED)
    assert isinstance(found[-1], Done), deeds(found)
    assert effects(found) == ["s"]
    assert (ActionKind.INPUT_TEXT, "addr") in deeds(found)


async def test_nothing_is_sent_while_a_piece_of_the_goal_found_no_place() -> None:
    found = await walked(f"{ASKED[:-24]} Contractor licence: C-1182. Submit the application.", *form(), RECEIVED)
    assert isinstance(found[-1], GiveUp)
    assert effects(found) == []


async def test_nothing_is_sent_that_the_goal_does_not_order() -> None:
    found = await walked("A Re-roof permit at 1204 Alder Street, valuation 8400", *form(), RECEIVED)
    assert effects(found) == []


async def test_nothing_is_sent_that_the_goal_forbids() -> None:
    found = await walked(f"{ASKED[:-24]} Do not submit the application.", *form(), RECEIVED)
    assert effects(found) == []


async def test_a_required_field_without_a_value_keeps_the_form() -> None:
    found = await walked(ASKED, *form(box("tel", "Telephone", required=True)), RECEIVED)
    assert isinstance(found[-1], GiveUp)
    assert effects(found) == []


QUOTE = page(
    box("o", "Origin ZIP"),
    box("d", "Destination ZIP"),
    box("w", "Weight in kg", input_type="number"),
    tick("i", "Insured"),
    button("q", "Show rates"),
    fingerprint="quote",
)
RATES = page(text=("# Rates", "Standard 189.00"), fingerprint="rates")
SHIPPING = "Get the shipping rates from postal code 44100 to 64000 for a parcel of 12.5 kg, insured"


async def test_what_only_looks_is_pressed_freely_and_ends_where_all_was_said() -> None:
    full = settled(QUOTE, o="44100", d="64000", w="12.5", i=True)
    found = await walked(SHIPPING, QUOTE, full, RATES)
    assert (ActionKind.CLICK, "q") in deeds(found)
    assert effects(found) == []


async def test_a_refusal_tells_the_first_reason() -> None:
    found = await walked("Frobnicate the quux of Vandersloot", page(link("a", "Imprint"), link("b", "Press")))
    assert isinstance(found[-1], GiveUp)
    assert deeds(found)[:-1] == []
