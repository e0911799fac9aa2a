"""What is looked at before a form is sent: all that the goal says of it is put in, and what found no place keeps it."""

from __future__ import annotations

from skyvern.agent.policies.embedded.forms.accounting import unplaced
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.domain.goal import Done, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import ActionKind
from tests.unit.agent.embedded.test_offering import effects, settled
from tests.unit.agent.embedded.test_policy import box, button, page
from tests.unit.agent.embedded.walking import deeds, walked

ORDER = page(
    box("po", "Purchase order reference"),
    box("note", "Note for the driver"),
    button("s", "Place order", input_type="submit"),
    fingerprint="order",
)
THANKS = page(text=("# Thank you", "Your order 77 was placed."), url="http://site/done", fingerprint="thanks")


async def test_what_is_told_after_the_press_is_put_in_before_it() -> None:
    full = settled(ORDER, po="4500123")
    found = await walked('Press "Place order". Purchase order: 4500123.', ORDER, full, THANKS)
    assert isinstance(found[-1], Done), deeds(found)
    assert deeds(found)[:2] == [(ActionKind.INPUT_TEXT, "po"), (ActionKind.CLICK, "s")]


async def test_what_found_no_place_keeps_the_form() -> None:
    text = 'Enter 4500123 as the purchase order reference. Gift card: RX-8812. Press "Place order".'
    found = await walked(text, ORDER, settled(ORDER, po="4500123"), THANKS)
    assert isinstance(found[-1], GiveUp)
    assert effects(found) == []


async def test_a_required_field_that_is_empty_keeps_a_button_from_being_pressed() -> None:
    strict = page(ORDER.elements[0], box("vat", "VAT ID", required=True), ORDER.elements[2], fingerprint="strict")
    found = await walked('Press "Place order".', strict, THANKS)
    assert isinstance(found[-1], GiveUp)
    assert "VAT ID" in found[-1].failure.reason
    assert effects(found) == []


async def test_a_date_that_the_page_writes_in_another_way_found_its_place() -> None:
    asked = page(box("d", "Delivery date"), ORDER.elements[2], fingerprint="day")
    text = 'Enter the delivery date: 14 May 2027. Press "Place order".'
    found = await walked(text, asked, settled(asked, d="2027-05-14"), THANKS)
    assert isinstance(found[-1], Done), deeds(found)


def test_words_that_only_join_need_no_place() -> None:
    asked = page(box("n", "Whom to ask for", value="Berg; Blum"), ORDER.elements[2], fingerprint="name")

    def lost(text: str) -> list[str]:
        goal = Goal(kind=GoalKind.NAVIGATION, text=text)
        return unplaced(Scene(goal=goal, page=asked, history=History(), plan=understand(goal), state=State()))

    assert lost('Recipients: Berg and Blum. Press "Place order".') == []
    assert lost('Recipients: Berg and Moss. Press "Place order".') == ["Berg and Moss"]
