"""Puts what a deed names into the one field beside the button of that name: "redeem the voucher X", "track X"."""

from __future__ import annotations

from skyvern.agent.lexicon import content, similarity
from skyvern.agent.policies.embedded.finding.deeds import stem_of
from skyvern.agent.policies.embedded.finding.match import is_press, is_text
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.page import ASIDE, Element, Observation


def form_for(intent: Intent, scene: Scene) -> Stage | None:
    """Return the deed as a form, where the page has one field and a button named as the deed beside it."""
    named = intent.objects or ((intent.row,) if intent.row else ())
    if intent.verb is not Verb.DO or len(named) != 1 or intent.terms:
        return None
    done = next((mark for mark in scene.state.filled if mark.endswith(f"={named[0]}")), "")
    if scene.state.phase in ("submit", "enter") and done:
        term = Term(value=named[0], label=done.removesuffix(f"={named[0]}"))
        return Stage(kind=Kind.FORM, intent=intent, terms=(term,), submit=True)
    field = _field(intent, named[0], scene.page)
    if scene.state.phase not in ("", "fill") or field is None:
        return None
    return Stage(kind=Kind.FORM, intent=intent, terms=(Term(value=named[0], label=field.name),), submit=True)


def _field(intent: Intent, value: str, page: Observation) -> Element | None:
    verb = content(intent.clause)[:1]
    inner = [e for e in page.elements if e.landmark not in ASIDE and not e.disabled]
    buttons = [e for e in inner if is_press(e) and e.form and verb and _bears(verb[0], e)]
    forms = {e.form for e in buttons}
    fields = [e for e in inner if is_text(e) and e.form in forms and not e.readonly]
    one = len(forms) == 1 and len(fields) == 1 and fields[0].value in ("", value)
    return fields[0] if one and (fields[0].name or fields[0].placeholder) else None


def _bears(verb: str, button: Element) -> bool:
    own = button.name.split()[:1]
    return len(content(button.name)) <= 2 and any(
        stem_of(verb, content(one)) or similarity(verb, one) >= 0.9 for one in own
    )
