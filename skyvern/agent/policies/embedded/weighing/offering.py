"""A second thought that starts from the page: where no order can be followed, what the goal speaks of is done there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import plain
from skyvern.agent.policies.embedded.doing.filtering import undone
from skyvern.agent.policies.embedded.finding import pages
from skyvern.agent.policies.embedded.finding.leading import begins, folds_out, is_lookup, leads, sign
from skyvern.agent.policies.embedded.finding.match import (
    goes_on,
    is_button_for,
    is_choice,
    is_field,
    is_press,
    is_submit,
    is_text,
    names,
)
from skyvern.agent.policies.embedded.forms import accounting
from skyvern.agent.policies.embedded.forms.buttons import SENDS
from skyvern.agent.policies.embedded.forms.offered import Spoken, spoken
from skyvern.agent.policies.embedded.forms.putting import Slot, action_for, empty, holds
from skyvern.agent.policies.embedded.forms.suggesting import completes, suggested
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading.heard import Heard, hear, open_pieces, orders_a_deed, telling
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, State, click
from skyvern.agent.policies.embedded.weighing import completion
from skyvern.domain.failure import Category, Failure, element_not_found
from skyvern.domain.goal import Act, Decision, Done, GiveUp, GoalKind
from skyvern.domain.page import ASIDE, Action, ActionKind, Element, Observation

OFFERED = "offered"
_FILL, _LOOK, _SEND, _LEAD, _BACK, _PICK = (
    f"{OFFERED}:{one}" for one in ("fill", "look", "send", "lead", "back", "pick")
)
RESUMED = "orders taken up again"
_MOST_RETURNS = 4
_MOST_LEADS = 8
_MOST_PAGES = 15
_DEAD = re.compile(r"\bhad no effect\b|\bis no longer on the page\b|\breturned no results\b")
"""What was found and pressed to no avail, or looked for and not there, is no matter of words."""
_SENDS = ("submit", "confirm", "register", "pay", "save", "add")


def under_way(scene: Scene) -> bool:
    """Tell whether the goal is pursued from the page by now."""
    return scene.state.phase.startswith(OFFERED)


def resumable(scene: Scene) -> bool:
    """Tell whether the orders of the goal may be taken up again: another page came up, by looking or by sending."""
    went = scene.state.phase in (_LEAD, _LOOK, _SEND) and scene.changed and not scene.page.busy
    again = sum(one == RESUMED for one in scene.state.visited)
    return went and again < _MOST_RETURNS and not pages.complaint(scene)


def answered(scene: Scene) -> bool:
    """Tell whether what was filled in was sent or looked up."""
    return scene.state.phase in (_LOOK, _SEND) or any(record.action.effect for record in scene.history.records)


def was_sent(scene: Scene) -> bool:
    """Tell whether the last press sent a form."""
    return scene.state.phase == _SEND


def may_stop(scene: Scene) -> bool:
    """Tell whether a TERMINATE criterion may be judged: on the way it would be about pages that are passed by."""
    return not under_way(scene) or scene.state.phase in (_LOOK, _SEND)


def instead(refusal: GiveUp, scene: Scene) -> Decision:
    """Return what the page offers for the goal where the walk along its orders ends, the refusal where nothing."""
    if not _may(refusal, scene):
        return refusal
    why = (refusal.failure.reason, refusal.failure.category.value)
    fresh = State(stage=scene.state.stage, visited=scene.state.visited, alerts=scene.state.alerts, refusal=why)
    decision = _look(replace(scene, state=fresh))
    return refusal if isinstance(decision, GiveUp) and not decision.terminate else decision


def _may(refusal: GiveUp, scene: Scene) -> bool:
    """Only what was not understood or not found is thought over, and only while nothing was sent."""
    reason = refusal.failure.reason
    dead = _DEAD.search(reason) is not None
    missed = refusal.failure.category is Category.ELEMENT_NOT_FOUND or reason.startswith("needs an LLM")
    missed = missed or bool(scene.history.records and accounting.unplaced(scene))
    missed = missed or (bool(scene.plan.complete) and begins(scene.page, tried=()) is not None)
    plain_goal = scene.goal.kind in (GoalKind.NAVIGATION, GoalKind.TASK) and not scene.goal.secrets
    sent = any(record.action.effect for record in scene.history.records)
    conditional = any(one.condition and one.verb is not Verb.DISMISS for one in scene.plan.intents)
    asks_login = any(e.input_type == "password" for e in scene.page.elements)
    by_kind = any(bare(term.label) for one in scene.plan.intents for term in one.terms if term.label)
    says = bool(telling(hear(scene.goal, scene.plan).text)) and not by_kind
    return missed and says and plain_goal and not (dead or refusal.terminate or sent or conditional or asks_login)


def advance(scene: Scene) -> Decision:
    """Return the next act of the pursuit from the page, or its end."""
    if scene.state.phase == _SEND:
        return _sent(scene)
    if done := _reached(scene):
        return done
    if scene.page.busy and scene.state.waits < 5:
        return scene.wait(1.0, scene.page.busy)
    answered = _after_fill(scene) if scene.state.phase == _FILL else _after_press(scene)
    return answered if answered is not None else _look(scene)


def _reached(scene: Scene) -> Done | None:
    """Return *done* where the criteria hold, nothing is to be sent, and all that the goal says found its place."""
    heard = hear(scene.goal, scene.plan)
    if orders_a_deed(heard, scene.plan) or open_pieces(heard, _shown(scene)):
        return None
    if any(undone(leg, scene) for leg in stages(scene.goal, scene.plan)):
        return None
    if scene.state.phase in (_FILL, _PICK) and _press_on(heard, _said(heard, scene), scene) is not None:
        return None  # what was filled in is to be answered first
    standing = replace(scene, state=replace(scene.state, alerts=()))
    if scene.state.phase == _LOOK and not scene.changed and pages.complaint(standing):
        return None  # the same complaint as before: nothing came of it again
    return completion.reached(scene)


def _said(heard: Heard, scene: Scene) -> Spoken:
    return spoken(heard, scene.page, used=_used(scene))


def _after_fill(scene: Scene) -> Decision | None:
    lost = _lost(scene)
    return _refuse(scene, f"the page did not keep {names(lost)}") if lost else _suggestion(scene)


def _after_press(scene: Scene) -> Decision | None:
    """Look at what a press brought: a complaint, nothing yet, or that nothing was found."""
    looked = scene.state.phase == _LOOK
    if looked and (said := pages.complaint(scene)):
        return _refuse(scene, f"the page did not accept the form: {said}")
    if scene.state.phase in (_LOOK, _LEAD) and not scene.changed and scene.state.waits < 2:
        return scene.wait(1.0, "waiting for the page to react")
    if looked and scene.plan.complete and scene.state.waits < 3:
        return scene.wait(1.0, f"not yet: {scene.plan.complete[0]}")
    if looked and (none := pages.no_results(scene.page)):
        return GiveUp(failure=element_not_found(f"the search returned no results: {none!r}"))
    return None


def _look(scene: Scene) -> Decision:
    """Fill in what the goal speaks of; press on where all of it is filled in; else go where it points."""
    heard = hear(scene.goal, scene.plan)
    found = _said(heard, scene)
    unset = [pair for pair in found.pairs if not holds(*pair) and not _tried(scene, *pair)]
    if unset and _is_thin(found, heard, scene.page) and (way := _way(heard, scene)) is not None:
        return way
    if unset:
        return _fill(unset, scene)
    if any(holds(*pair) for pair in found.pairs):
        onward = _press_on(heard, found, scene)
        return onward if onward is not None else _elsewhere(heard, scene, stay=True)
    if scene.state.phase == _LOOK and (done := _found(heard, scene)) is not None:
        return done
    return _elsewhere(heard, scene)


def _is_thin(found: Spoken, heard: Heard, page: Observation) -> bool:
    """Tell whether a page takes one of the many values that a goal says: a footer's field for an address, likely."""
    told = [one for one in heard.values if not one.weak]
    field = found.pairs[0][1].element if len(found.pairs) == 1 else None
    return field is not None and len(told) > 3 and is_text(field) and not goes_on(field, page)


