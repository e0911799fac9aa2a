"""Sends a form: finds its button, sees to what it requires, and says why it was refused or did nothing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import BUTTONS, concepts, plain, tokens
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    choose,
    is_box,
    is_button_for,
    is_field,
    is_file,
    is_press,
    is_submit,
    is_text,
    names,
    press_score,
    prior,
)
from skyvern.agent.policies.embedded.forms.fields import slots
from skyvern.agent.policies.embedded.forms.putting import Slot, empty
from skyvern.agent.policies.embedded.reading.composing import REMARKS
from skyvern.agent.policies.embedded.reading.verbs import strip_polite
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import Category, Failure, element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import ASIDE, Action, ActionKind, Element

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


_AND_MORE = re.compile(r"\w\s*(?:\b(?:and|und|et|y|e)\b|[&+,])\s*(?:\w+\s+)?\w+", re.IGNORECASE)
""" "Save and add another", "Save & close": the plain button is meant, where there is one."""


_REVIEWING = re.compile(
    r"^(?:review|preview|check)(?:\s+(?:the|my|your))?(?:\s+(?:and\s+\w+|transfer|payment|order|booking|request|application|details|"
    r"entries|data))?$|^(?:über)?prüfen$|^vérifier$|^revisar$|^rever$",
    re.IGNORECASE,
)
""" "Review transfer": a button that shows what was filled in once more, to be confirmed there."""


def send(stage: Stage, scene: Scene, form: str | None) -> Decision | None:
    if lacking := _lacking(scene, form, consent=True):
        return lacking
    found = button_for(scene, form, "send", stage=stage)
    if found is not None and found.ambiguous and (named := _named_whole(found.rivals, stage.clause)):
        return press_on(stage, scene, form, named, phase="submit")
    if found is not None and found.ambiguous and not _searches_by_key(stage, found.rivals, scene):
        return GiveUp(failure=needs_llm(stage.clause, f"several buttons could send the form: {names(found.rivals)}"))
    if found is not None and found.element is not None:
        return press_on(stage, scene, form, found.element, phase="submit")
    if (looking := lookup(scene, form)) is not None:
        return press_on(stage, scene, form, looking, phase="submit" if stage.kind is Kind.SEARCH else "next")
    typed = any(one.action.kind is ActionKind.INPUT_TEXT for one in scene.step())
    if stage.kind is Kind.SEARCH and not typed and _has_answered(scene):
        return None
    return _send_by_key(stage, scene, form)


def _send_by_key(stage: Stage, scene: Scene, form: str | None) -> Decision:
    """Press Enter in the last field of a form that has no button of its own."""
    field = next(
        (
            element
            for element in reversed(scene.page.elements)
            if is_text(element) and element.form == form and element.value
        ),
        None,
    )
    if field is not None:
        action = Action(
            kind=ActionKind.KEYPRESS,
            ref=field.ref,
            text="Enter",
            effect=True,
            reasoning="the form has no button of its own",
            intention="send the form with Enter",
        )
        return scene.act(*stage.answering(), action, phase="submit", tries=0, reasoning=stage.clause)
    if scene.page.busy or scene.state.waits < 1:
        return scene.wait(1.0, "no button to send the form yet")
    return GiveUp(
        failure=element_not_found(
            f"no button to send the form; the page offers {names([e for e in scene.page.elements if is_press(e)])}"
        )
    )


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


def _searches_by_key(stage: Stage, rivals: Sequence[Element], scene: Scene) -> bool:
    """Tell whether a search is begun with Enter: its words stand in a search box, and no button sends its form."""
    typed = any(e.role == "searchbox" and e.value for e in scene.page.elements)
    return stage.kind is Kind.SEARCH and typed and not any(is_submit(e) for e in rivals)


def keep(stage: Stage, scene: Scene, form: str | None) -> Decision | None:
    """Save what was set in a record, where its form has a button that only saves: unsaved it would not be set."""
    own = [e for e in scene.page.elements if is_press(e) and e.form == (form or "") and not e.disabled]
    sent = any(is_file(e) and e.form == (form or "") and e.value for e in scene.page.elements)
    pressed = [one.element for one in scene.history.records if one.element and one.action.kind is ActionKind.CLICK]
    edited = any(is_button_for(e, "edit") for e in pressed)
    remark = bool(stage.terms) and all(_remark(term.label) for term in stage.terms)
    aims = ("save", *(("upload",) if sent else ()), *(("submit",) if sent or edited or remark else ()))
    saving = [e for e in own if is_button_for(e, *aims) and not is_file(e)]
    if remark and not saving:
        saving = [e for e in own if _POSTS.match(e.name)]
    saving = [e for e in saving if not _AND_MORE.search(e.name)] or saving
    touched = {record.action.ref for record in scene.history.records}
    put = any(is_field(e) and e.form == (form or "") and e.ref in touched for e in scene.page.elements)
    if not put or len({e.name for e in saving}) != 1:
        return None
    return press_on(stage, scene, form, saving[0], phase="submit")


def _remark(label: str) -> bool:
    return set(tokens(label.partition(" of ")[0])[-1:]) <= REMARKS and bool(label)


_POSTS = re.compile(
    r"^(?:post|add|save|update|send|submit|leave)(?:\s+(?:this|the|my|your|an?))?(?:\s+(?:\w+\s+)?\w+)?$", re.IGNORECASE
)
""" "Post comment", "Update this ticket", "Add note": what makes a remark stand there."""


def _named_whole(rivals: Sequence[Element], order: str) -> Element | None:
    """Return the one button all of whose words the order has: *Save the Family house* means "Save Family house"."""
    said = set(tokens(order))
    named = [rival for rival in rivals if len(words := set(tokens(rival.name))) > 1 and words <= said]
    return named[0] if len(named) == 1 else None


def _lacking(scene: Scene, form: str | None, *, consent: bool) -> Decision | None:
    """Say which required fields would be sent empty; a consent without which nothing can be sent is given."""
    open_fields = _unknown_required(scene, form)
    if not open_fields:
        return None
    agree = [slot.element for slot in open_fields if is_box(slot.element) and _agreement(slot.element)]
    if agree and consent:
        why = "the form cannot be sent without this consent"
        ticks = [
            Action(kind=ActionKind.CHECKBOX, ref=box.ref, reasoning=why, intention=f"tick {box.name!r}")
            for box in agree
        ]
        return scene.act(*ticks, phase="fill", reasoning="Agree to what the form requires")
    wanted = names([_shown(slot) for slot in open_fields])
    reason = f"The form requires values that the goal does not give: {wanted}"
    return GiveUp(failure=Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))


def _shown(slot: Slot) -> Element:
    """Return the slot's element under the name that a person sees: a radio button under that of its group."""
    return replace(slot.element, name=slot.element.group or slot.element.name) if slot.members else slot.element


