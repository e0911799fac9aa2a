"""Fills forms: the whole page in one act, then on to its next page or off with it, then a look at the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import field_concept, plain
from skyvern.agent.policies.embedded.doing import agreeing, consenting, found_record, thin
from skyvern.agent.policies.embedded.doing.searching import (
    PAGE_SIZE,
    filtered_by_links,
    for_single_box,
    found_by_turning,
    page_sized,
    to_list,
    to_more_fields,
)
from skyvern.agent.policies.embedded.finding import meant_form, pages, seeking
from skyvern.agent.policies.embedded.finding.match import is_button_for, is_choice, is_field, is_press, is_text, names
from skyvern.agent.policies.embedded.finding.side import around
from skyvern.agent.policies.embedded.forms import accounting, buttons, by_kind, making, reveal, sending, stepping
from skyvern.agent.policies.embedded.forms.code_boxes import spread
from skyvern.agent.policies.embedded.forms.columns import in_parts
from skyvern.agent.policies.embedded.forms.facts import found, value_of
from skyvern.agent.policies.embedded.forms.fields import Assigned, assign, counted, slots
from skyvern.agent.policies.embedded.forms.narrowing import narrowing
from skyvern.agent.policies.embedded.forms.prose import answers
from skyvern.agent.policies.embedded.forms.putting import action_for, alike, holds, written
from skyvern.agent.policies.embedded.forms.spoken import of_its_page, taken_apart
from skyvern.agent.policies.embedded.forms.suggesting import completes, suggested
from skyvern.agent.policies.embedded.forms.suiting import expand
from skyvern.agent.policies.embedded.forms.switching import added_on, as_boxes
from skyvern.agent.policies.embedded.intents import Term, Verb
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.pointing import for_each_field
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found, needs_llm, website_error
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element, Trouble

_MOST_PAGES = 15


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the next act of a form stage, or None when the form is filled (and sent, if asked)."""
    stage, scene = as_boxes(stage, scene.page), meant_form.narrowed(stage, scene)
    if scene.state.phase in ("submit", "next", "enter"):
        decision = _after_send(stage, scene)
        if decision is not None or scene.state.phase != "next" or (stage.submit and sending.nothing_left(scene)):
            return decision
        scene = replace(scene, state=replace(scene.state, phase="", tries=0))
    elif scene.state.phase == "fill":
        scene, decision = _after_fill(stage, scene)
        if decision is not None:
            return decision
    elif scene.state.phase == seeking.SEEKING:
        if not scene.changed and scene.state.waits < 1:
            return scene.wait(1.0, "waiting for the page to react")
        scene = reveal.settled(scene)
    elif scene.state.phase == reveal.PICKED:
        if (decision := reveal.picked(scene)) is not None:
            return decision
        scene = reveal.settled(scene)
    if (decision := suggested(stage, scene)) is not None:
        return decision
    return None if found_by_turning(stage, scene) else _fill_page(stage, scene)


def _terms(stage: Stage, scene: Scene) -> tuple[Term, ...]:
    """Return the stage's values as this page's fields take them."""
    page = scene.page
    later = stages(scene.goal, scene.plan)[scene.state.stage + 1 :] if stage.intent.verb is Verb.FILL_FORM else ()
    terms = (*stage.terms, *added_on(stage, page, later), *consenting.ordered_before(stage, scene))
    told = [one for term in terms for one in _pointed(term, scene)]
    singly = [one for term in told for one in counted(term, page.elements)]
    agreed = [consenting.on_page(term, page.elements) for term in singly]
    parts = [part for term in agreed for part in taken_apart(of_its_page(term, page), page.elements)]
    if stage.kind is Kind.SEARCH:
        parts = [one for part in parts for one in in_parts(part, page.elements)]
    return expand(parts, page.elements)


def _pointed(term: Term, scene: Scene) -> list[Term]:
    """Return a term with the value that its words point at on the page; for each field where they point at each."""
    if not term.source:
        return [term]
    said = scene.goal.text
    if for_each_field(term.source):
        asked = [e for e in scene.page.elements if is_text(e) and e.name and not e.disabled]
        return [replace(term, label=e.name, source="", value=value_of(e.name, scene.page, said=said)) for e in asked]
    return [replace(term, value=found(term.source, scene.page, said=said))]


