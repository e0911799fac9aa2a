"""Looks for what is to be pressed and is not there: behind what is closed, where the goal points, on the next page."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import BUTTONS, concepts, content, similarity, tokens
from skyvern.agent.policies.embedded.finding import behind, deeds, seeking
from skyvern.agent.policies.embedded.finding.controls import ROW
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    choose,
    in_row,
    is_button_for,
    is_press,
    names,
    press_score,
    same_thing,
)
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Element

MOST_PAGES = 10


_OPENERS = ("menu", "expand")


def look_behind(intent: Intent, scene: Scene) -> Decision | None:
    """Open what may hold the thing: a menu or section, what the goal speaks of, then whatever is closed."""
    if (opener := _opener(intent, scene)) is not None:
        tried = (*scene.state.tried, opener.ref)
        return scene.act(click(opener, reasoning=f"look for {intent.target!r} behind it"), phase="menu", tried=tried)
    if (section := mentioned(scene, apart_from=intent.target)) is not None and not (intent.row or intent.objects):
        tried = (*scene.state.tried, seeking.sign(section))
        return scene.act(click(section, reasoning="the goal speaks of it"), phase="menu", tried=tried)
    return None if intent.objects else behind.look(intent, scene)


def seek(stage: Stage, scene: Scene) -> Decision | None:
    """Go where the record that the order names may be found, unless it is here already."""
    wanted = seeking.sought(stage.intent)
    if wanted is None or seeking.shown(wanted, scene):
        return None
    paged = next_page(scene) is not None and scene.state.pages < MOST_PAGES
    return seeking.toward(wanted, scene, why=f"look for {' '.join(wanted.names)!r}", paged=paged)


def given_up(stage: Stage, scene: Scene, found: Choice) -> GiveUp:
    intent = stage.intent
    if intent.best:
        return GiveUp(failure=needs_llm(stage.clause, f"it could not be told which is the {intent.best!r} of the page"))
    if intent.verb is Verb.DO and intent.objects and not deeds.about(intent, scene.page):
        shown = ", ".join(repr(name) for name in intent.objects)
        if not deeds.rows_of(intent, scene.page.elements):
            return GiveUp(failure=element_not_found(f"{shown} is not on the page, so {stage.clause!r} was not done"))
    if intent.verb is Verb.DO:
        return GiveUp(failure=needs_llm(stage.clause, "a button with these words was not found on the page"))
    if len(set(content(intent.target)) - {"and", "or", "not", "only"}) > 4:
        offered = names(found.near) or "nothing"
        return GiveUp(failure=needs_llm(stage.clause, f"nothing on the page bears these words; it offers {offered}"))
    near = found.near or tuple(
        e for e in scene.page.elements if is_press(e) and e.landmark not in ("banner", "contentinfo")
    )
    wanted = (
        f"{intent.target!r}" + (f" in {intent.row!r}" if intent.row else "")
        if intent.target
        else f"{intent.row or stage.clause!r}"
    )
    offered = names(near) or "nothing"
    return GiveUp(failure=element_not_found(f"nothing to press for {wanted}; near it the page offers {offered}"))


def _opener(intent: Intent, scene: Scene) -> Element | None:
    """Return a closed menu, tab or section that may hold what is looked for."""
    if len(scene.state.tried) >= 3 or (intent.objects and not deeds.about(intent, scene.page)):
        return None
    closed = [
        element
        for element in scene.page.elements
        if is_press(element)
        and not element.disabled
        and element.ref not in scene.state.tried
        and (element.expanded is False or (element.popup == "menu" and not element.expanded))
    ]
    inside = [element for element in closed if not intent.row or in_row(element, intent.row) >= ROW]
    related = [element for element in inside if press_score(intent.target, element) > 0.35]
    menus = [element for element in inside if is_button_for(element, *_OPENERS)]
    return next(iter((*related, *menus)), None) or (inside[0] if len(inside) == 1 else None)


def mentioned(scene: Scene, *, apart_from: str = "") -> Element | None:
    """Return the one tab or link that the goal's own words name besides its orders ("it is among the documents")."""
    values = {word for stage in scene.plan.intents for term in stage.terms for word in tokens(term.value)}
    said = set(tokens(scene.goal.text)) - values
    ordered = [set(tokens(words)) for words in (apart_from, *(one.target for one in scene.plan.intents))]
    sections = [
        e
        for e in scene.page.elements
        if e.role in ("tab", "link", "menuitem")
        and e.landmark not in ("contentinfo",)
        and not e.disabled
        and not e.selected
        and seeking.sign(e) not in scene.state.tried
        and len(e.name) >= 4
        and set(tokens(e.name)) <= said
        and not any(set(tokens(e.name)) <= words for words in ordered)
    ]
    distinct = [e for index, e in enumerate(sections) if not any(same_thing(e, other) for other in sections[:index])]
    return distinct[0] if len(distinct) == 1 and len(scene.state.tried) < 3 else None


_KEEPS = re.compile(r"^(?:save|submit|send|confirm|speichern|enregistrer|guardar|salvar)\b", re.IGNORECASE)
""" "Save and continue" leads to no further page of a list."""


def next_page(scene: Scene) -> Element | None:
    """Return the control that leads to the next page of a list, None on its last page."""

    def score(element: Element) -> float:
        if element.disabled or _KEEPS.match(element.name):
            return 0.0
        names_of = (element.name, *element.hints[:2])
        best = max(
            max(similarity(word, name) for word in ("next", "next page", "older", "load more")) for name in names_of
        )
        if sign := re.fullmatch(r"\s*(?:›|»|>|→|>>|next\s*[›»>→]+)\s*", element.name, re.IGNORECASE):
            best = 0.88 if sign[0].strip() in ("»", ">>") else 0.97  # beside ">" that is the last page
        return best if f"{BUTTONS}:next" in concepts(element.name, among=(BUTTONS,)) or best >= 0.85 else 0.0

    found = choose([e for e in scene.page.elements if is_press(e)], score, threshold=0.8)
    return found.element or (found.rivals[0] if found.rivals and len({e.name for e in found.rivals}) == 1 else None)