def _used(scene: Scene) -> frozenset[str]:
    """Return the values that were put into some field by now and stand in none of this page."""
    put = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION)
    typed = {plain(one.action.text) for one in scene.history.records if one.action.kind in put}
    return frozenset(typed - {plain(e.value) for e in scene.page.elements if is_field(e)})


def _tried(scene: Scene, term: Term, slot: Slot) -> bool:
    return _mark(scene, term, slot) in scene.state.filled


def _mark(scene: Scene, term: Term, slot: Slot) -> str:
    """Return what is noted of a value that was put into a field: each is put in once on a page."""
    where = scene.page.url.partition("?")[0].partition("#")[0]
    return f"{where} {slot.element.name} {slot.element.group}={term.value}={term.checked}"


def _fill(unset: Sequence[tuple[Term, Slot]], scene: Scene) -> Decision:
    """Fill in all of a form at once; a field that suggests is filled alone, for its list goes with the next one."""
    alone = next((pair for pair in unset if completes(pair[1].element)), None)
    chosen = [alone] if alone is not None and alone is unset[0] else [p for p in unset if not completes(p[1].element)]
    actions = [action for pair in chosen or unset[:1] if isinstance(action := action_for(*pair), Action)]
    marks = tuple(_mark(scene, *pair) for pair in chosen or unset[:1])
    filled = (*scene.state.filled, *marks)
    if not actions:
        return _look(replace(scene, state=replace(scene.state, filled=filled)))
    return scene.act(*actions, phase=_FILL, filled=filled, reasoning="Fill in what the goal says of these fields")