def _untold(stage: Stage, scene: Scene, terms: tuple[Term, ...]) -> Decision | None:
    """End the run where a value is neither said nor shown, before anything else is filled in or sent."""
    dark = next((term for term in terms if not term.value and (term.source or not term.option)), None)
    if dark is not None and scene.state.waits < 1:
        return scene.wait(0.7, f"{dark.source or dark.label!r} is not on the page yet")
    if dark is not None:
        why = f"the page does not show what {dark.source or dark.label!r} is"
        return GiveUp(failure=needs_llm(stage.clause, why))
    given = terms or stage.advance or scene.goal.payload or scene.plan.prose
    if stage.intent.verb is Verb.FILL_FORM and not given:
        return GiveUp(failure=needs_llm(stage.clause, "the goal does not say what is to be filled in"))
    return None


def _with_prose(stage: Stage, scene: Scene, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Add what the goal tells in sentences, by the page's own questions; a lone search box takes the words as one."""
    if stage.intent.verb in (Verb.FILL, Verb.FILL_FORM) and scene.plan.prose:
        known = {term.value.casefold() for term in terms if term.checked is None}
        said = answers(scene.plan.prose, scene.page.elements)
        terms = (*terms, *(term for term in said if term.checked is not None or term.value.casefold() not in known))
    if stage.intent.target == PAGE_SIZE:
        return page_sized(terms, scene.page)
    if stage.kind is Kind.SEARCH:
        terms = for_single_box((*terms, *narrowing(stage, terms, scene.page)), scene, stage.intent.target)
    return terms


def _fill_page(stage: Stage, scene: Scene) -> Decision | None:
    terms = _terms(stage, scene)
    if (first := _untold(stage, scene, terms) or to_more_fields(stage, terms, scene)) is not None:
        return first
    terms = _with_prose(stage, scene, terms)
    unset = [term for term in terms if term.mark not in scene.state.filled and not _was_chosen(term, scene)]
    unset = [term for term in unset if not _was_split(term, scene)]
    if (answered := consenting.answered(stage, scene, unset)) is not None:
        return answered
    step, left = stepping.advance(stage, scene, unset)
    if step is not None:
        return step
    free = replace(scene, page=replace(scene.page, elements=_free(left, scene)))
    fit = _last_left(_changed(stage, left, free), stage, free)
    fit = by_kind.completed(fit, free.page.elements) if stage.kind is Kind.FORM else fit
    if (first := _to_its_list(fit, stage, scene) or _unclear(fit, stage) or _led(fit, stage, scene)) is not None:
        return first
    put = [term.mark for term in unset if term not in left]
    if (other := thin.elsewhere(fit, stage, scene)) is not None:
        return other
    actions = _actions(fit, put)
    if isinstance(actions, GiveUp):
        return actions
    if actions:
        filled = (*scene.state.filled, *(key for key in put if key not in scene.state.filled))
        shown = scene.state.shown or sending.told(scene)
        return scene.act(
            *actions, phase="fill", filled=filled, shown=shown, reasoning=f"Fill in the form: {stage.clause}"
        )
    done = replace(scene, state=replace(scene.state, filled=(*scene.state.filled, *put)))
    missing = [term for term in fit.missing if not term.optional]
    return _onward(stage, done, missing, fit)


def _was_chosen(term: Term, scene: Scene) -> bool:
    """Tell whether a value without a name was pressed by its own words on an earlier page: "in the afternoon"."""
    if term.meaning or term.checked is not None or not scene.state.filled:
        return False
    pressed = [one.element for one in scene.history.records if one.action.kind is ActionKind.CLICK]
    here = {e.ref for e in scene.page.elements}
    named = [plain(e.name) for e in pressed if e is not None and e.ref not in here]
    return any(name == plain(term.value) or name.startswith(f"{plain(term.value)} (") for name in named)


def _was_split(term: Term, scene: Scene) -> bool:
    """Tell whether a value was put in part by part on an earlier page: a date by its day and year, a name in two."""
    if not scene.state.pages or term.checked is not None or term.file:
        return False
    here = {e.ref for e in scene.page.elements}
    put = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION)
    texts = {one.action.text for one in scene.history.records if one.action.kind in put and one.action.ref not in here}
    day = parse_date(term.value)
    if day is not None and not term.value.isdigit():
        return str(day.year) in texts and bool({str(day.day), f"{day.day:02d}"} & texts)
    parts = term.value.split()
    return field_concept(term.meaning) == "full_name" and len(parts) == 2 and set(parts) <= texts


def _to_its_list(fit: Assigned, stage: Stage, scene: Scene) -> Decision | None:
    """Go to the list that is to be searched, where the page has only the search of the whole site."""
    aside = around(scene.page)
    outside = bool(fit.pairs) and all(slot.element.ref in aside for _, slot in fit.pairs)
    return to_list(stage, scene) if outside and stage.kind is Kind.SEARCH and not scene.state.filled else None