def _agreement(element: Element) -> bool:
    text = f"{element.name} {' '.join(element.hints)} {element.description}"
    return bool(
        re.search(
            r"\b(?:agree|accept|terms|conditions|consent|certify|declare|confirm|acknowledge|privacy|"
            r"true and (?:correct|accurate)|read and understood?|j.atteste|j.accepte|je certifie|je déclare|"
            r"ich (?:bestätige|versichere|erkläre|akzeptiere)|acepto|declaro|certifico|confirmo)\b",
            text,
            re.IGNORECASE,
        )
    ) and not re.search(r"\b(?:newsletter|marketing|offers?|promotion)", text, re.IGNORECASE)


def _unknown_required(scene: Scene, form: str | None) -> list[Slot]:
    touched = {record.action.ref for record in scene.history.records if record.result is not None and record.result.ok}
    return [
        slot
        for slot in slots(scene.page.elements)
        if (form is None or slot.form == form)
        and (slot.element.required or any(member.required for member in slot.members))
        and empty(slot)
        and not (
            slot.element.ref in touched and (slot.element.input_type in ("password", "file") or is_file(slot.element))
        )
        and not _shows_beside(slot.element, scene)
    ]


def _shows_beside(element: Element, scene: Scene) -> bool:
    """Tell whether a drawn list shows what was chosen in it beside its field, which itself stays empty."""
    chosen = [one.action.text for one in scene.history.records if one.action.ref == element.ref]
    shown = {plain(hint) for hint in element.hints}
    return element.role == "combobox" and any(plain(text) in shown for text in chosen if text)


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
    if _AND_MORE.search(element.name) and not is_button_for(element, "next", "confirm", "submit"):
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


