"""Before anything is sent: what the goal says of the form's fields is put in, and nothing is sent without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import content, plain, same_value, tokens
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.finding.match import is_box, is_button_for, is_field, is_file, names
from skyvern.agent.policies.embedded.forms import by_kind, declining
from skyvern.agent.policies.embedded.forms.asking import box_for
from skyvern.agent.policies.embedded.forms.offered import spoken
from skyvern.agent.policies.embedded.forms.putting import Slot, action_for, empty, holds
from skyvern.agent.policies.embedded.forms.ranges import within
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.declining import ordered
from skyvern.agent.policies.embedded.reading.heard import Value, hear, telling
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.agent.tongues.words import in_english
from skyvern.domain.failure import Category, Failure
from skyvern.domain.goal import Act, Decision, GiveUp
from skyvern.domain.page import ASIDE, Action, ActionKind, Element, Observation

ACCOUNTED = "accounted"
_SENDING = (Kind.FORM, Kind.PRESS)


def before_sending(decision: Act, stage: Stage, scene: Scene) -> Decision:
    """Return the act unless it sends a form that lacks what the goal says: then that comes first, or a refusal."""
    told = State.of(replace(scene.history, notes=decision.notes)).filled
    scene = replace(scene, state=replace(scene.state, filled=told))
    button = _sender(decision, stage, scene)
    if button is None:
        return _chosen_first(decision, stage, scene) or decision
    home = [e for e in scene.page.elements if is_field(e) and _of_form(e, button, scene.page)]
    if not home:
        return decision
    if (filling := _left_to_fill(home, stage, scene) or _cleared(home, scene)) is not None:
        return filling
    if not any(one.effect for one in decision.actions):
        return decision
    lacking = [] if stage.kind is Kind.FORM else [e for e in home if _lacks(e)]
    if lacking:
        return _refusal(f"{button.name!r} was not pressed: the form requires {names(lacking)}")
    if lost := unplaced(scene):
        return _refusal(f"{button.name!r} was not pressed, for {', '.join(map(repr, lost[:4]))} found no place")
    return decision


def _chosen_first(decision: Act, stage: Stage, scene: Scene) -> Act | None:
    """Choose what the goal says of the radio buttons of a form before it looks something up: "a one-way flight"."""
    clicks = [one for one in decision.actions if one.kind is ActionKind.CLICK]
    button = scene.page.element(clicks[-1].ref) if clicks and stage.kind in (Kind.FORM, Kind.SEARCH) else None
    if button is None or not is_lookup(button):
        return None
    touched = {one.action.ref for one in scene.history.records}
    home = [e for e in scene.page.elements if is_field(e) and _of_form(e, button, scene.page)]
    found = spoken(hear(scene.goal, scene.plan), replace(scene.page, elements=tuple(home)))
    open_pairs = [
        (term, slot)
        for term, slot in found.pairs
        if slot.members and not holds(term, slot) and not touched & {member.ref for member in slot.members}
    ]
    actions = [one for term, slot in open_pairs if isinstance(one := action_for(term, slot), Action)]
    if not actions:
        return None
    visited = (*scene.state.visited, *(_mark(slot) for _, slot in open_pairs))
    return scene.act(*actions, phase="fill", visited=visited, reasoning="The goal says this of the form, too")


def completing(stage: Stage, scene: Scene) -> Act | None:
    """Put in what the goal says of a form that lacks what it requires, before it is given up."""
    touched = {one.action.ref for one in scene.history.records}
    forms = {e.form for e in scene.page.elements if e.ref in touched and is_field(e)}
    home = [e for e in scene.page.elements if is_field(e) and e.form in forms and not (e.disabled or e.covered)]
    return _left_to_fill(home, stage, scene) if home else None


def _refusal(reason: str) -> GiveUp:
    return GiveUp(failure=Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))


def _sender(decision: Act, stage: Stage, scene: Scene) -> Element | None:
    """Return the button that an act sends a form with."""
    if stage.kind not in _SENDING or stage.intent.row or stage.intent.objects:
        return None
    onward = stage.kind is Kind.FORM and State.of(replace(scene.history, notes=decision.notes)).phase == "next"
    clicks = [one for one in decision.actions if one.kind is ActionKind.CLICK and (one.effect or onward)]
    button = scene.page.element(clicks[-1].ref) if clicks else None
    if button is None or is_lookup(button) or is_button_for(button, "delete", "login"):
        return None
    return button


def _of_form(element: Element, button: Element, page: Observation) -> bool:
    """Tell whether a field belongs to what a button sends: its form, else the page itself before the button."""
    if element.disabled or element.covered:
        return False
    if button.form or button.landmark == "dialog":
        return element.form == button.form
    return not element.form and element.landmark not in (*ASIDE, "search", "dialog")


def _lacks(element: Element) -> bool:
    secret = element.input_type == "password" or is_file(element) or element.role == "radio"
    return element.required and not secret and not is_box(element) and empty(Slot(element=element))


def _left_to_fill(home: list[Element], stage: Stage, scene: Scene) -> Act | None:
    """Put in what the goal says of fields that are still empty, once each."""
    heard = hear(scene.goal, scene.plan)
    own = replace(scene.page, elements=tuple(home))
    found = spoken(heard, own, used=_placed(scene))
    open_pairs = [
        (term, slot)
        for term, slot in found.pairs
        if empty(slot) and not holds(term, slot) and _mark(slot) not in scene.state.visited
        if term.checked is not False and not _taken_later(term.value, scene)
    ]
    if ordered(scene.goal.text):
        taken = {slot.element.ref for _, slot in open_pairs}
        left = [pair for pair in declining.declined(home) if pair[1].element.ref not in taken]
        open_pairs += [pair for pair in left if _mark(pair[1]) not in scene.state.visited]
    actions = [(one, slot) for term, slot in open_pairs if isinstance(one := action_for(term, slot), Action)]
    if not actions:
        return None
    visited = (*scene.state.visited, *(_mark(slot) for _, slot in actions))
    phase = "fill" if stage.kind is Kind.FORM else ACCOUNTED
    why = "The goal says this of the form, too"
    return scene.act(*(one for one, _ in actions), phase=phase, visited=visited, reasoning=why)


def _cleared(home: list[Element], scene: Scene) -> Act | None:
    """Clear the boxes that are ticked beforehand and that the goal does not want: no newsletter."""
    ticked = [e for e in home if is_box(e) and e.checked and f"cleared {e.ref}" not in scene.state.visited]
    forbidden, prose = scene.plan.forbidden, scene.plan.prose
    unwanted = [
        e
        for e in ticked
        if any(_about(words, e.name) for words in forbidden) or any(_refuses(words, e.name) for words in prose)
    ]
    if not unwanted:
        return None
    why = "the goal does not want it"
    acts = [
        Action(kind=ActionKind.CHECKBOX, ref=e.ref, checked=False, reasoning=why, intention=f"clear {e.name!r}")
        for e in unwanted
    ]
    visited = (*scene.state.visited, *(f"cleared {e.ref}" for e in unwanted))
    return scene.act(*acts, phase=scene.state.phase or ACCOUNTED, visited=visited, reasoning="Clear what is not wanted")


_REFUSING = re.compile(
    r"\b(?:do(?:es)? not|don.t|doesn.t|never) (?:want|wish|need|like)(?: to)?\b|\bwants? no\b", re.IGNORECASE
)
""" "The patient does not want text reminders": a box for them that is ticked beforehand is cleared."""
_MAILING = re.compile(
    r"\b(?:newsletters?|marketing|promotions?|promotional|special offers|mailing list|subscribe|werbung|"
    r"infolettre|lettres? (?:d.|of )information|s.abonner|abonnement|alertes?|abonnieren|suscri\w+|bolet[ií]n|"
    r"keep me (?:posted|updated|informed)|(?:job|e-?mail|product|news) (?:alerts?|updates?|news))\b",
    re.IGNORECASE,
)


def _refuses(sentence: str, name: str) -> bool:
    """Tell whether a sentence says that nobody wants what a box is for."""
    match = _REFUSING.search(sentence)
    said = telling(sentence[match.end() :]) if match else frozenset[str]()
    return len(said) > 0 and said <= telling(name)


def _about(forbidden: str, name: str) -> bool:
    """Tell whether what the goal forbids is what a box says: both are about mail, or they share their telling words."""
    if (_MAILING.search(forbidden) and _MAILING.search(name)) or _wished(forbidden, name):
        return True
    said, avoided = telling(name), telling(forbidden)
    return (len(said) > 0 and said <= avoided) or any(_mostly(telling(one), avoided) for one in in_english(name))


def _mostly(said: frozenset[str], avoided: frozenset[str]) -> bool:
    """Tell whether most of what a name in another language says is avoided; not every word of it is known."""
    shared = said & avoided
    return len(shared) >= _LEAST_SHARED and 2 * len(shared) > len(said)


_LEAST_SHARED = 2


_WISHING = re.compile(
    r"^(?:yes,?\s+)?(?:please\s+)?(?:i(?:.d| would)? (?:like|want|wish|agree) to(?: (?:be|get|have|receive))?|i want|"
    r"(?:sign|add) me (?:up )?(?:for|to)|subscribe me to|"
    r"(?:send|keep|e-?mail|text|call|notify|tell|inform|remind|contact) me)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"^(?:sign up|subscribe|opt in|request|ask|receive|get|add|join|enrol|register|want|order|send|have|accept|allow)\b"
    r"(?:\s+(?:for|to|any|the|an?))*",
    re.IGNORECASE,
)
""" "Do not sign up for news" is about the box "Send me news about other homes"."""


def _wished(forbidden: str, name: str) -> bool:
    wishing, wished = _WISHING.match(name), _WISHED.match(forbidden)
    left = set(tokens(forbidden[wished.end() :])) if wished else set[str]()
    return wishing is not None and bool(left) and left <= set(tokens(name[wishing.end() :]))


def helped(scene: Scene, missing: Sequence[Term]) -> Act | None:
    """Put values for which no field bears their name where the page itself speaks of them, before they are missed."""
    heard = hear(scene.goal, scene.plan)
    told = {plain(one.label) for one in heard.values}
    wanted = {plain(one.value): one.mark for one in missing if one.checked is None or plain(one.label) in told}
    found = spoken(heard, scene.page, used=_placed(scene))
    fitting = [(term, slot) for term, slot in found.pairs if plain(term.value) in wanted and empty(slot)]
    boxes = [e for e in scene.page.elements if is_box(e) and not (e.disabled or e.covered)]
    ticks = [
        (one, box) for one in missing if one.checked is not None and (box := box_for(one.label, boxes)) is not None
    ]
    acts = [(one, wanted[plain(t.value)]) for t, slot in fitting if isinstance(one := action_for(t, slot), Action)]
    acts += [(one, t.mark) for t, box in ticks if isinstance(one := action_for(t, Slot(element=box)), Action)]
    if not acts:
        return None
    filled = (*scene.state.filled, *(mark for _, mark in acts))
    return scene.act(*(one for one, _ in acts), phase="fill", filled=filled, reasoning="The page speaks of it so")


def _mark(slot: Slot) -> str:
    return f"{ACCOUNTED} {slot.element.ref} {slot.element.name}"


def _placed(scene: Scene) -> frozenset[str]:
    """Return the values that were put into some field by now."""
    put = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION)
    return frozenset(plain(one.action.text) for one in scene.history.records if one.action.kind in put)


def _taken_later(value: str, scene: Scene) -> bool:
    """Tell whether an order that comes later takes a value, or has it in its words."""
    later = stages(scene.goal, scene.plan)[scene.state.stage + 1 :]
    return any(plain(value) in plain(_words(stage)) for stage in later)


def _words(stage: Stage) -> str:
    intent = stage.intent
    return " ".join((intent.target, intent.row, *intent.also, *intent.objects, *(t.value for t in stage.terms)))


def unplaced(scene: Scene) -> list[str]:
    """Return the values that the goal says by name and that stand in no field, nothing pressed, nowhere on the page."""
    heard = hear(scene.goal, scene.plan)
    met = met_with(scene)
    shown, criteria = set(tokens("\n".join(met))), set(tokens(" ".join((*scene.plan.complete, *scene.plan.terminate))))
    told = [one.text for one in heard.values if _certain(one) and not _taken_later(one.text, scene)]
    told = [by_kind.ONLY.sub(" ", text).strip() or text for text in told]
    lost = [text for text in told if not (_known(text, shown) or _known(text, criteria))]
    return [text for text in lost if not any(_says(one, text) for one in met)]


def _certain(value: Value) -> bool:
    generic = plain(value.text).strip() in ("yes", "no", "true", "false", "on", "off", "none", "n/a")
    return bool(value.label) and not value.weak and len(value.text) > 1 and not generic


def _known(text: str, shown: set[str]) -> bool:
    """Tell whether every telling word of a value was met with; of a date its day is enough, written as it may be."""
    day = parse_date(text)
    if day is not None and not text.isdigit():
        return bool({str(day.day), f"{day.day:02d}"} & shown) or f"{day:%Y%m%d}" in shown
    words = set(tokens(text))
    return (words & set(content(text)) or words) <= shown


def _says(one: str, text: str) -> bool:
    """Tell whether a text says a value in other letters or another tongue: California for CA, +1 555 01 for +155501."""
    digits = re.sub(r"\D", "", text)
    if within(one, text):
        return True
    alike = same_value(one, text) or any(same_value(reading, text) for reading in in_english(one))
    return alike or (len(digits) > 3 and digits == re.sub(r"\D", "", one))


def met_with(scene: Scene) -> list[str]:
    """Return all that the goal has met with: what was put in and pressed, and what the page shows."""
    met: list[str] = [scene.page.title, scene.page.reading.text]
    for record in scene.history.records:
        met += [record.action.text, *record.action.files]
        if (e := record.element) is not None:
            met += [e.name, e.group, e.context]
    for element in scene.page.elements:
        met += [element.name, element.value] if is_field(element) else []
    return [one for one in met if one]


def resumed(state: State) -> State:
    """Return the state of a stage that goes on after its form was completed."""
    return replace(state, phase="") if state.phase == ACCOUNTED else state