def _unclear(fit: Assigned, stage: Stage) -> GiveUp | None:
    """Refuse where a value could go into several fields."""
    if not fit.ambiguous:
        return None
    term, rivals = fit.ambiguous[0]
    why = f"{term.meaning or term.value!r} could go into {names([slot.element for slot in rivals])}"
    return GiveUp(failure=needs_llm(stage.clause, why))


def _led(fit: Assigned, stage: Stage, scene: Scene) -> Decision | None:
    """Go to the form for a new thing, where this one is likely another."""
    lacking = sum(not term.optional for term in fit.missing)
    if lacking > len(fit.pairs) and not scene.state.filled and (named := making.named(stage, scene)) is not None:
        return named
    strange = _elsewhere(fit, scene) or making.of_another(stage, scene)
    come = scene.state.phase == seeking.SEEKING or any(one.startswith(seeking.SEEKING) for one in scene.state.tried)
    if come and len(fit.pairs) > max(2, lacking):  # what led here was right, though one value has no field
        return None
    return making.way(stage, scene) if strange and not scene.state.filled else None


def _actions(fit: Assigned, put: list[str]) -> list[Action] | GiveUp:
    """Return what puts the values in, and note which; a field that suggests while one types is the last of an act."""
    actions: list[Action] = []
    for term, slot in fit.pairs:
        put.append(term.mark)
        if holds(term, slot):
            continue
        action = action_for(term, slot)
        if not isinstance(action, str):
            actions.append(action)
        elif not term.optional:
            return GiveUp(failure=element_not_found(action))
        if actions and completes(slot.element):
            break
    return actions


def _changed(stage: Stage, terms: Sequence[Term], scene: Scene) -> Assigned:
    """Assign values to fields; what is changed holds something: of alike fields an empty one is not meant."""
    fit = assign(terms, scene.page.elements)
    if not (fit.ambiguous and stage.keeps):
        return fit
    blank = {slot.element.ref for _, rivals in fit.ambiguous for slot in rivals if not slot.element.value}
    full = [slot for _, rivals in fit.ambiguous for slot in rivals if slot.element.value]
    return assign(terms, [e for e in scene.page.elements if e.ref not in blank]) if full else fit


def _free(terms: Sequence[Term], scene: Scene) -> tuple[Element, ...]:
    """Return what may take these values: not the fields that hold what the stage put in before."""
    done = {key.rpartition("=")[2] for key in scene.state.filled} - {term.value for term in terms} - {""}
    typed = {one.action.ref for one in scene.history.records if one.action.text in done}
    aside = around(scene.page) if len(terms) > 1 else frozenset[str]()
    return tuple(
        e
        for e in scene.page.elements
        if not (is_text(e) and e.value and (e.value.strip() in done or e.ref in typed)) and e.ref not in aside
    )


def _last_left(fit: Assigned, stage: Stage, scene: Scene) -> Assigned:
    """Give the one value of a search that found no field to the one field that got no value, beside two that did."""
    missing = [term for term in fit.missing if not term.optional]
    clear = stage.kind is Kind.SEARCH and len(fit.pairs) > 1 and not fit.ambiguous
    if not clear or len(missing) != 1 or missing[0].option:
        return fit
    used = {slot.element.ref for _, slot in fit.pairs}
    near = next(slot.element for _, slot in fit.pairs)
    free = [s for s in slots(scene.page.elements) if s.element.ref not in used and is_text(s.element)]
    left = [s for s in free if (s.form, s.element.landmark) == (near.form, near.landmark)]
    if len(left) != 1 or left[0].element.value:
        return fit
    rest = tuple(term for term in fit.missing if term is not missing[0])
    return replace(fit, pairs=(*fit.pairs, (missing[0], left[0])), missing=rest)


def _elsewhere(fit: Assigned, scene: Scene) -> bool:
    """Tell whether the form for a new thing is likely another: this one lacks a field, or only searches."""
    lacking = [term for term in fit.missing if not term.optional]
    if any(term.file for term, _ in fit.pairs):  # what is said of a file may be asked for once it is there
        return False
    return bool(fit.pairs) and (bool(lacking) or not making.fits_a_form([slot for _, slot in fit.pairs], scene))


