"""Sends a form: finds its button, sees to what it requires, and says why it was refused or did nothing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import plain, tokens
from skyvern.agent.policies.embedded.finding.match import (
    is_box,
    is_button_for,
    is_field,
    is_file,
    is_press,
    is_submit,
    is_text,
    names,
)
from skyvern.agent.policies.embedded.forms.buttons import AND_MORE, button_for, lookup
from skyvern.agent.policies.embedded.forms.fields import slots
from skyvern.agent.policies.embedded.forms.putting import Slot, empty
from skyvern.agent.policies.embedded.reading.composing import REMARKS
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import Category, Failure, element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import ASIDE, Action, ActionKind, Element

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
    saving = [e for e in saving if not AND_MORE.search(e.name)] or saving
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
