"""Cancellations and deletions: what says that they were done, and questions that wait before them."""

from __future__ import annotations

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.policies.embedded.finding.overlays import asks
from skyvern.domain.page import Line
from skyvern.testing.observations import alert, element, lines, page


@pytest.mark.parametrize(
    ("criterion", "said", "holds"),
    [
        ("the cancellation is confirmed", "Status: Confirmed", False),
        ("the cancellation is confirmed", "Thank you for your order", False),
        ("the cancellation is confirmed", "Your reservation was cancelled. No fee was charged.", True),
        ("the cancellation is confirmed", "Your reservation was not cancelled.", False),
        ("the deletion is confirmed", "The entry has been deleted.", True),
        ("the booking is confirmed", "Your booking has been confirmed.", True),
        ("the cancellation is confirmed", "La réservation a été annulée.", True),
    ],
)
def test_an_undoing_is_believed_by_its_own_word(criterion: str, said: str, holds: bool) -> None:
    seen = page(lines("# Reservation PK7", said), alert(said, "info"))
    assert (judge(criterion, seen).holds is True) is holds


@pytest.mark.parametrize(
    ("text", "names", "waits"),
    [
        ("Cancel this reservation?", ("Keep it", "Yes, cancel"), True),
        ("Reservierung wirklich stornieren?", ("Nein, behalten", "Ja, stornieren"), True),
        ("Thank you for your order.", ("Close", "View order"), False),
        ("Cancel this reservation?", ("Yes, cancel",), False),
    ],
)
def test_a_window_waits_for_its_answer(text: str, names: tuple[str, ...], waits: bool) -> None:
    buttons = [element("button", name, landmark="dialog") for name in names]
    assert asks(page(Line(text=text, order=1, region="dialog"), *buttons)) is waits
