"""How a prompt becomes steps without a model."""

from __future__ import annotations

from skyvern.blocks.task_v2 import plain_steps
from skyvern.domain.goal import GoalKind

ACT, READ = GoalKind.NAVIGATION, GoalKind.EXTRACTION


def test_acting_stays_together_and_reading_is_apart() -> None:
    prompt = "Search for 'ACME'. Open the first result, then extract its phone number and address."
    assert plain_steps(prompt) == [
        (ACT, "Search for 'ACME', then Open the first result"),
        (READ, "extract its phone number and address."),
    ]


def test_lists_are_steps() -> None:
    prompt = "1. Log in\n2. Open the invoices\n3. List all invoice numbers\n4. Sign out"
    assert [kind for kind, _ in plain_steps(prompt)] == [ACT, READ, ACT]


def test_one_sentence_is_one_step() -> None:
    assert plain_steps("Accept the cookies") == [(ACT, "Accept the cookies")]
