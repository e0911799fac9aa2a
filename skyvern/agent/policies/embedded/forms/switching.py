"""Turns deeds that a page has as a box: "deactivate account X" clears its box *Active*, "add insurance" ticks one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import content, similarity
from skyvern.agent.policies.embedded.finding.match import is_box
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.domain.goal import History
from skyvern.domain.page import ASIDE, ActionKind, Element, Observation

_BACK = re.compile(r"^(?:de|un|dis)(?=[a-z]{4})")
_ADDING = re.compile(r"^(?:please\s+)?(?:add|include|want|keep|take|with)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)


def turned(intent: Intent, page: Observation) -> Term | None:
    """Return the box that the deed sets or clears, as a value for the form; None where not just one bears its word."""
    said = content(intent.target or intent.clause)
    if intent.verb is not Verb.DO or not said:
        return None
    verb = _BACK.sub("", said[0])
    on = verb == said[0]
    named = [e for e in page.elements if is_box(e) and e.landmark not in ASIDE and not e.disabled and _says(e, verb)]
    return Term(value="yes" if on else "no", label=named[0].name, checked=on) if len(named) == 1 else None


def _says(box: Element, verb: str) -> bool:
    """Tell whether a box is called as the deed makes a thing: Active, Activated, Is active, Published."""
    words = [word for word in content(box.name) if word not in ("is", "be")]
    stem = verb.removesuffix("e")[: max(4, len(verb) - 3)]
    return len(words) == 1 and len(stem) >= 4 and words[0].startswith(stem) and not _BACK.match(words[0])


def ticked(intent: Intent, page: Observation) -> Term | None:
    """Return the one box that bears what is to be added ("add roadside assistance"), or begins with the very order."""
    if intent.verb not in (Verb.DO, Verb.CLICK, Verb.FILL_FORM) or intent.row or intent.objects:
        return None
    said = intent.target or intent.clause
    words, bare = content(said), _ADDING.sub("", said)
    adds = bare != said
    if intent.verb is Verb.CLICK and not intent.clause.casefold().startswith(said.casefold()):  # "click Go paperless"
        return None
    usable = [e for e in page.elements if is_box(e) and e.landmark not in ASIDE and not e.disabled and e.name]
    named = [
        e
        for e in usable
        if (adds and similarity(bare, e.name) >= 0.85) or (len(words) > 1 and content(e.name)[: len(words)] == words)
    ]
    return Term(value="yes", label=named[0].name, checked=True) if len(named) == 1 else None


def in_state(intent: Intent, page: Observation) -> Term | None:
    """Return the one box that says the state which a thing is to be marked with: "This response is complete"."""
    if intent.verb is not Verb.DO or len(intent.terms) != 1 or intent.terms[0].checked is not None:
        return None
    wanted = set(content(intent.terms[0].value))
    usable = [e for e in page.elements if is_box(e) and e.landmark not in ASIDE and not e.disabled and e.name]
    named = [e for e in usable if wanted and wanted <= set(content(e.name))]
    return Term(value="yes", label=named[0].name, checked=True) if len(named) == 1 else None


def added_on(stage: Stage, page: Observation, later: Sequence[Stage]) -> tuple[Term, ...]:
    """Return the boxes of this page of a form that orders behind its values speak of ("…, add roadside assistance")."""
    if stage.intent.verb is not Verb.FILL_FORM:
        return ()
    found = (ticked(one.intent, page) for one in later if one.kind is Kind.PRESS and _ADDING.match(one.intent.target))
    return tuple(replace(term, optional=True) for term in found if term is not None)


def was_ticked(intent: Intent, history: History) -> bool:
    """Tell whether what is to be added was ticked on an earlier page."""
    bare = _ADDING.sub("", intent.target)
    boxes = [one.element for one in history.records if one.action.kind is ActionKind.CHECKBOX and one.action.checked]
    return bare != intent.target and any(box is not None and similarity(bare, box.name) >= 0.85 for box in boxes)


def as_boxes(stage: Stage, page: Observation) -> Stage:
    """Return "add A and B" as ticking where the page has A as a box; it makes and sends nothing then."""
    bare = replace(stage.intent, terms=())
    term = ticked(bare, page) if stage.intent.verb is Verb.FILL_FORM and _ADDING.match(stage.intent.target) else None
    if term is None:
        return stage
    return replace(stage, intent=replace(stage.intent, verb=Verb.CHECK), terms=(term, *stage.terms), submit=False)
