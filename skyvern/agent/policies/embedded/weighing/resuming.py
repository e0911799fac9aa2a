"""Takes the orders of a goal up again, where a page that they want came up while the page itself was followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from skyvern.agent.lexicon import BUTTONS, concepts, plain, same_value
from skyvern.agent.policies.embedded.finding.match import THRESHOLD, press_score
from skyvern.agent.policies.embedded.finding.seeking import SEEKING
from skyvern.agent.policies.embedded.forms.making import makes
from skyvern.agent.policies.embedded.intents import Term, Verb
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.agent.policies.embedded.weighing import completion, offering
from skyvern.domain.goal import Act, Decision
from skyvern.domain.page import ActionKind

_GETTING_ON = ("fill", "submit", "click", "typed", "sent")
"""Phases of acts that carry out an order; the others only look for its place."""
_VALUED = (Kind.FORM, Kind.SEARCH, Kind.CHOOSE)


def resumed(scene: Scene, carry_out: Callable[[Stage, Scene], Decision | None]) -> Decision | None:
    """Return what the next open order does on this page, None where it does nothing here."""
    if not offering.resumable(scene) or completion.reached(scene):
        return None
    legs = stages(scene.goal, scene.plan)
    sent = offering.was_sent(scene)
    for index in range(_first_open(legs, scene), len(legs)):
        leg = legs[index]
        if sent and (leg.submit or leg.intent.verb is Verb.SUBMIT):
            return None
        visited = (*scene.state.visited, offering.RESUMED)
        fresh = State(stage=index, visited=visited, alerts=scene.state.alerts, waits=3)
        decision = carry_out(leg, replace(scene, state=fresh))
        if isinstance(decision, Act) and _gets_on(decision, scene):
            return decision
        if decision is not None and not _only_leads(leg):
            return None
    return None


def _only_leads(leg: Stage) -> bool:
    """Tell whether an order only leads to what the next one is about: what came up by another way does as well."""
    first = " ".join(leg.clause.split()[:1])
    begins = "buttons:start" in concepts(first, among=(BUTTONS,)) and leg.kind is Kind.PRESS
    return leg.intent.verb is Verb.OPEN or begins


def _gets_on(decision: Act, scene: Scene) -> bool:
    phase = State.of(replace(scene.history, notes=decision.notes)).phase
    again = [one for one in decision.actions if one.kind is ActionKind.CLICK and _pressed(one.ref, scene)]
    clicked = [scene.page.element(one.ref) for one in decision.actions if one.kind is ActionKind.CLICK]
    opens = phase == SEEKING and any(one is not None and makes(one) for one in clicked)
    return (phase in _GETTING_ON or opens) and not again


def _pressed(ref: str, scene: Scene) -> bool:
    """Tell whether what is to be pressed was pressed on the way here."""
    now = scene.page.element(ref)
    before = [one.element for one in scene.history.records if one.action.kind is ActionKind.CLICK]
    return any(now is not None and one is not None and (one.name, one.href) == (now.name, now.href) for one in before)


def _first_open(legs: Sequence[Stage], scene: Scene) -> int:
    """Return the first order behind the last one that was carried out while the page was followed."""
    met = [at for at in range(scene.state.stage, len(legs)) if _met(legs[at], scene)]
    return met[-1] + 1 if met else scene.state.stage


def _met(leg: Stage, scene: Scene) -> bool:
    """Tell whether all values of an order were put in and answered, or what it names was pressed."""
    records = scene.history.records
    if leg.kind in _VALUED:
        said = [term for term in leg.terms if not term.optional]
        return (
            bool(said) and all(_put_in(term, scene) for term in said) and (not leg.submit or offering.answered(scene))
        )
    pressed = [one.element for one in records if one.element is not None and one.action.kind is ActionKind.CLICK]
    named = bool(leg.intent.target) and not leg.intent.row and not leg.intent.objects
    return leg.kind is Kind.PRESS and named and any(press_score(leg.intent.target, e) >= THRESHOLD for e in pressed)


def _put_in(term: Term, scene: Scene) -> bool:
    """Tell whether a value was typed, chosen or ticked somewhere."""
    for record in scene.history.records:
        name = record.element.name if record.element is not None else ""
        said = (record.action.text, name)
        if term.checked is None and any(plain(one) == plain(term.value) or same_value(one, term.value) for one in said):
            return True
        pressed = record.element if record.action.kind in (ActionKind.CHECKBOX, ActionKind.CLICK) else None
        if term.checked is not None and pressed is not None and press_score(term.label, pressed) >= THRESHOLD:
            return True
    return False
