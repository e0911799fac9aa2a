"""Stages without a form or a row: open an address, press a key, scroll, wait, go back, choose an option, next page."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.criteria import judge
from skyvern.agent.lexicon import similarity
from skyvern.agent.policies.embedded.doing import beside, form_pages, press
from skyvern.agent.policies.embedded.finding import overlays, pages, tiles
from skyvern.agent.policies.embedded.finding.controls import find
from skyvern.agent.policies.embedded.finding.deeds import about
from skyvern.agent.policies.embedded.finding.match import is_box, is_button_for, is_choice, is_press, is_radio, is_text
from skyvern.agent.policies.embedded.finding.unfound import next_page
from skyvern.agent.policies.embedded.forms import reveal
from skyvern.agent.policies.embedded.forms.fields import slots
from skyvern.agent.policies.embedded.forms.putting import option_for
from skyvern.agent.policies.embedded.forms.rating import rated
from skyvern.agent.policies.embedded.forms.switching import in_state, ticked, turned, was_ticked
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category, Failure, element_not_found, needs_llm, network_error
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element

_KEYS = {"return": "Enter", "esc": "Escape", "enter": "Enter", "escape": "Escape", "tab": "Tab", "space": "Space"}


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the stage's one action, or None when it is done."""
    if scene.state.phase == "plain":
        return _after(stage, scene)
    if stage.intent.verb is Verb.TERMINATE:
        return _end(stage, scene)
    if stage.intent.verb is Verb.WAIT:
        return _wait(stage, scene)
    action = _action(stage.intent, scene)
    if action is None and stage.intent.verb is Verb.SCROLL:
        return GiveUp(failure=needs_llm(stage.clause, "what is to be scrolled was not found on the page"))
    return scene.act(action, phase="plain", reasoning=stage.clause) if action is not None else None


def _action(intent: Intent, scene: Scene) -> Action | None:
    match intent.verb:
        case Verb.GOTO:
            url = intent.target if "://" in intent.target else f"https://{intent.target}"
            if scene.page.url.rstrip("/") == url.rstrip("/"):
                return None
            return Action(kind=ActionKind.GOTO_URL, text=url, reasoning=intent.clause)
        case Verb.BACK:
            return Action(kind=ActionKind.GO_BACK, reasoning=intent.clause)
        case Verb.RELOAD:
            return Action(kind=ActionKind.RELOAD_PAGE, reasoning=intent.clause)
        case Verb.PRESS:
            typed = next(
                (r for r in reversed(scene.history.records) if r.element is not None and is_text(r.element)), None
            )
            ref = typed.action.ref if typed is not None and scene.page.element(typed.action.ref) else ""
            key = _KEYS.get(intent.target, intent.target.title().replace(" ", ""))
            return Action(kind=ActionKind.KEYPRESS, ref=ref, text=key, effect=key == "Enter", reasoning=intent.clause)
        case Verb.SCROLL:
            return _scrolling(intent, scene)
        case _:
            return None


def _scrolling(intent: Intent, scene: Scene) -> Action | None:
    """Scroll the page, or the box that the goal names."""
    if not (intent.target or intent.roles):
        return Action(kind=ActionKind.SCROLL, amount=intent.amount, reasoning=intent.clause)
    box = find(replace(intent, verb=Verb.CLICK), scene.page.elements).element
    if box is None:
        return None
    return Action(kind=ActionKind.SCROLL, ref=box.ref, amount=intent.amount, reasoning=intent.clause)


def _after(stage: Stage, scene: Scene) -> Decision | None:
    result = scene.last.result if scene.last else None
    if result is not None and not result.ok and not stage.intent.optional:
        failure = network_error(result.message) if stage.intent.verb is Verb.GOTO else element_not_found(result.message)
        return GiveUp(failure=failure)
    if scene.last is not None and scene.last.action.effect and (message := pages.complaint(scene)):
        return GiveUp(
            failure=Failure(reason=f"The page did not accept it: {message}", category=Category.WRONG_PAGE_STATE)
        )
    return None


def _end(stage: Stage, scene: Scene) -> Decision:
    """End the run as its author wants it where a condition does not hold; the page gets a moment to show it first."""
    if scene.state.waits < 2:
        return scene.wait(0.7, f"not so yet: {stage.intent.condition}")
    held = "it is so" if not stage.intent.otherwise else "it is not so"
    reason = f"Terminated: {stage.intent.condition!r}: {held}"
    return GiveUp(failure=Failure(reason=reason, category=Category.WRONG_PAGE_STATE), terminate=True)