def press_on(stage: Stage, scene: Scene, form: str | None, button: Element, *, phase: str) -> Decision:
    if phase == "next" and (lacking := _lacking(scene, form, consent=stage.submit)):
        return lacking
    onward = (
        phase == "submit"
        and stage.kind is Kind.FORM
        and (_REVIEWING.match(button.name) is not None or is_button_for(button, "next", "start"))
        and not is_button_for(button, "submit")
    )
    action = click(
        button,
        reasoning=stage.clause or "send the form",
        effect=stage.kind is Kind.FORM and not onward and phase == "submit",
    )
    return scene.act(
        *stage.answering(),
        action,
        phase="next" if onward else phase,
        tries=0,
        pages=scene.state.pages + 1,
        reasoning=f"Press {button.name!r}",
    )


def finished(scene: Scene) -> bool:
    """Tell whether a form of several pages has come to its end: nothing left to fill, nothing left to send."""
    fields = [
        e
        for e in scene.page.elements
        if is_field(e) and e.landmark not in ("banner", "navigation", "contentinfo", "search")
    ]
    buttons = [
        e
        for e in scene.page.elements
        if is_press(e) and not e.disabled and is_button_for(e, "submit", "next", "confirm", "register", "pay")
    ]
    return not fields and not buttons


def nothing_left(scene: Scene) -> bool:
    """Tell whether the last *Continue* was the sending: the page that came has neither a field nor a button."""
    inner = (e for e in scene.page.elements if e.role == "button" and not e.disabled and e.landmark not in ASIDE)
    return scene.state.pages > 0 and finished(scene) and not any(inner)


def found_nothing(stage: Stage, scene: Scene, message: str) -> Decision | None:
    words = " ".join(term.value for term in stage.terms if not term.optional) or " ".join(
        term.value for term in stage.terms
    )
    return GiveUp(failure=element_not_found(f"the search for {words!r} returned no results: {message!r}"))


def refused(stage: Stage, scene: Scene, message: str) -> Decision:
    reason = f"The page did not accept the form: {message}"
    return GiveUp(failure=Failure(reason=reason, category=Category.WRONG_PAGE_STATE))


def told(scene: Scene) -> str:
    """Return what the page says in short, to see later whether it says something else."""
    return f"{zlib.crc32(scene.page.reading.text.encode()):08x}"


def filters_itself(stage: Stage, scene: Scene) -> bool:
    """Tell whether a list answered to the typing alone: Enter did nothing more, but the page says other things now."""
    record = scene.last
    typed = record is not None and record.action.kind is ActionKind.KEYPRESS and not scene.failed
    return stage.kind is Kind.SEARCH and typed and _has_answered(scene)


def _has_answered(scene: Scene) -> bool:
    """Tell whether the page says other things than before a choice was made: a list that narrows itself down."""
    return bool(scene.state.shown) and scene.state.shown != told(scene)


def again(stage: Stage, scene: Scene) -> Decision | None:
    """The button did nothing: a search is begun once more with Enter, a press that went wrong is done again.

    What was pressed well is not pressed twice, for it may have sent the form without a word. A click that went wrong
    may have sent it all the same: where another page stands now, the criteria tell.
    """
    record = scene.last
    if scene.state.tries >= 1 or record is None or record.element is None:
        name = record.element.name if record and record.element else "the button"
        message = (
            record.result.message if record and record.result and not record.result.ok else "the page did not react"
        )
        return GiveUp(failure=element_not_found(f"{name!r} had no effect: {message}"))
    button = next(
        (e for e in scene.page.elements if e.name == record.element.name and e.role == record.element.role), None
    )
    field = _last_field(scene.page.elements, record.element.form)
    if record.action.kind is ActionKind.CLICK and field is not None and stage.kind is Kind.SEARCH:
        action = Action(
            kind=ActionKind.KEYPRESS,
            ref=field.ref,
            text="Enter",
            reasoning="the button did nothing",
            intention="send the form with Enter",
        )
        return scene.act(action, phase=scene.state.phase, tries=1)
    harmless = scene.failed or scene.state.phase == "next" or stage.kind is Kind.SEARCH
    if button is not None and harmless:
        return scene.act(click(button, reasoning="the first click did nothing"), phase=scene.state.phase, tries=1)
    if button is not None:
        return GiveUp(failure=element_not_found(f"{button.name!r} had no effect: the page did not react"))
    if scene.changed and scene.plan.complete:
        return None
    return GiveUp(failure=element_not_found(f"{record.element.name!r} is no longer on the page"))


def _last_field(elements: Sequence[Element], form: str) -> Element | None:
    return next(
        (element for element in reversed(elements) if is_text(element) and element.form == form and element.value), None
    )
