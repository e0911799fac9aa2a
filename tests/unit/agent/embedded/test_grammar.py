"""Goals as people word them, and what the embedded mind reads in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skyvern.agent.policies.embedded.intents import Intent, Plan, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import Kind, stages
from skyvern.domain.goal import Goal, GoalKind, SecretField

READINGS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "readings.json").read_text(encoding="utf-8"))
UNSHOWN = (Verb.SEARCH, Verb.FILL_FORM, Verb.DISMISS, Verb.SUBMIT, Verb.WAIT)


def read(text: str, payload: dict[str, object] | None = None, kind: GoalKind = GoalKind.NAVIGATION) -> Plan:
    return understand(Goal(kind=kind, text=text, payload=payload or {}))


def shown(intent: Intent) -> str:
    """One intent in one line: verb, which, target, row, values, condition."""
    parts = [intent.verb.value]
    if intent.which:
        parts.append(f"{intent.which.value}{intent.number or ''}")
    if intent.target and intent.verb not in UNSHOWN:
        parts.append(repr(intent.target))
    if intent.row and intent.verb is not Verb.SEARCH:
        parts.append(f"in {intent.row!r}")
    for term in intent.terms:
        switch = "on" if term.checked else "off"
        parts.append(f"{term.label or term.key}={term.value}" if term.checked is None else f"{term.label}:{switch}")
    if intent.condition:
        parts.append(f"if {intent.condition}")
    if intent.until:
        parts.append(f"until {intent.until}")
    return " ".join(parts)


@pytest.mark.parametrize("reading", READINGS, ids=[reading["goal"][:60] for reading in READINGS])
def test_a_goal_is_read_as_meant(reading: dict[str, Any]) -> None:
    plan = read(reading["goal"], reading.get("payload"))
    assert [shown(intent) for intent in plan.intents] == reading["intents"]
    for part in ("complete", "terminate", "forbidden", "unknown"):
        assert list(getattr(plan, part)) == reading.get(part, []), part


def test_many_wordings_are_covered() -> None:
    assert len(READINGS) >= 80


def test_payload_values_in_the_text_are_tied_to_their_keys() -> None:
    plan = read("Look for Mary Ann Jones", {"person": {"given": "Mary Ann", "family": "Jones"}})
    assert [(term.value, term.key) for term in plan.intents[0].terms] == [
        ("Mary Ann", "person.given"),
        ("Jones", "person.family"),
    ]


def test_secret_tokens_are_values_and_never_split() -> None:
    goal = Goal(
        kind=GoalKind.NAVIGATION,
        text="Enter tok-1.a b as the username and tok;2 as the password",
        secrets=(
            SecretField(parameter="account", field="username", token="tok-1.a b"),
            SecretField(parameter="account", field="password", token="tok;2"),
        ),
    )
    terms = understand(goal).intents[0].terms
    assert [(term.label, term.value) for term in terms] == [("username", "tok-1.a b"), ("password", "tok;2")]


@pytest.mark.parametrize(
    "text",
    [
        "Book a table for 4 at 19:30.",
        "Report a leak at 55 Main St",
        "Frobnicate the 12 gadgets and reticulate splines",
    ],
)
def test_what_is_said_is_never_dropped_in_silence(text: str) -> None:
    plan = read(text)
    kept = " ".join(shown(intent) for intent in plan.intents) + " ".join(plan.unknown)
    assert plan.unknown or all(
        word in kept for word in text.rstrip(".").split() if any(char.isdigit() for char in word)
    )


def test_explanations_are_no_orders() -> None:
    plan = read("Our auditor needs the licence file. It is usually on the left. This is important for compliance.")
    assert plan.intents == ()
    assert plan.unknown == ()


def test_do_not_submit_keeps_the_form_unsent() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Fill in the form with name Ana and submit it. Do not submit the form.")
    assert [(stage.kind, stage.submit) for stage in stages(goal, understand(goal))] == [(Kind.FORM, False)]


def test_a_login_goal_needs_no_words() -> None:
    for text in ("", "Enter the user name and the password, then click Sign in."):
        goal = Goal(kind=GoalKind.LOGIN, text=text)
        assert [stage.kind for stage in stages(goal, understand(goal))] == [Kind.LOGIN]


def test_a_download_goal_always_ends_in_a_download() -> None:
    goal = Goal(kind=GoalKind.FILE_DOWNLOAD, text='Click "Export" in the toolbar')
    assert [stage.kind for stage in stages(goal, understand(goal))] == [Kind.DOWNLOAD]


def test_a_search_button_press_after_a_search_is_not_done_twice() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Search for Acme and click the Search button.")
    assert [stage.kind for stage in stages(goal, understand(goal))] == [Kind.SEARCH]


def test_a_form_is_sent_where_the_goal_says_send_and_not_before() -> None:
    text = 'Report a broken lamp at "Pier 4". Add the contact "Ida" and tick the box updates. Send the report.'
    verbs = [one.verb for one in understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents]
    assert verbs.count(Verb.SUBMIT) == 1
    assert verbs[-1] is Verb.SUBMIT