def _wait(stage: Stage, scene: Scene) -> Decision | None:
    if stage.intent.roles:
        found = find(replace(stage.intent, verb=Verb.CLICK), scene.page.elements)
        ready = found.element is not None and not found.element.disabled
        return None if ready or scene.state.waits > 30 else scene.wait(1.0, stage.clause)
    if stage.intent.amount:
        return scene.wait(_seconds_left(stage.intent, scene), stage.clause) if scene.state.waits < 1 else None
    if scene.page.busy and scene.state.waits < 20:
        return scene.wait(1.0, stage.clause)
    verdict = judge(stage.intent.target, scene.page, goal=scene.goal, history=scene.history)
    return scene.wait(1.0, stage.clause) if verdict.holds is False and scene.state.waits < 20 else None


def _seconds_left(intent: Intent, scene: Scene) -> float:
    """Return how long to wait yet: what passed since the act before, which the wait is to follow, counts."""
    done = scene.last.at if scene.last is not None else None
    passed = (utc_now() - done).total_seconds() if done is not None else 0.0
    return max(0.1, intent.amount - max(passed, 0.0))


def dialog(stage: Stage, scene: Scene) -> Decision | None:
    """Answer a question that the page itself shows; a native one was answered with the act before."""
    if scene.state.phase == "answer" or scene.page.dialogs:
        return None
    button = overlays.answering(scene.page, yes=bool(stage.intent.amount))
    if button is not None:
        sends = bool(stage.intent.amount)
        answer = click(button, reasoning=stage.clause, effect=sends)
        return scene.act(answer, phase="answer", reasoning=stage.clause)
    asked = any(record.result is not None and record.result.dialogs for record in scene.history.records)
    if not asked and overlays.question(scene.page) is None and scene.state.waits < 2:
        return scene.wait(0.7, "the question may still come up")
    return None


def choose_option(stage: Stage, scene: Scene) -> Decision | None:
    """Select what is named only by itself: a radio button, a box, an option of a list, or a thing to press."""
    wanted = stage.intent.target
    term = Term(value=wanted, option=True)
    if scene.state.phase in ("fill", "submit", "next"):
        return form_pages.advance(Stage(kind=Kind.FORM, intent=stage.intent, terms=(term,)), scene)
    if scene.state.phase in ("click", "again", "menu", "next_page"):
        return press.advance(_as_press(stage), scene)
    if scene.state.phase == "plain":
        result = scene.last.result if scene.last is not None else None
        failed = result is not None and not result.ok
        return GiveUp(failure=element_not_found(result.message)) if failed and result is not None else None
    lists = [
        s
        for s in slots(scene.page.elements)
        if is_choice(s.element) and option_for(s.element.options, wanted) is not None
    ]
    boxes = [e for e in scene.page.elements if (is_radio(e) or is_box(e)) and similarity(wanted, e.name) >= 0.85]
    if not lists and (box := boxes[0] if len(boxes) == 1 else rated(wanted, scene.page.elements)) is not None:
        why = f"choose {box.name!r}"
        action = Action(kind=ActionKind.CHECKBOX, ref=box.ref, reasoning=stage.clause, intention=why)
        return None if box.checked else scene.act(action, phase="plain", reasoning=stage.clause)
    if lists and not boxes:
        return form_pages.advance(Stage(kind=Kind.FORM, intent=stage.intent, terms=(term,)), scene)
    named = find(_as_press(stage).intent, scene.page.elements).element
    tile = tiles.chosen(wanted, scene.page) if named is None and not scene.state.phase else None
    if tile is not None:
        return scene.act(click(tile, reasoning=stage.clause), phase="click", reasoning=stage.clause)
    return press.advance(_as_press(stage), scene)


def press_or_fill(stage: Stage, scene: Scene) -> Decision | None:
    """Press what is named; a state that no button bears ("mark it as shipped") may be an option of a field."""
    states = stage.intent.verb is Verb.DO and stage.intent.terms
    marked = in_state(stage.intent, scene.page)
    terms = (marked,) if marked is not None else stage.intent.terms
    form = Stage(kind=Kind.FORM, intent=stage.intent, terms=terms)
    if (states and scene.state.phase in ("fill", reveal.PICKED)) or (marked is not None and not scene.state.phase):
        return form_pages.advance(form, scene)
    if (turn := _turn(stage, scene)) is not None and scene.state.phase in ("fill", "submit"):
        return form_pages.advance(turn, scene)
    if (named := beside.form_for(stage.intent, scene)) is not None:
        return form_pages.advance(named, scene)
    if not scene.state.phase and was_ticked(stage.intent, scene.history):
        return None
    if (box := ticked(stage.intent, scene.page)) is not None and scene.state.phase in ("", "fill"):
        plain = find(stage.intent, scene.page.elements)
        if (
            scene.state.phase
            or (plain.element is None and not plain.ambiguous)
            or (plain.element and is_box(plain.element))
        ):
            return form_pages.advance(Stage(kind=Kind.FORM, intent=stage.intent, terms=(box,)), scene)
    decision = press.advance(stage, scene)
    if turn is not None and isinstance(decision, GiveUp) and about(stage.intent, scene.page):
        return form_pages.advance(turn, scene)
    if not (states and isinstance(decision, GiveUp)):
        return decision
    filled = form_pages.advance(form, scene)
    return decision if isinstance(filled, GiveUp) else filled


