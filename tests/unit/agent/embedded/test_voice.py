"""What is said to be done is an order where the goal orders nothing else, and only an expectation where it does."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("The permit of Eva Horn must be renewed.", "Renew the permit of Eva Horn."),
        ("The report by Nils should be forwarded to Eva.", "Forward the report by Nils to Eva."),
        ("The invoice needs to be deleted.", "Delete the invoice."),
        ("The colour has to be set to 'blue'.", "Set the colour to 'blue'."),
        ("The claim of Eva Horn is to be submitted.", "Submit the claim of Eva Horn."),
    ],
)
def test_the_passive_voice_orders(said: str, order: str) -> None:
    first, second = (
        [
            (one.verb, one.target.lower(), one.row, one.terms)
            for one in understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents
        ]
        for text in (said, order)
    )
    assert first == second
    assert first


def test_beside_an_order_it_only_tells_what_to_expect() -> None:
    words = "Click Save. The record should be deleted."
    found = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert [one.target for one in found.intents] == ["Save"]