def _lost(scene: Scene) -> list[Element]:
    """Return the fields of the last act that are still there and do not show what was put in."""
    slots_now = {e.ref: e for e in scene.page.elements}
    lost: list[Element] = []
    for record in scene.step():
        now = slots_now.get(record.action.ref)
        failed = record.result is None or not record.result.ok
        typed = record.action.kind is ActionKind.INPUT_TEXT and now is not None and not is_choice(now)
        if failed or (typed and now is not None and not holds(Term(value=record.action.text), Slot(element=now))):
            lost.extend([record.element] if record.element is not None else [])
    return lost


def _suggestion(scene: Scene) -> Decision | None:
    """Take the line of a field's list that says what was typed."""
    decision = suggested(_stage(scene), scene)
    if isinstance(decision, Act):
        note = replace(State.of(replace(scene.history, notes=decision.notes)), phase=_PICK)
        return replace(decision, notes=note.notes())
    return decision


def _stage(scene: Scene) -> Stage:
    intent = Intent(verb=Verb.FILL_FORM, clause=scene.goal.text)
    typed = [one.action.text for one in scene.history.records if one.action.kind is ActionKind.INPUT_TEXT]
    return Stage(kind=Kind.FORM, intent=intent, terms=tuple(Term(value=text) for text in typed))


def _press_on(heard: Heard, found: Spoken, scene: Scene) -> Decision | None:
    """Press what leads on from a form that was filled in: freely what looks, what sends only where it is ordered."""
    filled = [slot for term, slot in found.pairs if holds(term, slot)]
    if not filled:
        return None
    buttons = _buttons(filled, scene)
    if scene.state.pages >= _MOST_PAGES or (found.torn and not any(map(is_lookup, buttons))):
        return None
    for fits, phase in ((_goes_on, _LOOK), (is_lookup, _LOOK), (_sends, _SEND)):
        fitting = [e for e in buttons if fits(e)]
        lone = [e for e in buttons if e.role == "button" and e.form]
        fitting = [e for e in fitting if is_submit(e)] or fitting or (lone if phase == _SEND and len(lone) == 1 else [])
        if not fitting:
            continue
        if len({e.name for e in fitting}) > 1:
            return _refuse(scene, f"several buttons could lead on: {names(fitting)}")
        if phase == _SEND and (hindrance := _hindrance(heard, filled, fitting[0], scene)):
            return _refuse(scene, hindrance)
        tried = (*scene.state.tried, sign(fitting[0], scene.page) + f" {len(scene.state.filled)}")
        action = click(fitting[0], reasoning="what the goal says is filled in", effect=phase == _SEND)
        why = f"Press {fitting[0].name!r}"
        return scene.act(action, phase=phase, tried=tried, pages=scene.state.pages + 1, reasoning=why)
    return None


def _buttons(filled: Sequence[Slot], scene: Scene) -> list[Element]:
    """Return the buttons of the form that was filled in; where it has none, those behind its last field."""
    forms = [slot.form for slot in filled]
    form = max(forms, key=forms.count)
    count = len(scene.state.filled)
    usable = [
        e
        for e in scene.page.elements
        if is_press(e)
        and e.role in ("button", "link", "generic", "img")
        and not (e.disabled or e.covered)
        and (e.name or e.hints)
        and f"{sign(e, scene.page)} {count}" not in scene.state.tried
        and (e.form == form if form else not e.form and e.landmark not in ASIDE)
    ]
    return usable if form else [e for e in usable if e.order >= max(slot.element.order for slot in filled)] or usable


def _goes_on(element: Element) -> bool:
    return is_button_for(element, "next") and not is_button_for(element, *_SENDS)


def _sends(element: Element) -> bool:
    named = is_button_for(element, *_SENDS) or SENDS.match(element.name)
    return bool(named) or (is_submit(element) and not is_button_for(element, "cancel", "reset"))


def _hindrance(heard: Heard, filled: Sequence[Slot], button: Element, scene: Scene) -> str:
    """Return why a form must not be sent: nobody ordered it, a field is required, or the goal says more."""
    if not orders_a_deed(heard, scene.plan):
        return f"{button.name!r} would send the form, which the goal does not order"
    form = filled[0].form
    lacking = [e for e in scene.page.elements if is_field(e) and e.form == form and e.required]
    lacking = [e for e in lacking if empty(Slot(element=e)) and e.role != "radio"]
    if lacking:
        return f"the form requires {names(lacking)}"
    if left := open_pieces(heard, _shown(scene, button)):
        said = ", ".join(repr(one) for one in left[:4])
        return f"{button.name!r} was not pressed, for {said} found no place"
    return ""