def _after_fill(stage: Stage, scene: Scene) -> tuple[Scene, Decision | None]:
    """Check that every value stuck; a value that did not is put in once more, another way if there is one."""
    failed = [record for record in scene.step() if record.result is not None and not record.result.ok]
    undone = _undone(stage, scene)
    if not undone and not failed:
        return scene, None
    if scene.state.tries >= 1:
        record = failed[0] if failed else None
        detail = record.result.message if record and record.result else f"the page did not keep {', '.join(undone)}"
        name = record.element.name if record and record.element else ""
        return scene, GiveUp(failure=element_not_found(f"{name!r}: {detail}" if name else detail))
    again = tuple(key for key in scene.state.filled if key not in undone)
    if failed:
        again = tuple(key for key in again if not any(_about(key, record.action) for record in failed))
    return replace(scene, state=replace(scene.state, filled=again, tries=scene.state.tries + 1, phase="")), None


def _about(key: str, action: Action) -> bool:
    value = key.rpartition("=")[2]
    return bool(value) and (
        value == action.text
        or value in action.files
        or alike(value, action.text)
        or action.kind in (ActionKind.CHECKBOX, ActionKind.CLICK)
    )


def _undone(stage: Stage, scene: Scene) -> list[str]:
    """Return the terms of the last act that their fields, still there, do not show."""
    lost: list[str] = []
    terms = {term.mark: term for term in _terms(stage, scene)}
    done_refs = {record.action.ref: record for record in scene.step() if record.result is not None}
    by_ref = {slot.element.ref: slot for slot in slots(scene.page.elements)}
    for record in scene.step():
        if record.result is None:
            lost.extend(key for key in terms if _about(key, record.action))
            continue
        slot = by_ref.get(record.action.ref)
        if slot is None or not record.result.ok or record.action.ref not in done_refs:
            continue
        if (
            record.action.kind is ActionKind.INPUT_TEXT
            and slot.element.input_type != "password"
            and not _secret(scene, record.action.text)
        ):
            wanted = written(record.action.text, slot.element)
            kept = alike(slot.element.value, wanted) or spread(record.action.text, slot.element, scene.page.elements)
            if is_text(slot.element) and not is_choice(slot.element) and not kept:
                lost.extend(key for key in scene.state.filled if key.endswith(f"={record.action.text}"))
    return lost


def _secret(scene: Scene, text: str) -> bool:
    return any(secret.token and secret.token in text for secret in scene.goal.secrets)


def _onward(stage: Stage, scene: Scene, missing: list[Term], fit: Assigned) -> Decision | None:
    form = _home(scene, fit)
    asked = bool(scene.state.filled) or not consenting.left_open(stage, scene, missing)
    if missing and asked and (chosen := reveal.pick(stage, scene, missing) or _helped(scene, missing, fit)):
        return chosen
    if missing and asked:
        sized = stage.intent.target == PAGE_SIZE
        whole = (
            (stage.submit and not sized)
            or stage.advance
            or stage.intent.verb is Verb.FILL_FORM
            or bool(scene.state.filled)
        )
        whole = whole and (stage.kind is not Kind.SEARCH or bool(form))  # "Next" of a list turns its pages
        following = (
            buttons.button_for(scene, form, "next", stage=stage) if whole and scene.state.pages < _MOST_PAGES else None
        )
        near = buttons.beside_typed(scene, form)
        onward = following.element if following is not None else buttons.lookup_first(stage, scene, form)
        onward = near if near is not None else onward
        if onward is not None:
            return sending.press_on(stage, scene, form, onward, phase="next")
        if stage.kind is Kind.SEARCH and not fit.pairs and not scene.state.filled:
            return _nothing_to_search(stage, scene, missing)
        return _missing(stage, scene, missing)
    if not asked:
        return None
    if stage.terms and not scene.state.filled and not (stage.submit and _answered(scene)):
        return _missing(stage, scene, list(stage.terms))
    if stage.advance and not stage.submit and scene.state.pages < _MOST_PAGES:
        following = buttons.button_for(scene, form, "next")
        onward = following.element if following is not None else None
        onward = onward if onward is not None and is_button_for(onward, "next") else buttons.lookup(scene, form)
        if onward is not None:
            return sending.press_on(stage, scene, form, onward, phase="next")
    return _off(stage, scene, form)


def _helped(scene: Scene, missing: list[Term], fit: Assigned) -> Decision | None:
    """Ask the page which of its fields the goal means, where this is the right form and only some words differ."""
    return accounting.helped(scene, missing) if fit.pairs or scene.state.filled else None


def _off(stage: Stage, scene: Scene, form: str | None) -> Decision | None:
    """Send or save what was filled in, if that is meant."""
    if stage.submit:
        return None if filtered_by_links(stage, scene) else sending.send(stage, scene, form)
    if stage.keeps and scene.state.filled:
        return sending.keep(stage, scene, form)
    if _chosen_next(scene) and (looking := buttons.lookup_first(stage, scene, form)) is not None:
        return sending.press_on(stage, scene, form, looking, phase="next")
    return agreeing.carried_out(stage, scene) if scene.state.filled else None


