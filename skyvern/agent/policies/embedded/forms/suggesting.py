"""Takes what a field suggests for what was typed into it, as a person does who picks a line of the list below it."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import plain
from skyvern.agent.policies.embedded.finding.match import is_press, is_text, names
from skyvern.agent.policies.embedded.forms.putting import option_for
from skyvern.agent.policies.embedded.forms.reveal import PICKED
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import ActionKind, ActionRecord, Element, Option

_COMPLETES = re.compile(r"\b(?:auto-?complete|auto-?suggest|suggest|typeahead)\b", re.IGNORECASE)


def completes(element: Element) -> bool:
    """Tell whether a field suggests what may be meant while one types, and is filled alone: its list goes with it."""
    return is_text(element) and element.role != "combobox" and any(map(_COMPLETES.search, element.hints))


def suggested(stage: Stage, scene: Scene) -> Decision | None:
    """Choose the suggestion that a field shows for what was typed into it; several alike are not chosen between."""
    waiting = False
    for record in scene.history.records:
        typed = record.action.text
        offered, now = _offered(record, stage, scene), _still(record, scene)
        if offered is None or now is None:
            continue
        if (pattern := next((t for t in stage.terms if t.ending is not None and t.value == typed), None)) is not None:
            return _completing(pattern, now, stage, scene)
        begun = [e for e in offered if plain(typed).strip() in plain(e.name)]
        if begun:
            return _taken(typed, now, begun, stage, scene)
        waiting = True
    if waiting and scene.state.waits < 1:
        return scene.wait(0.7, "waiting for suggestions")
    return None


def _still(record: ActionRecord, scene: Scene) -> Element | None:
    """Return the field that was typed into while it holds just that, and no suggestion was taken for it."""
    now = scene.page.element(record.action.ref)
    kept = now is not None and plain(now.value) == plain(record.action.text)
    return now if kept and f"{record.action.ref}={record.action.text}" not in scene.state.tried else None


def _offered(record: ActionRecord, stage: Stage, scene: Scene) -> list[Element] | None:
    """Return what may be a suggestion for what was typed, None where its field suggests nothing."""
    before, typed = record.element, record.action.text
    if record.action.kind is not ActionKind.INPUT_TEXT or before is None:
        return None
    begins = any(term.ending is not None and term.value == typed for term in stage.terms)
    if before.role == "combobox" or begins:
        return [e for e in scene.page.elements if e.role == "option" and is_press(e) and e.name]
    if completes(before) and not (stage.kind is Kind.SEARCH and len(stage.terms) < 2):
        return _same_thing(typed, scene)
    return _come_up(typed, scene) if any(term.option and term.value == typed for term in stage.terms) else None


def _taken(typed: str, field: Element, begun: list[Element], stage: Stage, scene: Scene) -> Decision:
    """Press the one suggestion that says what was typed."""
    chosen = option_for([Option(label=e.name, value="") for e in begun], typed)
    if chosen is None and len({e.name for e in begun}) > 1:
        why = f"{field.name!r} suggests several for {typed!r}: {names(begun)}"
        return GiveUp(failure=needs_llm(stage.clause, why))
    label = chosen.label if chosen is not None else begun[0].name
    element = next(e for e in begun if e.name == label)
    tried = (*scene.state.tried, f"{field.ref}={typed}")
    return scene.act(click(element, reasoning=f"the suggestion for {typed!r}"), phase=PICKED, tried=tried)


def _completing(pattern: Term, field: Element, stage: Stage, scene: Scene) -> Decision | None:
    """Choose one of the things that are offered for the beginning of a word, and end as they should."""
    begins, ends = plain(pattern.value), plain(pattern.ending or "")
    offered = (e for e in scene.page.elements if e.name and e.ref != field.ref and (is_press(e) or e.role == "option"))
    names_of = [(plain(e.name).strip(), e) for e in offered]
    fitting = [e for name, e in names_of if name.startswith(begins) and name.endswith(ends) and len(name) > len(begins)]
    if fitting:
        tried = (*scene.state.tried, f"{field.ref}={pattern.value}")
        why = f"it begins with {pattern.value!r}"
        return scene.act(click(fitting[0], reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)
    if scene.state.waits < 2:
        return scene.wait(0.7, "waiting for suggestions")
    return GiveUp(failure=element_not_found(f"{field.name!r} offers nothing that begins with {pattern.value!r}"))


def _come_up(typed: str, scene: Scene) -> list[Element]:
    """Return what came up since a value was typed that is to be chosen, and says just this value."""
    return [e for e in scene.page.elements if e.new and is_press(e) and plain(e.name).strip() == plain(typed).strip()]


def _same_thing(typed: str, scene: Scene) -> list[Element]:
    """Return what came up that says the typed words whole: "Oslo, NO (OSL)" for either part; a code names one thing."""
    said = re.escape(typed.strip())
    whole = re.compile(rf"{said}\s*(?:$|[(\[,·|–—-])", re.IGNORECASE)
    fresh = [e for e in scene.page.elements if e.new and not is_text(e)]
    if coded := [e for e in fresh if re.search(rf"[(\[]{said}[)\]]$", e.name.strip())]:
        return coded[:1]
    found = [e for e in fresh if whole.match(e.name.strip())]
    return [e for e in found if e.role in ("option", "menuitem", "link")] or found