def _turn(stage: Stage, scene: Scene) -> Stage | None:
    """Return the form that does what is ordered with a box of the record; saved, where no later order saves it."""
    term = turned(stage.intent, scene.page) if stage.intent.verb is Verb.DO and not stage.intent.terms else None
    if term is None and scene.state.phase == "submit" and scene.state.filled:
        term = Term(value="yes", checked=True)
    if term is None:
        return None
    following = stages(scene.goal, scene.plan)[scene.state.stage + 1 :][:1]
    keeps = not any(one.submit for one in following)
    return Stage(kind=Kind.FORM, intent=stage.intent, terms=(term,), keeps=keeps)


def _as_press(stage: Stage) -> Stage:
    """Choosing a thing presses it; what has a row of its own ("the flight AE 415") is chosen as a whole."""
    verb = Verb.OPEN if stage.intent.row and not stage.intent.roles else Verb.CLICK
    return replace(stage, kind=Kind.PRESS, intent=replace(stage.intent, verb=verb))


def go_on(stage: Stage, scene: Scene) -> Decision | None:
    """Press "next" once, or as often as the goal says."""
    state = scene.state
    if state.phase == "next":
        waiting = _after_next(scene)
        if waiting is not None or not _more(stage, scene):
            return waiting
    elif (named := _named_page(stage, scene)) is not None:
        return scene.act(click(named, reasoning=stage.clause), phase="next", pages=stage.intent.number or 1)
    following = next_page(scene) or next(
        (e for e in scene.page.elements if is_press(e) and not e.disabled and is_button_for(e, "next")), None
    )
    if following is not None:
        action = click(following, reasoning=stage.clause)
        return scene.act(action, phase="next", pages=state.pages + 1, reasoning=stage.clause)
    if state.pages or stage.intent.optional or _went_on(scene):
        return None
    if state.waits < 1:
        return scene.wait(1.0, "no button for the next page yet")
    return GiveUp(failure=element_not_found("no button or link that leads to the next page"))


def _went_on(scene: Scene) -> bool:
    """Tell whether pages of a form were gone through by now, with what was put into them."""
    pressed = [one.element for one in scene.history.records if one.action.kind is ActionKind.CLICK]
    return any(one is not None and is_button_for(one, "next") for one in pressed)


def _named_page(stage: Stage, scene: Scene) -> Element | None:
    """Return the link of page 3, or of the part that is to be gone on to, where the page has one."""
    intent = stage.intent
    if intent.number:
        pattern = re.compile(rf"(?:page\s*)?{intent.number}", re.IGNORECASE)
        return next((e for e in scene.page.elements if is_press(e) and pattern.fullmatch(e.name.strip())), None)
    if intent.target in ("", "all", "page"):
        return None
    inner = [e for e in scene.page.elements if e.landmark in ("main", "dialog")]
    named = find(replace(intent, verb=Verb.CLICK), inner).element
    return named if named is not None and not named.disabled else None


def _after_next(scene: Scene) -> Decision | None:
    if message := pages.complaint(scene):
        reason = f"The page did not go on: {message}"
        return GiveUp(failure=Failure(reason=reason, category=Category.WRONG_PAGE_STATE))
    if scene.changed:
        return None
    if scene.state.waits < 2 or scene.page.busy:
        return scene.wait(1.0, "waiting for the next page")
    return GiveUp(failure=element_not_found("the button for the next page had no effect"))


def _more(stage: Stage, scene: Scene) -> bool:
    if stage.intent.number:
        return scene.state.pages + 1 < stage.intent.number
    if stage.intent.until:
        verdict = judge(stage.intent.until, scene.page, goal=scene.goal, history=scene.history)
        return verdict.holds is not True and scene.state.pages < 20
    return stage.intent.target == "all" and scene.state.pages < 20
