"""Finds the button of a form: what sends it, what leads to its next page, what looks up the thing that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import BUTTONS, concepts
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    choose,
    is_button_for,
    is_field,
    is_press,
    is_submit,
    press_score,
    prior,
)
from skyvern.agent.policies.embedded.reading.verbs import strip_polite
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.page import ASIDE, ActionKind, Element

_NOT_ADVANCING = (
    "cancel",
    "back",
    "reset",
    "upload",
    "delete",
    "add",
    "close",
    "print",
    "menu",
    "share",
    "logout",
    "edit",
    "reject",
    "download",
    "refresh",
)


_MINOR = re.compile(
    r"^clear\b|"
    r"\b(?:draft|later|another|preview|show password|forgot|reset|google|facebook|apple|microsoft|linkedin|sso|guest|"
    r"(?:next|previous|prev) (?:month|week|year|day|image|slide|photo)|help|import|autofill|resume later|browse|"
    r"captcha|remove|(?:choose|pick) (?:an?|another))\b",
    re.IGNORECASE,
)


SENDS = re.compile(
    r"^(?:submit|send|confirm|save|create|place|publish|register|apply|update|post|finish|complete|order|book|renew|request|"
    r"reserve|transfer|pay|sign up|schedule|invite|review|"
    r"absenden|senden|speichern|bestätigen|enregistrer|envoyer|valider|"
    r"guardar|enviar|confirmar|salvar)\b",
    re.IGNORECASE,
)
""" "Send invite", "Order now", "Confirm transfer": names of buttons that send what was filled in."""


AND_MORE = re.compile(r"\w\s*(?:\b(?:and|und|et|y|e)\b|[&+,])\s*(?:\w+\s+)?\w+", re.IGNORECASE)
""" "Save and add another", "Save & close": the plain button is meant, where there is one."""


def lookup_first(stage: Stage, scene: Scene, form: str | None) -> Element | None:
    """Return the button that looks up what a form is about, where more of the goal's values are asked for after it."""
    pressed = {one.element.name for one in scene.history.records if one.element and one.action.kind is ActionKind.CLICK}
    found = lookup(scene, form) if stage.kind is Kind.FORM and scene.state.filled else None
    return found if found is not None and found.name not in pressed else None


def lookup(scene: Scene, form: str | None) -> Element | None:
    """Return the one button of a form that looks something up: a booking begins with "Search flights"."""
    drawn = [e for e in scene.page.elements if is_press(e) and e.form == (form or "") and not e.href]
    own = [e for e in drawn if e.role == "button" or (e.role == "generic" and e.listener)]
    found = [e for e in own if is_lookup(e) and not (e.disabled or e.context or e.landmark in ASIDE or e.popup)]
    found = [e for e in found if not is_button_for(e, "menu", "close")]
    return found[0] if len({e.name for e in found}) == 1 else None


def beside_typed(scene: Scene, form: str | None) -> Element | None:
    """Return the button right behind the field that was typed into last, where it looks up what was typed."""
    typed = [one for one in scene.step() if one.action.kind is ActionKind.INPUT_TEXT]
    field = scene.page.element(typed[-1].action.ref) if len(typed) == 1 else None
    found = lookup(scene, form) if field is not None else None
    if field is None or found is None or found.order < field.order:
        return None
    between = [e for e in scene.page.elements if is_press(e) and field.order < e.order < found.order]
    return found if not between else None


def button_for(scene: Scene, form: str | None, aim: str, *, stage: Stage | None = None) -> Choice | None:
    """Find the button that sends the form (`send`) or leads to its next page (`next`)."""
    candidates = [e for e in scene.page.elements if is_press(e) and e.role in ("button", "link", "generic", "img")]
    fitting = [e for e in candidates if _may_send(e) and not _of_a_record(e, form, stage)]
    own = [e for e in fitting if form and e.form == form]
    lone = own[0] if len(own) == 1 and own[0].role == "button" else None
    searching = stage is not None and stage.kind is Kind.SEARCH

    def score(element: Element) -> float:
        value = _next_score(element, stage) if aim == "next" else _send_score(element, stage)
        inside = bool(form) and element.form == form
        if searching and is_button_for(element, "register", "pay", "login"):
            return 0.0
        if aim == "send" and inside and (element is lone or is_submit(element)):
            value = max(value, 0.66)
        if element.role == "link" and not is_button_for(element, "next", "submit"):
            value *= 0.8
        if not value or element.landmark in ("navigation", "banner", "contentinfo"):
            return value * 0.5
        return value + (0.15 if inside else -0.25 if element.form else -0.05) + prior(element)

    if aim == "send" and len(fitting) > 1:
        fitting = [e for e in fitting if not _led_here(e, scene)]
    found = choose(fitting, score, threshold=0.6)
    if found.ambiguous and (own := _beside_fields(found.rivals, scene)) is not None:
        return Choice(element=own)
    return found if found.element is not None or found.rivals else None


