"""Sentences that book something, in English and as they are said in German, French and Spanish."""

# ruff: noqa: E501 - tables of cases read best a line each
from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.forms.reveal import pick
from skyvern.agent.policies.embedded.intents import Intent, Plan, Term, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.agent.tongues.goals import goal_in_english
from skyvern.domain.goal import Act, GiveUp, Goal, GoalKind, GoalValue, History
from skyvern.domain.page import Line
from skyvern.testing.observations import element, page


def understood(text: str, **values: str) -> Plan:
    """Read a goal whose `{names}` are values of a workflow's parameters."""
    given: list[GoalValue] = []
    while "{" in text:
        at, end = text.index("{"), text.index("}")
        name = text[at + 1 : end]
        given.append(GoalValue(name=name, text=values[name], at=at))
        text = text[:at] + values[name] + text[end + 1 :]
    return understand(goal_in_english(Goal(kind=GoalKind.NAVIGATION, text=text, values=tuple(given), payload=values)))


WHO = {"first": "Ida", "last": "Blum", "mail": "ida@blum.example", "day": "12.01.2027", "hour": "10:45"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Request an appointment for a new patient with Dr. Weiss in Cardiology on {day} at {hour}. Submit it.",
         ["Dr. Weiss", "Cardiology", "12.01.2027", "10:45"]),
        ("Schedule an in person tour on Thu, Dec 3 at 1:30 PM for {first} {last}, {mail}.",
         ["Thu, Dec 3", "1:30 PM", "Ida", "Blum", "ida@blum.example"]),
        ("Reserve a room at the Hilltop Lodge from {day} to 14.01.2027 for two adults.",
         ["Hilltop Lodge", "12.01.2027", "14.01.2027", "2"]),
        ("Prendre rendez-vous pour un passeport à la Mairie annexe des Lilas le {day} à {hour}, au nom de {first} {last}.",
         ["passeport", "Mairie annexe des Lilas", "12.01.2027", "10:45", "Ida", "Blum"]),
        ("Vereinbare einen Termin für einen Reisepass im Bürgeramt Mitte am {day} um {hour} auf den Namen {first} {last}.",
         ["reisepass", "bürgeramt Mitte", "12.01.2027", "10:45", "Ida", "Blum"]),
        ("Pide cita para una revisión con la doctora Ruiz el {day} a las {hour} a nombre de {first} {last}, correo {mail}.",
         ["revisión", "doctora Ruiz", "12.01.2027", "10:45", "Ida", "Blum", "ida@blum.example"]),
        ("Beantrage Erholungsurlaub vom {day} bis zum 14.01.2027, Vertretung Jana Ott.",
         ["Erholungsurlaub", "12.01.2027", "14.01.2027", "Jana Ott"]),
    ],
)  # fmt: skip
def test_a_booking_in_one_sentence(text: str, said: list[str]) -> None:
    plan = understood(text, **WHO)
    assert plan.unknown == ()
    form = next(one for one in plan.intents if one.verb is Verb.FILL_FORM)
    assert [term.value for term in form.terms] == said
    assert any(one.verb is Verb.SUBMIT for one in plan.intents)


@pytest.mark.parametrize("text", ["Book a tennis court.", "Request the invoice by mail.", "Schedule the export."])
def test_what_tells_no_moment_is_no_booking(text: str) -> None:
    assert all(one.verb is not Verb.FILL_FORM for one in understood(text).intents)


def _slots(hour: str) -> Act | GiveUp | None:
    days = (Line(text="Tuesday, 12 January 2027", order=1), Line(text="Wednesday, 13 January 2027", order=5))
    offered = (("10:15", 2), ("10:45", 3), ("10:45", 6), ("11:30", 7))
    buttons = [element("button", name, ref=f"s{order}", order=order) for name, order in offered]
    seen = page(*buttons, days)
    goal = Goal(kind=GoalKind.NAVIGATION, text="Book a visit")
    terms = (Term(value="13.01.2027", label="date", option=True), Term(value=hour, label="time", option=True))
    stage = Stage(kind=Kind.FORM, intent=Intent(verb=Verb.FILL_FORM, clause=""), terms=terms)
    scene = Scene(goal=goal, page=seen, history=History(), plan=Plan(), state=State())
    return pick(stage, scene, terms)  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize(("hour", "ref"), [("10:45", "s6"), ("10h45", "s6"), ("10:45 AM", "s6"), ("11:30", "s7")])
def test_a_time_is_taken_under_its_day(hour: str, ref: str) -> None:
    decision = _slots(hour)
    assert isinstance(decision, Act)
    assert [one.ref for one in decision.actions] == [ref]


def test_a_time_of_another_day_is_not_taken() -> None:
    decision = _slots("10:15")
    assert isinstance(decision, GiveUp)
    assert "not offered on 13 January 2027" in decision.failure.reason