def _chosen_next(scene: Scene) -> bool:
    """Tell whether one of what a search brings up is to be taken next: "From: Lyon … Take the flight AE 415"."""
    following = stages(scene.goal, scene.plan)[scene.state.stage + 1 :][:1]
    return any(one.intent.verb is Verb.SELECT and bool(one.intent.row) for one in following)


def _answered(scene: Scene) -> bool:
    return any(
        is_press(element) and is_button_for(element, "submit", "confirm", "next") for element in scene.page.elements
    )


def _nothing_to_search(stage: Stage, scene: Scene, missing: list[Term]) -> Decision | None:
    """There is no form to search in; what is searched for may stand on the page already."""
    if stage.intent.optional:
        return None
    text = scene.page.reading.text + " ".join(element.name for element in scene.page.elements)
    if stage.intent.clause.lower().startswith(("find", "locate", "look")) and all(
        term.value.casefold() in text.casefold() for term in missing
    ):
        return None
    return _missing(stage, scene, missing)


def _missing(stage: Stage, scene: Scene, missing: list[Term]) -> Decision:
    if scene.page.busy or scene.state.waits < 1:
        return scene.wait(1.0, f"no field for {missing[0].meaning or missing[0].value!r} yet")
    if (inside := found_record.into_record(stage, scene)) is not None:
        return inside
    if not scene.state.filled and (leading := making.way(stage, scene) or to_list(stage, scene)) is not None:
        return leading
    if (leading := reveal.lead_to(stage, scene, missing)) is not None:
        return leading
    if not scene.state.filled and (opener := making.opener(stage, scene)) is not None:
        tried = (*scene.state.tried, opener.name)
        return scene.act(
            click(opener, reasoning="the form is behind it"),
            phase="next",
            tried=tried,
            reasoning=f"Open the form with {opener.name!r}",
        )
    if (given := reveal.hand_over(stage, scene, missing)) is not None:
        return given
    wanted = ", ".join(f"{term.meaning or term.value!r}" for term in missing)
    offered = names([element for element in scene.page.elements if is_field(element)], limit=12)
    detail = (
        f"no field for {wanted}; the page offers {offered}"
        if offered
        else f"no field for {wanted}; the page has no form"
    )
    return GiveUp(failure=element_not_found(detail))


def _home(scene: Scene, fit: Assigned) -> str | None:
    """Return the form that is being filled: the one that holds most of what was put in."""
    forms = [slot.form for _, slot in fit.pairs]
    refs = [record.action.ref for record in scene.history.records]
    touched = [element for element in scene.page.elements if element.ref in refs and is_field(element)]
    forms += [element.form for element in sorted(touched, key=lambda one: refs.index(one.ref))]
    if forms:
        return max(reversed(forms), key=forms.count)
    main = [
        element.form
        for element in scene.page.elements
        if is_field(element) and element.landmark not in ("banner", "navigation", "contentinfo", "search")
    ]
    return max(set(main), key=main.count) if main else None


def _after_send(stage: Stage, scene: Scene) -> Decision | None:
    """Look at what the page says about the form that was sent."""
    record = scene.last
    result = record.result if record else None
    if message := pages.complaint(scene):
        return sending.refused(stage, scene, message)
    if scene.failed or not scene.changed:
        if (scene.page.busy or scene.state.waits < 2) and not scene.failed:
            return scene.wait(1.0, "waiting for the page to react to the form")
        if not sending.filters_itself(stage, scene):
            return sending.again(stage, scene)
    if result is not None and not result.ok and result.trouble in (Trouble.NETWORK, Trouble.TIMEOUT):
        return GiveUp(failure=website_error(result.message))
    if stage.kind is Kind.SEARCH and (none := pages.no_results(scene.page)):
        return found_record.with_name_alone(stage, scene) or sending.found_nothing(stage, scene, none)
    if scene.state.phase == "next":
        if stage.submit and sending.finished(scene):
            return None
        return _next_page(stage, scene)
    return None


def _next_page(stage: Stage, scene: Scene) -> Decision | None:
    if scene.state.pages >= _MOST_PAGES:
        return GiveUp(failure=element_not_found(f"the form went on for more than {_MOST_PAGES} pages"))
    return _fill_page(stage, replace(scene, state=replace(scene.state, phase="", tries=0, waits=0)))