def _beside_fields(rivals: Sequence[Element], scene: Scene) -> Element | None:
    """Return the one of several buttons that stands with the fields that were filled in, the others being elsewhere."""
    touched = {record.action.ref for record in scene.history.records}
    filled = [e for e in scene.page.elements if is_field(e) and e.ref in touched]
    groups = {e.group for e in filled}
    if len(groups) != 1 or not all(groups):
        return None
    inside = [e for e in rivals if e.group in groups and e.order > filled[0].order]
    return inside[0] if len(inside) == 1 else None


def _of_a_record(element: Element, form: str | None, stage: Stage | None) -> bool:
    """Tell whether a button stands in a row or card of what is searched: it does something with that one record."""
    searching = stage is not None and stage.kind is Kind.SEARCH
    return searching and bool(element.context) and (not form or element.form != form) and not is_submit(element)


def _led_here(element: Element, scene: Scene) -> bool:
    """Tell whether an element was pressed before the first field was filled: it brought the form up, it sends none."""
    for record in scene.history.records:
        if record.element is not None and is_field(record.element):
            return False
        pressed = record.element if record.action.kind is ActionKind.CLICK else None
        if pressed is not None and (pressed.name, pressed.role) == (element.name, element.role):
            return not is_submit(element) and not is_button_for(element, "next", "submit")
    return False


def _may_send(element: Element) -> bool:
    named = bool(element.name or element.hints) and not _MINOR.search(element.name)
    sends = is_submit(element) and SENDS.match(element.name) is not None
    return (
        named and not (element.disabled or element.covered) and (sends or not is_button_for(element, *_NOT_ADVANCING))
    )


def _next_score(element: Element, stage: Stage | None) -> float:
    """A button that leads on; one that sends is none, for what is still to be filled in would be sent empty."""
    if is_button_for(element, "next"):
        return 0.9
    first = " ".join(element.name.split()[:1])
    starts = "buttons:start" in concepts(first, among=(BUTTONS,)) or is_button_for(element, "start", "get_quote")
    if starts and stage is not None and stage.kind is Kind.FORM and not SENDS.match(element.name):
        return 0.8
    if SENDS.match(element.name) or is_button_for(element, "submit", "confirm", "register", "pay", "save"):
        return 0.0
    return 0.85 * max(press_score(word, element) for word in ("next", "continue", "proceed"))


def _send_score(element: Element, stage: Stage | None) -> float:
    searching = stage is not None and stage.kind is Kind.SEARCH
    wanted = stage.intent.target if stage is not None else ""
    if searching and (is_button_for(element, "search", "filter_apply") or _begins_search(element)):
        value = 0.95
    elif searching and is_button_for(element, "register", "pay", "save", "add", "login"):
        return 0.0
    elif is_button_for(element, "submit"):
        value = 0.9
    elif is_button_for(element, "confirm", "register", "pay", "save", "filter_apply"):
        value = 0.84
    elif is_button_for(element, "next"):
        value = 0.0 if searching and not element.form else 0.74
    elif is_button_for(element, "search", "login"):
        value = 0.5
    else:
        value = (
            0.8 * max(press_score(word, element) for word in ("search", "find") if searching)
            if searching
            else 0.8 * max(press_score(word, element) for word in ("submit", "send", "apply"))
        )
    if not searching and SENDS.match(element.name or " ".join(element.hints[:1])):
        value = max(value, 0.82)
    if wanted and not searching:
        value = max(value, 0.97 * press_score(wanted, element))
    if stage is not None and not searching and _begins_alike(element.name, stage.clause):
        value = max(value, 0.86)
    return _weighed(value, element)


def _weighed(value: float, element: Element) -> float:
    if AND_MORE.search(element.name) and not is_button_for(element, "next", "confirm", "submit"):
        value -= 0.12
    return value + 0.12 if value and is_submit(element) else value


def _begins_search(element: Element) -> bool:
    """Tell whether a button's name begins with a word for searching: "Search flights", "Find a doctor"."""
    first = " ".join(element.name.split()[:1])
    return element.role == "button" and "buttons:search" in concepts(first, among=(BUTTONS,)) and is_lookup(element)


def _begins_alike(name: str, clause: str) -> bool:
    """Tell whether a button's words begin with the verb of an order: "Request leave" for "request leave from …"."""
    first = " ".join(name.casefold().split()[:1])
    said = (strip_polite(part.strip()).casefold().split()[:1] for part in clause.split(";"))
    return len(first) > 3 and any(first == " ".join(verb) for verb in said) and first not in _PUTTING


_PUTTING = ("enter", "fill", "type", "select", "choose", "pick", "tick", "check", "upload", "clear", "open")
