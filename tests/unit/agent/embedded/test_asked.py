"""How the goal's author answers the question that a page asks: what is refused is never done."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import Kind, stages
from skyvern.domain.goal import Act, Goal, GoalKind, History
from skyvern.domain.page import ActionKind, Element, Observation


def goal(text: str) -> Goal:
    return Goal(kind=GoalKind.NAVIGATION, text=text)


REFUSED = (
    "Press the button for deleting the draft, then answer the question with Cancel.",
    "Click Delete draft and answer the question with No.",
    "Click 'Delete draft' and dismiss the confirmation.",
    "Click Delete draft, then press Cancel in the dialog.",
    "Click Delete draft and then click Cancel.",
    "Click Delete draft. When the browser asks, answer Cancel.",
    "When the page asks whether to delete the draft, say no. Click Delete draft.",
    "If it asks for confirmation, cancel. Click Delete draft.",
    "Click Delete draft and do not confirm.",
)


@pytest.mark.parametrize("text", REFUSED)
async def test_what_the_goal_refuses_is_refused_before_the_page_asks(text: str) -> None:
    delete = Element(ref="d", role="button", name="Delete draft", tag="button", landmark="main")
    seen = Observation(url="http://site/", title="Drafts", elements=(delete,), status=200, fingerprint="one")
    decision = await EmbeddedPolicy().decide(goal(text), seen, History())
    assert isinstance(decision, Act)
    assert [(one.kind, one.checked) for one in decision.actions if one.kind is ActionKind.DIALOG] == [
        (ActionKind.DIALOG, False)
    ]
    assert decision.actions[-1].kind is ActionKind.CLICK


def test_a_form_that_asks_before_it_is_sent_is_answered_as_said() -> None:
    asked = goal("Enter Ana as the name, submit the form and dismiss the confirmation.")
    form = next(one for one in stages(asked, understand(asked)) if one.kind is Kind.FORM)
    assert [one.checked for one in form.answering()] == [False]


def test_a_question_of_the_form_is_a_field() -> None:
    (one, *_) = understand(goal("Answer the security question with Rex and continue.")).intents
    assert [(term.label, term.value) for term in one.terms] == [("security", "Rex")]


@pytest.mark.parametrize(
    ("text", "target", "row"),
    [
        ("I need the list of invoices as a spreadsheet; download the CSV export.", "CSV export", ""),
        ("I need the invoice of April 1, 2026; download the PDF.", "invoice PDF", "April 1, 2026"),
    ],
)
def test_a_wish_and_the_order_for_it_are_one_download(text: str, target: str, row: str) -> None:
    (one,) = understand(goal(text)).intents
    assert (one.target, one.row) == (target, row)