def _shown(scene: Scene, *more: Element) -> str:
    """Return all that the goal has met with: what was put in and pressed, and the headings of the page."""
    said = [scene.page.title, *(line.text for line in scene.page.reading.lines if line.level)]
    met = [*more, *(one.element for one in scene.history.records if one.element is not None)]
    said += [f"{e.name} {e.group} {e.context}" for e in met]
    said += [one.action.text for one in scene.history.records if one.action.text]
    chosen = [e for e in scene.page.elements if is_field(e) and (e.value or e.checked)]
    said += [f"{e.name} {e.group} {e.value}" for e in chosen]
    return "\n".join(said)


def _found(heard: Heard, scene: Scene) -> Decision | None:
    """End a search whose every word found its place and that was answered; what else the goal says is not done."""
    if scene.plan.complete or orders_a_deed(heard, scene.plan) or not scene.changed:
        return None
    if open_pieces(heard, _shown(scene)):
        return None
    return Done(evidence=f"all that the goal says was looked for; the page shows {scene.page.title!r}")


def _sent(scene: Scene) -> Decision:
    """Judge what came of a form that was sent; nothing more is sent after it."""
    if done := completion.reached(scene):
        return done
    if (scene.page.busy and scene.state.waits < 8) or (scene.state.waits < 3 and not pages.complaint(scene)):
        return scene.wait(1.0, "waiting for the answer to the form")
    if said := pages.complaint(scene):
        return _refuse(scene, f"the page did not accept the form: {said}")
    if scene.plan.complete:
        return completion.finish(scene)
    good = next((alert.text for alert in scene.page.alerts if alert.kind == "success"), "")
    if good and scene.changed:
        return Done(evidence=f"the form was sent; the page says {good!r}")
    return _refuse(scene, "the form was sent, and the page does not say what came of it")


def _elsewhere(heard: Heard, scene: Scene, *, stay: bool = False) -> Decision:
    """Go where the goal's words point, or where a page only leads on; back where it led nowhere.

    From a page that holds values (`stay`) only what folds out is opened: they would be lost.
    """
    if scene.state.phase == _LOOK and (done := _found(heard, scene)) is not None:
        return done
    state = scene.state
    if (way := _way(heard, scene, stay=stay)) is not None:
        return way
    if (
        state.phase == _LEAD
        and scene.last is not None
        and scene.last.result is not None
        and scene.last.result.navigated
    ):
        back = Action(kind=ActionKind.GO_BACK, reasoning="it led nowhere", intention="go back")
        return scene.act(back, phase=_BACK)
    return _refuse(scene, "")


def _way(heard: Heard, scene: Scene, *, stay: bool = False) -> Decision | None:
    """Press what the goal's words point at, or the one thing that only leads on."""
    state = scene.state
    used = sum(one.startswith("lead ") for one in state.visited)
    if used >= _MOST_LEADS or scene.history.steps >= scene.goal.max_steps - 1:
        return None
    pressed = tuple(one.removeprefix("lead ") for one in state.visited if one.startswith("lead "))
    inside = [e for e in scene.page.elements if folds_out(e)] if stay else scene.page.elements
    around = replace(scene.page, elements=tuple(inside))
    ways = [lambda: begins(around, tried=pressed), lambda: next(iter(leads(heard, around, tried=pressed)), None)]
    typed = any(record.action.kind is ActionKind.INPUT_TEXT for record in scene.history.records)
    found = next((way for look in (ways if typed else ways[::-1]) if (way := look()) is not None), None)
    if found is None:
        return None
    visited = (*state.visited, f"lead {sign(found, scene.page)}")
    press = click(found, reasoning="the goal speaks of it")
    phase = _LOOK if is_lookup(found) and not found.href else _LEAD
    return scene.act(press, phase=phase, visited=visited, reasoning=f"Try {found.name!r}")


def _refuse(scene: Scene, why: str) -> GiveUp:
    """End as the walk along the orders would have, and say what was tried beside it."""
    reason, category = scene.state.refusal or ("", Category.ELEMENT_NOT_FOUND.value)
    tried = [one.element.name for one in scene.history.records if one.element and one.action.kind is ActionKind.CLICK]
    beside = f"tried {', '.join(map(repr, tried[-6:]))}" if tried and not why else why
    text = f"{reason}; going by what the page offers: {beside}" if beside else reason
    return GiveUp(failure=Failure(reason=text, category=Category(category)))
